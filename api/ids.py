"""Ids that stand in addresses."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from domain.fields import WRITTEN_PLAINLY, Whole

ChannelId = Annotated[int, Path(title="通道", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]
LARGEST_ID = 2**63 - 1
NoticeId = Annotated[int, Field(ge=1, le=LARGEST_ID), WRITTEN_PLAINLY]
ServiceId = Annotated[Whole, Path(title="登录方式")]
Digest = Annotated[str, Path(title="文件", pattern="^[0-9a-f]{64}$")]

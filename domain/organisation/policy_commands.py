"""What may be done to the rules of an authority."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from domain.fields import WRITTEN_PLAINLY, Day, Reason
from domain.organisation.change import UnitChange

PolicyText = Annotated[str, StringConstraints(max_length=20_000)]


class MakePolicy(UnitChange):
    """拟定规则: an edition that waits for another person's word."""

    act: ClassVar[str] = "make_policy"
    label: ClassVar[str] = "拟定规则"
    changes: dict[
        Annotated[str, StringConstraints(max_length=60)], Annotated[str, StringConstraints(max_length=200)]
    ] = Field(default_factory=dict, title="修改", max_length=120)
    """Path of a value -> as people write it: `waits.verify`: `3 个工作日 / 3 个工作日 / 10 天`."""
    toml: PolicyText = Field("", title="规则文件")
    """Instead, or besides: a policy file; what it sets otherwise is changed."""
    since: Day = Field(title="执行日期")
    because: Reason = Field(title="依据和理由")


class ReleasePolicy(UnitChange):
    """发布规则: new hazards freeze it from its day on. Never by who made it."""

    act: ClassVar[str] = "release_policy"
    label: ClassVar[str] = "发布规则"
    edition: Annotated[int, Field(title="版本", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]

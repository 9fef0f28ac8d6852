"""A place taken out of use and brought back (rows 39 and 40); each act shows how it is there now."""

from typing import ClassVar, Literal

from pydantic import Field

from domain.actions import Action
from domain.commands.base import Command
from domain.fields import Description, Instant, Note, Photos, Reason, ShortText
from domain.use import Scope


class _Shown(Command):
    """An act with a photo of how it is now."""

    photos: Photos = Field(title="现场照片", min_length=1)

    def photos_shown(self) -> list[str]:
        """How it is now."""
        return [*super().photos_shown(), *self.photos]


class SuspendUse(_Shown):
    """停用（停业） (row 39): what, how much, since when, and that nobody is there any more.

    `since`: else now; never a moment to come. `for_good`: 永久停用, the place is given up.
    """

    action: ClassVar[Action] = Action.SUSPEND_USE
    scope: Scope = Field(Scope.PART, title="停用范围")
    what: ShortText = Field(title="停用的部位、设备或场所")
    since: Instant | None = Field(None, title="停用自")
    moved_out: Reason = Field(title="人员撤离")
    for_good: bool = Field(default=False, title="永久停用")


class RequestResume(_Shown):
    """申请恢复使用 (row 39): what was done, so that it is safe to use again."""

    action: ClassVar[Action] = Action.REQUEST_RESUME
    done: Description = Field(title="整改情况和安全条件")


class ResumeUse(_Shown):
    """同意恢复使用 (row 40): reviewed, a 重大 on site; `conditions`: what must hold from now on."""

    action: ClassVar[Action] = Action.RESUME_USE
    opinion: Note = Field("具备安全使用条件", title="意见")
    way: Literal["on_site", "photos"] = Field("on_site", title="方式")
    conditions: Note | None = Field(None, title="恢复使用后的要求")


class RefuseResume(_Shown):
    """不同意恢复使用 (row 40)."""

    action: ClassVar[Action] = Action.REFUSE_RESUME
    reason: Reason = Field(title="理由")

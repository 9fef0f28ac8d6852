"""Plans, progress and extensions (rows 15-19)."""

from typing import ClassVar

from pydantic import Field

from domain.actions import Action
from domain.commands.base import Command
from domain.fields import Day, Description, Note, Photos, Reason
from domain.words import Blocker


class FilePlan(Command):
    """报送治理方案 (row 15, 16号令 15): the six items, the last day and its stages in words."""

    action: ClassVar[Action] = Action.FILE_PLAN
    goals: Description = Field(title="治理目标和任务")
    methods: Description = Field(title="方法和措施")
    money: Description = Field(title="经费和物资")
    people: Description = Field(title="机构和人员")
    schedule: Description = Field(title="时限和要求")
    safety: Description = Field(title="安全措施和应急预案")
    due: Day | None = Field(None, title="完成日期")


class ApprovePlan(Command):
    """方案审查通过 (row 16); for a 重大 the plan's date becomes the rectification date."""

    action: ClassVar[Action] = Action.APPROVE_PLAN
    opinion: Note = Field("同意", title="意见")


class ReturnPlan(Command):
    """方案退回 (row 16), items named."""

    action: ClassVar[Action] = Action.RETURN_PLAN
    reason: Reason = Field(title="理由")


class ReportProgress(Command):
    """报进展 (row 17): a photo or a line; may change 临时管控 and name the 卡点."""

    action: ClassVar[Action] = Action.REPORT_PROGRESS
    note: Note | None = Field(None, title="说明")
    photos: Photos = Field([], title="照片")
    interim: Note | None = Field(None, title="临时管控")
    blocker: Blocker | None = Field(None, title="卡点")

    def photos_shown(self) -> list[str]:
        """The photos of this progress."""
        return [*super().photos_shown(), *self.photos]


class RequestExtension(Command):
    """申请延期 (row 18)."""

    action: ClassVar[Action] = Action.REQUEST_EXTENSION
    until: Day = Field(title="延期至")
    reason: Reason = Field(title="理由")
    photos: Photos = Field([], title="证明材料照片")

    def photos_shown(self) -> list[str]:
        """The proof."""
        return [*super().photos_shown(), *self.photos]


class GrantExtension(Command):
    """同意延期 (row 19); an earlier date than asked may be given."""

    action: ClassVar[Action] = Action.GRANT_EXTENSION
    opinion: Note = Field("同意", title="意见")
    until: Day | None = Field(None, title="批准延期至")


class RefuseExtension(Command):
    """不同意延期 (row 19)."""

    action: ClassVar[Action] = Action.REFUSE_EXTENSION
    reason: Reason = Field(title="理由")

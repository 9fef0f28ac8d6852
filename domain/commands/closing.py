"""Submitted, verified, closed, looked back at, reopened or voided (rows 2, 20-25, 29-31)."""

from typing import ClassVar, Literal

from pydantic import Field

from domain.actions import Action
from domain.commands.base import Command
from domain.commands.intake import InOwnWords
from domain.fields import Day, Description, Instant, Money, Note, Photos, Reason, Reference
from domain.root_causes import RootCause


class CloseOnSpot(Command):
    """立查立改销号 (row 2): number, verification and closing in one press."""

    action: ClassVar[Action] = Action.CLOSE_ON_SPOT
    opinion: Note = Field("经核实，已当场整改", title="意见")


class NameGroup(Command):
    """指定验收组: persons of the commission and experts; `leader` is the 组长."""

    action: ClassVar[Action] = Action.NAME_GROUP
    leader: Reference = Field(title="验收组组长")
    members: list[Reference] = Field(title="验收组成员", min_length=1)


class Submit(Command):
    """报请验收 (row 20). `spent` is 万元; 重大 also needs the self-check and the day staff were told (41(2)).

    `cause`, `cause_note` and `lasting_measure` (settled 33): why it came to be, and what keeps it from coming back.
    """

    action: ClassVar[Action] = Action.SUBMIT
    result: Description = Field(title="整改结果")
    photos: Photos = Field([], title="整改后照片")
    spent: Money | None = Field(None, title="实际资金（万元）")
    self_check: Note | None = Field(None, title="自查结论")
    staff_told_on: Day | None = Field(None, title="向职工通报的日期")
    cause: RootCause | None = Field(None, title="产生原因")
    cause_note: Note | None = Field(None, title="原因说明")
    lasting_measure: Note | None = Field(None, title="整改制度措施")

    def cause_given(self) -> dict[str, str]:
        """产生原因 and 整改制度措施, as far as they were said."""
        said = {"cause": self.cause, "note": self.cause_note, "measure": self.lasting_measure}
        return {name: str(value) for name, value in said.items() if value}

    def photos_shown(self) -> list[str]:
        """The after-photos."""
        return [*super().photos_shown(), *self.photos]


class Withdraw(Command):
    """撤回 (row 21)."""

    action: ClassVar[Action] = Action.WITHDRAW
    reason: Note | None = Field(None, title="理由")


class SendBack(Command):
    """退回整改 (row 22): what is missing; `redo_by` is the 再整改期限."""

    action: ClassVar[Action] = Action.SEND_BACK
    reason: Reason = Field(title="理由")
    redo_by: Day | None = Field(None, title="再整改期限")


class Pass(Command):
    """验收通过 (row 23): on site or by photos; 重大 on site only.

    `without_because`: the 组长 ends the acceptance without members who have not signed, and says why.
    """

    action: ClassVar[Action] = Action.PASS
    opinion: Reason = Field(title="意见")
    way: Literal["on_site", "photos"] = Field("on_site", title="方式")
    without_because: Note | None = Field(None, title="不再等待未签署成员的原因")


class ApproveClosure(Command):
    """销号 (row 24)."""

    action: ClassVar[Action] = Action.APPROVE_CLOSURE
    opinion: Note = Field("同意销号", title="意见")
    way: Literal["on_site", "paper"] = Field("paper", title="方式")


class RefuseClosure(Command):
    """不予销号 (row 25)."""

    action: ClassVar[Action] = Action.REFUSE_CLOSURE
    reason: Reason = Field(title="理由")
    redo_by: Day | None = Field(None, title="再整改期限")


class Reopen(InOwnWords):
    """重新整改 (row 29): a new round; the number and old evidence stay. `photos`: that it came back."""

    action: ClassVar[Action] = Action.REOPEN
    ordinary: ClassVar[frozenset[str]] = frozenset({"photos", "no_photo_because"})
    photos: Photos = Field([], title="再次出现的照片")
    reason: Reason = Field(title="理由")


class LookBackOk(Command):
    """回头看合格 (row 30)."""

    action: ClassVar[Action] = Action.LOOK_BACK_OK
    photos: Photos = Field(title="现场照片", min_length=1)
    opinion: Note = Field("", title="意见")
    seen_at: Instant | None = Field(None, title="查看时间")

    def photos_shown(self) -> list[str]:
        """Today's photo."""
        return [*super().photos_shown(), *self.photos]


class Void(Command):
    """作废 (row 31): entered by mistake; the number is kept."""

    action: ClassVar[Action] = Action.VOID
    reason: Reason = Field(title="理由")

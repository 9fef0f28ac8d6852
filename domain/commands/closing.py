"""Submitted, verified, closed, looked back at, reopened or voided (rows 2, 20-25, 29-31)."""

from typing import ClassVar, Literal

from pydantic import Field

from domain.actions import Action
from domain.commands.base import Command
from domain.fields import Day, Description, Instant, Money, Note, Photos, Reason, Reference


class CloseOnSpot(Command):
    """立查立改销号 (row 2): number, verification and closing in one press."""

    action: ClassVar[Action] = Action.CLOSE_ON_SPOT
    opinion: Note = "经核实，已当场整改"


class NameGroup(Command):
    """指定验收组: persons of the commission and experts; `leader` is the 组长."""

    action: ClassVar[Action] = Action.NAME_GROUP
    leader: Reference
    members: list[Reference] = Field(min_length=1)


class Submit(Command):
    """报请验收 (row 20). `spent` is 万元; 重大 also needs the self-check and the day staff were told (41(2))."""

    action: ClassVar[Action] = Action.SUBMIT
    result: Description
    photos: Photos = []
    spent: Money | None = None
    self_check: Note | None = None
    staff_told_on: Day | None = None

    def photos_shown(self) -> list[str]:
        """The after-photos."""
        return [*super().photos_shown(), *self.photos]


class Withdraw(Command):
    """撤回 (row 21)."""

    action: ClassVar[Action] = Action.WITHDRAW
    reason: Note | None = None


class SendBack(Command):
    """退回整改 (row 22): what is missing; `redo_by` is the 再整改期限."""

    action: ClassVar[Action] = Action.SEND_BACK
    reason: Reason
    redo_by: Day | None = None


class Pass(Command):
    """验收通过 (row 23): on site or by photos; 重大 on site only."""

    action: ClassVar[Action] = Action.PASS
    opinion: Reason
    way: Literal["on_site", "photos"] = "on_site"


class ApproveClosure(Command):
    """销号 (row 24)."""

    action: ClassVar[Action] = Action.APPROVE_CLOSURE
    opinion: Note = "同意销号"
    way: Literal["on_site", "paper"] = "paper"


class RefuseClosure(Command):
    """不予销号 (row 25)."""

    action: ClassVar[Action] = Action.REFUSE_CLOSURE
    reason: Reason
    redo_by: Day | None = None


class Reopen(Command):
    """重新整改 (row 29): a new round; the number and old evidence stay."""

    action: ClassVar[Action] = Action.REOPEN
    reason: Reason
    photos: Photos = []
    no_photo_because: Note | None = None

    def photos_shown(self) -> list[str]:
        """The evidence that it came back."""
        return [*super().photos_shown(), *self.photos]


class LookBackOk(Command):
    """回头看合格 (row 30)."""

    action: ClassVar[Action] = Action.LOOK_BACK_OK
    photos: Photos = Field(min_length=1)
    opinion: Note = ""
    seen_at: Instant | None = None

    def photos_shown(self) -> list[str]:
        """Today's photo."""
        return [*super().photos_shown(), *self.photos]


class Void(Command):
    """作废 (row 31): entered by mistake; the number is kept."""

    action: ClassVar[Action] = Action.VOID
    reason: Reason

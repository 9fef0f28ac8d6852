"""Transfers, urging by hand, papers and listing (rows 26-28, 32-36, 38)."""

from typing import ClassVar, Literal

from domain.actions import Action
from domain.commands.base import Command, PaperCommand
from domain.commands.closing import ApproveClosure, RefuseClosure
from domain.fields import Day, Description, Note, Photos, Reason, Reference, ShortText
from domain.words import PaperKind


class Transfer(Command):
    """移交 (row 26, 安全生产法 69): not ours; with the letter's number and the day a reply is due."""

    action: ClassVar[Action] = Action.TRANSFER
    department: ShortText
    ground: Reason
    letter_number: ShortText
    reply_by: Day | None = None


class AcknowledgeTransfer(Command):
    """登记回执 (row 27)."""

    action: ClassVar[Action] = Action.ACKNOWLEDGE_TRANSFER
    received_by: ShortText
    received_on: Day
    photos: Photos = []

    def photos_shown(self) -> list[str]:
        """The scanned receipt."""
        return [*super().photos_shown(), *self.photos]


class ConcludeTransfer(Command):
    """移交办结 (row 28)."""

    action: ClassVar[Action] = Action.CONCLUDE_TRANSFER
    answer: Description


class Urge(Command):
    """催办 by hand (row 32): once a day per hazard."""

    action: ClassVar[Action] = Action.URGE
    note: Note | None = None


class ProposeMeasure(Command):
    """拟发 (row 33)."""

    action: ClassVar[Action] = Action.PROPOSE_MEASURE
    kind: PaperKind
    because: Reason


class SignMeasure(PaperCommand):
    """签发 (row 34). Without `paper` the only open proposal is meant."""

    action: ClassVar[Action] = Action.SIGN_MEASURE
    opinion: Note = "同意签发"


class DeclineMeasure(PaperCommand):
    """不予签发 (row 34): a reason and the day to look again."""

    action: ClassVar[Action] = Action.DECLINE_MEASURE
    reason: Reason
    look_again: Day


class ServeMeasure(PaperCommand):
    """送达 (row 35)."""

    action: ClassVar[Action] = Action.SERVE_MEASURE
    received_by: ShortText
    received_on: Day | None = None


class AnswerMeasure(PaperCommand):
    """反馈 (row 35), in writing."""

    action: ClassVar[Action] = Action.ANSWER_MEASURE
    answer: Description


class List(Command):
    """签发挂牌 (row 36). A body above the commission: 经办 records its number in `number`."""

    action: ClassVar[Action] = Action.LIST
    level: Literal["county", "city", "province"] = "county"
    until: Day
    leader: Reference | None = None
    number: ShortText | None = None
    opinion: Note = "同意挂牌督办"


class DeclineListing(Command):
    """不予挂牌 (row 36): a reason and the day to look again."""

    action: ClassVar[Action] = Action.DECLINE_LISTING
    reason: Reason
    look_again: Day


class Lift(Command):
    """摘牌 (row 38); with `closing` it is 同意摘牌并销号."""

    action: ClassVar[Action] = Action.LIFT
    opinion: Note = "同意摘牌"
    number: ShortText | None = None
    closing: ApproveClosure | None = None

    def then(self) -> Command | None:
        """同意摘牌并销号."""
        return self.closing


class RefuseLifting(Command):
    """不同意摘牌 (row 38), with row 25 in the same press: back to rectification."""

    action: ClassVar[Action] = Action.REFUSE_LIFTING
    reason: Reason
    redo_by: Day | None = None

    def then(self) -> Command | None:
        """不予销号: what is not lifted is not closed either."""
        return RefuseClosure(reason=self.reason, redo_by=self.redo_by)

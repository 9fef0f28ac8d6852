"""Transfers, urging by hand, papers and listing (rows 26-28, 32-36, 38)."""

from typing import ClassVar, Literal

from pydantic import Field

from domain.actions import Action
from domain.commands.base import Command, PaperCommand
from domain.commands.closing import ApproveClosure, RefuseClosure
from domain.fields import (
    Day,
    Description,
    Digest,
    DocumentNumber,
    Instant,
    Note,
    Photos,
    Reason,
    Reference,
    ShortText,
)
from domain.serving import PaperServedBy
from domain.words import PaperKind


class Transfer(Command):
    """移交 (row 26, 安全生产法 69): not ours; with the letter's number and the day a reply is due."""

    action: ClassVar[Action] = Action.TRANSFER
    department: ShortText = Field(title="移交给")
    ground: Reason = Field(title="移交依据")
    letter_number: DocumentNumber = Field(title="函号")
    reply_by: Day | None = Field(None, title="答复期限")


class AcknowledgeTransfer(Command):
    """登记回执 (row 27): who received the letter, when, and the scanned receipt."""

    action: ClassVar[Action] = Action.ACKNOWLEDGE_TRANSFER
    received_by: ShortText = Field(title="接收人")
    received_on: Day = Field(title="接收日期")
    photos: Photos = Field(title="回执照片", min_length=1)

    def photos_shown(self) -> list[str]:
        """The scanned receipt."""
        return [*super().photos_shown(), *self.photos]


class ConcludeTransfer(Command):
    """移交办结 (row 28): the other department's written answer, its day and its scan or photo."""

    action: ClassVar[Action] = Action.CONCLUDE_TRANSFER
    answer: Description = Field(title="答复内容")
    answered_on: Day = Field(title="答复日期")
    photos: Photos = Field(title="书面答复的扫描件或照片", min_length=1)

    def photos_shown(self) -> list[str]:
        """The answer itself."""
        return [*super().photos_shown(), *self.photos]


class Urge(Command):
    """催办 by hand (row 32): once a day per hazard."""

    action: ClassVar[Action] = Action.URGE
    note: Note | None = Field(None, title="说明")


class ProposeMeasure(Command):
    """拟发 (row 33)."""

    action: ClassVar[Action] = Action.PROPOSE_MEASURE
    kind: PaperKind = Field(title="种类")
    because: Reason = Field(title="原因")


class SignMeasure(PaperCommand):
    """签发 (row 34). Without `paper` the only open proposal is meant; `draft`: the hash of the text that was read."""

    action: ClassVar[Action] = Action.SIGN_MEASURE
    opinion: Note = Field("同意签发", title="意见")
    draft: Digest | None = Field(None, title="所核对的正文")


class EditMeasure(PaperCommand):
    """改稿: what the draft says instead of what the ledger gives; a field left empty is as the ledger gives it.

    `asks`: one demand a line. Of a 约谈 also when, where and with whom, which 送达 then repeats.
    """

    action: ClassVar[Action] = Action.EDIT_MEASURE
    addressee: ShortText | None = Field(None, title="主送")
    asks: Description | None = Field(None, title="要求事项")
    cc: ShortText | None = Field(None, title="抄送")
    meet_at: Instant | None = Field(None, title="约谈时间")
    meet_place: ShortText | None = Field(None, title="约谈地点")
    attendees: ShortText | None = Field(None, title="通知约谈人员")


class DeclineMeasure(PaperCommand):
    """不予签发 (row 34): a reason and the day to look again."""

    action: ClassVar[Action] = Action.DECLINE_MEASURE
    reason: Reason = Field(title="理由")
    look_again: Day = Field(title="再次研究日期")


class ServeMeasure(PaperCommand):
    """送达 (row 35): who received it, how and when (else today), with the signed 送达回证; of a 约谈 its hour too."""

    action: ClassVar[Action] = Action.SERVE_MEASURE
    received_by: ShortText = Field(title="接收人")
    received_on: Day | None = Field(None, title="接收日期")
    way: PaperServedBy = Field(PaperServedBy.IN_PERSON, title="送达方式")
    meet_at: Instant | None = Field(None, title="约谈时间")
    meet_place: ShortText | None = Field(None, title="约谈地点")
    attendees: ShortText | None = Field(None, title="通知约谈人员")
    photos: Photos = Field(default=[], title="送达回证照片")

    def photos_shown(self) -> list[str]:
        """The receipt, signed."""
        return [*super().photos_shown(), *self.photos]


class AcknowledgeMeasure(PaperCommand):
    """签收文书 (row 35): its receiver has it in the system; one not yet served is served by that (电子送达)."""

    action: ClassVar[Action] = Action.ACKNOWLEDGE_MEASURE


class AnswerMeasure(PaperCommand):
    """反馈 (row 35), in writing."""

    action: ClassVar[Action] = Action.ANSWER_MEASURE
    answer: Description = Field(title="答复内容")


class RecordMeeting(PaperCommand):
    """登记约谈 (row 35): what a 约谈 came to, once it was held; leaves a 约谈记录 beside its 约谈通知书.

    `talked_by`, `talked_to`: names and posts, guests without an account among them. `photos`: minutes signed by hand.
    """

    action: ClassVar[Action] = Action.RECORD_MEETING
    held_at: Instant = Field(title="约谈时间")
    meet_place: ShortText = Field(title="约谈地点")
    talked_by: ShortText = Field(title="约谈人")
    talked_to: ShortText = Field(title="被约谈人")
    minutes: Description = Field(title="约谈内容")
    demands: Description = Field(title="约谈要求")
    demands_by: Day = Field(title="要求完成日期")
    photos: Photos = Field(default=[], title="签字记录照片")

    def photos_shown(self) -> list[str]:
        """The minutes that were signed by hand."""
        return [*super().photos_shown(), *self.photos]


class List(Command):
    """签发挂牌 (row 36). A body above the commission: 经办 records its number in `number`."""

    action: ClassVar[Action] = Action.LIST
    level: Literal["county", "city", "province"] = Field("county", title="挂牌级别")
    until: Day = Field(title="挂牌期限")
    leader: Reference | None = Field(None, title="包案领导")
    number: DocumentNumber | None = Field(None, title="文号")
    opinion: Note = Field("同意挂牌督办", title="意见")


class DeclineListing(Command):
    """不予挂牌 (row 36): a reason and the day to look again."""

    action: ClassVar[Action] = Action.DECLINE_LISTING
    reason: Reason = Field(title="理由")
    look_again: Day = Field(title="再次研究日期")


class Publish(Command):
    """登记公示 (row 37): what was published, where and on which day; a photo or copy of it is the proof."""

    action: ClassVar[Action] = Action.PUBLISH
    of: Literal["listing", "lifting"] = Field("listing", title="公示事项")
    where: ShortText = Field(title="公示地点或网址")
    on: Day = Field(title="公示日期")
    photos: Photos = Field(default=[], title="公示照片或截图")

    def photos_shown(self) -> list[str]:
        """The proof."""
        return [*super().photos_shown(), *self.photos]


class Lift(Command):
    """摘牌 (row 38); with `closing` it is 同意摘牌并销号. A higher body's: `number` and day of its paper (today)."""

    action: ClassVar[Action] = Action.LIFT
    opinion: Note = Field("同意摘牌", title="意见")
    number: DocumentNumber | None = Field(None, title="文号")
    dated: Day | None = Field(None, title="文件日期")
    closing: ApproveClosure | None = Field(None, title="销号")

    def then(self) -> Command | None:
        """同意摘牌并销号."""
        return self.closing


class RefuseLifting(Command):
    """不同意摘牌 (row 38), with row 25 in the same press. A higher body's: `number` and day of its paper (today)."""

    action: ClassVar[Action] = Action.REFUSE_LIFTING
    reason: Reason = Field(title="理由")
    number: DocumentNumber | None = Field(None, title="文号")
    dated: Day | None = Field(None, title="文件日期")
    redo_by: Day | None = Field(None, title="再整改期限")

    def then(self) -> Command | None:
        """不予销号: what is not lifted is not closed either."""
        return RefuseClosure(reason=self.reason, redo_by=self.redo_by)

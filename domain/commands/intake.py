"""Found, registered, graded and handed over (rows 1-14 of the process table)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.actions import Action
from domain.commands.base import Command
from domain.fields import Day, Description, Instant, Money, Note, Photos, Place, Reason, Reference, ShortText
from domain.serving import ServedBy
from domain.subcategories import Subcategory
from domain.words import Category, DismissReason, Level, Source


class FixedOnSpot(Command):
    """已当场整改: the photos after and who fixed it."""

    photos: Photos = Field(title="照片", min_length=1)
    fixer: Reference = Field(title="整改责任人")


Helpers = Annotated[list[Reference], Field(max_length=20)]
"""协办人: others of the unit who work on it too; like the 责任人 they neither verify nor close."""


class Report(Command):
    """上报 (row 1, 安全生产法 59)."""

    action: ClassVar[Action] = Action.REPORT
    unit: Reference = Field(title="单位")
    department: Reference | None = Field(None, title="科室（部门）")
    place: Place = Field(title="部位")
    category: Category = Field(title="类别")
    subcategory: Subcategory | None = Field(None, title="小类")
    description: Description = Field(title="隐患描述")
    photos: Photos = Field([], title="照片")
    no_photo_because: ShortText | None = Field(None, title="不便拍照的原因")
    source: Source | None = Field(None, title="发现方式")
    found_at: Instant | None = Field(None, title="发现时间")
    suspected_major: bool = Field(default=False, title="疑似重大")
    addressed_to: Literal["unit", "authority"] = Field("unit", title="上报对象")
    interim: Note | None = Field(None, title="临时管控")
    fixed: FixedOnSpot | None = Field(None, title="当场整改")

    def photos_shown(self) -> list[str]:
        """Before-photos, and after-photos when fixed on the spot."""
        return [*super().photos_shown(), *self.photos, *(self.fixed.photos if self.fixed else [])]


class InOwnWords(Command):
    """What the commission itself found: to a unit the words, photos and time of a direct report (直报) never go.

    Asked when a direct report is registered or given back; the `ordinary` fields the act has for any hazard.
    """

    ordinary: ClassVar[frozenset[str]] = frozenset()
    description: Description | None = Field(None, title="隐患描述")
    place: Place | None = Field(None, title="部位")
    found_at: Instant | None = Field(None, title="发现时间")
    photos: Photos = Field([], title="照片")
    no_photo_because: ShortText | None = Field(None, title="不便拍照的原因")
    interim: Note | None = Field(None, title="临时管控")

    def photos_shown(self) -> list[str]:
        """The commission's own photos."""
        return [*super().photos_shown(), *self.photos]


OWN_WORDS = tuple(name for name in InOwnWords.model_fields if name not in Command.model_fields)


class Register(InOwnWords):
    """登记 (row 3); with `assign` it is 登记并交办."""

    action: ClassVar[Action] = Action.REGISTER
    level: Level = Field(Level.GENERAL, title="级别")
    category: Category | None = Field(None, title="类别")
    subcategory: Subcategory | None = Field(None, title="小类")
    source: Source | None = Field(None, title="发现方式")
    assign: "Assign | None" = Field(None, title="交办")

    def then(self) -> Command | None:
        """登记并交办."""
        return self.assign


class GiveBack(InOwnWords):
    """退回单位办理 (settled 20): what staff sent past their unit and is no suspicion; the reporter stays hidden."""

    action: ClassVar[Action] = Action.GIVE_BACK
    reason: Reason = Field(title="理由")


class Dismiss(Command):
    """不予登记 (row 4)."""

    action: ClassVar[Action] = Action.DISMISS
    reason: DismissReason = Field(title="理由")
    checked: Reason = Field(title="核查情况")
    duplicate_of: Reference | None = Field(None, title="主隐患编号")


class ReportUp(Command):
    """直报卫健委 (row 5, 安全生产法 46)."""

    action: ClassVar[Action] = Action.REPORT_UP
    reason: Reason = Field(title="理由")


class Upgrade(InOwnWords):
    """认定重大 (row 6); with `due` it is 认定并交办.

    `criterion`: a code of the 判定清单 in force when it was found, or the basis in words.
    """

    action: ClassVar[Action] = Action.UPGRADE
    ordinary: ClassVar[frozenset[str]] = frozenset({"interim"})
    criterion: Reason = Field(title="判定依据")
    panel: list[Reference] = Field([], title="认定人员")
    due: Day | None = Field(None, title="整改期限")
    measures: Description = Field(
        "先落实并保持临时管控；由主要负责人组织制定治理方案，按方案整改", title="整改措施"
    )
    funds: Money | None = Field(None, title="资金（万元）")

    def then(self) -> Command | None:
        """认定并交办: handed to the unit's 主要负责人 in the same press."""
        if self.due is None:
            return None
        return Assign(measures=self.measures, due=self.due, interim=self.interim, funds=self.funds)


class Downgrade(Command):
    """认定一般 (row 7)."""

    action: ClassVar[Action] = Action.DOWNGRADE
    reason: Reason = Field(title="理由")
    panel: list[Reference] = Field([], title="认定人员")
    officer_opinion: Note | None = Field(None, title="安全管理员意见")


class TakeOver(Command):
    """提级办理 (row 8)."""

    action: ClassVar[Action] = Action.TAKE_OVER
    reason: Reason = Field(title="理由")


class Assign(Command):
    """交办 (row 9). `due` is the last day; without it the policy's days for the `term` or category count."""

    action: ClassVar[Action] = Action.ASSIGN
    to: Reference | None = Field(None, title="整改责任人")
    measures: Description = Field(title="整改措施")
    due: Day | None = Field(None, title="整改期限")
    term: Literal["immediate", "simple", "parts", "budget", "project"] | None = Field(None, title="期限类型")
    interim: Note | None = Field(None, title="临时管控")
    funds: Money | None = Field(None, title="资金（万元）")
    helpers: Helpers = Field([], title="协办人")


class TakeBack(Command):
    """收回 (row 10). From 已移交: the day of the answer "不归其管" and its scan or photo."""

    action: ClassVar[Action] = Action.TAKE_BACK
    reason: Reason = Field(title="理由")
    answered_on: Day | None = Field(None, title="答复日期")
    photos: Photos = Field([], title="书面答复的扫描件或照片")

    def photos_shown(self) -> list[str]:
        """The answer itself."""
        return [*super().photos_shown(), *self.photos]


class Accept(Command):
    """签收 (row 11); on 监管级 and 重大 it names the 责任人 (签收并落实责任人)."""

    action: ClassVar[Action] = Action.ACCEPT
    fixer: Reference | None = Field(None, title="整改责任人")
    helpers: Helpers = Field([], title="协办人")


class AcceptFor(Command):
    """代为签收登记 (row 12): who was told, how and when."""

    action: ClassVar[Action] = Action.ACCEPT_FOR
    way: ServedBy = Field(title="方式")
    whom: ShortText = Field(title="送达对象")
    told_at: Instant | None = Field(None, title="告知时间")
    fixer: Reference | None = Field(None, title="整改责任人")
    helpers: Helpers = Field([], title="协办人")


class Decline(Command):
    """退签 (row 13)."""

    action: ClassVar[Action] = Action.DECLINE
    reason: Reason = Field(title="理由")


class Reassign(Command):
    """转办 (row 14); the date stays."""

    action: ClassVar[Action] = Action.REASSIGN
    to: Reference = Field(title="转给")
    reason: Reason = Field(title="理由")


Register.model_rebuild()

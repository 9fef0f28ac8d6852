"""Found, registered, graded and handed over (rows 1-14 of the process table)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.actions import Action
from domain.commands.base import Command
from domain.fields import Day, Description, Instant, Money, Note, Photos, Place, Reason, Reference, ShortText
from domain.subcategories import Subcategory
from domain.words import Category, DismissReason, Level, ServedBy, Source


class FixedOnSpot(Command):
    """已当场整改: the photos after and who fixed it."""

    photos: Photos = Field(min_length=1)
    fixer: Reference


Helpers = Annotated[list[Reference], Field(max_length=20)]
"""协办人: others of the unit who work on it too; like the 责任人 they neither verify nor close."""


class Report(Command):
    """上报 (row 1, 安全生产法 59)."""

    action: ClassVar[Action] = Action.REPORT
    unit: Reference
    department: Reference | None = None
    place: Place
    category: Category
    subcategory: Subcategory | None = None
    description: Description
    photos: Photos = []
    no_photo_because: ShortText | None = None
    source: Source | None = None
    found_at: Instant | None = None
    suspected_major: bool = False
    addressed_to: Literal["unit", "authority"] = "unit"
    interim: Note | None = None
    fixed: FixedOnSpot | None = None

    def photos_shown(self) -> list[str]:
        """Before-photos, and after-photos when fixed on the spot."""
        return [*super().photos_shown(), *self.photos, *(self.fixed.photos if self.fixed else [])]


class Register(Command):
    """登记 (row 3); with `assign` it is 登记并交办."""

    action: ClassVar[Action] = Action.REGISTER
    level: Level = Level.GENERAL
    category: Category | None = None
    subcategory: Subcategory | None = None
    source: Source | None = None
    assign: "Assign | None" = None

    def then(self) -> Command | None:
        """登记并交办."""
        return self.assign


class Dismiss(Command):
    """不予登记 (row 4)."""

    action: ClassVar[Action] = Action.DISMISS
    reason: DismissReason
    checked: Reason
    duplicate_of: Reference | None = None


class ReportUp(Command):
    """直报卫健委 (row 5, 安全生产法 46)."""

    action: ClassVar[Action] = Action.REPORT_UP
    reason: Reason


class Upgrade(Command):
    """认定重大 (row 6); with `due` it is 认定并交办.

    `criterion`: a code of the 判定清单 in force when it was found, or the basis in words.
    """

    action: ClassVar[Action] = Action.UPGRADE
    criterion: Reason
    panel: list[Reference] = []
    interim: Note | None = None
    due: Day | None = None
    measures: Description = "先落实并保持临时管控；由主要负责人组织制定治理方案，按方案整改"
    funds: Money | None = None

    def then(self) -> Command | None:
        """认定并交办: handed to the unit's 主要负责人 in the same press."""
        if self.due is None:
            return None
        return Assign(measures=self.measures, due=self.due, interim=self.interim, funds=self.funds)


class Downgrade(Command):
    """认定一般 (row 7)."""

    action: ClassVar[Action] = Action.DOWNGRADE
    reason: Reason
    panel: list[Reference] = []
    officer_opinion: Note | None = None


class TakeOver(Command):
    """提级办理 (row 8)."""

    action: ClassVar[Action] = Action.TAKE_OVER
    reason: Reason


class Assign(Command):
    """交办 (row 9). `due` is the last day; without it the policy's days for the `term` or category count."""

    action: ClassVar[Action] = Action.ASSIGN
    to: Reference | None = None
    measures: Description
    due: Day | None = None
    term: Literal["immediate", "simple", "parts", "budget", "project"] | None = None
    interim: Note | None = None
    funds: Money | None = None
    helpers: Helpers = []


class TakeBack(Command):
    """收回 (row 10)."""

    action: ClassVar[Action] = Action.TAKE_BACK
    reason: Reason


class Accept(Command):
    """签收 (row 11); on 监管级 and 重大 it names the 责任人 (签收并落实责任人)."""

    action: ClassVar[Action] = Action.ACCEPT
    fixer: Reference | None = None
    helpers: Helpers = []


class AcceptFor(Command):
    """代为签收登记 (row 12): how, whom and when he was told."""

    action: ClassVar[Action] = Action.ACCEPT_FOR
    way: ServedBy
    whom: ShortText
    told_at: Instant | None = None
    fixer: Reference | None = None
    helpers: Helpers = []


class Decline(Command):
    """退签 (row 13)."""

    action: ClassVar[Action] = Action.DECLINE
    reason: Reason


class Reassign(Command):
    """转办 (row 14); the date stays."""

    action: ClassVar[Action] = Action.REASSIGN
    to: Reference
    reason: Reason


Register.model_rebuild()

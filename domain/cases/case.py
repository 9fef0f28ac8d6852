"""A case: one hazard with everything the rules need to decide about it. No session, no clock, no input or output."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from domain.directory.organisation import Directory
from domain.words import AUTHORITY_SOURCES, Level, Line, Role, UnitKind

if TYPE_CHECKING:
    from domain.calendar import Calendar
    from domain.policy import Policy
    from domain.tables import Hazard, Paper
    from domain.tables.cases import CaseRow


NOBODY = "（暂无人）"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post and the people on it; `role` is None for the named 责任人."""

    role: Role | None
    people: tuple[int, ...]

    def label(self, directory: Directory) -> str:
        """The seat as people call it, e.g. 安全管理员 钱某; a post that nobody holds says so."""
        names = "、".join(directory.name_of(p) for p in self.people)
        return f"{self.role.label if self.role else '整改责任人'} {names or NOBODY}"


@dataclass(frozen=True)
class Case:
    """A case as it stands at `at` (legal time): its row, its open papers, and the frozen policy. Here of a hazard.

    Another kind has a class of its own, whose `kind` names it in `domain.kinds`.
    """

    row: "CaseRow"
    directory: Directory
    policy: "Policy"
    calendar: "Calendar"
    at: datetime
    papers: tuple["Paper", ...] = ()
    on_spot_before: bool = False
    """Same place and category was closed on the spot within the policy's days: a management defect."""

    came_back_from: str | None = None
    """The last hazard closed at the same place and of the same category within those days, by its number; empty where
    whoever presses may not know of that one."""
    shown_before: frozenset[str] = frozenset()
    """Photos shown in earlier rounds, by the hash of their bytes; of a hazard that is closed, all of them."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Photo -> the hash of what it shows, as far as it is known: the same picture may come in other bytes."""
    documents: frozenset[str] = frozenset()
    """Photos that are papers (PDF): they show no place, and stand beside a photo, not instead of one."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Photo -> the other hazard that shows it, by its number; empty where whoever presses may not know of that one."""
    taken: tuple[datetime, ...] = ()
    """When the photos of this act were taken, else sent up."""
    letter_used_by: str = ""
    """What else went out under the number of this letter."""

    paper: "Paper | None" = None
    """The paper that an act is about; of an act that is done, as it left it."""

    main: "Hazard | None" = None
    """The hazard that a dismissal as 重复 names, as far as whoever presses may see it."""

    kind: ClassVar[str] = "hazard"
    confides: ClassVar[bool] = True
    """Whether its rows hold what somebody reported in confidence."""

    @property
    def hazard(self) -> "Hazard":
        """The row of a hazard."""
        return cast("Hazard", self.row)

    @property
    def line(self) -> Line:
        """办理层级, derived; a kind without lines has one."""
        return line_of(self.hazard)

    @property
    def called(self) -> str:
        """What a refusal calls it, e.g. 单位级隐患."""
        return f"{self.line.label}隐患"

    def shown_by(self, photos: Iterable[str]) -> frozenset[str]:
        """What these photos show: one of earlier releases, whose picture is not known, stands for its own bytes."""
        return frozenset(self.pictures.get(photo, photo) for photo in photos)

    def post(self, role: Role) -> tuple[int, ...]:
        """Who holds a role for this hazard: at its department, its institution, or its authority."""
        return self.directory.holders(self._unit_for(role), role, self.at)

    def _unit_for(self, role: Role) -> int | None:
        if role is Role.DEPARTMENT_HEAD:
            return self.department
        unit = self.row.unit_id
        if role in (Role.OFFICER, Role.DEPUTY, Role.CHIEF):
            return unit
        return self.directory.authority_of(unit).id

    @property
    def photos(self) -> tuple[str, ...]:
        """The photos that stand with it."""
        return (*self.hazard.before_photos, *self.hazard.after_photos)

    @property
    def department(self) -> int | None:
        """The department of the 责任人, else where the hazard was found."""
        if self.hazard.fixer_id:
            home = self.directory.units[self.directory.people[self.hazard.fixer_id].unit_id]
            if home.kind == UnitKind.DEPARTMENT:
                return home.id
        return self.hazard.department_id


People = Callable[[Case], tuple[int, ...]]
"""A small named predicate of the table: who may act, or who is told."""


def line_of(hazard: "Hazard") -> Line:
    """The line is a function of the hazard, never typed."""
    if hazard.level == Level.MAJOR:
        return Line.MAJOR
    if hazard.source in AUTHORITY_SOURCES or hazard.addressed_up or hazard.taken_over:
        return Line.AUTHORITY
    return Line.UNIT

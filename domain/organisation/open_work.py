"""What still hangs on a person: hazards that name them, those that wait for their post, and where each would go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import cast

from sqlalchemy import Connection, select

from domain.cases.case import Case, Seat
from domain.cases.store.case_of import case_of
from domain.cases.store.rows import papers_of
from domain.cases.visibility import is_unregistered_direct_report
from domain.directory.organisation import Directory
from domain.hazard.effects.handing_on import NamedAs, named_for
from domain.hazard.holders import BESIDE, holder, paper_holder
from domain.hazard.labels import state_shown
from domain.organisation.what_waits import open_hazards_of_person
from domain.store.base import Store
from domain.tables import Hazard
from domain.tables.core import HAZARD
from domain.words import Level, PaperKind

SHORT = 12


@dataclass(frozen=True)
class Duty:
    """One hazard that hangs on somebody: `named` are the roles only they fill.

    `posts` is what waits for a post that they alone hold, each with who would act if they were gone. Of a direct
    report (`direct`) it says no more: who arranges a leave need not be among those who read it.
    """

    hazard_id: int
    ref: str
    number: str | None
    unit: str
    place: str
    state: str
    is_major: bool
    due_at: datetime | None
    named: tuple[NamedAs, ...]
    posts: tuple[tuple[str, str], ...]
    direct: bool = False

    @property
    def called(self) -> str:
        """The hazard in a sentence: its number, unit and place."""
        return "直报" if self.direct else f"{self.number or self.ref}（{self.unit}{self.place[:SHORT]}）"


def open_work(
    connection: Connection, store: Store, directory: Directory, person: int, at: datetime
) -> list[Duty]:
    """Everything, 重大 first, then by date."""
    ids = open_hazards_of_person(connection, person)
    found = [_duty(case, person) for case in _cases(connection, store, directory, ids, at)]
    mine = (duty for duty in found if duty.named or duty.posts)
    return sorted(mine, key=lambda d: (not d.is_major, d.due_at is None, d.due_at, d.hazard_id))


def waiting_for_nobody(
    connection: Connection, store: Store, directory: Directory, hazards: list[int], at: datetime
) -> set[int]:
    """Those of these hazards on which some track has no holder."""
    return {
        int(case.hazard.id or 0)
        for case in _cases(connection, store, directory, hazards, at)
        if any(seat and not seat.people for _, seat in _seats(case))
    }


def _cases(
    connection: Connection, store: Store, directory: Directory, ids: list[int], at: datetime
) -> Iterator[Case]:
    for row in connection.execute(select(HAZARD).where(HAZARD.c.id.in_(ids))).all():
        hazard = cast("Hazard", SimpleNamespace(**row._mapping))  # noqa: SLF001 - the documented way to a dict
        yield case_of(store, connection, hazard, at, papers_of(connection, row.id), directory)


def _seats(case: Case) -> list[tuple[str, Seat | None]]:
    """What waits, and for whom: the state, the tracks beside it, each paper."""
    waits = [(state_shown(case), holder(case))]
    waits += [(track.label, track.holder(case)) for track in BESIDE]
    return waits + [(PaperKind(p.kind).label, paper_holder(case, p.kind, p.state)) for p in case.papers]


def _duty(case: Case, person: int) -> Duty:
    hazard, directory = case.hazard, case.directory
    gone = replace(case, directory=directory.without(person))
    posts = [
        (f"{what}（{seat.role.label}）", _names(after, directory))
        for (what, seat), (_, after) in zip(_seats(case), _seats(gone), strict=True)
        if seat and seat.role and seat.people == (person,)
    ]
    unit, direct = directory.units[hazard.unit_id], is_unregistered_direct_report(hazard)
    return Duty(
        hazard_id=hazard.id or 0,
        ref=hazard.ref,
        number=hazard.number,
        unit="" if direct else unit.short_name or unit.name,
        place="" if direct else hazard.place,
        state=state_shown(case),
        is_major=hazard.level == Level.MAJOR and not direct,
        due_at=hazard.rectify_by,
        named=named_for(case, person),
        posts=tuple(posts),
        direct=direct,
    )


def _names(seat: Seat | None, directory: Directory) -> str:
    if seat is None or not seat.people:
        return ""
    office = seat.role.label if seat.role else ""
    return f"{office} {'、'.join(directory.name_of(p) for p in seat.people)}".strip()

"""Dates and indexes anew, after a calendar, policy, release or organisation changed; only a changed date is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, func, select

from domain.cases.case import Case
from domain.cases.clocks import term_of
from domain.cases.kind import Kind
from domain.cases.store.changing import change
from domain.cases.store.taking_on import tell_whoever_took_it_on
from domain.cases.store.writing import locked_case, repair, retried
from domain.commands import Command
from domain.kinds import HAZARD, KINDS
from domain.store.base import Store
from domain.tables.core import JOURNAL, PERSON

CHUNK = 500


def state_of_the_world(store: Store, connection: Connection, at: datetime) -> str:
    """What all dates and holders rest on at `at`; when it changes, every open case is recalculated.

    A post or delegation that begins or ends by its date changes it like one that somebody presses; a new colleague
    without a post does not.
    """
    directory = store.directory(connection)
    organisation, calendar = directory.in_force(at), store.calendar(connection, directory.version)
    moved = connection.execute(select(func.coalesce(func.sum(PERSON.c.version - 1), 0))).scalar_one()
    return f"organisation {organisation}.{moved}, calendar {calendar.version}"


def recalculate_all(
    store: Store, *, at: datetime, why: str, between: Callable[[], None] = lambda: None
) -> int:
    """Recalculate every case that is open or still has a moment ahead; gives how many dates changed.

    `between` is called before each: whoever must leave early raises there.
    """
    changed = 0
    for kind in KINDS.values():
        for case_id in _unfinished(store, kind):
            between()
            changed += recalculate(store, case_id, at=at, why=why, kind=kind)
    return changed


def recalculate(
    store: Store, case_id: int, *, at: datetime, why: str, kind: Kind = HAZARD, agreed_by: str | None = None
) -> bool:
    """Recompute one case's date from the act that set it, and its indexes; says whether the date changed.

    A later date holds at once. An earlier one takes time away that was promised: only once a person (their key)
    agreed to it.
    """
    return retried(store, partial(_recalculate, store, case_id, _Anew(at, why, kind, agreed_by)))


@dataclass(frozen=True)
class _Anew:
    """When and why it is reckoned anew, of which kind it is, and who agreed to an earlier date."""

    at: datetime
    why: str
    kind: Kind
    agreed_by: str | None


def _recalculate(store: Store, case_id: int, anew: _Anew, connection: Connection) -> bool:
    case = locked_case(connection, store, case_id, anew.at, kind=anew.kind)
    if case is None:
        return False
    command = _date_anew(connection, case, anew)
    if command is None:
        repair(connection, tell_whoever_took_it_on(connection, case))
        return False
    change(connection, case, [command])
    return True


def _date_anew(connection: Connection, case: Case, anew: _Anew) -> Command | None:
    """What moves the date to where the act that began its term would set it today."""
    term = term_of(case, anew.kind.dated_by)
    if term is None:
        return None
    this = (JOURNAL.c.case_id == case.row.id) & (JOURNAL.c.seq == term[0])
    act = connection.execute(select(JOURNAL.c.action, JOURNAL.c.data).where(this)).one()
    found = anew.kind.date_anew(case, act, term[1], anew.why)
    if found is None or found.rectify_by >= found.was:
        return found
    return found.model_copy(update={"agreed_by": anew.agreed_by}) if anew.agreed_by else None


def _unfinished(store: Store, kind: Kind) -> Iterator[int]:
    row, last = kind.table.c, 0
    while True:
        with store.asking() as connection:
            open_ = row.state.in_(kind.open_states) | row.next_action_at.is_not(None)
            page = select(row.id).where(row.id > last, open_).order_by(row.id).limit(CHUNK)
            ids = [int(found.id) for found in connection.execute(page)]
        if not ids:
            return
        yield from ids
        last = ids[-1]

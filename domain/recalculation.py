"""Dates and indexes anew, after a calendar, policy, release or organisation changed; only a changed date is told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, func, select

from domain.actions import Action
from domain.calendar import Sum, national_calendar
from domain.commands import Recalculate
from domain.rules.case import Case
from domain.rules.clocks import term_of
from domain.rules.deadlines import rectify_sum
from domain.store.base import Store
from domain.store.changing import change
from domain.store.taking_on import tell_whoever_took_it_on
from domain.store.writing import locked_case, repair, retried
from domain.tables.core import HAZARD, JOURNAL, PERSON
from domain.words import OPEN_STATES

CHUNK = 500


def state_of_the_world(store: Store, connection: Connection, at: datetime) -> str:
    """What all dates and holders rest on at `at`; when it changes, every open hazard is recalculated.

    A post or delegation that begins or ends by its date changes it like one that somebody presses; a new colleague
    without a post does not.
    """
    organisation = store.directory(connection).in_force(at)
    moved = connection.execute(select(func.coalesce(func.sum(PERSON.c.version - 1), 0))).scalar_one()
    return f"organisation {organisation}.{moved}, calendar {national_calendar().version}"


def recalculate_all(
    store: Store, *, at: datetime, why: str, between: Callable[[], None] = lambda: None
) -> int:
    """Recalculate every hazard that is open or still has a moment ahead; gives how many dates changed.

    `between` is called before each: whoever must leave early raises there.
    """
    changed = 0
    for hazard_id in _unfinished(store):
        between()
        changed += recalculate(store, hazard_id, at=at, why=why)
    return changed


def recalculate(store: Store, hazard_id: int, *, at: datetime, why: str) -> bool:
    """Recompute one hazard's date from the act that set it, and its indexes; says whether the date changed."""
    return retried(store, partial(_recalculate, store, hazard_id, at, why))


def _recalculate(store: Store, hazard_id: int, at: datetime, why: str, connection: Connection) -> bool:
    case = locked_case(connection, store, hazard_id, at)
    if case is None:
        return False
    was = case.hazard
    found = _date_anew(connection, case)
    if found is None or found.due_at == was.rectify_by or was.rectify_by is None:
        repair(connection, tell_whoever_took_it_on(connection, case))
        return False
    command = Recalculate(why=why, was=was.rectify_by, rectify_by=found.due_at, because=found.because)
    change(connection, case, [command])
    return True


def _date_anew(connection: Connection, case: Case) -> Sum | None:
    """The rectification date as the act that began its term would set it today; None when it named a day itself."""
    term = term_of(case, "rectify")
    if term is None or case.hazard.state not in OPEN_STATES:
        return None
    seq, begun = term
    this = (JOURNAL.c.case_id == case.hazard.id) & (JOURNAL.c.seq == seq)
    act = connection.execute(select(JOURNAL.c.action, JOURNAL.c.data).where(this)).one()
    then = replace(case, at=begun)
    if act.action == Action.ASSIGN and not act.data.get("due"):
        return rectify_sum(then, act.data.get("term"), None)
    return None


def _unfinished(store: Store) -> Iterator[int]:
    last = 0
    while True:
        with store.asking() as connection:
            open_ = HAZARD.c.state.in_(OPEN_STATES) | HAZARD.c.next_action_at.is_not(None)
            page = select(HAZARD.c.id).where(HAZARD.c.id > last, open_).order_by(HAZARD.c.id).limit(CHUNK)
            ids = [int(row.id) for row in connection.execute(page)]
        if not ids:
            return
        yield from ids
        last = ids[-1]

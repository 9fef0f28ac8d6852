"""Which open hazards hang on a person or a unit: the statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Row, exists, func, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from domain.hazard.store.kept_by_the_commission import KEPT_BY_THE_COMMISSION
from domain.tables.core import CASE_INVOLVED, HAZARD, PAPER, TASK
from domain.task.words import TaskState
from domain.use import STOPPED
from domain.words import OPEN_STATES

_BESIDE = HAZARD.c.listing.in_(["proposed", "listed", "lifting"]) | HAZARD.c.use.in_(STOPPED)
_OPEN = HAZARD.c.state.in_(OPEN_STATES) | _BESIDE


def open_hazards_of_units(connection: Connection, units: Iterable[int]) -> int:
    """How many open hazards belong to these units; what the commission keeps binds no department."""
    ids = sorted(units)
    of_them = or_(HAZARD.c.unit_id.in_(ids), HAZARD.c.department_id.in_(ids) & ~KEPT_BY_THE_COMMISSION)
    return int(connection.execute(select(func.count()).where(_OPEN, of_them)).scalar_one())


def open_tasks_of_units(connection: Connection, units: Iterable[int]) -> int:
    """How many tasks are to be done in these units, or were missed and not made up."""
    of_them = TASK.c.department_id.in_(sorted(units)), TASK.c.state.in_([TaskState.OPEN, TaskState.MISSED])
    return int(connection.execute(select(func.count()).select_from(TASK).where(*of_them)).scalar_one())


def open_hazards_of_person(connection: Connection, person_id: int) -> list[int]:
    """The open hazards that name this person or wait for them, by id: the order in which all are locked."""
    papers = exists().where(
        PAPER.c.hazard_id == HAZARD.c.id, type_coerce(PAPER.c.holders, ARRAY(Integer)).overlap([person_id])
    )
    named = HAZARD.c.id.in_(select(CASE_INVOLVED.c.case_id).where(CASE_INVOLVED.c.person_id == person_id))
    found = connection.execute(select(HAZARD.c.id).where(or_(_OPEN & named, papers)).order_by(HAZARD.c.id))
    return [int(row.id) for row in found]


def waiting_for(connection: Connection, person_id: int) -> Sequence[Row[Any]]:
    """What waits for a person (place, state, whether it is a direct report), those due first."""
    held = type_coerce(HAZARD.c.holders, ARRAY(Integer)).overlap([person_id])
    direct = (HAZARD.c.addressed_up & KEPT_BY_THE_COMMISSION).label("direct")
    query = select(HAZARD.c.place, HAZARD.c.state, direct).where(_OPEN, held)
    return connection.execute(query.order_by(HAZARD.c.next_action_at, HAZARD.c.id)).all()


def open_hazards_below(connection: Connection, unit_id: int, limit: int) -> list[int]:
    """The open hazards of an institution, those due first."""
    mine = (HAZARD.c.unit_id == unit_id) & HAZARD.c.state.in_(OPEN_STATES)
    found = connection.execute(
        select(HAZARD.c.id).where(mine).order_by(HAZARD.c.next_action_at, HAZARD.c.id).limit(limit)
    )
    return [int(row.id) for row in found]

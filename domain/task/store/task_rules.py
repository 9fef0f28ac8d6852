"""The rules that begin tasks, and what each has begun: the statements."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from domain.tables.core import ORGANISATION_JOURNAL, TASK, TASK_RULE


def rules_since(connection: Connection, today: date, looked_back_to: date) -> Sequence[Row[Any]]:
    """The rules that begin something on a day from `looked_back_to` to `today`."""
    lasts = or_(TASK_RULE.c.until.is_(None), TASK_RULE.c.until >= looked_back_to)
    return connection.execute(
        select(TASK_RULE).where(TASK_RULE.c.since <= today, lasts).order_by(TASK_RULE.c.id)
    ).all()


def last_begun(connection: Connection, unit: int, checklist: str) -> tuple[date | None, set[int]]:
    """The last day on which this list was begun in the unit, and the departments for which it was."""
    mine = (TASK.c.unit_id == unit) & (TASK.c.checklist == checklist)
    last = connection.execute(select(func.max(TASK.c.period)).where(mine)).scalar()
    begun = connection.execute(select(TASK.c.department_id).where(mine, TASK.c.period == last)).scalars()
    return last, set(begun)


def made_on(connection: Connection, units: Iterable[int]) -> dict[int, datetime]:
    """When each of these units was added (legal time), as far as the record of the organisation says."""
    line = ORGANISATION_JOURNAL.c
    added = select(line.unit_id, line.at).where(line.act == "create_unit", line.unit_id.in_(list(units)))
    return dict(connection.execute(added).tuples().all())

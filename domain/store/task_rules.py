"""The rules that begin tasks, and what each has begun: the statements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from domain.tables.core import TASK, TASK_RULE


def rules_since(connection: Connection, today: date, looked_back_to: date) -> Sequence[Row[Any]]:
    """The rules that begin something on a day from `looked_back_to` to `today`."""
    lasts = or_(TASK_RULE.c.until.is_(None), TASK_RULE.c.until >= looked_back_to)
    return connection.execute(
        select(TASK_RULE).where(TASK_RULE.c.since <= today, lasts).order_by(TASK_RULE.c.id)
    ).all()


def last_begun(connection: Connection, rule: int) -> tuple[date | None, set[int]]:
    """The last day on which the rule began anything, and the departments for which it did."""
    mine = TASK.c.rule_id == rule
    last = connection.execute(select(func.max(TASK.c.period)).where(mine)).scalar()
    begun = connection.execute(select(TASK.c.department_id).where(mine, TASK.c.period == last)).scalars()
    return last, set(begun)

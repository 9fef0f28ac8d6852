"""What the clock may owe: the sweep's question."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, tuple_

from domain.tables.core import HAZARD


class Due(NamedTuple):
    """A hazard whose next moment has come."""

    id: int
    ref: str
    next_action_at: datetime


def due(
    connection: Connection, at: datetime, *, after: tuple[datetime, int] | None = None, limit: int = 500
) -> list[Due]:
    """Hazards whose clock may owe something at `at`, in a stable order; `after` continues behind the last one."""
    place = tuple_(HAZARD.c.next_action_at, HAZARD.c.id)
    query = select(HAZARD.c.id, HAZARD.c.ref, HAZARD.c.next_action_at).where(HAZARD.c.next_action_at <= at)
    if after is not None:
        query = query.where(place > after)
    found = connection.execute(query.order_by(HAZARD.c.next_action_at, HAZARD.c.id).limit(limit))
    return [Due(*row) for row in found]

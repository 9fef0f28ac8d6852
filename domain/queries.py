"""The reads. Lists are filtered in SQL by what a person may see."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, tuple_

from domain.tables import Hazard

_HAZARD = Hazard.__table__  # type: ignore[attr-defined]


class Due(NamedTuple):
    """A hazard whose next moment has come."""

    id: int
    ref: str
    next_action_at: datetime


def due(
    connection: Connection, at: datetime, *, after: tuple[datetime, int] | None = None, limit: int = 500
) -> list[Due]:
    """Hazards whose clock may owe something at `at`, in a stable order; `after` continues behind the last one."""
    place = tuple_(_HAZARD.c.next_action_at, _HAZARD.c.id)
    query = select(_HAZARD.c.id, _HAZARD.c.ref, _HAZARD.c.next_action_at).where(
        _HAZARD.c.next_action_at <= at
    )
    if after is not None:
        query = query.where(place > after)
    found = connection.execute(query.order_by(_HAZARD.c.next_action_at, _HAZARD.c.id).limit(limit))
    return [Due(*row) for row in found]

"""How the ledger's rows stood at an earlier moment: a list that is read page by page keeps the order it began with.

The database notes the earlier values of a row when one moves (table `hazard_moved`, kept for a day).
"""

import re
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, case, cast, exists, func, not_, select
from sqlalchemy.sql.selectable import Subquery

from domain.queries.definitions import is_open
from domain.tables.core import HAZARD, HAZARD_MOVED

SNAPSHOT = re.compile(r"(\d{1,19}):\d{1,19}:(\d{1,19}(,\d{1,19})*)?", re.ASCII)


def snapshot(connection: Connection) -> str:
    """What is committed now, as PostgreSQL writes it (`pg_snapshot`)."""
    return str(connection.execute(select(cast(func.pg_current_snapshot(), Text))).scalar_one())


class Stood:
    """The rows as they stood at a snapshot; without one, or when none has moved since, as they stand."""

    def __init__(self, moved: Subquery | None = None) -> None:
        self.moved = moved

    def column(self, name: str) -> ColumnElement[Any]:
        """A column of the hazard as it stood."""
        now: ColumnElement[Any] = HAZARD.c[name]
        if self.moved is None:
            return now
        return case((self.moved.c.hazard_id.is_not(None), self.moved.c[name]), else_=now)

    def is_open(self) -> ColumnElement[bool]:
        """Whether the rectification was open."""
        if self.moved is None:
            return is_open()
        return case((self.moved.c.hazard_id.is_not(None), self.moved.c.open), else_=is_open())

    def joined(self, query: Select[Any]) -> Select[Any]:
        """A query of hazards that may ask for what stood."""
        if self.moved is None:
            return query
        return query.outerjoin_from(HAZARD, self.moved, self.moved.c.hazard_id == HAZARD.c.id)


AS_IT_STANDS = Stood()


def as_of(connection: Connection, taken: str) -> Stood:
    """The rows as they stood at a snapshot of `snapshot()`; ValueError for anything else."""
    read = SNAPSHOT.fullmatch(taken)
    if read is None:
        raise ValueError(taken)
    oldest = int(read[1])
    seen = func.bihuan_seen_by(HAZARD_MOVED.c.xid, taken)
    since = and_(HAZARD_MOVED.c.xid >= oldest, not_(seen))
    if not connection.execute(select(exists().where(since))).scalar_one():
        return AS_IT_STANDS
    first = select(HAZARD_MOVED).where(since).distinct(HAZARD_MOVED.c.hazard_id)
    return Stood(first.order_by(HAZARD_MOVED.c.hazard_id, HAZARD_MOVED.c.id).subquery("moved"))

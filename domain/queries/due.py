"""What the clock may owe: the sweep's question."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, literal, select, tuple_, union_all

from domain.kinds import KINDS


class Due(NamedTuple):
    """A case whose next moment has come; `kind` is its name in `KINDS`."""

    id: int
    ref: str
    next_action_at: datetime
    kind: str


_EVERY = union_all(
    *(
        select(
            kind.table.c.id,
            kind.table.c.ref,
            kind.table.c.next_action_at,
            literal(name, literal_execute=True).label("kind"),
        ).where(kind.table.c.next_action_at.is_not(None))
        for name, kind in KINDS.items()
    )
).subquery("every")


def due(
    connection: Connection, at: datetime, *, after: tuple[datetime, int] | None = None, limit: int = 500
) -> list[Due]:
    """Cases whose clock may owe something at `at`, in a stable order; `after` continues behind the last one."""
    query = select(_EVERY).where(_EVERY.c.next_action_at <= at)
    if after is not None:
        query = query.where(tuple_(_EVERY.c.next_action_at, _EVERY.c.id) > after)
    found = connection.execute(query.order_by(_EVERY.c.next_action_at, _EVERY.c.id).limit(limit))
    return [Due(*row) for row in found]

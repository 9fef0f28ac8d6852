"""What is read of other hazards: the same place closed before, the main one, its duplicates."""

from collections.abc import Iterable
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Row, literal, or_, select

from domain.tables import Hazard
from domain.tables.core import HAZARD
from domain.typed_text import folded
from domain.words import ClosingKind, State


def last_closed_on_spot(
    connection: Connection, hazards: Iterable[Hazard], since: datetime
) -> dict[int, datetime]:
    """Hazard -> when its place and category was last closed on the spot beside it, if after `since`."""
    wanted = {hazard.id or 0: _of_one_kind(hazard) for hazard in hazards}
    closed = select(
        HAZARD.c.id, HAZARD.c.unit_id, HAZARD.c.category, HAZARD.c.place, HAZARD.c.closed_at
    ).where(
        # Written into the statement, so that the partial index `hazard_same_place` serves it.
        HAZARD.c.closing_kind == literal(ClosingKind.ON_SPOT, literal_execute=True),
        HAZARD.c.unit_id.in_({kind[0] for kind in wanted.values()}),
        HAZARD.c.category.in_({kind[1] for kind in wanted.values()}),
        HAZARD.c.closed_at > since,
    )
    latest: dict[tuple[int, str, str], dict[int, datetime]] = {}
    for row in connection.execute(closed):
        latest.setdefault(_of_one_kind(row), {})[row.id] = row.closed_at
    found = {
        id_: [at for twin, at in latest.get(kind, {}).items() if twin != id_] for id_, kind in wanted.items()
    }
    return {id_: max(moments) for id_, moments in found.items() if moments}


def closed_before(connection: Connection, hazard: Hazard, since: datetime) -> Hazard | None:
    """The last hazard of the same place and category that was put right after `since`, before this was reported."""
    closed = (
        select(HAZARD.c.ref, HAZARD.c.unit_id, HAZARD.c.category, HAZARD.c.place)
        .where(
            HAZARD.c.closed_at > since,
            HAZARD.c.closed_at < hazard.reported_at,
            HAZARD.c.unit_id == hazard.unit_id,
            HAZARD.c.category == hazard.category,
            HAZARD.c.closing_kind.in_([ClosingKind.RECTIFIED, ClosingKind.ON_SPOT]),
            HAZARD.c.id != hazard.id,
        )
        .order_by(HAZARD.c.closed_at.desc())
    )
    same = _of_one_kind(hazard)
    found = (row.ref for row in connection.execute(closed) if _of_one_kind(row) == same)
    ref = next(found, None)
    return named_hazard(connection, ref) if ref else None


def _of_one_kind(hazard: Hazard | Row[Any]) -> tuple[int, str, str]:
    """What makes two hazards the same one again; places are compared in Python, where they are folded."""
    return hazard.unit_id, hazard.category, folded(hazard.place)


def named_hazard(connection: Connection, name: str) -> Hazard | None:
    """The hazard of this ref or number, as it stands, not locked."""
    row = connection.execute(select(HAZARD).where(or_(HAZARD.c.ref == name, HAZARD.c.number == name))).first()
    return cast("Hazard", SimpleNamespace(**row._mapping)) if row else None  # noqa: SLF001 - to a dict


def duplicates_of(connection: Connection, hazard_id: int) -> list[int]:
    """The reports dismissed as duplicates of this hazard, and the duplicates of those, by id."""
    dismissed = HAZARD.c.state == State.DISMISSED
    chain = select(HAZARD.c.id).where(HAZARD.c.duplicate_of == hazard_id, dismissed).cte(recursive=True)
    chain = chain.union(select(HAZARD.c.id).where(HAZARD.c.duplicate_of == chain.c.id, dismissed))
    return list(connection.execute(select(chain.c.id).order_by(chain.c.id)).scalars())

"""Seals what stood before there were seals, once: from then on every row is vouched for by a line of a journal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from domain.cases.store.sealing import hanging_rows, seal_of
from domain.directory.organisation import THE_CLOCK
from domain.organisation.journal import Line, append
from domain.organisation.sealing import SEAL, seals_as_they_stand
from domain.store.base import Store
from domain.tables.core import HAZARD, ORGANISATION_JOURNAL, ORGANISATION_VERSION

CHUNK = 500


def seal_what_stands(store: Store, at: datetime) -> int:
    """Write the seals of every row into the organisation's journal, if that was never done; gives the lines."""
    with store.engine.begin() as connection:
        connection.execute(select(ORGANISATION_VERSION.c.version).with_for_update())
        known = select(ORGANISATION_JOURNAL.c.seq).where(ORGANISATION_JOURNAL.c.act == SEAL).limit(1)
        if connection.execute(known).first() is not None:
            return 0
        lines = 0
        for seals in (seals_as_they_stand(connection), *_of_hazards(connection)):
            append(connection, Line(SEAL, None, None, {}, {}), THE_CLOCK, at, seals)
            lines += 1
        return lines


def _of_hazards(connection: Connection) -> Iterator[dict[str, Any]]:
    """The seals of all hazards, in parts."""
    last = 0
    while True:
        page = select(HAZARD).where(HAZARD.c.id > last).order_by(HAZARD.c.id).limit(CHUNK)
        rows = [row._mapping for row in connection.execute(page)]  # noqa: SLF001 - to a dict
        if not rows:
            return
        hanging = hanging_rows(connection, [row["id"] for row in rows])
        sealed = {row["id"]: seal_of(row, hanging.get(row["id"], {})).hex() for row in rows}
        yield {"hazard": {str(row["id"]): [row["version"], sealed[row["id"]]] for row in rows}}
        last = rows[-1]["id"]

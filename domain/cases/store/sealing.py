"""Seals: what a press leaves in the rows of its case, in digests, in the last line it writes."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from domain.cases.acting import Written
from domain.seals.chain import hash_of
from domain.seals.sealed import (
    HANGING,
    INVOLVED,
    LISTINGS,
    PAPERS,
    ROW,
    SUSPENSIONS,
    digest_of,
    digest_of_all,
    digest_of_people,
)
from domain.tables.cases import CaseRow
from domain.tables.core import LISTING_RECORD, PAPER, SUSPENSION

HANGING_ROWS = {PAPERS: PAPER, LISTINGS: LISTING_RECORD, SUSPENSIONS: SUSPENSION}
Rows = Mapping[bytes, list[Mapping[Any, Any]]]


def seal_last_line(connection: Connection, table: str, now: CaseRow, written: list[Written]) -> None:
    """Put the seal into the last line, whose hash then covers it. What hangs on the case is written already."""
    touched = [PAPERS] if any(line.papers for line in written) else []
    recorded = {name for line in written for name in line.records}
    touched += [letter for letter, name in HANGING.items() if name in recorded]
    key = int(now.id or 0)
    hanging = hanging_rows(connection, [key], touched).get(key, {}) if touched else {}
    for line in written:
        line.entry["seal"] = None
    entry = written[-1].entry
    entry["seal"] = seal_of(vars(now), hanging, touched, table=table)
    entry["hash"] = now.head = hash_of(now.ref, entry, entry["previous"])


def seal_of(
    row: Mapping[Any, Any], hanging: Rows, touched: Iterable[bytes] = tuple(HANGING), *, table: str = "hazard"
) -> bytes:
    """The digests of a case's row, of whom it concerns, and of the rows that hang on it where they changed."""
    parts = [ROW + digest_of(table, row), INVOLVED + digest_of_people(row["involved"])]
    parts += [letter + digest_of_all(HANGING[letter], hanging.get(letter, [])) for letter in touched]
    return b"".join(parts)


def hanging_rows(
    connection: Connection, hazards: Collection[int], letters: Iterable[bytes] = tuple(HANGING)
) -> dict[int, Rows]:
    """The rows that hang on these hazards, by hazard and table, in order."""
    found: dict[int, dict[bytes, list[Mapping[Any, Any]]]] = {}
    for letter in letters:
        table = HANGING_ROWS[letter]
        wanted = select(table).where(table.c.hazard_id.in_(hazards)).order_by(table.c.hazard_id, table.c.seq)
        for row in connection.execute(wanted):
            found.setdefault(row.hazard_id, {}).setdefault(letter, []).append(row._mapping)  # noqa: SLF001 - to a dict
    return {**found}

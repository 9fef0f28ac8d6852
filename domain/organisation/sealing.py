"""Seals of the organisation: the digests of the rows that a change wrote, in its line of the journal."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select, text

from domain.seals.sealed import digest_of
from domain.tables.core import (
    ACCOUNT,
    CALENDAR_EDITION,
    DELEGATION,
    FROZEN_TABLE,
    ORGANISATION_JOURNAL,
    PAPER_TEMPLATE,
    PERSON,
    POLICY_EDITION,
    POST,
    TASK_RULE,
    UNIT,
    UNIT_FACTS,
)

TABLES: tuple[Table, ...] = (
    UNIT,
    UNIT_FACTS,
    PERSON,
    POST,
    DELEGATION,
    ACCOUNT,
    TASK_RULE,
    PAPER_TEMPLATE,
    FROZEN_TABLE,
    CALENDAR_EDITION,
    POLICY_EDITION,
)
"""Every row of them is vouched for by the last line that wrote it."""
SEAL = "seal"
"""The act that seals every row as it stood when seals came."""
WRITTEN_HERE = text("xmin = pg_current_xact_id()::xid")
Seals = dict[str, dict[str, str]]
"""By table and key: the digest in hexadecimal."""


def seals_of_this_transaction(connection: Connection) -> Seals:
    """What this transaction has written in any of the tables, as it now stands."""
    found = {table.name: dict(_digests(connection, table, WRITTEN_HERE)) for table in TABLES}
    return {name: rows for name, rows in found.items() if rows}


def seals_as_they_stand(connection: Connection) -> Seals:
    """Of every row there is."""
    return {table.name: dict(_digests(connection, table, None)) for table in TABLES}


def differing_rows(connection: Connection) -> Iterator[str]:
    """Rows that are not as the last line that wrote them left them, in Chinese; nothing before all were sealed."""
    last: dict[str, dict[str, str]] = {table.name: {} for table in TABLES}
    given = False
    lines = select(ORGANISATION_JOURNAL.c.act, ORGANISATION_JOURNAL.c.seals).order_by(
        ORGANISATION_JOURNAL.c.seq
    )
    for line in connection.execute(lines.where(ORGANISATION_JOURNAL.c.seals.is_not(None))):
        given |= line.act == SEAL
        for name in last.keys() & (line.seals or {}).keys():
            last[name] |= line.seals[name]
    if given:
        for table in TABLES:
            yield from _differing(connection, table, last[table.name])


def _differing(connection: Connection, table: Table, sealed: dict[str, str]) -> Iterator[str]:
    key = next(iter(table.primary_key.columns)).name
    for row in connection.execute(select(table)):
        values = row._mapping  # noqa: SLF001 - SQLAlchemy's documented way to a dict
        told = sealed.pop(str(values[key]), None)
        if told is None:
            yield f"{table.name} 第 {values[key]} 行不在组织变更记录之中，是另外添加的"
        elif digest_of(table.name, values, int(told[:2], 16)).hex() != told:
            yield f"{table.name} 第 {values[key]} 行与组织变更记录所封存的不符，在记录之外被改动"
    for gone in sealed:
        yield f"{table.name} 第 {gone} 行已不在，在记录之外被删去"


def _digests(connection: Connection, table: Table, which: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a condition
    key = next(iter(table.primary_key.columns))
    wanted = select(table) if which is None else select(table).where(which)
    for row in connection.execute(wanted.order_by(key)):
        values = row._mapping  # noqa: SLF001 - SQLAlchemy's documented way to a dict
        yield str(values[key.name]), digest_of(table.name, values).hex()

"""Frozen tables, read again: which there are for a reader, one as it was, the rows that were kept behind a figure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, or_, select

from domain.errors import NotFound
from domain.official.asked import oversees, sees_all
from domain.official.cells import Table
from domain.official.kept import Behind, Numbers, opening, table_of
from domain.queries import Reader
from domain.queries.mine import Rows, place_of
from domain.queries.spelled import one_of
from domain.seals.frozen import digest_of_frozen
from domain.tables.core import FROZEN_ROW, FROZEN_SHEET, FROZEN_TABLE

A_PAGE = 50


@dataclass(frozen=True)
class Frozen:
    """One frozen table in a list: days are Asia/Shanghai, names those of the day on which it was frozen."""

    id: int
    ref: str
    form: str
    title: str
    unit: str
    unit_id: int
    first_day: date
    last_day: date
    frozen_by: str
    frozen_at: datetime
    rows: int
    hash: str


@dataclass(frozen=True)
class Opened:
    """A frozen table as it was; `whole`: what is kept is what was frozen, to the letter."""

    frozen: Frozen
    table: Table
    numbers: Numbers
    whole: bool


def frozen_tables(reader: Reader, form: str | None = None, cursor: str | None = None) -> Rows[Frozen]:
    """Those that count nothing but what is the reader's to see, the latest first."""
    units = reader.directory.units.values()
    theirs = [unit.id for unit in units if sees_all(reader, unit)]
    overseen = [unit.id for unit in units if oversees(reader, unit)]
    mine = or_(
        FROZEN_TABLE.c.unit_id.in_(overseen),
        FROZEN_TABLE.c.unit_id.in_(theirs) & ~FROZEN_TABLE.c.by_commission,
    )
    query = select(FROZEN_TABLE).where(mine).order_by(FROZEN_TABLE.c.id.desc())
    if form is not None:
        query = query.where(FROZEN_TABLE.c.form == form)
    if cursor is not None:
        query = query.where(FROZEN_TABLE.c.id < place_of(cursor))
    found = [_frozen(row) for row in reader.connection.execute(query.limit(A_PAGE + 1))]
    return Rows(found[:A_PAGE], str(found[A_PAGE - 1].id) if len(found) > A_PAGE else None)


def opened(reader: Reader, ref: str) -> Opened:
    """One of them, compared with the digest that vouches for it; raises NotFound where the reader may not see it."""
    frozen = _named(reader, ref)
    body = reader.connection.execute(
        select(FROZEN_SHEET.c.body).where(FROZEN_SHEET.c.frozen_id == frozen.id)
    ).scalar_one_or_none()
    if body is None:
        raise NotFound("这份报表的内容缺失，请联系管理员核对（./bihuan verify）。")
    rows = reader.connection.execute(
        select(FROZEN_ROW.c.body).where(FROZEN_ROW.c.frozen_id == frozen.id).order_by(FROZEN_ROW.c.n)
    ).scalars()
    table, numbers = table_of(body)
    return Opened(
        frozen, opening(table, ref, numbers), numbers, digest_of_frozen(body, rows).hex() == frozen.hash
    )


def rows_behind(reader: Reader, ref: str, row: int, column: int) -> tuple[Opened, list[Behind]]:
    """The rows that were kept behind one figure, in the order in which they were kept."""
    found = opened(reader, ref)
    numbers = found.numbers.get((row, column), [])
    kept = select(FROZEN_ROW.c.body).where(
        FROZEN_ROW.c.frozen_id == found.frozen.id, one_of(FROZEN_ROW.c.n, numbers)
    )
    texts = reader.connection.execute(kept.order_by(FROZEN_ROW.c.n)).scalars()
    return found, [Behind.read(text) for text in texts]


def _named(reader: Reader, ref: str) -> Frozen:
    row = reader.connection.execute(select(FROZEN_TABLE).where(FROZEN_TABLE.c.ref == ref)).first()
    sees = oversees if row is not None and row.by_commission else sees_all
    if row is None or not sees(reader, reader.directory.units[row.unit_id]):
        raise NotFound("没有这份定格的报表，或您无权查看。")
    return _frozen(row)


def _frozen(row: Row[Any]) -> Frozen:
    return Frozen(
        id=row.id,
        ref=row.ref,
        form=row.form,
        title=row.title,
        unit=row.names["unit"],
        unit_id=row.unit_id,
        first_day=row.first_day,
        last_day=row.last_day,
        frozen_by=row.names["by"],
        frozen_at=row.frozen_at,
        rows=row.rows,
        hash=bytes(row.content_hash).hex(),
    )

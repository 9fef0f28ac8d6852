"""Frozen tables against the digest that was written into the record of the organisation when they were frozen."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from domain.seals.frozen import digest_of_frozen
from domain.tables.core import FROZEN_ROW, FROZEN_SHEET, FROZEN_TABLE


def wrong_frozen_tables(connection: Connection) -> Iterator[str]:
    """Those whose text or rows are not what was frozen, in Chinese."""
    kept = FROZEN_TABLE.outerjoin(FROZEN_SHEET, FROZEN_SHEET.c.frozen_id == FROZEN_TABLE.c.id)
    columns = (FROZEN_TABLE.c.id, FROZEN_TABLE.c.ref, FROZEN_TABLE.c.content_hash, FROZEN_SHEET.c.body)
    for table in connection.execute(select(*columns).select_from(kept).order_by(FROZEN_TABLE.c.id)).all():
        mine = select(FROZEN_ROW.c.body).where(FROZEN_ROW.c.frozen_id == table.id).order_by(FROZEN_ROW.c.n)
        rows = connection.execute(mine).scalars()
        if table.body is None or digest_of_frozen(table.body, rows) != bytes(table.content_hash):
            yield f"定格报表 {table.ref} 的内容或明细与定格时不符，被改动"

"""导入: rows that may be taken in become hazards, batch by batch; a batch is whole or not there, and there once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from domain.cases.store.beginning import Begun, begin_many
from domain.commands import Import
from domain.directory.organisation import Actor
from domain.errors import NotReady
from domain.imports.batches import end, in_batches
from domain.imports.rows import Stage, ledger_of
from domain.intake.row import Ruling
from domain.kinds import HAZARD
from domain.store.base import Store
from domain.tables.core import LEDGER, LEDGER_ROW

AT_ONCE = 250
_DONE = (
    update(LEDGER_ROW)
    .where(LEDGER_ROW.c.ledger_id == bindparam("of"), LEDGER_ROW.c.n == bindparam("at"))
    .values(
        ruling=bindparam("became"),
        remarks=bindparam("said"),
        case_id=bindparam("case"),
        live=bindparam("lives"),
        command=None,
    )
)


def begin_taking_in(store: Store, ref: str, *, by: Actor, at: datetime) -> None:
    """From here on what was decided stands; raises NotReady when nothing may be taken in."""
    with store.engine.begin() as connection:
        ledger = ledger_of(connection, store, ref, by, at, lock=True)
        if ledger.state == Stage.TAKING_IN:
            return
        if ledger.state != Stage.CHECKED:
            raise NotReady(f"这次导入现为“{Stage(ledger.state).label}”，不能再导入；请重新上传文件。")
        ready = LEDGER_ROW.c.ledger_id == ledger.id, LEDGER_ROW.c.ruling == Ruling.READY
        if connection.execute(select(LEDGER_ROW.c.n).where(*ready).limit(1)).first() is None:
            raise NotReady("没有可导入的行，请先逐项决定，或修改文件后重新上传。")
        connection.execute(
            update(LEDGER).where(LEDGER.c.id == ledger.id).values(state=Stage.TAKING_IN, done=0)
        )


def take_in(store: Store, ref: str, *, by: Actor, at: datetime, batches: int | None = None) -> bool:
    """Take rows in, so many batches or all; whether it has ended."""
    return in_batches(store, ref, lambda connection: _batch(connection, store, ref, by, at), batches)


def _batch(connection: Connection, store: Store, ref: str, by: Actor, at: datetime) -> bool:
    """One batch; whether there was one. Where it broke off, the next begins: each row says itself that it is done."""
    ledger = ledger_of(connection, store, ref, by, at, lock=True)
    if ledger.state != Stage.TAKING_IN:
        return False
    ready = LEDGER_ROW.c.ledger_id == ledger.id, LEDGER_ROW.c.ruling == Ruling.READY
    rows = connection.execute(select(LEDGER_ROW).where(*ready).order_by(LEDGER_ROW.c.n).limit(AT_ONCE)).all()
    if not rows:
        end(connection, ledger.id, Stage.TAKEN_IN, at)
        return False
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("imported rows", 0))))
    known = _known(connection, [row.row_key for row in rows])
    fresh = [row for row in rows if row.row_key not in known]
    begun = begin_many(
        connection, store, HAZARD, [Import.model_validate(row.command) for row in fresh], by, at
    )
    done = [_outcome(row, one) for row, one in zip(fresh, begun, strict=True)]
    done += [_double(row) for row in rows if row.row_key in known]
    connection.execute(_DONE, done)
    passed = update(LEDGER).where(LEDGER.c.id == ledger.id).values(done=LEDGER.c.done + len(rows))
    connection.execute(passed)
    return True


def _known(connection: Connection, keys: list[str]) -> set[str]:
    """Keys of these that another import has taken in meanwhile."""
    asked = select(LEDGER_ROW.c.row_key).where(LEDGER_ROW.c.live, LEDGER_ROW.c.row_key.in_(keys))
    return set(connection.execute(asked).scalars())


def _outcome(row: Row[Any], begun: Begun) -> dict[str, Any]:
    if begun.refusal is not None:
        said = [["", begun.refusal.detail, True], *row.remarks]
        return _values(row, Ruling.REFUSED, said, None)
    return _values(row, Ruling.TAKEN_IN, row.remarks, begun.case_id)


def _double(row: Row[Any]) -> dict[str, Any]:
    return _values(row, Ruling.LEFT_OUT, [["", "这一行刚刚已由另一次导入录入"], *row.remarks], None)


def _values(row: Row[Any], ruling: Ruling, said: list[Any], case: int | None) -> dict[str, Any]:
    became = {"became": str(ruling), "said": said, "case": case, "lives": case is not None}
    return {"of": row.ledger_id, "at": row.n, **became}

"""撤销导入 (row 42): everything that one import took in is voided, while nobody has acted on any of it."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from domain.cases.store.changing import change
from domain.cases.store.writing import locked_case
from domain.commands import UndoImport
from domain.directory.organisation import Actor
from domain.errors import NotReady
from domain.imports.batches import end, in_batches
from domain.imports.rows import Stage, ledger_of
from domain.kinds import HAZARD
from domain.store.base import Store
from domain.tables.core import HAZARD as HAZARDS, LEDGER, LEDGER_ROW

AT_ONCE = 50
MOST_NAMED = 5
REASON = "reason"
"""Where an import keeps why it is taken back."""
MAY_BE = (Stage.TAKEN_IN, Stage.TAKING_BACK, Stage.TAKING_IN)


def begin_taking_back(store: Store, ref: str, reason: str, *, by: Actor, at: datetime) -> None:
    """From here on it is being taken back; raises NotReady naming what somebody has acted on since."""
    with store.engine.begin() as connection:
        ledger = ledger_of(connection, store, ref, by, at, lock=True)
        if ledger.state == Stage.TAKING_BACK:
            return
        if ledger.state not in MAY_BE:
            raise NotReady(f"这次导入现为“{Stage(ledger.state).label}”，没有可撤销的。")
        if acted := _acted_on(connection, ledger.id):
            named = "、".join(acted[:MOST_NAMED])
            more = f"等 {len(acted)} 条" if len(acted) > MOST_NAMED else ""
            raise NotReady(f"导入后已有人办理过 {named}{more}，不能整批撤销；请对其余的逐条办理。")
        begun = {"state": Stage.TAKING_BACK, "done": 0, "answers": {**ledger.answers, REASON: reason}}
        connection.execute(update(LEDGER).where(LEDGER.c.id == ledger.id).values(**begun))


def take_back(store: Store, ref: str, *, by: Actor, at: datetime, batches: int | None = None) -> bool:
    """Void what was taken in, so many batches or all; whether it has ended."""
    return in_batches(store, ref, lambda connection: _batch(connection, store, ref, by, at), batches)


def _batch(connection: Connection, store: Store, ref: str, by: Actor, at: datetime) -> bool:
    ledger = ledger_of(connection, store, ref, by, at, lock=True)
    if ledger.state != Stage.TAKING_BACK:
        return False
    living = LEDGER_ROW.c.ledger_id == ledger.id, LEDGER_ROW.c.live
    rows = connection.execute(select(LEDGER_ROW).where(*living).order_by(LEDGER_ROW.c.n).limit(AT_ONCE)).all()
    if not rows:
        end(connection, ledger.id, Stage.TAKEN_BACK, at)
        return False
    said = UndoImport(reason=ledger.answers[REASON])
    for row in sorted(rows, key=lambda one: one.case_id):
        case = locked_case(connection, store, row.case_id, at, kind=HAZARD)
        assert case is not None  # noqa: S101 - a hazard is never deleted
        change(connection, case, [said], by=by)
    taken = [row.n for row in rows]
    mine = (LEDGER_ROW.c.ledger_id == ledger.id) & LEDGER_ROW.c.n.in_(taken)
    connection.execute(update(LEDGER_ROW).where(mine).values(live=False))
    connection.execute(update(LEDGER).where(LEDGER.c.id == ledger.id).values(done=LEDGER.c.done + len(rows)))
    return True


def _acted_on(connection: Connection, ledger_id: int) -> list[str]:
    """Numbers of the hazards on which somebody acted after the import."""
    person, imported = HAZARDS.c.terms["person"][0], HAZARDS.c.terms["imported"][0]
    acted = (
        select(HAZARDS.c.number)
        .join(LEDGER_ROW, LEDGER_ROW.c.case_id == HAZARDS.c.id)
        .where(LEDGER_ROW.c.ledger_id == ledger_id, LEDGER_ROW.c.live, person != imported)
    )
    return [str(number) for number in connection.execute(acted.order_by(HAZARDS.c.number)).scalars()]

"""What is done with an import batch by batch: each whole or not there; where one broke off, the next begins."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, update

from domain.cases.store.writing import retried
from domain.imports.rows import Stage
from domain.store.alone import alone_at
from domain.store.base import Store
from domain.store.faults import fault_point
from domain.tables.core import LEDGER

Batch = Callable[[Connection], bool]
"""Carries one batch out; whether there was one."""


def in_batches(store: Store, ref: str, batch: Batch, most: int | None) -> bool:
    """Carry out so many batches or all; whether it has ended. Whoever comes while another is at it does nothing."""
    with alone_at(store, f"ledger {ref}") as ours:
        while ours and most != 0:
            if not retried(store, batch):
                return True
            fault_point("imports.between_batches")
            most = None if most is None else most - 1
    return False


def end(connection: Connection, ledger_id: int, state: Stage, at: datetime) -> None:
    """Nothing is left to be done: the import stands in this state from now on."""
    ended = {"state": state, "ended_at": at}
    connection.execute(update(LEDGER).where(LEDGER.c.id == ledger_id).values(**ended))

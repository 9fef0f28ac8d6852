"""What is kept for a day: photos whose report never came, and notes of what moved in lists. Machine time.

Whoever writes a hazard locks the evidence rows it shows, and whoever keeps a file holds the lock of its content;
so neither ever finds a file gone that it has just seen.
"""

import shutil
import time
from datetime import timedelta

from sqlalchemy import delete, exists, func, select

from domain.evidence.files import alone_with
from domain.evidence.originals import path_of
from domain.evidence.showing import copies_of
from domain.store.base import Store
from domain.tables.core import CASE_EVIDENCE, EVIDENCE, HAZARD_MOVED

WAITS = timedelta(hours=24)
_SHOWN = exists().where(CASE_EVIDENCE.c.hash == EVIDENCE.c.hash)
_OLD = EVIDENCE.c.recorded_at < func.clock_timestamp() - WAITS
_LOST = select(EVIDENCE.c.hash).where(_OLD, ~_SHOWN).distinct().order_by(EVIDENCE.c.hash)


def clear_orphans(store: Store) -> int:
    """Clear away what moved in lists, and every file that no hazard shows; gives how many files went."""
    with store.engine.begin() as connection:
        connection.execute(
            delete(HAZARD_MOVED).where(HAZARD_MOVED.c.recorded_at < func.clock_timestamp() - WAITS)
        )
    _clear_what_never_arrived(store)
    with store.asking() as connection:
        lost = list(connection.execute(_LOST).scalars())
    return sum(_clear(store, digest) for digest in lost)


def _clear_what_never_arrived(store: Store) -> None:
    """What a process that was killed left behind while a file arrived."""
    for folder in (store.evidence / "arriving").glob("*"):
        if folder.stat().st_mtime < time.time() - WAITS.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)


def _clear(store: Store, digest: str) -> bool:
    """Take the rows, then the file once nobody's row is left."""
    this = EVIDENCE.c.hash == digest
    with alone_with(store, digest) as connection:
        with connection.begin():
            # Locked first and asked again afterwards: a report in between has been seen by then.
            connection.execute(select(EVIDENCE.c.hash).where(this).with_for_update())
            connection.execute(delete(EVIDENCE).where(this, _OLD, ~_SHOWN))
            left = connection.execute(select(exists().where(this))).scalar_one()
        if not left:
            for path in (path_of(store, digest), *copies_of(store, digest)):
                path.unlink(missing_ok=True)
    return not left

"""Photos whose report never came: cleared away a day after they were uploaded. Machine time.

Whoever writes a hazard locks the evidence rows it shows, and whoever keeps a file holds the lock of its content;
so neither ever finds a file gone that it has just seen.
"""

from datetime import timedelta

from sqlalchemy import delete, exists, func, select

from domain.store.base import Store
from domain.store.evidence import alone_with, copies_of, path_of
from domain.tables.core import EVIDENCE, HAZARD_EVIDENCE

WAITS = timedelta(hours=24)
_SHOWN = exists().where(HAZARD_EVIDENCE.c.hash == EVIDENCE.c.hash)
_OLD = EVIDENCE.c.recorded_at < func.clock_timestamp() - WAITS
_LOST = select(EVIDENCE.c.hash).where(_OLD, ~_SHOWN).distinct().order_by(EVIDENCE.c.hash)


def clear_orphans(store: Store) -> int:
    """Clear away every file that no hazard shows; gives how many files went."""
    with store.asking() as connection:
        lost = list(connection.execute(_LOST).scalars())
    return sum(_clear(store, digest) for digest in lost)


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

"""Work that one process at a time does for all: the one at it holds a lock of its session, which ends with it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from domain.store.base import Store


@contextmanager
def alone_at(store: Store, work: str) -> Iterator[bool]:
    """Whether this work is ours alone until we leave; False while somebody else is at it. Waits for nobody."""
    number = func.hashtextextended(work, 0)
    with store.asking() as connection:
        ours = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield ours
        finally:
            with suppress(DBAPIError):  # a lost connection has lost its lock already
                if ours:
                    connection.execute(select(func.pg_advisory_unlock(number)))

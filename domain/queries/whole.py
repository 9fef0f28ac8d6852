"""A list from first to last as it stood at one moment, however long it is and whatever is written meanwhile.

The rows come while they are read; none is kept. What a screen needs of a page (papers, buttons) is not read along.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, text

from domain.cases.case import Case
from domain.directory.organisation import Actor
from domain.queries.as_of import AS_IT_STANDS
from domain.queries.conditions import conditions
from domain.queries.definitions import is_open
from domain.queries.hazard_filter import HazardFilter
from domain.queries.ledger import NEWEST_FIRST, SORTED_BY, Sorting
from domain.queries.reader import Reader
from domain.queries.spelled import one_of
from domain.store.base import Store
from domain.tables.core import HAZARD

AT_ONCE = 500
FOR_A_SLOW_READER = (
    text("SET LOCAL idle_in_transaction_session_timeout = '15min'"),
    text("SET LOCAL cursor_tuple_fraction = 0.0001"),
)
"""Whoever takes the rows may be slow, and waits for the first of them, not for the last."""
NOT_READ = frozenset({"fired", "involved", "late_holders", "next_action_at"})
"""Columns of the engine that no list shows."""
SHOWN = [column for column in HAZARD.c if column.name not in NOT_READ]


@contextmanager
def one_picture(store: Store, who: Actor, at: datetime) -> Iterator[Reader]:
    """Read for somebody at a legal moment, everything as it stood when the first question was asked."""
    with store.one_picture() as connection:
        for setting in FOR_A_SLOW_READER:
            connection.execute(setting)
        yield Reader(store, connection, store.directory(connection), who, at)


def whole_list(reader: Reader, wanted: HazardFilter, at_once: int = AT_ONCE) -> Iterator[list[Case]]:
    """All hazards of a view in its order, some at a time. The reader's connection is `one_picture`'s."""
    sorting = SORTED_BY[wanted.order]
    if sorting.by_id:
        yield from _rows(reader, wanted, sorting, at_once)
        return
    yield from _rows(reader, wanted, sorting, at_once, is_open())
    yield from _rows(reader, wanted, NEWEST_FIRST, at_once, ~is_open())


def these(reader: Reader, ids: list[int], at_once: int = AT_ONCE) -> Iterator[list[Case]]:
    """The hazards of these ids in their order, some at a time; what the reader may not see is left out."""
    for n in range(0, len(ids), at_once):
        query = select(*SHOWN).where(one_of(HAZARD.c.id, ids[n : n + at_once]), reader.visible())
        yield [reader.without_papers(row) for row in reader.connection.execute(query.order_by(HAZARD.c.id))]


def _rows(
    reader: Reader, wanted: HazardFilter, sorting: Sorting, at_once: int, *more: ColumnElement[bool]
) -> Iterator[list[Case]]:
    keys = [key.desc() if sorting.down else key for key in sorting.keys(AS_IT_STANDS)]
    query: Select[Any] = select(*SHOWN).where(reader.visible(), *conditions(reader, wanted), *more)
    streamed = query.order_by(*keys).execution_options(yield_per=at_once)
    for some in reader.connection.execute(streamed).partitions():
        yield [reader.without_papers(row) for row in some]

"""The ledger (台账): filtered, searched, ordered and paged by keyset, newest first unless asked otherwise."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, DateTime, func, literal, select, tuple_

from domain.errors import WrongInput
from domain.queries.conditions import conditions
from domain.queries.reader import Reader
from domain.queries.wanted import MOST, Order, Wanted
from domain.rules.case import Case
from domain.tables.core import HAZARD

ID = HAZARD.c.id
LARGEST = 2**63


class Sorting(NamedTuple):
    """The column rows are ordered by, ties by id in the same direction; where a row has none, it stands `last`."""

    column: str
    down: bool = False
    last: ColumnElement[Any] | None = None

    @property
    def keys(self) -> list[ColumnElement[Any]]:
        """What rows are compared by."""
        column: ColumnElement[Any] = HAZARD.c[self.column]
        first = column if self.last is None else func.coalesce(column, self.last)
        return [ID] if self.column == "id" else [first, ID]


FAR, NEVER = (literal(word, DateTime(timezone=True)) for word in ("infinity", "-infinity"))
SORTED_BY = {
    Order.NEWEST: Sorting("id", down=True),
    Order.OLDEST: Sorting("id"),
    Order.DUE: Sorting("rectify_by", last=FAR),
    Order.DUE_LAST: Sorting("rectify_by", down=True, last=NEVER),
    Order.RUNG: Sorting("rung", down=True),
    Order.ACTED: Sorting("acted_at", down=True),
    Order.UNIT: Sorting("unit_id"),
}


@dataclass(frozen=True)
class Page:
    """A page of the ledger; `next_cursor` is None on the last one."""

    cases: list[Case]
    next_cursor: str | None


def page(reader: Reader, wanted: Wanted) -> Page:
    """The hazards the reader may see among those wanted."""
    query = select(HAZARD).where(reader.visible(), *conditions(reader, wanted))
    if wanted.cursor:
        query = query.where(_behind(wanted))
    sorting = SORTED_BY[wanted.order]
    query = query.order_by(*(key.desc() if sorting.down else key for key in sorting.keys))
    cases = reader.cases(query.limit(wanted.limit + 1))
    shown = cases[: wanted.limit]
    return Page(shown, _cursor(wanted, shown[-1]) if len(cases) > len(shown) else None)


def every_page(reader: Reader, wanted: Wanted) -> Iterator[list[Case]]:
    """All rows of a view, a chunk at a time: the seam for exports, however long the list."""
    asked: Wanted | None = wanted.model_copy(update={"limit": MOST, "cursor": None})
    while asked:
        found = page(reader, asked)
        yield found.cases
        asked = asked.model_copy(update={"cursor": found.next_cursor}) if found.next_cursor else None


def how_many(reader: Reader, wanted: Wanted, most: int) -> int:
    """How many there are, counted no further than `most`."""
    some = select(ID).where(reader.visible(), *conditions(reader, wanted)).limit(most)
    return int(reader.connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())


def _cursor(wanted: Wanted, last: Case) -> str:
    value = getattr(last.hazard, SORTED_BY[wanted.order].column)
    place = [wanted.order, last.hazard.id, value.isoformat() if isinstance(value, datetime) else value]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _behind(wanted: Wanted) -> ColumnElement[bool]:
    """What comes after the last row of the page before."""
    sorting = SORTED_BY[wanted.order]
    try:
        padded = (wanted.cursor or "") + "=" * (-len(wanted.cursor or "") % 4)
        order, last, value = json.loads(base64.urlsafe_b64decode(padded))
        if order != wanted.order or not isinstance(last, int) or not 0 <= last < LARGEST:
            raise ValueError(order)  # noqa: TRY301 - one answer for every wrong cursor
        place = _place(sorting, last, value)
    except (ValueError, TypeError, binascii.Error):
        raise WrongInput("翻页标记无效或与排序不符，请从第一页重新查询。", field="cursor") from None
    keys, at = tuple_(*sorting.keys), tuple_(*place)
    return keys < at if sorting.down else keys > at


def _place(sorting: Sorting, last: int, value: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401 - out of a cursor
    here = literal(last, ID.type)
    if sorting.column == "id":
        return [here]
    column = HAZARD.c[sorting.column]
    if value is None and sorting.last is not None:
        return [sorting.last, here]
    typed = datetime.fromisoformat(value) if isinstance(column.type, DateTime) else int(value)
    return [literal(typed, column.type), here]

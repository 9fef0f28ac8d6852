"""The ledger (台账): filtered, searched, ordered and paged by keyset, newest first unless asked otherwise.

An order other than by registration is one of the open hazards; the others follow them, newest first. So a page is
found without sorting what has rested for years.
"""

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
from domain.queries.counted import is_open
from domain.queries.reader import Reader
from domain.queries.wanted import MOST, Order, Wanted
from domain.rules.case import Case
from domain.tables.core import HAZARD
from domain.words import OPEN_STATES

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
        return [ID] if self.by_id else [first, ID]

    @property
    def by_id(self) -> bool:
        """Whether it is the order of registration, which needs no sorting."""
        return self.column == "id"


FAR, NEVER = (literal(word, DateTime(timezone=True)) for word in ("infinity", "-infinity"))
NEWEST_FIRST = Sorting("id", down=True)
SORTED_BY = {
    Order.NEWEST: NEWEST_FIRST,
    Order.OLDEST: Sorting("id"),
    Order.DUE: Sorting("rectify_by", last=FAR),
    Order.DUE_LAST: Sorting("rectify_by", down=True, last=NEVER),
    Order.RUNG: Sorting("rung", down=True),
    Order.UNIT: Sorting("unit_id"),
}


@dataclass(frozen=True)
class Page:
    """A page of the ledger; `next_cursor` is None on the last one."""

    cases: list[Case]
    next_cursor: str | None


class Place(NamedTuple):
    """Where a page begins: behind this hazard, among the open ones or among the rest."""

    last: int
    value: Any
    resting: bool


def page(reader: Reader, wanted: Wanted) -> Page:
    """The hazards the reader may see among those wanted."""
    sorting, place = SORTED_BY[wanted.order], _place(wanted) if wanted.cursor else None
    room = wanted.limit + 1
    if sorting.by_id:
        cases = _part(reader, wanted, sorting, place, room)
        return _page(wanted, cases, resting=[False] * len(cases))
    among_open = place is None or not place.resting
    cases = _part(reader, wanted, sorting, place, room, is_open()) if among_open else []
    count = len(cases)
    if count < room and not _only_open(wanted):
        behind = None if among_open else place
        cases += _part(reader, wanted, NEWEST_FIRST, behind, room - count, ~is_open())
    return _page(wanted, cases, resting=[n >= count for n in range(len(cases))])


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


def _part(
    reader: Reader,
    wanted: Wanted,
    sorting: Sorting,
    place: Place | None,
    room: int,
    *more: ColumnElement[bool],
) -> list[Case]:
    among = (reader.visible(), *conditions(reader, wanted), *more)
    query = select(HAZARD).where(*among)
    if not sorting.by_id or _only_open(wanted):
        # The open ones are few: all of them are found first, or the table would be read backwards for the last.
        few = select(ID).where(*among).cte("few").prefix_with("MATERIALIZED")
        query = select(HAZARD).where(ID.in_(select(few.c.id)))
    if place is not None:
        query = query.where(_behind(sorting, place))
    return reader.cases(query.order_by(*(k.desc() if sorting.down else k for k in sorting.keys)).limit(room))


def _only_open(wanted: Wanted) -> bool:
    """Whether nothing but open hazards can be meant, so that the others need not be looked through."""
    states = bool(wanted.state) and set(wanted.state) <= OPEN_STATES
    return bool(wanted.open or wanted.overdue or wanted.due_within is not None or states)


def _page(wanted: Wanted, cases: list[Case], resting: list[bool]) -> Page:
    shown = cases[: wanted.limit]
    if len(cases) == len(shown):
        return Page(shown, None)
    return Page(shown, _cursor(wanted, shown[-1], resting=resting[len(shown) - 1]))


def _cursor(wanted: Wanted, last: Case, *, resting: bool) -> str:
    value = None if resting else getattr(last.hazard, SORTED_BY[wanted.order].column)
    text = value.isoformat() if isinstance(value, datetime) else value
    place = [wanted.order, last.hazard.id, text, resting]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place(wanted: Wanted) -> Place:
    """What a cursor says; raises WrongInput for whatever we did not write."""
    sorting, text = SORTED_BY[wanted.order], wanted.cursor or ""
    try:
        order, last, value, resting = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if order != wanted.order or not isinstance(last, int) or not 0 <= last < LARGEST:
            raise ValueError(order)  # noqa: TRY301 - one answer for every wrong cursor
        if value is not None and not sorting.by_id:
            is_moment = isinstance(HAZARD.c[sorting.column].type, DateTime)
            value = datetime.fromisoformat(value) if is_moment else int(value)
    except (ValueError, TypeError, binascii.Error):
        raise WrongInput("翻页标记无效或与排序不符，请从第一页重新查询。", field="cursor") from None
    return Place(last, value, resting is True)


def _behind(sorting: Sorting, place: Place) -> ColumnElement[bool]:
    """What comes after the last row of the page before."""
    here: ColumnElement[Any] = literal(place.last, ID.type)
    at = [here]
    if not sorting.by_id:
        typed = literal(place.value, HAZARD.c[sorting.column].type)
        at = [typed if place.value is not None or sorting.last is None else sorting.last, here]
    keys, values = tuple_(*sorting.keys), tuple_(*at)
    return keys < values if sorting.down else keys > values

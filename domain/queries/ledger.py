"""The ledger (台账): filtered, searched, ordered and paged by keyset, newest first unless asked otherwise.

An order other than by registration is one of the open hazards; the others follow them, newest first. So a page is
found without sorting what has rested for years. All pages of such a list are ordered as the rows stood when its first
page was asked for (`as_of`): whatever is acted on meanwhile, each hazard comes exactly once.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, DateTime, func, literal, select, tuple_

from domain.calendar import end_of
from domain.cases.case import Case
from domain.errors import WrongInput
from domain.queries.as_of import AS_IT_STANDS, SNAPSHOT, Stood, as_of, snapshot
from domain.queries.conditions import conditions
from domain.queries.hazard_filter import MOST, HazardFilter, Order
from domain.queries.reader import Reader
from domain.tables.core import HAZARD
from domain.words import OPEN_STATES

ID = HAZARD.c.id
LARGEST = 2**63


class Sorting(NamedTuple):
    """The column rows are ordered by, ties by id in the same direction; where a row has none, it stands `last`."""

    column: str
    down: bool = False
    last: ColumnElement[Any] | None = None

    def keys(self, stood: Stood) -> list[ColumnElement[Any]]:
        """What rows are compared by, as they stood."""
        if self.by_id:
            return [ID]
        column = stood.column(self.column)
        return [column if self.last is None else func.coalesce(column, self.last), ID]

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
    Order.NUMBER: Sorting("number", last=literal("~")),
    Order.NUMBER_LAST: Sorting("number", down=True, last=literal("")),
}


@dataclass(frozen=True)
class Page:
    """A page of the ledger; `next_cursor` is None on the last one."""

    cases: list[Case]
    next_cursor: str | None


class Place(NamedTuple):
    """Where a page begins: behind this hazard, among the open ones or among the rest, as all stood at a snapshot."""

    last: int
    resting: bool
    taken: str


def page(reader: Reader, wanted: HazardFilter) -> Page:
    """The hazards the reader may see among those wanted."""
    sorting, place = SORTED_BY[wanted.order], _place(wanted) if wanted.cursor else None
    room = wanted.limit + 1
    if sorting.by_id:
        cases = _part(reader, wanted, sorting, place, room)
        return _page(wanted, cases, [False] * len(cases), place.taken if place else "")
    taken = place.taken if place else snapshot(reader.connection)
    stood = as_of(reader.connection, taken)
    among_open = place is None or not place.resting
    cases = _part(reader, wanted, sorting, place, room, stood, stood.is_open()) if among_open else []
    count = len(cases)
    if count < room:
        behind = None if among_open else place
        cases += _part(reader, wanted, NEWEST_FIRST, behind, room - count, stood, ~stood.is_open())
    return _page(wanted, cases, [n >= count for n in range(len(cases))], taken)


def every_page(reader: Reader, wanted: HazardFilter) -> Iterator[list[Case]]:
    """All rows of a view, a chunk at a time: the seam for exports, however long the list."""
    asked: HazardFilter | None = wanted.model_copy(update={"limit": MOST, "cursor": None})
    while asked:
        found = page(reader, asked)
        yield found.cases
        asked = asked.model_copy(update={"cursor": found.next_cursor}) if found.next_cursor else None


def how_many(reader: Reader, wanted: HazardFilter, most: int) -> int:
    """How many there are, counted no further than `most`."""
    some = select(ID).where(reader.visible(), *conditions(reader, wanted)).limit(most)
    return int(reader.connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())


def _part(
    reader: Reader,
    wanted: HazardFilter,
    sorting: Sorting,
    place: Place | None,
    room: int,
    stood: Stood = AS_IT_STANDS,
    *more: ColumnElement[bool],
) -> list[Case]:
    among = (reader.visible(), *conditions(reader, wanted))
    if sorting == NEWEST_FIRST:
        among = (*among, *_from_the_last_found(wanted))
    query = stood.joined(select(HAZARD)).where(*among, *more)
    if not sorting.by_id or _only_open(wanted):
        # The open ones are few: all of them are found first, or the table would be read backwards for the last.
        few = stood.joined(select(ID)).where(*among, *more).cte("few").prefix_with("MATERIALIZED")
        query = stood.joined(select(HAZARD)).where(ID.in_(select(few.c.id)))
    if place is not None:
        query = query.where(_behind(sorting, place, stood))
    keys = sorting.keys(stood)
    return reader.cases(query.order_by(*(k.desc() if sorting.down else k for k in keys)).limit(room))


def _from_the_last_found(wanted: HazardFilter) -> list[ColumnElement[bool]]:
    """Where a list of what was found long ago begins, or all that came since would be looked through first.

    It leaves nothing out: whatever was found before that day has no larger id than the last one found before it.
    """
    if wanted.found_to is None:
        return []
    found = HAZARD.alias("found")
    # Not the id itself: the table would be walked backwards from its end, which is what is to be spared.
    last, before = func.max(found.c.id + 0), found.c.found_at < end_of(wanted.found_to)
    closed, others = (found.c.closed_at.is_not(None), found.c.closed_at.is_(None))
    ends = (select(last).where(before, which).scalar_subquery() for which in (closed, others))
    return [func.greatest(*ends) >= ID]


def _only_open(wanted: HazardFilter) -> bool:
    """Whether nothing but open hazards can be meant, so that the others need not be looked through."""
    states = bool(wanted.state) and set(wanted.state) <= OPEN_STATES
    return bool(wanted.open or wanted.overdue or wanted.due_within is not None or states)


def _page(wanted: HazardFilter, cases: list[Case], resting: list[bool], taken: str) -> Page:
    shown = cases[: wanted.limit]
    if len(cases) == len(shown):
        return Page(shown, None)
    place = [wanted.order, shown[-1].hazard.id, resting[len(shown) - 1], taken]
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")
    return Page(shown, cursor)


def _place(wanted: HazardFilter) -> Place:
    """What a cursor says; raises WrongInput for whatever we did not write."""
    text = wanted.cursor or ""
    try:
        order, last, resting, taken = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        known = type(last) is int and 0 <= last < LARGEST and isinstance(taken, str)
        if order != wanted.order or not known or not (SNAPSHOT.fullmatch(taken) or SORTED_BY[order].by_id):
            raise ValueError(order)  # noqa: TRY301 - one answer for every wrong cursor
    except (ValueError, TypeError, binascii.Error):
        raise WrongInput("翻页标记无效或与排序不符，请从第一页重新查询。", field="cursor") from None
    return Place(last, resting is True, taken)


def _behind(sorting: Sorting, place: Place, stood: Stood) -> ColumnElement[bool]:
    """What comes after the last row of the page before, by that row's own values as they stood."""
    *first, _ = sorting.keys(stood)
    here = literal(place.last, ID.type)
    at = [stood.joined(select(key)).where(here == ID).scalar_subquery() for key in first]
    keys, values = tuple_(*sorting.keys(stood)), tuple_(*at, here)
    return keys < values if sorting.down else keys > values

"""The calendar (日历): a year of it, its editions, entering and confirming a year, dates that would come earlier."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.current import At, Key, Reading, TheStore, Who
from api.views.calendars import (
    AgreedView,
    CalendarView,
    EarlierListView,
    calendar_view,
    earlier_view,
)
from domain.calendar import day_of
from domain.directory.organisation import Actor
from domain.fields import WRITTEN_PLAINLY
from domain.organisation import change_organisation, commands as c
from domain.organisation.calendars import whose_calendar
from domain.organisation.earlier_dates import AgreeToEarlier, agree_to_earlier
from domain.queries import reading
from domain.queries.calendars import earlier_dates
from domain.store.base import Store

router = APIRouter(prefix="/calendar", tags=["calendar"])
YearAsked = Annotated[int | None, Query(title="年份", ge=2004, le=2099), WRITTEN_PLAINLY]


@router.get("", summary="日历")
def shown(reader: Reading, year: YearAsked = None) -> CalendarView:
    """A year (this one unless told) of the calendar in force, and every edition that was entered."""
    return calendar_view(reader, year or day_of(reader.at).year)


@router.post("/years", status_code=201, summary="录入放假安排")
def enter(said: c.EnterYear, store: TheStore, who: Who, at: At, key: Key = None) -> CalendarView:
    """Enter a year from the State Council's notice, or a day a line; it waits for another person's word."""
    _press(store, who, at, said, key)
    return _shown(store, who, at, said.year)


@router.post("/confirm", summary="确认放假安排")
def confirm(said: c.ConfirmYear, store: TheStore, who: Who, at: At, key: Key = None) -> CalendarView:
    """Put an edition in force. Later dates follow within a minute, earlier ones once somebody agreed."""
    _press(store, who, at, said, key)
    return _shown(store, who, at, None)


@router.get("/earlier", summary="待同意的期限提前")
def earlier(reader: Reading) -> EarlierListView:
    """Hazards of units below my commission whose date would come earlier by the calendar in force."""
    return earlier_view(earlier_dates(reader))


@router.post("/earlier", summary="同意期限提前")
def agree(said: AgreeToEarlier, store: TheStore, who: Who, at: At) -> AgreedView:
    """Let these dates come earlier; each hazard's record names who agreed. Repeated, nothing moves."""
    return AgreedView(moved=agree_to_earlier(store, said, by=who, at=at))


def _press(store: Store, who: Actor, at: At, change: c.Change, key: str | None) -> None:
    with store.asking() as connection:
        unit = whose_calendar(store.directory(connection), who, at)
    change_organisation(store, unit.code, change, by=who, at=at, key=key)


def _shown(store: Store, who: Actor, at: At, year: int | None) -> CalendarView:
    with reading(store, who, at) as reader:
        return calendar_view(reader, year or day_of(at).year)

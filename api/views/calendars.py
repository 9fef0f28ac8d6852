"""The calendar as it is shown by program."""

from datetime import date, datetime

from pydantic import BaseModel

from api.views.parts import word_view
from api.views.shapes import WordView
from domain.queries.calendars import Day, Edition, editions, months_of
from domain.queries.moved import Moved
from domain.queries.reader import Reader


class FeastView(BaseModel):
    """A feast and its days off (Asia/Shanghai)."""

    name: str
    days: list[date]


class CalendarEditionView(BaseModel):
    """A year as it was entered; `left`: sentences of its text with a date that were not taken. Legal time."""

    id: int
    year: int
    edition: int
    state: WordView
    source: str
    said: str
    left: list[str]
    feasts: list[FeastView]
    make_up: list[date]
    entered_by: str
    entered_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None


class DayView(BaseModel):
    """A day that is not simply worked or a weekend."""

    day: date
    kind: WordView
    feast: str


class CalendarView(BaseModel):
    """The calendar in force: its version, which years are settled, this year's special days, and every edition."""

    version: str
    settled: list[int]
    year: int
    provisional: bool
    days: list[DayView]
    editions: list[CalendarEditionView]


class EarlierView(BaseModel):
    """A hazard whose date the calendar sets otherwise: last days, Asia/Shanghai."""

    ref: str
    number: str | None
    place: str
    was: date
    becomes: date
    because: str


class EarlierListView(BaseModel):
    """The hazards whose earlier date waits for the word of the commission."""

    items: list[EarlierView]


class AgreedView(BaseModel):
    """How many dates moved."""

    moved: int


def calendar_view(reader: Reader, year: int) -> CalendarView:
    """A year of the calendar in force, and every edition of every year."""
    found, calendar = editions(reader), reader.calendar
    days = [day for month in months_of(calendar, year) for day in month]
    return CalendarView(
        version=calendar.version,
        settled=sorted(calendar.official_years),
        year=year,
        provisional=calendar.is_provisional(year),
        days=[_day(day) for day in days if day.is_special],
        editions=[edition_view(one) for one in found],
    )


def edition_view(one: Edition) -> CalendarEditionView:
    """An edition."""
    feasts = [FeastView(name=name, days=days) for name, days in one.feasts]
    taken = {name: getattr(one, name) for name in CalendarEditionView.model_fields if hasattr(one, name)}
    shown = {"state": word_view(one.state), "left": list(one.left), "feasts": feasts}
    return CalendarEditionView(**{**taken, **shown, "make_up": sorted(one.official.work)})


def earlier_view(found: list[Moved]) -> EarlierListView:
    """Those that wait."""
    return EarlierListView(items=[moved_view(one) for one in found])


def moved_view(one: Moved) -> EarlierView:
    """A hazard whose date would be another."""
    hazard = one.case.hazard
    told = {"was": one.was, "becomes": one.becomes, "because": one.because}
    return EarlierView(ref=hazard.ref, number=hazard.number, place=hazard.place, **told)


def _day(day: Day) -> DayView:
    return DayView(day=day.day, kind=word_view(day.kind), feast=day.feast)

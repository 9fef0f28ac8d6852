"""The calendar as it is kept: the editions of each year, a year by months, and whose dates a calendar would move."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from domain.calendar import Calendar, day_of
from domain.calendar.working_days import SATURDAY
from domain.calendar.years import OfficialYear, read_years
from domain.errors import NotFound, Refusal
from domain.organisation.calendars import whose_calendar
from domain.organisation.earlier_dates import is_theirs_to_move
from domain.queries.moved import Moved, moved_by
from domain.queries.reader import Reader
from domain.roles import COMMISSION, RUNNING
from domain.store.calendars import with_years
from domain.tables.core import CALENDAR_EDITION
from domain.word import Word

ONE_DAY = timedelta(days=1)
EARLIER_YEAR = timedelta(days=60)
"""A date of the year before may still roll over into the year."""


class EditionState(Word):
    """How an edition of a year stands."""

    WAITING = "waiting", "待确认"
    IN_FORCE = "in_force", "使用中"
    FOLLOWED = "followed", "已被后来的版本代替"


class DayKind(Word):
    """What a day is to who works by the calendar."""

    WORK = "work", "工作日"
    REST = "rest", "周末"
    OFF = "off", "放假"
    MAKE_UP = "make_up", "调休上班"


@dataclass(frozen=True)
class Edition:
    """A year as it was entered; `left`: sentences of its text with a date that were not taken. Legal time (UTC)."""

    id: int
    year: int
    edition: int
    state: EditionState
    source: str
    said: str
    left: tuple[str, ...]
    official: OfficialYear
    body: str
    entered_by: str
    entered_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    mine: bool
    """Whether the reader entered it, and so cannot confirm it."""

    @property
    def feasts(self) -> list[tuple[str, list[date]]]:
        """Each feast with its days off, in the order of the year."""
        named: dict[str, list[date]] = {}
        for day, name in sorted(self.official.off.items()):
            named.setdefault(name, []).append(day)
        return list(named.items())


@dataclass(frozen=True)
class Day:
    """A day of a year and the feast that it belongs to."""

    day: date
    kind: DayKind
    feast: str

    @property
    def is_special(self) -> bool:
        """Whether it is off for a feast, or a weekend that is worked."""
        return self.kind in {DayKind.OFF, DayKind.MAKE_UP}


def keeps_the_calendar(reader: Reader) -> bool:
    """Whether the reader may enter and confirm years."""
    try:
        whose_calendar(reader.directory, reader.who, reader.at)
    except Refusal:
        return False
    return True


def editions(reader: Reader) -> list[Edition]:
    """Every edition of every year, the latest first; NotAllowed for who neither runs nor oversees the system."""
    reader.refuse_without(RUNNING, "日历由卫健委、系统管理员和审计管理员查看。")
    order = CALENDAR_EDITION.c.year.desc(), CALENDAR_EDITION.c.edition.desc()
    found: list[Edition] = []
    settled: set[int] = set()
    for row in reader.connection.execute(select(CALENDAR_EDITION).order_by(*order)):
        found.append(_edition(reader, row, replaced=row.year in settled))
        if row.confirmed_at is not None:
            settled.add(row.year)
    return found


def waiting_edition(found: Sequence[Edition], year: int) -> Edition | None:
    """The latest edition of a year while nobody has confirmed it."""
    latest = next((one for one in found if one.year == year), None)
    return latest if latest and latest.state is EditionState.WAITING else None


def calendar_with(found: Sequence[Edition], waiting: Edition) -> Calendar:
    """The calendar as it would be with one more edition."""
    confirmed = [one for one in found if one.confirmed_at is not None]
    bodies = [one.body for one in sorted(confirmed, key=lambda one: (one.year, one.edition))]
    return with_years((*bodies, waiting.body))


def months_of(calendar: Calendar, year: int) -> list[list[Day]]:
    """The days of a year, month by month; NotFound for a year that no calendar can show."""
    if not 2004 <= year <= 2099:  # noqa: PLR2004 - from the first year that is shipped
        raise NotFound("没有这一年的日历。")
    days: list[list[Day]] = [[] for _ in range(12)]
    day = date(year, 1, 1)
    while day.year == year:
        days[day.month - 1].append(_day(calendar, day))
        day += ONE_DAY
    return days


def differing_days(was: Calendar, becomes: Calendar, year: int) -> list[Day]:
    """The days that the second calendar works otherwise than the first, of a year and the December before it."""
    day, found = date(year - 1, 12, 1), []
    while day.year <= year:
        if was.is_working_day(day) != becomes.is_working_day(day):
            found.append(_day(becomes, day))
        day += ONE_DAY
    return found


def dates_moved(reader: Reader, calendar: Calendar, year: int) -> list[Moved]:
    """The reader's open hazards due from that year on whose date this calendar sets otherwise, the soonest first."""
    since = datetime(year, 1, 1, tzinfo=reader.at.tzinfo) - EARLIER_YEAR
    return moved_by(reader, lambda case: replace(case, calendar=calendar), since)


def earlier_dates(reader: Reader) -> list[Moved]:
    """Open hazards whose date the calendar in force sets earlier, which waits for the word of the commission."""
    if not reader.roles & {*COMMISSION}:
        return []
    ahead = dates_moved(reader, reader.calendar, day_of(reader.at).year)
    earlier = [one for one in ahead if one.is_earlier and one.was >= day_of(reader.at)]
    return [
        one
        for one in earlier
        if is_theirs_to_move(reader.directory, reader.who, one.case.row.unit_id, reader.at)
    ]


def _day(calendar: Calendar, day: date) -> Day:
    worked, weekend = calendar.is_working_day(day), day.weekday() >= SATURDAY
    feast = "" if worked else calendar.holiday(day) or ""
    if worked:
        return Day(day, DayKind.MAKE_UP if weekend else DayKind.WORK, "")
    return Day(day, DayKind.OFF if feast else DayKind.REST, feast)


def _edition(reader: Reader, row: Row[Any], *, replaced: bool) -> Edition:
    confirmed = row.confirmed_at is not None
    state = EditionState.IN_FORCE if confirmed and not replaced else EditionState.FOLLOWED
    if not confirmed and not replaced:
        state = EditionState.WAITING
    return Edition(
        id=row.id,
        year=row.year,
        edition=row.edition,
        state=state,
        source=row.source,
        said=row.said,
        left=tuple(row.left_out),
        official=read_years(row.body)[row.year],
        body=row.body,
        entered_by=reader.directory.name_of(row.entered_by),
        entered_at=row.entered_at,
        confirmed_by=reader.directory.name_of(row.confirmed_by) if confirmed else "",
        confirmed_at=row.confirmed_at,
        mine=row.entered_by == reader.person,
    )

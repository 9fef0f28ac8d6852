"""Which days are worked: official years as published, all other years provisional and never an error."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from domain.calendar.years import OfficialYear, fingerprint, read_years, shipped_text
from domain.clock import SITE_ZONE, aware

ONE_DAY = timedelta(days=1)
SATURDAY = 5
NOVEMBER = 11

# 全国年节及纪念日放假办法 fixes these by date; the lunar ones and every swapped weekend wait for the notice.
CERTAIN_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}

# The notice for a year may also set the last days of December before it, as it did for 2008, 2013 and 2019.
FIRST_DAY_SET_BY_NEXT_NOTICE = (12, 28)


class Calendar:
    """Working days of mainland China. Later years given prevail over earlier ones, year by year."""

    def __init__(self, years: dict[int, OfficialYear]) -> None:
        self.official_years = frozenset(years)
        self.version = fingerprint(years)
        self._off = {day: name for year in years.values() for day, name in year.off.items()}
        self._work = frozenset(day for year in years.values() for day in year.work)

    def is_working_day(self, day: date) -> bool:
        """Say whether the day is worked: the notice first, then weekends and the certain holidays."""
        if day.weekday() >= SATURDAY:
            return day in self._work
        return self.holiday(day) is None

    def holiday(self, day: date) -> str | None:
        """Name the statutory holiday this day off belongs to, or None."""
        if day.year in self.official_years:
            return self._off.get(day)
        return CERTAIN_HOLIDAYS.get((day.month, day.day)) or self._off.get(day)

    def is_provisional(self, year: int) -> bool:
        """Say whether the year's official notice is not (yet) in the data."""
        return year not in self.official_years

    def unpublished_year(self, day: date) -> int | None:
        """Name the year whose missing notice may still change this day, or None when the day is settled."""
        if self.is_provisional(day.year):
            return day.year
        late = (day.month, day.day) >= FIRST_DAY_SET_BY_NEXT_NOTICE
        return day.year + 1 if late and self.is_provisional(day.year + 1) else None

    def next_working_day(self, day: date) -> date:
        """Give the day itself when it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def last_working_day_before(self, day: date) -> date:
        """Give the last working day earlier than the day."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, n: int) -> date:
        """Give the n-th working day after the day (before it when n < 0); the day itself is not counted."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day


def calendar_from(*texts: str) -> Calendar:
    """Build a calendar of texts like `years.toml`; a later text replaces whole years of an earlier one."""
    years: dict[int, OfficialYear] = {}
    for text in texts:
        years |= read_years(text)
    return Calendar(years)


@lru_cache(maxsize=1)
def national_calendar() -> Calendar:
    """Give the calendar shipped with this release, read once in a process."""
    return calendar_from(shipped_text())


def missing_year_warning(now: datetime, calendar: Calendar) -> str | None:
    """Say in `doctor` when a holiday year is missing: this year's always, next year's from November on."""
    today = aware(now).astimezone(SITE_ZONE).date()
    wanted = [today.year] if today.month < NOVEMBER else [today.year, today.year + 1]
    missing = [str(year) for year in wanted if calendar.is_provisional(year)]
    if not missing:
        return None
    return (
        f"{'、'.join(missing)} 年放假安排未导入，跨入该年的期限均为暂定。"
        "国务院办公厅通知公布后，请在“日历”中录入，并由另一位人员确认。"
    )

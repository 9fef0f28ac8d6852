"""From days to instants and back: a day ends at 24:00 in Asia/Shanghai, stored as that midnight in UTC."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import pendulum

from domain.calendar.working_days import Calendar
from domain.clock import SITE, SITE_ZONE, aware

END_OF_DAY = "24:00"
OFFICE_OPENS = "09:00"
INSTANT = timedelta(microseconds=1)


@lru_cache(maxsize=8192)
def at_time(day: date, clock_time: str) -> datetime:
    """Give the instant (UTC) of a time of day such as "09:00" in Asia/Shanghai; "24:00" ends the day."""
    midnight = pendulum.datetime(day.year, day.month, day.day, tz=SITE)
    ends = clock_time == END_OF_DAY
    wall = midnight.add(days=1) if ends else midnight.at(*map(int, clock_time.split(":")))
    return datetime.fromtimestamp(wall.int_timestamp, UTC)


def end_of(day: date) -> datetime:
    """Give 24:00 of the day in Asia/Shanghai as an instant (UTC)."""
    return at_time(day, END_OF_DAY)


def day_of(instant: datetime) -> date:
    """Give the date in Asia/Shanghai at the instant; midnight belongs to the day it begins."""
    return aware(instant).astimezone(SITE_ZONE).date()


def last_day(due_at: datetime) -> date:
    """Give the last day of a term due at the instant: one ending 24:00 belongs to the day it ends."""
    return day_of(aware(due_at) - INSTANT)


def shift_days(due_at: datetime, days: int, clock_time: str) -> datetime:
    """Give the instant (UTC) `days` calendar days after (before when negative) the last day of a term."""
    return at_time(last_day(due_at) + timedelta(days=days), clock_time)


def paper_time(instant: datetime, calendar: Calendar) -> datetime:
    """Say when a paper owed at the instant is proposed: then, or 09:00 of the next working day after rest."""
    day = day_of(instant)
    return instant if calendar.is_working_day(day) else at_time(calendar.next_working_day(day), OFFICE_OPENS)

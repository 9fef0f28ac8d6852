"""The one door to the calendar: the years that come with the release, and those that were confirmed here."""

from functools import lru_cache

from sqlalchemy import Connection, select

from domain.calendar import Calendar, calendar_from, national_calendar
from domain.calendar.years import shipped_text
from domain.tables.core import CALENDAR_EDITION


def calendar_in_force(connection: Connection) -> Calendar:
    """The shipped years, each replaced by the last edition of it that was confirmed."""
    confirmed = CALENDAR_EDITION.c.confirmed_at.is_not(None)
    order = CALENDAR_EDITION.c.year, CALENDAR_EDITION.c.edition
    return with_years(
        tuple(connection.scalars(select(CALENDAR_EDITION.c.body).where(confirmed).order_by(*order)))
    )


# One object for the same years: terms that were reckoned by it are remembered with it.
@lru_cache(maxsize=8)
def with_years(bodies: tuple[str, ...]) -> Calendar:
    """The shipped years and these, of which a later text replaces whole years of an earlier one."""
    return calendar_from(shipped_text(), *bodies) if bodies else national_calendar()

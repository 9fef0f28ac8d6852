"""What a day or a moment lies between: whoever writes an impossible one is told which, and the bound in words."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from domain.calendar import day_of
from domain.cases.case import Case
from domain.clock import SITE_ZONE
from domain.errors import WrongInput

CLOCK_SKEW = timedelta(minutes=5)
A_YEAR = timedelta(days=366)
"""No date of work, of a letter or of a post lies further off: beyond it, it is a slip of the pen."""
When = TypeVar("When", date, datetime)


def between(
    given: When | None,
    first: tuple[When, str] | None,
    last: tuple[When, str] | None,
    *,
    field: str,
    called: str,
) -> None:
    """Refuse what lies before the first or after the last; each bound comes with its name. Nothing given passes."""
    if given is None:
        return
    if first and given < first[0]:
        raise WrongInput(f"{called}不能早于{first[1]}（{_shown(first[0])}），请更正。", field=field)
    if last and given > last[0]:
        raise WrongInput(f"{called}不能晚于{last[1]}（{_shown(last[0])}），请更正。", field=field)


def today(case: Case) -> tuple[date, str]:
    """The last day on which something can have happened."""
    return day_of(case.at), "今天"


def now(case: Case) -> tuple[datetime, str]:
    """The last moment at which something can have happened; clocks differ a little."""
    return case.at + CLOCK_SKEW, "现在"


def ten_years_ago(case: Case) -> tuple[datetime, str]:
    """The first moment at which what is reported now can have been found: old ledgers are entered, slips are not."""
    return case.at - 10 * A_YEAR, "十年前"


def in_a_year(at: datetime) -> tuple[date, str]:
    """The last day to which something may be put off, or on which a post or a delegation may begin."""
    return day_of(at) + A_YEAR, "一年后"


def _shown(bound: date) -> str:
    if isinstance(bound, datetime):
        return bound.astimezone(SITE_ZONE).strftime("%Y-%m-%d %H:%M")
    return bound.isoformat()

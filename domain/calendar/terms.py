"""A term (10 working days, 4 hours, the same day), when it ends, and the sum in words people can check."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, Self

from domain.calendar.moments import day_of, end_of
from domain.calendar.working_days import ONE_DAY, Calendar
from domain.clock import SITE_ZONE, aware

Unit = Literal["hours", "days", "working_days", "same_day"]

LABELS: dict[Unit, str] = {
    "hours": "{} 小时",
    "days": "{} 天",
    "working_days": "{} 个工作日",
    "same_day": "当天",
}
CODES: dict[str, Unit] = {"h": "hours", "d": "days", "wd": "working_days"}
LONGEST = 3660


@dataclass(frozen=True)
class Term:
    """How long something may take. Hours run by the clock; day terms do not count the day they start on."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        shortest, longest = (0, 0) if self.unit == "same_day" else (1, LONGEST)
        if self.unit not in LABELS or not shortest <= self.amount <= longest:
            raise ValueError(
                f"期限 {self.amount} {self.unit} 无效：当天写 0d，其余为 1 至 {LONGEST} 的小时、天或工作日。"
            )

    def label(self) -> str:
        """Name the term for people: “10 个工作日”, “4 小时”, “7 天”, “当天”."""
        return LABELS[self.unit].format(self.amount)

    def code(self) -> str:
        """Write the term as policy files do: 10wd, 7d, 4h, 0d."""
        return f"{self.amount}{next((code for code, unit in CODES.items() if unit == self.unit), 'd')}"

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read `code()`; `ValueError` for anything else."""
        if code == "0d":
            return cls(0, "same_day")
        read = re.fullmatch(r"([1-9][0-9]{0,3})(h|d|wd)", code)
        if read is None:
            raise ValueError(
                f"期限“{code}”无法识别：请写 10wd（工作日）、7d（天）、4h（小时）或 0d（当天）。"
            )
        return cls(int(read[1]), CODES[read[2]])


@dataclass(frozen=True)
class Sum:
    """When a term ends (UTC), the sum in Chinese, and whether a holiday notice still missing may move it."""

    due_at: datetime
    because: str
    provisional: bool


def due(term: Term, start: datetime, calendar: Calendar, *, rolls: bool = True) -> Sum:
    """Add a term to an aware moment: day terms end 24:00 Asia/Shanghai of their last day.

    A last day that is a rest day moves to the next working day unless `rolls` is off (立即整改).
    """
    if term.unit == "hours":
        return _by_the_clock(term, aware(start))
    return _by_date(term, day_of(start), calendar, rolls)


def _by_the_clock(term: Term, start: datetime) -> Sum:
    due_at = (start + timedelta(hours=term.amount)).astimezone(UTC)
    begun, ended = start.astimezone(SITE_ZONE), due_at.astimezone(SITE_ZONE)
    return Sum(
        due_at, f"{term.label()}，自 {begun:%Y-%m-%d %H:%M} 起 = {ended:%Y-%m-%d %H:%M}", provisional=False
    )


# Sweeps and audits ask for the same sums again and again: thousands of hazards share few start days.
@lru_cache(maxsize=8192)
def _by_date(term: Term, first: date, calendar: Calendar, rolls: bool) -> Sum:  # noqa: FBT001 - a key of the cache
    if term.unit == "working_days":
        last = calendar.add_working_days(first, term.amount)
        return _in_words(term, first, last, _passed_holidays(calendar, first, last), calendar)
    planned = first + timedelta(days=term.amount)
    if term.unit == "same_day" or not rolls:
        return Sum(end_of(planned), f"{term.label()}，自 {first} 起 = {planned}", provisional=False)
    last = calendar.next_working_day(planned)
    return _in_words(term, first, last, _rolled_over(calendar, planned, last), calendar)


def _in_words(term: Term, first: date, last: date, met: str, calendar: Calendar) -> Sum:
    unpublished = calendar.unpublished_year(last)
    remark = f"（{unpublished} 年放假安排未公布，暂定）" if unpublished else ""
    because = f"{term.label()}，自 {first} 起{met} = {last}{remark}"
    return Sum(end_of(last), because, provisional=unpublished is not None)


def _between(day: date, end: date) -> Iterator[date]:
    while day < end:
        yield day
        day += ONE_DAY


def _names(calendar: Calendar, days: Iterator[date]) -> list[str]:
    """Holidays among the days, the longest first: it is the one that moved the date most."""
    counted = Counter(name for day in days if (name := calendar.holiday(day)))
    return [name for name, _ in counted.most_common()]


def _passed_holidays(calendar: Calendar, first: date, last: date) -> str:
    names = _names(calendar, _between(first + ONE_DAY, last))
    return f"，遇{'、'.join(names)}顺延" if names else ""


def _rolled_over(calendar: Calendar, planned: date, last: date) -> str:
    if planned == last:
        return ""
    return f"，遇{'、'.join(_names(calendar, _between(planned, last))) or '休息日'}顺延"

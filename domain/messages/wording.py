"""How a sentence is put together: optional clauses, cut texts, days and moments as people say them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from domain import clock
from domain.hazard.labels import time_left

HAZARD_LENGTH = 24
PLACE_LENGTH = 16
REMARK_LENGTH = 30
SUM_LENGTH = 60

_CLAUSE = re.compile(r"\[([^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_DANGLING = re.compile(r"[，；：]+(?=。|$)|(?<=。)。")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill `{placeholders}`; a `[clause]` directly holding an empty one is left out whole."""

    def keep_or_drop(clause: re.Match[str]) -> str:
        inside = clause.group(1)
        return inside if all(values[name] for name in _PLACEHOLDER.findall(inside)) else ""

    while _CLAUSE.search(template):
        template = _CLAUSE.sub(keep_or_drop, template)
    tidy = _DANGLING.sub("", template)
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], tidy)


def cut(text: str, length: int) -> str:
    """One line of at most `length` characters; what is missing is marked by “…”."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def last_day(due: datetime) -> datetime:
    """Give the day, in Shanghai, that a deadline belongs to: 24:00 is still the day that ends then."""
    return (due - timedelta(microseconds=1)).astimezone(clock.SITE_ZONE)


def days_left(due: datetime, at: datetime) -> int:
    """Count calendar days in Shanghai from `at` to the last day; negative once it has passed."""
    return (last_day(due).date() - at.astimezone(clock.SITE_ZONE).date()).days


def moment(due: datetime | None, at: datetime) -> str:
    """Write a moment as people say it: 今天16:00, 11月30日. Midnight is the day that ends; None is nothing."""
    if due is None:
        return ""
    wall = due.astimezone(clock.SITE_ZONE)
    ends_a_day = (wall.hour, wall.minute) == (0, 0)
    day = last_day(due) if ends_a_day else wall
    today = at.astimezone(clock.SITE_ZONE)
    year = "" if day.year == today.year else f"{day.year}年"
    spoken = "今天" if day.date() == today.date() else f"{year}{day.month}月{day.day}日"
    return spoken if ends_a_day else f"{spoken}{wall:%H:%M}"


def by(due: datetime | None, at: datetime) -> str:
    """Until when somebody is asked to do something: what should be done already is asked for today."""
    return "今天" if past(due, at) else moment(due, at)


def ahead(due: datetime | None, at: datetime) -> str:
    """Write a moment that still lies ahead; what has passed is nothing, for it is too late to offer it."""
    return "" if past(due, at) else moment(due, at)


def past(due: datetime | None, at: datetime) -> str:
    """Say that a moment has passed and since when: 已超期 2 天, 今天已超时; nothing while it lies ahead."""
    return "" if due is None or at < due else time_left(due, at) or ""


def left(due: datetime | None, at: datetime) -> str:
    """Say how the date stands: 还剩 3 天, 今天到期, 已超期 2 天."""
    if due is None:
        return ""
    days = days_left(due, at)
    if days == 0:
        return "今天到期"
    return f"还剩 {days} 天" if days > 0 else f"已超期 {-days} 天"


def count(number: int) -> str:
    """Write a number for a placeholder; nought says nothing."""
    return str(number) if number > 0 else ""

"""How a sentence is put together: optional clauses, cut texts, days and moments as people say them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from domain import clock
from domain.hazard.labels import time_left, words_of

HAZARD_LENGTH = 24
PLACE_LENGTH = 16
REMARK_LENGTH = 30
SUM_LENGTH = 60
TODAY = "今天"

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


def ends_a_day(due: datetime) -> bool:
    """Whether a moment is midnight in Shanghai: the day that ends is said then, and no time."""
    wall = due.astimezone(clock.SITE_ZONE)
    return (wall.hour, wall.minute) == (0, 0)


def is_of_today(due: datetime, at: datetime) -> bool:
    """Whether a moment belongs to the day of `at`; midnight to the day that it ends."""
    return days_left(due, at) == 0


def moment(due: datetime | None, at: datetime) -> str:
    """Write a moment as people say it: 今天16:00, 11月30日. Midnight is the day that ends; None is nothing."""
    if due is None:
        return ""
    day, year = last_day(due), at.astimezone(clock.SITE_ZONE).year
    dated = f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"
    spoken = TODAY if is_of_today(due, at) else dated
    return spoken if ends_a_day(due) else f"{spoken}{due.astimezone(clock.SITE_ZONE):%H:%M}"


def by(due: datetime | None, at: datetime) -> str:
    """Until when something is asked: 11月30日前; 今天 on its last day and once it should be done already."""
    if due is None:
        return ""
    today = is_past(due, at) or (is_of_today(due, at) and ends_a_day(due))
    return TODAY if today else f"{moment(due, at)}前"


def ahead_by(due: datetime | None, at: datetime) -> str:
    """The same of a moment that still lies ahead; what has passed is nothing."""
    return "" if is_past(due, at) else by(due, at)


def ahead(due: datetime | None, at: datetime) -> str:
    """Write a moment that still lies ahead; what has passed is nothing, for it is too late to offer it."""
    return "" if is_past(due, at) else moment(due, at)


def is_past(due: datetime | None, at: datetime) -> bool:
    """Whether a moment has come; None never does."""
    return due is not None and due <= at


def past(due: datetime | None, at: datetime) -> str:
    """Say that a moment has passed and since when: 已超期 2 天, 今天已超时; nothing while it lies ahead."""
    return words_of(time_left(due, at)) or "" if is_past(due, at) else ""


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

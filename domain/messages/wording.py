"""Templates filled, texts shortened, and days and moments as people say them, on the wall clock of Asia/Shanghai."""

import re
from collections.abc import Mapping
from datetime import datetime

from domain import clock
from domain.calendar import day_of, last_day
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
    """Fill the `{placeholders}` of a template; a `[clause]` that directly holds an empty one is left out."""

    def keep_or_drop(clause: re.Match[str]) -> str:
        inside = clause.group(1)
        return inside if all(values[name] for name in _PLACEHOLDER.findall(inside)) else ""

    while _CLAUSE.search(template):
        template = _CLAUSE.sub(keep_or_drop, template)
    tidy = _DANGLING.sub("", template)
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], tidy)


def shorten(text: str, length: int) -> str:
    """One line of at most `length` characters; what is missing is marked by “…”."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def days_left(due: datetime, at: datetime) -> int:
    """Count calendar days in Shanghai from `at` to the last day; negative once it has passed."""
    return (last_day(due) - day_of(at)).days


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


def until(due: datetime | None, at: datetime) -> str:
    """Until when something is asked: 11月30日前; 今天 on its last day and once it should be done already."""
    if due is None:
        return ""
    today = is_past(due, at) or (is_of_today(due, at) and ends_a_day(due))
    return TODAY if today else f"{moment(due, at)}前"


def until_if_ahead(due: datetime | None, at: datetime) -> str:
    """The same of a moment that lies ahead; nothing of one that has passed."""
    return "" if is_past(due, at) else until(due, at)


def moment_if_ahead(due: datetime | None, at: datetime) -> str:
    """Write a moment that lies ahead; nothing of one that has passed."""
    return "" if is_past(due, at) else moment(due, at)


def is_past(due: datetime | None, at: datetime) -> bool:
    """Whether a moment has come; None never does."""
    return due is not None and due <= at


def lateness(due: datetime | None, at: datetime) -> str:
    """Write how late a moment is: 已超期 2 天, 今天已超时; nothing while it lies ahead."""
    return words_of(time_left(due, at)) or "" if is_past(due, at) else ""


def time_left_text(due: datetime | None, at: datetime) -> str:
    """Write the calendar days to or since a date: 还剩 3 天, 今天到期, 已超期 2 天."""
    if due is None:
        return ""
    days = days_left(due, at)
    if days == 0:
        return "今天到期"
    return f"还剩 {days} 天" if days > 0 else f"已超期 {-days} 天"


def positive(number: int) -> str:
    """Write a positive number for a placeholder; nothing of nought or less."""
    return str(number) if number > 0 else ""

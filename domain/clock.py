"""The only module that asks the time.

Legal time (`now`) drives hazards, papers and quiet hours; machine time (`machine_now`) drives leases, retries
and sessions. They are the same except in a demonstration, where legal time runs faster.
"""

import math
import os
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

import pendulum

from domain.errors import HasMessage

SITE = "Asia/Shanghai"
SITE_ZONE = ZoneInfo(SITE)
DEMO_VARIABLE = "BIHUAN_DEMO_CLOCK"
SHORTEST_DEMO_CADENCE = 2.0

Moment = datetime


class ClockTextError(ValueError):
    """A moment or a demonstration clock cannot be read; the message says how to write it."""


class RealOperationError(HasMessage, RuntimeError):
    """A demonstration clock was to be installed in a process whose environment names none."""

    message = (
        "正式运行不得调快时间。只有“./bihuan demo”演示可以使用演示时钟（由环境变量 BIHUAN_DEMO_CLOCK 指明）。"
    )

    def __init__(self) -> None:
        super().__init__(self.message)


@dataclass(frozen=True)
class DemoClock:
    """Time of a demonstration: `legal_base` at machine moment `machine_base`, then `rate` times as fast."""

    legal_base: Moment
    machine_base: Moment
    rate: float

    def __post_init__(self) -> None:
        aware(self.legal_base)
        aware(self.machine_base)
        if not (math.isfinite(self.rate) and self.rate >= 1):
            raise ClockTextError(
                f"演示时钟的倍率 {self.rate} 不可用：应是不小于 1 的数，例如 4320（一天 20 秒）。"
            )

    def legal(self, machine: Moment) -> Moment:
        """Give the legal moment (UTC) at a machine moment; never earlier than `legal_base`."""
        passed = max(machine - self.machine_base, timedelta(0))
        return (self.legal_base + passed * self.rate).astimezone(UTC)

    def text(self) -> str:
        """Write the clock as one line, for the environment of a child process; `from_text` reads it back."""
        return f"{self.legal_base.isoformat()} {self.machine_base.isoformat()} {self.rate!r}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read `text()`; `ClockTextError` when it is not three words."""
        try:
            legal, machine, rate = text.split()
            return cls(parse(legal), parse(machine), float(rate))
        except ValueError as error:
            raise ClockTextError(
                f"演示时钟“{text}”无法识别：应写作“法定时刻 机器时刻 倍率”，"
                "例如 2026-11-21T08:00:00+08:00 2026-11-24T04:00:00+00:00 4320。"
            ) from error


class ProcessClock:
    """The time of one process: machine time or a demonstration's, never going back once it has been read."""

    def __init__(self, demo: DemoClock | None = None) -> None:
        self.demo = demo
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def now(self) -> Moment:
        """Give legal time, UTC. A machine clock set back makes legal time wait, not return."""
        machine = machine_now()
        legal = machine if self.demo is None else self.demo.legal(machine)
        with self._lock:
            self._latest = max(self._latest, legal)
            return self._latest

    def install(self, demo: DemoClock | None) -> None:
        """Run on another clock from now on; what was already read still bounds it from below."""
        if demo is not None and DEMO_VARIABLE not in os.environ:
            raise RealOperationError
        self.demo = demo


process_clock = ProcessClock()


def now() -> Moment:
    """Give legal time: aware, UTC, never earlier than at the last call in this process."""
    return process_clock.now()


def machine_now() -> Moment:
    """Give machine time: aware, UTC. For leases, retries, sessions and rates only."""
    return datetime.now(UTC)


def install(demo: DemoClock | None) -> None:
    """Run this process on a demonstration clock; `RealOperationError` unless the environment names one."""
    process_clock.install(demo)


def from_environment() -> DemoClock | None:
    """Read the demonstration clock named by `BIHUAN_DEMO_CLOCK`, or None in real operation."""
    text = os.environ.get(DEMO_VARIABLE)
    return None if text is None else DemoClock.from_text(text)


def rate() -> float:
    """Say how many legal seconds pass in one machine second: 1.0 in real operation."""
    return 1.0 if process_clock.demo is None else process_clock.demo.rate


def cadence(seconds: float) -> float:
    """Give machine seconds between passes meant `seconds` of legal time apart; never under 2 s in a demo."""
    return seconds if process_clock.demo is None else max(SHORTEST_DEMO_CADENCE, seconds / rate())


def aware(at: Moment) -> Moment:
    """Give the same moment; `ValueError` when naive, because such a moment is eight hours in doubt."""
    if at.tzinfo is None:
        raise ValueError(f"时刻 {at.isoformat()} 没有时区：内部时刻一律带时区，请用 clock.parse() 读入文字。")
    return at


def parse(text: str) -> Moment:
    """Read an ISO 8601 date or moment; a text without offset is Asia/Shanghai. Returns UTC."""
    try:
        read = datetime.fromisoformat(text.strip())
        placed = read if read.tzinfo else read.replace(tzinfo=SITE_ZONE)
        return placed.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ClockTextError(
            f"时间“{text}”无法识别：应写作 2026-10-15 或 2026-10-15 09:30（北京时间）。"
        ) from error


def site(at: Moment) -> pendulum.DateTime:
    """Show the moment on a wall clock in Asia/Shanghai."""
    return pendulum.instance(aware(at)).in_timezone(SITE)


def in_words(at: Moment) -> str:
    """Write the moment for people, such as “2026年10月15日 09:30”; midnight is 24:00 of the day it ends."""
    day, time_of_day = _day_and_time(at)
    return f"{day.year}年{day.month}月{day.day}日 {time_of_day}"


def in_short(at: Moment) -> str:
    """The same without its year: 11月30日 09:30."""
    day, time_of_day = _day_and_time(at)
    return f"{day.month}月{day.day}日 {time_of_day}"


def _day_and_time(at: Moment) -> tuple[date, str]:
    """The day in Asia/Shanghai and the time of day; midnight belongs to the day that it ends, as 24:00."""
    wall = site(at)
    if (wall.hour, wall.minute) == (0, 0):
        return wall.subtract(days=1).date(), "24:00"
    return wall.date(), f"{wall:%H:%M}"

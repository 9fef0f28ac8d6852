"""The demonstration's time between runs: stored while it runs, taken up again, never earlier than it was."""

import re
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, insert, update
from sqlmodel import Session, col

from domain import clock
from domain.clock import DemoClock, Moment
from domain.store.settings import StartError
from domain.tables.running import ClockState

SECONDS_OF = {"s": 1, "m": 60, "h": 3600}
A_DAY = 86_400
HEARTBEAT_SECONDS = 2.0
KEY = 1


def read_day(text: str) -> float:
    """Read how long a demonstration day lasts, such as `20s`, `5m` or `24h`, as a rate of legal time."""
    match = re.fullmatch(r"(\d{1,5})([smh])", text)
    seconds = int(match[1]) * SECONDS_OF[match[2]] if match else 0
    if not 1 <= seconds <= A_DAY:
        raise StartError(
            f"--day 应写作 20s、5m 或 24h，且不超过一天，现为“{text}” (write --day as 20s, 5m or 24h)"
        )
    return A_DAY / seconds


@dataclass
class DemoTime:
    """Keeps the demonstration's legal time in the database."""

    engine: Engine
    demo: DemoClock

    @classmethod
    def take_up(cls, engine: Engine, rate: float) -> "DemoTime":
        """Go on from the stored legal time, or from now when there is none."""
        stored = stored_time(engine)
        machine = clock.machine_now()
        return cls(engine, DemoClock(machine if stored is None else stored, machine, rate))

    def keep(self) -> None:
        """Store a moment a little ahead, so that a killed system does not go back when it is taken up."""
        ahead = timedelta(seconds=2 * HEARTBEAT_SECONDS)
        self._write(self.demo.legal(clock.machine_now() + ahead))

    def keep_exactly(self) -> None:
        """Store the moment of a clean stop."""
        self._write(self.demo.legal(clock.machine_now()))

    def _write(self, legal: Moment) -> None:
        values = {"legal_at": legal, "rate": self.demo.rate, "written_at": clock.machine_now()}
        with self.engine.begin() as connection:
            done = connection.execute(update(ClockState).where(col(ClockState.id) == KEY).values(**values))
            if done.rowcount == 0:
                connection.execute(insert(ClockState).values(id=KEY, **values))


def stored_time(engine: Engine) -> Moment | None:
    """Give the stored legal time, or None when this database has never held a demonstration."""
    with Session(engine) as session:
        state = session.get(ClockState, KEY)
        return None if state is None else state.legal_at

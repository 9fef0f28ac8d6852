from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from deploy.demo_time import DemoTime, read_day, stored_time
from domain import clock


@pytest.mark.parametrize(("day", "rate"), [("20s", 4320), ("1m", 1440), ("24h", 1), ("86400s", 1)])
def test_a_day_is_read_as_a_rate(day: str, rate: float) -> None:
    assert read_day(day) == rate


def test_a_first_demonstration_begins_now(engine: Engine) -> None:
    assert stored_time(engine) is None
    before = clock.machine_now()
    time = DemoTime.take_up(engine, 4320)
    assert before <= time.demo.legal_base <= clock.machine_now()


def test_time_stands_still_while_the_system_is_stopped(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "machine_now", lambda: machine)
    first = DemoTime.take_up(engine, 4320)
    machine += timedelta(seconds=20)
    first.keep_exactly()
    machine += timedelta(days=3)
    again = DemoTime.take_up(engine, 4320)
    assert again.demo.legal(machine) == datetime(2026, 11, 3, 1, 0, tzinfo=UTC)


def test_a_killed_system_does_not_go_back_in_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "machine_now", lambda: machine)
    time = DemoTime.take_up(engine, 86400)
    time.keep()
    machine += timedelta(seconds=3.5)  # a beat is 2 s, a child may outlive the supervisor by a tick
    seen = time.demo.legal(machine)
    machine += timedelta(seconds=1)
    assert DemoTime.take_up(engine, 86400).demo.legal(machine) >= seen

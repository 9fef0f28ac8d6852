"""The clock: two times, one demonstration, and no way back."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from domain import clock
from domain.clock import DEMO_VARIABLE, ClockTextError, DemoClock, ProcessClock, RealOperationError

BASE = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LEGAL = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
TWENTY_SECONDS_A_DAY = DemoClock(LEGAL, BASE, 4320.0)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> ProcessClock:
    fresh = ProcessClock()
    monkeypatch.setattr(clock, "process_clock", fresh)
    return fresh


@pytest.fixture
def demonstration(monkeypatch: pytest.MonkeyPatch, process: ProcessClock) -> DemoClock:
    demo = DemoClock(LEGAL, clock.machine_now(), 4320.0)
    monkeypatch.setenv(DEMO_VARIABLE, demo.text())
    process.install(clock.from_environment())
    return demo


def test_in_real_operation_legal_time_is_machine_time(process: ProcessClock) -> None:
    assert process.demo is None
    before = clock.machine_now()
    legal = clock.now()
    assert before <= legal <= clock.machine_now()
    assert legal.tzinfo is UTC


def test_real_operation_refuses_any_rate(monkeypatch: pytest.MonkeyPatch, process: ProcessClock) -> None:
    monkeypatch.delenv(DEMO_VARIABLE, raising=False)
    assert clock.from_environment() is None
    with pytest.raises(RealOperationError, match="正式运行不得调快时间"):
        clock.install(TWENTY_SECONDS_A_DAY)
    clock.install(None)
    assert process.demo is None
    assert clock.rate() == 1.0
    assert clock.cadence(0.5) == 0.5


def test_one_demo_day_lasts_twenty_seconds() -> None:
    assert TWENTY_SECONDS_A_DAY.legal(BASE) == LEGAL
    assert TWENTY_SECONDS_A_DAY.legal(BASE + timedelta(seconds=20)) == LEGAL + timedelta(days=1)


def test_a_machine_clock_behind_its_base_does_not_take_the_demo_back() -> None:
    assert TWENTY_SECONDS_A_DAY.legal(BASE - timedelta(hours=1)) == LEGAL


def test_a_demo_clock_travels_as_text() -> None:
    odd = DemoClock(LEGAL, BASE + timedelta(microseconds=1), 86400 / 7)
    assert DemoClock.from_text(odd.text()) == odd


@pytest.mark.parametrize("text", ["", "20s", "2026-11-21 2026-11-24", "2026-11-21 2026-11-24 fast", "a b 2"])
def test_an_unreadable_demo_clock_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ClockTextError, match="例如"):
        DemoClock.from_text(text)


@pytest.mark.parametrize("rate", [0.0, -1.0, 0.5, float("inf"), float("nan")])
def test_a_demo_clock_never_runs_slow_or_backward(rate: float) -> None:
    with pytest.raises(ClockTextError, match="倍率"):
        DemoClock(LEGAL, BASE, rate)


def test_a_demo_runs_ahead_and_its_cadence_follows(demonstration: DemoClock) -> None:
    assert clock.now() >= demonstration.legal_base
    assert clock.now() < clock.machine_now()
    assert clock.rate() == 4320.0
    assert clock.cadence(86_400) == 20.0
    assert clock.cadence(60) == 2.0


def test_legal_time_never_goes_back_when_the_machine_clock_does(
    monkeypatch: pytest.MonkeyPatch, process: ProcessClock
) -> None:
    moments = iter([BASE, BASE - timedelta(hours=2), BASE + timedelta(seconds=1)])
    monkeypatch.setattr(clock, "machine_now", lambda: next(moments))
    assert [process.now() for _ in range(3)] == [BASE, BASE, BASE + timedelta(seconds=1)]


def test_legal_time_never_goes_back_across_threads(demonstration: DemoClock, process: ProcessClock) -> None:
    assert process.demo == demonstration
    seen: list[bool] = []

    def read() -> None:
        moments = [clock.now() for _ in range(500)]
        seen.append(moments == sorted(moments))

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 4


def test_a_text_without_offset_is_read_in_shanghai() -> None:
    assert clock.parse("2026-10-15 09:30") == datetime(2026, 10, 15, 1, 30, tzinfo=UTC)
    assert clock.parse("2026-10-15") == datetime(2026, 10, 14, 16, 0, tzinfo=UTC)
    assert clock.parse("2026-10-15T09:30:00+00:00") == datetime(2026, 10, 15, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "09:30", "2024-04-31", "二〇二六年", "长期坚持", "0001-01-01"])
def test_an_unreadable_time_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(ClockTextError, match="应写作"):
        clock.parse(text)


def test_a_naive_moment_is_refused() -> None:
    naive = BASE.replace(tzinfo=None)
    for reader in (clock.aware, clock.site, clock.in_words):
        with pytest.raises(ValueError, match="没有时区"):
            reader(naive)


def test_the_site_shows_shanghai_time() -> None:
    wall = clock.site(LEGAL)
    assert (wall.timezone_name, wall.hour) == ("Asia/Shanghai", 8)


def test_midnight_is_told_as_the_end_of_the_day_before() -> None:
    assert clock.in_words(clock.parse("2026-10-16")) == "2026年10月15日 24:00"
    assert clock.in_words(clock.parse("2026-10-15 09:05")) == "2026年10月15日 09:05"

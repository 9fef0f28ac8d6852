"""The alarm: each moment acted on when it comes, once, whoever else is at it; the rest is the sweep's."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from domain import clock
from domain.incidents import open_incidents
from flows.alarm import LOOK, SHORTEST, Alarm, keep_time
from flows.context import Context
from flows.sweep import advance_all
from notifications.sender import AppriseSender
from tests.world import World, on

SetClock = Callable[[datetime], None]
SECOND = timedelta(seconds=1)


@pytest.fixture
def context(world: World) -> Context:
    return Context(world.store, AppriseSender(), {})


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(on("2026-11-02 09:00"))
    return set_to


def fired(world: World, ref: str) -> list[tuple[datetime, str | None]]:
    return [(line.at, line.flow_run_id) for line in world.journal(ref) if line.clock]


def next_moment(world: World, ref: str) -> datetime:
    moment = world.hazard(ref).next_action_at
    assert moment is not None
    return moment


def test_it_sleeps_until_the_moment_and_acts_once(world: World, context: Context, it_is: SetClock) -> None:
    alarm = Alarm(context)
    ref = world.report("nurse1", "2026-11-02 09:00")
    moment = next_moment(world, ref)
    for before, sleeps in ((timedelta(hours=1), LOOK), (SECOND, 1.0), (SECOND / 100, SHORTEST)):
        it_is(moment - before)
        assert (alarm.ring(), fired(world, ref)) == (sleeps, [])
    it_is(moment)
    alarm.ring()
    assert fired(world, ref) == [(moment, None)]
    alarm.ring()
    assert len(fired(world, ref)) == 1
    assert next_moment(world, ref) > moment


def test_what_was_due_before_it_began_is_left_to_the_sweep(
    world: World, context: Context, it_is: SetClock
) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    it_is(next_moment(world, ref) + SECOND)
    Alarm(context).ring()
    assert fired(world, ref) == []
    advance_all(context, clock.now(), None)
    assert len(fired(world, ref)) == 1


def test_a_moment_that_had_passed_when_it_was_committed_is_found(
    world: World, context: Context, it_is: SetClock
) -> None:
    alarm = Alarm(context)
    ref = world.report("nurse1", "2026-11-02 09:00")
    moment = next_moment(world, ref)
    with context.engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET next_action_at = NULL"))
    it_is(moment + timedelta(minutes=1))
    alarm.ring()  # it looks past the moment, which is not there yet
    with context.engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET next_action_at = :moment"), {"moment": moment})
    alarm.ring()
    assert fired(world, ref) == [(moment, None)]


def test_a_stuck_one_is_tried_once_and_holds_up_nobody(
    world: World, context: Context, it_is: SetClock
) -> None:
    alarm = Alarm(context)
    stuck, other = (world.report("nurse1", "2026-11-02 09:00") for _ in range(2))
    moment = next_moment(world, stuck)
    with context.engine.begin() as connection:
        spoilt = text("UPDATE hazard SET policy = 'of-no-such-name' WHERE ref = :ref")
        connection.execute(spoilt, {"ref": stuck})
    it_is(moment)
    assert alarm.ring() == LOOK
    it_is(moment + SECOND)
    alarm.ring()
    assert (fired(world, stuck), len(fired(world, other))) == ([], 1)
    with context.engine.connect() as connection:
        assert [(one.subject, one.times) for one in open_incidents(connection)] == [(stuck, 1)]


def test_two_of_them_and_a_sweep_double_nothing(world: World, context: Context, it_is: SetClock) -> None:
    alarms = [Alarm(Context(world.store, AppriseSender(), {})) for _ in range(2)]
    refs = [world.report("nurse1", "2026-11-02 09:00") for _ in range(8)]
    moment = next_moment(world, refs[0])
    it_is(moment)
    works = [alarm.ring for alarm in alarms] + [lambda: advance_all(context, moment, None)]
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [fired(world, ref) for ref in refs] == [[(moment, None)]] * 8


def test_a_crowd_is_left_to_the_sweep(
    world: World, context: Context, it_is: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.alarm.AT_ONCE", 2)
    alarm = Alarm(context)
    refs = [world.report("nurse1", "2026-11-02 09:00") for _ in range(2)]
    it_is(next_moment(world, refs[0]))
    alarm.ring()
    assert [fired(world, ref) for ref in refs] == [[], []]


def test_a_database_that_is_away_ends_nothing(
    context: Context, it_is: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(on("2026-11-02 09:00"))
    monkeypatch.setattr("flows.alarm.PAUSE_AFTER_TROUBLE", 0.01)
    tried = threading.Event()

    def away(_alarm: Alarm) -> float:
        if tried.is_set():
            context.stopping.set()
        tried.set()
        raise OSError("away")

    monkeypatch.setattr(Alarm, "ring", away)
    keep_time(context)
    assert context.stopping.is_set()

"""Passes and their watchdog, by our own record alone."""

import threading
import time

import pytest
from sqlalchemy import Engine, text

from domain.incidents import open_incidents
from domain.running import timetable_rows
from flows.context import Context, StoppedEarly
from flows.passes import announce, run_pass
from flows.watchdog import Watchdog, looking_every, watch
from tests.flows.rooms_of_a_test import context_with

SWEEP = "advance_hazards"


def age(engine: Engine, seconds: int, *names: str) -> None:
    """Let the last passes of these rows be this old."""
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE timetable_pass SET completed_at = completed_at - make_interval(secs => :s)"
                 " WHERE name = ANY(:names)"),
            {"s": seconds, "names": list(names)},
        )  # fmt: skip


def run_late_rows(context: Context) -> list[str]:
    watchdog = Watchdog(context)
    begun = watchdog.look()
    watchdog.finish(10)
    return begun


def by(engine: Engine, name: str) -> str:
    with engine.connect() as connection:
        return next(row.by for row in timetable_rows(connection) if row.name == name)


def incidents(engine: Engine) -> list[tuple[str, str, int]]:
    with engine.connect() as connection:
        return [(found.kind, found.subject, found.times) for found in open_incidents(connection)]


def test_a_late_row_is_run_and_a_punctual_one_is_left_alone(engine: Engine) -> None:
    context = context_with(engine)
    announce(context)
    assert run_late_rows(context) == []
    age(engine, 181, SWEEP)
    assert run_late_rows(context) == [SWEEP]
    assert (by(engine, SWEEP), by(engine, "check_journal")) == ("watchdog", "announced")
    assert run_late_rows(context) == []


def test_a_pass_that_raises_is_no_pass_and_one_incident_until_it_completes(engine: Engine) -> None:
    broken = [True]

    def sweep() -> None:
        if broken:
            raise OSError("the disk is full")

    context = context_with(engine, advance_hazards=sweep)
    announce(context)
    for _ in range(2):
        with pytest.raises(OSError, match="the disk is full"):
            run_pass(context, SWEEP, "prefect")
    assert (by(engine, SWEEP), incidents(engine)) == ("announced", [("failing_pass", SWEEP, 2)])
    broken.clear()
    run_pass(context, SWEEP, "prefect")
    assert (by(engine, SWEEP), incidents(engine)) == ("prefect", [])


def test_a_row_that_always_raises_holds_up_no_other(engine: Engine) -> None:
    def sweep() -> None:
        raise OSError

    context = context_with(engine, advance_hazards=sweep)
    announce(context)
    age(engine, 1000, SWEEP, "deliver_notices")
    run_late_rows(context)
    assert (by(engine, SWEEP), by(engine, "deliver_notices")) == ("announced", "watchdog")


def test_a_slow_row_is_not_begun_twice_and_holds_up_no_other(engine: Engine) -> None:
    end = threading.Event()
    context = context_with(engine, deliver_notices=lambda: end.wait(10))
    announce(context)
    age(engine, 1000, "deliver_notices")
    watchdog = Watchdog(context)
    assert watchdog.look() == ["deliver_notices"]
    age(engine, 1000, SWEEP)
    assert watchdog.look() == [SWEEP]
    end.set()
    watchdog.finish(10)
    assert (by(engine, SWEEP), by(engine, "deliver_notices")) == ("watchdog", "watchdog")


def test_a_pass_asked_to_stop_is_not_recorded(engine: Engine) -> None:
    def sweep() -> None:
        context.leave_if_asked()

    context = context_with(engine, advance_hazards=sweep)
    announce(context)
    context.stopping.set()
    with pytest.raises(StoppedEarly):
        run_pass(context, SWEEP, "prefect")
    assert (by(engine, SWEEP), incidents(engine)) == ("announced", [])


def test_the_watch_begins_with_what_was_missed_and_ends_when_asked(engine: Engine) -> None:
    context = context_with(engine)
    announce(context)
    age(engine, 1000, SWEEP)
    watching = threading.Thread(target=watch, args=(context,))
    watching.start()
    until = time.monotonic() + 60
    while by(engine, SWEEP) != "watchdog" and time.monotonic() < until:
        time.sleep(0.05)
    context.stopping.set()
    watching.join(60)
    assert not watching.is_alive()
    assert by(engine, SWEEP) == "watchdog"


def test_it_looks_often_enough_to_be_punctual() -> None:
    assert 1 <= looking_every() <= 30

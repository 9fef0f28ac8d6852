"""The history of a hazard does not depend on when anybody swept: the clock goes first, each rung at its own moment."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Engine, select

from domain.cases import clocks
from domain.cases.perform import advance
from domain.clock import SITE_ZONE
from domain.commands import (
    Accept,
    ApproveClosure,
    Assign,
    Command,
    GrantExtension,
    Pass,
    Register,
    ReportProgress,
    RequestExtension,
    SendBack,
    Submit,
    Withdraw,
)
from domain.errors import Refusal
from domain.hazard import drafting
from domain.tables.core import JOURNAL
from tests import databases
from tests.stage import Stage, keep_order
from tests.world import AFTER, OTHER, World, build, on

START = on("2026-11-02 09:00")
TO_FIXER = Assign(to="fixer1", measures="清理", due=date(2026, 11, 20))
ACTS: list[tuple[str, Command]] = [
    ("officer1", Register(assign=TO_FIXER)),
    ("fixer1", Accept()),
    ("fixer1", ReportProgress(note="已联系厂家")),
    ("fixer1", RequestExtension(until=date(2026, 12, 4), reason="等配件")),
    ("deputy1", GrantExtension()),
    ("fixer1", Submit(result="已清理", photos=[AFTER])),
    ("officer1", SendBack(reason="还差一张")),
    ("fixer1", Submit(result="再次清理", photos=[OTHER])),
    ("fixer1", Withdraw()),
    ("fixer1", Submit(result="清理完毕", photos=[OTHER])),
    ("officer1", Pass(opinion="合格")),
    ("deputy1", ApproveClosure()),
]
hours = st.integers(min_value=1, max_value=24 * 45)
act_hours = st.lists(hours, min_size=len(ACTS), max_size=len(ACTS)).map(sorted)
sweep_hours = st.lists(hours, max_size=12)
Event = tuple[int, str, Command | None]


def at(hour: int) -> str:
    return (START + timedelta(hours=hour)).astimezone(SITE_ZONE).strftime("%Y-%m-%d %H:%M")


def diary(acts: list[int], sweeps: list[int]) -> list[Event]:
    """The acts at their hours and the sweeps between them; a sweep at an act's hour comes before or after by chance."""
    events: list[Event] = [(hour, who, command) for hour, (who, command) in zip(acts, ACTS, strict=True)]
    return sorted([*events, *((hour, "", None) for hour in sweeps)], key=lambda event: event[0])


def lived(
    events: list[Event], sweep: Callable[[str], object], press: Callable[[str, str, Command], object]
) -> Iterator[str]:
    """Live the diary to its end; what was refused is part of it."""
    for hour, who, command in events:
        if command is None:
            sweep(at(hour))
            continue
        try:
            press(who, at(hour), command)
        except Refusal as refusal:
            yield f"{who} {command.action} {refusal.code}"
    sweep(at(24 * 50))


def in_memory(monkeypatch: pytest.MonkeyPatch, acts: list[int], sweeps: list[int]) -> tuple[list[str], Stage]:
    monkeypatch.setattr(drafting, "new_ref", lambda _letter: "hsameforall")
    monkeypatch.setattr(clocks, "LATE", timedelta.max)  # of an outage the record tells
    stage = Stage().report("nurse1", "2026-11-02 09:00")
    return list(lived(diary(acts, sweeps), stage.sweep, stage.press)), stage


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=act_hours, one=sweep_hours, other=sweep_hours)
def test_two_schedules_of_sweeps_leave_the_same_journal_and_the_same_notices(
    monkeypatch: pytest.MonkeyPatch, acts: list[int], one: list[int], other: list[int]
) -> None:
    refused, first = in_memory(monkeypatch, acts, one)
    refused_too, second = in_memory(monkeypatch, acts, other)
    assert refused == refused_too
    assert first.lines == second.lines
    assert vars(first.now(at(24 * 50)).hazard) == vars(second.now(at(24 * 50)).hazard)
    assert keep_order(first)


MACHINES = {"id", "recorded_at", "seal", "hash", "previous"}
"""The last line of a transaction is sealed, so its hash tells also when a sweep ran."""


def stored(world: World) -> list[dict[str, Any]]:
    """The journal without what only the machine knows, and without the seal of each transaction."""
    with world.store.engine.connect() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(JOURNAL).order_by(JOURNAL.c.seq))]  # noqa: SLF001 - to a dict
    return [{name: value for name, value in row.items() if name not in MACHINES} for row in rows]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=act_hours, one=sweep_hours, other=sweep_hours)
def test_the_same_holds_in_the_database_in_every_line(
    engine: Engine,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    acts: list[int],
    one: list[int],
    other: list[int],
) -> None:
    monkeypatch.setattr(drafting, "new_ref", lambda _letter: "hsameforall")
    monkeypatch.setattr(clocks, "LATE", timedelta.max)
    journals = []
    for sweeps in (one, other):
        databases.empty(engine)
        world = build(engine, tmp_path)
        ref = world.report("nurse1", "2026-11-02 09:00")
        events = diary(acts, sweeps)
        list(lived(events, world.sweep, partial(world.press, ref)))
        journals.append(stored(world))
    assert journals[0] == journals[1]


def in_hand(world: World) -> str:
    ref = world.report("nurse1", "2026-11-02 09:00")
    seven_days = Assign(to="fixer1", measures="清理", due=date(2026, 11, 9))
    world.press(ref, "officer1", "2026-11-02 10:00", Register(assign=seven_days))
    world.press(ref, "fixer1", "2026-11-02 11:00", Accept())
    return ref


def test_after_ten_days_of_silence_each_rung_fires_once_in_order_with_its_own_moment(world: World) -> None:
    ref = in_hand(world)
    world.sweep("2026-11-09 12:00")
    before = len(world.journal(ref))
    world.sweep("2026-11-19 12:00")
    assert world.sweep("2026-11-19 12:00") == 0
    lines = world.journal(ref)[before:]
    rungs = [(line.rung, line.at) for line in lines if line.clock == "overdue"]
    assert rungs == [(1, on("2026-11-10 09:00")), (2, on("2026-11-12 09:00")), (3, on("2026-11-16 09:00"))]
    keys = [(line.clock, line.since, line.rung) for line in lines]
    assert len(set(keys)) == len(keys)
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_a_late_submission_cannot_erase_its_lateness(world: World) -> None:
    ref = in_hand(world)
    world.press(ref, "fixer1", "2026-11-14 10:00", Submit(result="已清理", photos=[AFTER]))
    assert world.actions(ref)[-1] == "submit"
    overdue = [line.rung for line in world.journal(ref) if line.clock == "overdue"]
    assert overdue == [1, 2]
    assert world.hazard(ref).rung == 2


def test_a_refused_press_leaves_even_the_clock_to_the_next_one(world: World) -> None:
    ref = in_hand(world)
    before = len(world.journal(ref))
    with pytest.raises(Refusal):
        world.press(ref, "fixer2", "2026-11-14 10:00", Accept())
    with pytest.raises(Refusal):
        world.press(ref, "deputy1", "2026-11-14 10:00", ApproveClosure())
    assert len(world.journal(ref)) == before
    assert world.sweep("2026-11-14 10:00") > 0


def test_a_hazard_somebody_is_working_on_is_left_to_them(world: World) -> None:
    ref = in_hand(world)
    with world.store.engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1 FROM hazard FOR UPDATE")
        assert world.sweep("2026-11-14 10:00") == 0
    assert world.sweep("2026-11-14 10:00") > 0
    assert world.hazard(ref).rung == 2


def test_a_sweep_that_finds_nothing_owed_puts_the_index_right(world: World) -> None:
    ref = in_hand(world)
    true = world.hazard(ref).next_action_at
    with world.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE hazard SET next_action_at = '2026-11-02 03:30+00', holders = '{}'")
    assert world.sweep("2026-11-02 12:00") == 0
    hazard = world.hazard(ref)
    assert hazard.next_action_at == true
    assert hazard.holders == [world.people["fixer1"]]


def test_the_journal_line_names_the_run_that_wrote_it(world: World) -> None:
    ref = in_hand(world)
    run = "0192f0a0-0000-7000-8000-000000000001"
    hazard_id = world.hazard(ref).id
    assert hazard_id is not None
    assert advance(world.store, hazard_id, at=on("2026-11-05 00:00"), run=run) == 1
    assert [line.flow_run_id for line in world.journal(ref)][-1] == run

"""The sweep and the audit on real hazards, without Prefect."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from domain.incidents import open_incidents
from domain.store import faults
from flows.checking import check_all
from flows.context import Context, StoppedEarly
from flows.cores import anchor_all, clear_all
from flows.passes import completed
from flows.sweep import Sweep, advance_all
from flows.timetable import ROWS
from notifications.sender import AppriseSender
from tests.databases import administrator
from tests.world import World, on

REPORTED = "2026-11-02 09:00"
DAYS_LATER = on("2026-11-20 09:00")


@pytest.fixture
def context(world: World) -> Context:
    return Context(world.store, AppriseSender(), {})


def three_neglected(world: World) -> list[str]:
    return [world.report("nurse1", f"2026-11-02 09:0{n}") for n in range(3)]


def fired(world: World, ref: str) -> list[tuple[str, int | None, int | None]]:
    return [(line.clock, line.since, line.rung) for line in world.journal(ref) if line.clock]


def incidents(context: Context) -> dict[str, str]:
    with context.engine.connect() as connection:
        return {found.subject: found.kind for found in open_incidents(connection)}


def spoil(context: Context, change: str, ref: str) -> None:
    with context.engine.begin() as connection:
        connection.execute(text(f"UPDATE hazard SET {change} WHERE ref = :ref"), {"ref": ref})


def check(context: Context, at: datetime) -> dict[str, object]:
    """A pass of the audit, recorded as the timetable records it."""
    result = check_all(context, at, None)
    completed(context, "check_journal", "watchdog", None, result, at)
    return result


def test_neglected_hazards_climb_and_their_journal_names_the_run(world: World, context: Context) -> None:
    refs, run = three_neglected(world), str(uuid4())
    done = advance_all(context, DAYS_LATER, run)
    assert done == {"hazards": 3, "lines": sum(len(fired(world, ref)) for ref in refs), "stuck": 0}
    assert done["lines"] > 3
    lines = [line for ref in refs for line in world.journal(ref) if line.clock]
    assert {str(line.flow_run_id) for line in lines} == {run}


def test_a_second_sweep_finds_nothing_left(world: World, context: Context) -> None:
    three_neglected(world)
    advance_all(context, DAYS_LATER, None)
    assert advance_all(context, DAYS_LATER, None) == {"hazards": 0, "lines": 0, "stuck": 0}


def test_a_hazard_that_always_raises_starves_nobody_and_is_one_incident_until_it_moves(
    world: World, context: Context
) -> None:
    first, second, third = three_neglected(world)
    policy = world.hazard(first).policy
    spoil(context, "policy = 'of-no-such-name'", first)
    for _ in range(2):
        assert advance_all(context, DAYS_LATER, None)["stuck"] == 1
    assert fired(world, second)
    assert fired(world, third)
    assert (fired(world, first), incidents(context)) == ([], {first: "stuck_hazard"})
    spoil(context, f"policy = '{policy}'", first)
    assert advance_all(context, DAYS_LATER, None)["stuck"] == 0
    assert fired(world, first) == fired(world, second)
    assert incidents(context) == {}


def test_a_sweep_broken_off_in_the_middle_is_finished_by_the_next_and_nothing_fires_twice(
    world: World, context: Context
) -> None:
    refs = three_neglected(world)
    faults.plan("advance.between_hazards=raise@2")
    try:
        with pytest.raises(faults.FaultInjectedError):
            advance_all(context, DAYS_LATER, None)
    finally:
        faults.plan("")
    assert [bool(fired(world, ref)) for ref in refs] == [True, True, False]
    advance_all(context, DAYS_LATER, None)
    assert fired(world, refs[0]) == fired(world, refs[1]) == fired(world, refs[2])
    assert len(set(fired(world, refs[0]))) == len(fired(world, refs[0]))


def test_the_walk_goes_through_the_due_set_in_order_and_never_turns_back(
    world: World, context: Context
) -> None:
    refs = three_neglected(world)
    sweep = Sweep(context, DAYS_LATER, None)
    assert [[row.ref for row in sweep.chunk(2)] for _ in range(3)] == [refs[:2], refs[2:], []]


def test_asked_to_stop_the_sweep_stops_between_two_hazards(world: World, context: Context) -> None:
    refs = three_neglected(world)
    sweep = Sweep(context, DAYS_LATER, None)
    rows = sweep.chunk()
    sweep.advance(rows[0])
    context.stopping.set()
    with pytest.raises(StoppedEarly):
        sweep.advance(rows[1])
    assert [bool(fired(world, ref)) for ref in refs] == [True, False, False]


def test_the_audit_of_a_sound_journal_finds_nothing(world: World, context: Context) -> None:
    three_neglected(world)
    advance_all(context, DAYS_LATER, None)
    result = check(context, DAYS_LATER)
    assert set(result) == {"world", "recalculated"}
    assert incidents(context) == {}


def test_a_clock_that_is_due_and_unfired_for_two_passes_is_an_incident_until_it_fires(
    world: World, context: Context
) -> None:
    ref = world.report("nurse1", REPORTED)
    check(context, DAYS_LATER)
    assert incidents(context) == {ref: "missed_clock"}
    advance_all(context, DAYS_LATER, None)
    check(context, DAYS_LATER)
    assert incidents(context) == {}


def test_a_hazard_the_sweep_would_pass_by_is_an_incident_and_is_healed(
    world: World, context: Context
) -> None:
    ref = world.report("nurse1", REPORTED)
    check(context, on(REPORTED))
    next_moment = world.hazard(ref).next_action_at
    spoil(context, "next_action_at = NULL", ref)
    check(context, on(REPORTED))
    assert incidents(context) == {ref: "wrong_next_moment"}
    assert world.hazard(ref).next_action_at == next_moment
    check(context, on(REPORTED))
    assert incidents(context) == {}


def test_a_changed_journal_is_an_incident(world: World, context: Context) -> None:
    ref = world.report("nurse1", REPORTED)
    spoil(context, "head = '\\x00'", ref)
    check(context, on(REPORTED))
    assert incidents(context) == {ref: "broken_chain"}


def test_when_a_post_changes_hands_the_next_audit_gives_the_hazards_their_new_holder(
    world: World, context: Context
) -> None:
    ref = world.report("nurse1", REPORTED)
    check(context, on(REPORTED))
    held_by = world.hazard(ref).holders
    assert held_by == [world.people["officer1"]]
    world.leave_post("officer1", "officer")
    result = check(context, on(REPORTED))
    assert world.hazard(ref).holders not in ([], held_by)
    assert result["world"] != ""
    assert ROWS["check_journal"].every <= 300


def test_photos_without_a_report_are_cleared_away_and_counted(context: Context, world: World) -> None:
    world.report("nurse1", REPORTED)
    with world.store.engine.begin() as connection:
        old = "UPDATE evidence SET recorded_at = recorded_at - interval '2 days'"
        connection.execute(text(old))
        connection.execute(text("DELETE FROM case_evidence"))
    assert clear_all(context, DAYS_LATER, None) == {"files": 1}
    assert clear_all(context, DAYS_LATER, None) == {"files": 0}


def test_a_record_that_no_longer_gives_its_code_is_an_incident_until_it_does(
    world: World, context: Context
) -> None:
    three_neglected(world)
    assert anchor_all(context, on("2026-11-03 00:20"), None) == {"anchors": 1}
    for lines, seen in ((1, {"anchor": "broken_anchor"}), (-1, {})):
        with administrator(context.engine).begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("UPDATE anchor SET lines = lines + :lines"), {"lines": lines})
        check(context, on("2026-11-03 00:30"))
        assert incidents(context) == seen


def test_a_task_that_cannot_be_begun_starves_nobody_and_is_an_incident_until_it_can(
    context: Context, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")

    def fails(*_: object) -> int:
        raise RuntimeError("no such list")

    with monkeypatch.context() as broken:
        broken.setattr("flows.sweep.open_tasks", fails)
        assert advance_all(context, DAYS_LATER, None)["hazards"] >= 1
    assert len(world.actions(ref)) > 1
    with world.store.engine.connect() as connection:
        assert [one.detail for one in open_incidents(connection) if one.kind == "stuck_rule"] == [
            "RuntimeError: no such list"
        ]
    advance_all(context, DAYS_LATER, None)
    with world.store.engine.connect() as connection:
        assert [one for one in open_incidents(connection) if one.kind == "stuck_rule"] == []

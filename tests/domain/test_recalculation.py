"""A notice of the State Council arrives, somebody leaves: dates and holders follow, what fired stays fired."""

from datetime import UTC, date, datetime

import pytest

from domain.audit.cases import verify_chains
from domain.calendar import Calendar, calendar_from, end_of
from domain.calendar.years import shipped_text
from domain.cases import recalculation
from domain.cases.recalculation import recalculate_all, state_of_the_world
from domain.cases.store import case_of
from domain.commands import Assign, Register
from tests.world import World, on

PUBLISHED = '[2027]\noff."元旦" = ["01-01..01-05"]\nwork = ["01-09"]\n'
"""An invented notice: the year begins with five days off."""


def publish(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """From now on the calendar of this process knows the year 2027."""
    known = calendar_from(shipped_text(), PUBLISHED)
    for module in (recalculation, case_of):
        monkeypatch.setattr(module, "national_calendar", lambda: known)
    return known


def assigned_over_new_year(world: World, **more: object) -> str:
    ref = world.report("nurse1", "2026-12-28 09:00", department="001-01")
    world.press(ref, "officer1", "2026-12-28 09:10", Register())
    assign = Assign.model_validate({"to": "fixer1", "measures": "清理", **more})
    world.press(ref, "officer1", "2026-12-28 09:20", assign)
    return ref


def test_a_published_year_moves_a_provisional_date_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = assigned_over_new_year(world, term="parts")
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 4))
    world.sweep("2027-01-02 10:00")
    before = world.actions(ref)
    assert "remind" in before

    publish(monkeypatch)
    changed = recalculate_all(world.store, at=on("2027-01-02 11:00"), why="2027 年放假安排公布")
    assert changed == 1
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 6))
    assert world.hazard(ref).first_rectify_by == world.hazard(ref).rectify_by
    line = world.journal(ref)[-1]
    assert (line.action, line.actor_id) == ("recalculate", None)
    assert line.data["was"].startswith("2027-01-04")
    assert "2027-01-06" in line.data["because"]

    assert recalculate_all(world.store, at=on("2027-01-02 12:00"), why="再算一次") == 0
    assert world.actions(ref) == [*before, "recalculate"]
    world.sweep("2027-01-06 10:00")
    reminders = [
        (line.clock, line.since, line.rung) for line in world.journal(ref) if line.action == "remind"
    ]
    assert len(reminders) == len(set(reminders)) > before.count("remind")
    assert world.journal(ref)[-1].at == on("2027-01-06 09:00")
    assert list(verify_chains(world.store)) == []


def test_a_day_that_somebody_named_is_not_moved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = assigned_over_new_year(world, due="2027-01-04")
    publish(monkeypatch)
    assert recalculate_all(world.store, at=on("2027-01-02 11:00"), why="2027 年放假安排公布") == 0
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 4))
    assert "recalculate" not in world.actions(ref)


def test_what_was_due_before_the_correction_fires_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = assigned_over_new_year(world, term="parts")
    publish(monkeypatch)
    recalculate_all(world.store, at=on("2027-01-02 11:00"), why="2027 年放假安排公布")
    actions = world.actions(ref)
    assert actions.index("remind") < actions.index("recalculate")


def test_an_empty_post_moves_the_holder_and_the_new_one_is_told(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    assert world.hazard(ref).holders == [world.people["officer1"]]
    with world.store.engine.connect() as connection:
        was = state_of_the_world(world.store, connection, on("2026-11-02 10:00"))
    world.leave_post("officer1", "officer")
    with world.store.engine.connect() as connection:
        assert state_of_the_world(world.store, connection, on("2026-11-02 10:00")) != was
    assert recalculate_all(world.store, at=datetime(2026, 11, 2, 2, tzinfo=UTC), why="离岗") == 0
    assert world.hazard(ref).holders == [world.people["deputy1"]]
    assert world.told(ref, "take_on") == [("deputy1", "todo")]

"""A notice of the State Council arrives, somebody leaves: dates and holders follow, what fired stays fired."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.audit.cases import audit_clocks, verify_chains
from domain.calendar import end_of
from domain.cases.recalculation import recalculate_all, state_of_the_world
from domain.commands import Assign, Register
from domain.errors import NotAllowed, NotFound
from domain.organisation.earlier_dates import AgreeToEarlier, agree_to_earlier
from tests.calendars import INVENTED, SHORTER, confirm, enter, publish
from tests.world import PEOPLE, World, on


def assigned_over_new_year(world: World, **more: object) -> str:
    ref = world.report("nurse1", "2026-12-28 09:00", department="001-01")
    world.press(ref, "officer1", "2026-12-28 09:10", Register())
    assign = Assign.model_validate({"to": "fixer1", "measures": "清理", **more})
    world.press(ref, "officer1", "2026-12-28 09:20", assign)
    return ref


def test_a_published_year_moves_a_provisional_date_once(world: World) -> None:
    ref = assigned_over_new_year(world, term="parts")
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 4))
    world.sweep("2027-01-02 10:00")
    before = world.actions(ref)
    assert "remind" in before

    publish(world, "2027-01-02 11:00")
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


def test_a_day_that_somebody_named_is_not_moved(world: World) -> None:
    ref = assigned_over_new_year(world, due="2027-01-04")
    publish(world, "2027-01-02 11:00")
    assert recalculate_all(world.store, at=on("2027-01-02 11:00"), why="2027 年放假安排公布") == 0
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 4))
    assert "recalculate" not in world.actions(ref)


def test_what_was_due_before_the_correction_fires_before_it(world: World) -> None:
    ref = assigned_over_new_year(world, term="parts")
    publish(world, "2027-01-02 11:00")
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


def test_a_later_date_holds_at_once_and_an_earlier_one_when_somebody_agreed(world: World) -> None:
    """The long new year is announced; a corrected notice takes it back."""
    ref = assigned_over_new_year(world, term="parts")
    publish(world, "2026-12-29 09:00")
    assert recalculate_all(world.store, at=on("2026-12-29 09:01"), why="放假安排") == 1
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 6))
    publish(world, "2026-12-30 09:00", SHORTER)
    assert recalculate_all(world.store, at=on("2026-12-30 09:01"), why="放假安排更正") == 0
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 6)), (
        "nobody's days are taken away by a machine"
    )
    agree = AgreeToEarlier(hazards=[ref])
    assert agree_to_earlier(world.store, agree, by=world.actor("office"), at=on("2026-12-30 10:00")) == 1
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 4))
    line = world.journal(ref)[-1]
    assert (line.action, line.data["agreed_by"], line.data["names"]["people"]) == (
        "recalculate",
        "office",
        {"office": "office"},
    )
    assert agree_to_earlier(world.store, agree, by=world.actor("office"), at=on("2026-12-30 11:00")) == 0
    world.sweep("2026-12-30 11:00")
    assert list(verify_chains(world.store)) == []
    assert list(audit_clocks(world.store, on("2026-12-30 11:00"), timedelta(minutes=5))) == []


def test_a_year_entered_and_not_yet_confirmed_changes_nothing(world: World) -> None:
    def state() -> str:
        with world.store.engine.connect() as connection:
            return state_of_the_world(world.store, connection, on("2026-12-30 10:00"))

    ref = assigned_over_new_year(world, term="parts")
    was = state()
    edition = enter(world, "office", "2026-12-29 09:00", INVENTED)
    assert state() == was
    assert recalculate_all(world.store, at=on("2026-12-29 09:01"), why="录入") == 0
    assert "暂定" in world.hazard(ref).terms["rectify"][2]
    confirm(world, "leader", "2026-12-29 10:00", edition)
    assert state() != was


def test_only_the_commission_above_the_unit_agrees_to_earlier_dates(world: World) -> None:
    ref = assigned_over_new_year(world, term="parts")
    publish(world, "2026-12-29 09:00")
    recalculate_all(world.store, at=on("2026-12-29 09:01"), why="放假安排")
    publish(world, "2026-12-30 09:00", SHORTER)
    agree = AgreeToEarlier(hazards=[ref])
    theirs = {"office", "office2", "leader", "head"}
    for who in sorted(set(PEOPLE) - theirs):
        with pytest.raises((NotAllowed, NotFound)):
            agree_to_earlier(world.store, agree, by=world.actor(who), at=on("2026-12-30 10:00"))
    both = AgreeToEarlier(hazards=[ref, "nothing"])
    with pytest.raises(NotFound, match="没有隐患“nothing”"):
        agree_to_earlier(world.store, both, by=world.actor("head"), at=on("2026-12-30 10:00"))
    assert world.hazard(ref).rectify_by == end_of(date(2027, 1, 6)), "all are asked for before any is moved"

"""What is the engine's, it is for every kind of case: each test here runs for hazards and for tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Table, select, text

from domain.audit.anchors import broken_anchors, cast_anchor
from domain.audit.cases import audit_clocks, verify_chains
from domain.cases.kind import Kind
from domain.cases.perform import Done, perform
from domain.cases.recalculation import recalculate
from domain.commands import Command, Register
from domain.errors import NotAllowed, NotFound, Stale
from domain.kinds import HAZARD, KINDS
from domain.queries import due
from domain.tables.core import CASES, JOURNAL, NOTICE, PERSON
from domain.task.kind import TASKS
from domain.task.opening import open_tasks
from tests.databases import administrator
from tests.task.test_daily_patrol import ALL_WELL, switch
from tests.world import World, on

MORNING, LATE, MUCH_LATER = "2026-11-02 09:00", "2026-11-03 12:00", "2026-11-09 18:00"


@dataclass
class Sample:
    """A case of one kind that has just begun: who holds it, who must hear of it once it is late, and how it goes on."""

    world: World
    kind: Kind
    ref: str
    holder: str
    colleague: str
    stranger: str
    command: Command

    def press(self, who: str, at: str = MORNING, **terms: Any) -> Done:
        return perform(self.world.store, self.ref, self.command, by=self.world.actor(who), at=on(at), **terms)

    @property
    def table(self) -> Table:
        return self.kind.table

    def row(self) -> Any:
        with self.world.store.engine.connect() as connection:
            return connection.execute(select(self.table).where(self.table.c.ref == self.ref)).one()

    def lines(self) -> list[Any]:
        with self.world.store.engine.connect() as connection:
            mine = select(JOURNAL).where(JOURNAL.c.case_id == self.row().id)
            return list(connection.execute(mine.order_by(JOURNAL.c.seq)))

    def told(self) -> list[str]:
        with self.world.store.engine.connect() as connection:
            mine = select(PERSON.c.key).join(NOTICE, NOTICE.c.person_id == PERSON.c.id)
            return list(
                connection.scalars(mine.where(NOTICE.c.case_id == self.row().id).order_by(NOTICE.c.id))
            )


def a_hazard(world: World) -> Sample:
    ref = world.report("nurse1", "2026-11-02 08:30")
    return Sample(world, HAZARD, ref, "officer1", "dept1", "officer2", Register())


def a_task(world: World) -> Sample:
    world.leave_post("fixer1", "staff")
    switch(world, "chief1", "2026-11-02 08:00")
    assert open_tasks(world.store, on("2026-11-02 08:30")) == 1
    with world.store.engine.connect() as connection:
        ref = connection.scalar(select(TASKS.table.c.ref))
    return Sample(world, TASKS, str(ref), "nurse1", "deputy1", "officer2", ALL_WELL)


@pytest.fixture(params=[a_hazard, a_task], ids=["hazard", "task"])
def sample(request: pytest.FixtureRequest, world: World) -> Sample:
    made: Callable[[World], Sample] = request.param
    return made(world)


def test_it_is_a_case_with_a_journal_whose_chain_holds_and_anchors_cover_it(sample: Sample) -> None:
    world = sample.world
    sample.press(sample.holder)
    with world.store.engine.connect() as connection:
        named = connection.execute(select(CASES).where(CASES.c.ref == sample.ref)).one()
    assert (named.kind, named.id) == (sample.kind.name, sample.row().id)
    assert [line.seq for line in sample.lines()] == list(range(1, len(sample.lines()) + 1))
    assert cast_anchor(world.store, on(LATE)) == 1
    assert [*verify_chains(world.store)] == []
    with administrator(world.store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text("UPDATE journal SET at = at - interval '1 hour' WHERE case_id = :id AND seq = 1"),
            {"id": named.id},
        )
    assert [found.ref for found in verify_chains(world.store)] == [sample.ref]
    with world.store.engine.connect() as connection:
        assert list(broken_anchors(connection)) == [], (
            "hashes stand as they were cast: only the line was changed"
        )


@pytest.mark.parametrize("column", ["state", "unit_id", "terms", "holders"])
def test_a_row_changed_past_the_writer_is_found(sample: Sample, column: str) -> None:
    sample.press(sample.holder)
    other = {"state": "'x'", "unit_id": "unit_id + 1", "terms": "'{}'", "holders": "'{1}'"}[column]
    with administrator(sample.world.store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(f"UPDATE {sample.table.name} SET {column} = {other} WHERE ref = '{sample.ref}'")
        )
    store = sample.world.store
    found = [*verify_chains(store), *audit_clocks(store, on(LATE), on(LATE) - on(MORNING))]
    assert sample.ref in {one.ref for one in found}


def test_a_press_that_is_repeated_happens_once(sample: Sample) -> None:
    first = sample.press(sample.holder, key="once")
    assert sample.press(sample.holder, "2026-11-02 09:05", key="once") == first
    assert len([line for line in sample.lines() if line.action == str(sample.command.action)]) == 1


def test_whoever_comes_second_is_told_who_won(sample: Sample) -> None:
    seen = sample.row().version
    sample.press(sample.holder, version=seen)
    with pytest.raises(Stale, match=sample.holder):
        sample.press(sample.holder, version=seen)


def test_a_stranger_does_not_see_it_and_whoever_may_not_is_told_who_may(sample: Sample) -> None:
    with pytest.raises(NotFound):
        sample.press(sample.stranger)
    with pytest.raises(NotAllowed, match="由"):
        sample.press("office" if sample.kind is HAZARD else "chief1")


def test_a_delegate_acts_in_the_principals_name(sample: Sample) -> None:
    world = sample.world
    world.delegate(sample.holder, sample.colleague, "2026-11-01 00:00", "2026-12-01 00:00")
    sample.press(sample.colleague)
    last = sample.lines()[-1]
    people = world.people
    assert (last.actor_id, last.for_id) == (people[sample.colleague], people[sample.holder])


def test_when_its_holder_leaves_it_waits_for_the_next_above(sample: Sample) -> None:
    world = sample.world
    role = "officer" if sample.kind is HAZARD else "staff"
    assert sample.row().holders == [world.people[sample.holder]]
    world.leave_post(sample.holder, role)
    recalculate(world.store, sample.row().id, at=on("2026-11-02 10:00"), why="离岗", kind=sample.kind)
    held = {key for key, person in world.people.items() if person in sample.row().holders}
    assert held == {"deputy1" if sample.kind is HAZARD else "dept1"}
    assert "take_on" in [line.action for line in sample.lines()]


def test_after_an_outage_of_five_days_everything_fires_once_in_order_whoever_sweeps(sample: Sample) -> None:
    world = sample.world
    for _ in range(2):
        world.sweep(MUCH_LATER, late=True)
    fired = [(line.clock, line.since, line.rung) for line in sample.lines() if line.clock]
    assert len(fired) == len(set(fired)) > 1
    moments = [line.at for line in sample.lines()]
    assert moments == sorted(moments)
    assert sample.told()
    with world.store.engine.connect() as connection:
        assert [row.ref for row in due(connection, on(MUCH_LATER)) if row.ref == sample.ref] == []
    assert [*audit_clocks(world.store, on(MUCH_LATER), on(MUCH_LATER) - on("2026-11-09 17:00"))] == []
    assert [*verify_chains(world.store)] == []


def test_every_kind_is_listed_and_says_all_that_the_engine_asks() -> None:
    assert list(KINDS) == ["hazard", "task"]
    for kind in KINDS.values():
        assert kind.case.kind == kind.name == kind.table.name
        assert {"ref", "state", "version", "head", "terms", "fired", "holders", "involved"} <= set(
            kind.table.c.keys()
        )

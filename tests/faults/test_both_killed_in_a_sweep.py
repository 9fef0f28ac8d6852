"""kill -9 of web and worker in the middle of a sweep, while somebody acts: nothing is lost, nothing is there twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from domain import clock
from domain.audit.cases import audit_clocks, verify_chains
from domain.commands import Urge
from domain.tables import JournalEntry
from tests.databases import administrator
from tests.faults.history import fired, history
from tests.faults.house import Answer, House, NoAnswerError, text_of
from tests.flows.prefect_server import eventually
from tests.world import World, select_notices

REPORTED = "2026-11-02 09:00"
URGED: dict[str, Any] = {"note": "请今天处理"}


@pytest.fixture
def house(world: World) -> Iterator[House]:
    house = House(world)
    yield house
    house.close()


def asked_in_vain(house: House, ref: str) -> threading.Thread:
    """Somebody presses and waits for a hazard that the worker holds; they never hear an answer."""

    def wait() -> None:
        with pytest.raises(NoAnswerError):
            house.press("deputy1", ref, "urge", URGED, "waits")

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@contextmanager
def held_open(world: World, ref: str) -> Iterator[None]:
    """Whoever writes about this hazard is held in the middle of their transaction, until the end of the block."""
    hold = (
        "CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(7);"
        " RETURN NEW; END $$; CREATE TRIGGER wait_here BEFORE INSERT ON journal FOR EACH ROW"
        f" WHEN (NEW.case_id = {world.hazard(ref).id}) EXECUTE FUNCTION wait_here()"
    )
    with administrator(world.store.engine).connect() as door:
        door.exec_driver_sql(hold)
        door.commit()
        door.exec_driver_sql("SELECT pg_advisory_lock(7)")
        door.commit()
        try:
            yield
        finally:
            door.exec_driver_sql("SELECT pg_advisory_unlock(7)")
            door.exec_driver_sql("DROP FUNCTION wait_here CASCADE")
            door.commit()


def waiting(world: World) -> int:
    """How many wait for a lock in this database."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with world.store.engine.connect() as connection:
        return int(connection.execute(text(asked)).scalar_one())


def swept(world: World) -> bool:
    """Whether the restarted worker completed a pass."""
    with world.store.engine.connect() as connection:
        asked = text("SELECT by FROM timetable_pass WHERE name = 'advance_hazards'")
        return bool(connection.scalar(asked) == "watchdog")


def a_twin(world: World, pressed: JournalEntry | None) -> str:
    """The same life without any accident: the press at its own moment, the sweep whenever."""
    ref = world.report("nurse1", REPORTED)
    if pressed is not None:
        world.press(ref, "deputy1", text_of(pressed.at), Urge(note=pressed.data.get("note")))
    return ref


def test_web_and_worker_killed_in_a_sweep_with_people_at_work(world: World, house: House) -> None:
    refs = [world.report("nurse1", REPORTED) for _ in range(4)]
    first, _, held, last = refs
    with held_open(world, held):
        house.start("api", "perform.after_commit=kill@2")
        house.start("flows")
        eventually(lambda: waiting(world) == 1)  # the worker, inside its third hazard
        assert [bool(fired(world, ref)) for ref in refs] == [True, True, False, False]
        heard = house.press("deputy1", last, "urge", URGED, "heard")
        in_vain = asked_in_vain(house, held)
        eventually(lambda: waiting(world) == 2)
        with pytest.raises(NoAnswerError):
            house.press("deputy1", first, "urge", URGED, "lost")
        assert house.killed_itself("api")
        house.kill("flows")
        in_vain.join()
    house.start("flows")
    house.start("api")
    keys = {last: "heard", first: "lost", held: "waits"}
    again = {ref: house.press("deputy1", ref, "urge", URGED, key) for ref, key in keys.items()}
    assert [status for status, _ in (heard, *again.values())] == [200] * 4
    assert again[last] == heard
    eventually(lambda: swept(world))
    nothing_lost_and_nothing_twice(world, house, refs, again)


def nothing_lost_and_nothing_twice(
    world: World, house: House, refs: list[str], again: dict[str, Answer]
) -> None:
    end = house.now()
    for ref in refs:
        pressed = [line for line in world.journal(ref) if line.action == "urge" and line.actor_id]
        assert len(pressed) == (ref in again)
        assert len(set(fired(world, ref))) == len(fired(world, ref)) > 3
        twin = a_twin(world, next(iter(pressed), None))
        world.sweep(end)
        assert history(world, ref) == history(world, twin)
        assert select_notices(world, ref) == select_notices(world, twin)
    assert list(verify_chains(world.store)) == []
    moment = house.demo.legal(clock.machine_now())
    assert list(audit_clocks(world.store, moment, timedelta(hours=1))) == []

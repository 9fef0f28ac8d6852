"""Real hazards swept by the real worker: what Prefect shows of them, and what a kill leaves behind."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from domain.clock import SITE_ZONE, DemoClock
from flows.timetable import ROWS
from tests.flows.prefect_server import PrefectServer, eventually
from tests.flows.worker_process import WorkerProcess
from tests.world import World, on

pytestmark = pytest.mark.xdist_group("prefect")

ADVANCE = "advance_hazards"
SERVES = f"serves {len(ROWS)} rows"


def neglected(world: World, number: int) -> list[str]:
    return [world.report("nurse1", f"2026-11-02 {9 + n // 60:02}:{n % 60:02}") for n in range(number)]


def fired(world: World, ref: str) -> list[tuple[str, int | None, int | None]]:
    return [(line.clock, line.since, line.rung) for line in world.journal(ref) if line.clock]


def start(worker: WorkerProcess, prefect: PrefectServer, **settings: str) -> None:
    rounds = worker.said().count(SERVES)
    worker.start(prefect.settings, program="flows", **settings)
    eventually(lambda: worker.said().count(SERVES) > rounds)


def sweep_by_hand(prefect: PrefectServer) -> str:
    deployment = prefect.deployment(ADVANCE)["id"]
    run: str = prefect.post(f"/deployments/{deployment}/create_flow_run", {"state": {"type": "SCHEDULED"}})[
        "id"
    ]
    return run


def swept_in(prefect: PrefectServer, world: World, ref: str) -> str:
    """Wait until a hazard was swept and the sweep has ended, by hand or punctually; gives its run's id."""
    eventually(lambda: fired(world, ref))
    run = next(str(line.flow_run_id) for line in world.journal(ref) if line.clock)
    eventually(lambda: state(prefect, run)["type"] == "COMPLETED")
    return run


def swept_by_hand(prefect: PrefectServer) -> str:
    """Press Run and wait for its end; gives the run's id."""
    run = sweep_by_hand(prefect)
    eventually(lambda: state(prefect, run)["type"] == "COMPLETED")
    return run


def state(prefect: PrefectServer, run: str) -> dict[str, Any]:
    found: dict[str, Any] = prefect.client.get(f"{prefect.url}/flow_runs/{run}").json()["state"]
    return found


def task_runs(prefect: PrefectServer, run: str) -> dict[str, str]:
    found = prefect.post("/task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    return {task["name"]: task["state_type"] for task in found}


def test_sweeps_by_hand(
    prefect: PrefectServer, worker: WorkerProcess, second: WorkerProcess, world: World
) -> None:
    """One house: a worker that is killed in a sweep, the one that follows it, and another beside that one."""
    a_worker_killed_in_the_middle_of_a_sweep_leaves_nothing_lost_and_nothing_twice(prefect, worker, world)
    a_hazard_names_its_run_and_a_run_names_its_hazards(prefect, worker, world)
    beyond_50_hazards_a_run_shows_chunks_and_a_table_that_names_them_all(prefect, worker, world)
    start(second, prefect)
    two_workers_at_once_share_the_sweep_and_never_double_it(prefect, world)


def a_worker_killed_in_the_middle_of_a_sweep_leaves_nothing_lost_and_nothing_twice(
    prefect: PrefectServer, worker: WorkerProcess, world: World
) -> None:
    refs = neglected(world, 4)
    start(worker, prefect, BIHUAN_FAULTS="advance.between_hazards=kill@2")
    run = sweep_by_hand(prefect)
    assert worker.ended() == -9
    assert [bool(fired(world, ref)) for ref in refs] == [True, True, False, False]
    start(worker, prefect)
    eventually(lambda: state(prefect, run)["type"] == "CRASHED")
    swept_by_hand(prefect)
    assert [fired(world, ref) for ref in refs] == [fired(world, refs[0])] * 4
    assert len(set(fired(world, refs[0]))) == len(fired(world, refs[0]))
    told = world.told(refs[0])
    assert [world.told(ref) for ref in refs] == [told] * 4


def a_hazard_names_its_run_and_a_run_names_its_hazards(
    prefect: PrefectServer, worker: WorkerProcess, world: World
) -> None:
    spoilt = text("UPDATE hazard SET policy = :policy WHERE ref = :ref")
    with worker.asleep():
        refs = neglected(world, 3)
        with world.store.engine.begin() as connection:
            policy = connection.scalar(text("SELECT policy FROM hazard WHERE ref = :ref"), {"ref": refs[0]})
            connection.execute(spoilt, {"ref": refs[0], "policy": "of-no-such-name"})
        sweep_by_hand(prefect)
    run = swept_in(prefect, world, refs[1])
    assert state(prefect, run)["message"].startswith("3 hazards, ")
    shown = {refs[0]: "FAILED", refs[1]: "COMPLETED", refs[2]: "COMPLETED"}
    eventually(lambda: task_runs(prefect, run) == shown)
    for ref in refs[1:]:
        assert fired(world, ref)
        assert {str(line.flow_run_id) for line in world.journal(ref) if line.clock} == {run}
    with world.store.engine.begin() as connection:
        connection.execute(spoilt, {"ref": refs[0], "policy": policy})
    swept_by_hand(prefect)
    eventually(lambda: fired(world, refs[0]))


def beyond_50_hazards_a_run_shows_chunks_and_a_table_that_names_them_all(
    prefect: PrefectServer, worker: WorkerProcess, world: World
) -> None:
    with worker.asleep():
        refs = neglected(world, 60)
        sweep_by_hand(prefect)
    run = swept_in(prefect, world, refs[0])
    eventually(lambda: sorted(task_runs(prefect, run)) == sorted(
        [f"51 hazards from {refs[0]}", f"9 hazards from {refs[51]}"]))  # fmt: skip
    tables = prefect.post("/artifacts/filter", {"flow_runs": {"id": {"any_": [run]}}})
    named = [line["hazard"] for table in tables for line in json.loads(table["data"])]
    assert sorted(named) == sorted(refs)


def two_workers_at_once_share_the_sweep_and_never_double_it(prefect: PrefectServer, world: World) -> None:
    refs = neglected(world, 40)
    runs = [sweep_by_hand(prefect) for _ in range(4)]
    eventually(lambda: all(state(prefect, run)["type"] == "COMPLETED" for run in runs))
    eventually(lambda: all(fired(world, ref) for ref in refs))
    assert [fired(world, ref) for ref in refs] == [fired(world, refs[0])] * 40
    assert len(set(fired(world, refs[0]))) == len(fired(world, refs[0]))


def history(world: World, ref: str) -> list[tuple[object, ...]]:
    """The journal of a hazard without what depends on when and by whom it was written."""
    return [
        (line.seq, line.action, line.at, line.clock, line.since, line.rung, line.to_state, line.data)
        for line in world.journal(ref)
    ]


@pytest.mark.exhaustive
def test_with_prefect_dead_for_ten_demo_days_and_the_worker_killed_history_is_as_if_nothing_had_been(
    prefect: PrefectServer, worker: WorkerProcess, world: World
) -> None:
    demo = DemoClock(on("2026-11-02 09:00"), datetime.now(UTC), 86_400.0)  # a day is a second
    neglected_ref = world.report("nurse1", "2026-11-02 09:00")
    start(worker, prefect, BIHUAN_DEMO_CLOCK=demo.text())
    eventually(lambda: prefect.runs(ADVANCE, "COMPLETED"))
    prefect.kill()
    time.sleep(10)
    worker.kill()
    worker.start(prefect.settings, program="flows", BIHUAN_DEMO_CLOCK=demo.text())
    eventually(lambda: worker.passes(ADVANCE).by == "watchdog")
    prefect.start()
    eventually(lambda: worker.passes(ADVANCE).by == "prefect")
    assert worker.stop() == 0
    end = f"{demo.legal(datetime.now(UTC)).astimezone(SITE_ZONE):%Y-%m-%d %H:%M}"
    left_alone = world.report("nurse1", "2026-11-02 09:00")
    world.sweep(end)  # whatever came due between the worker's last pass and now, for both
    assert len(fired(world, neglected_ref)) > 3  # the wait itself, one working day, three, and again
    assert history(world, neglected_ref) == history(world, left_alone)

"""What Prefect does with our timetable, against its real server."""

import os
import signal
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.timetable import ROWS
from tests.flows.prefect_server import PrefectServer, eventually
from tests.flows.worker_process import WorkerProcess

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them

ADVANCE = "advance_hazards"
DELIVER = "deliver_notices"


def a_fast_clock() -> dict[str, str]:
    """A day in 20 s: the sweep comes every 2 s, and the watchdog after 6 s."""
    now = datetime.now(UTC).isoformat()
    return {"BIHUAN_DEMO_CLOCK": f"{now} {now} 4320.0"}


def start(worker: WorkerProcess, prefect: PrefectServer, **settings: str) -> None:
    """Start a worker on the fast clock and wait until Prefect knows the timetable."""
    worker.start(prefect.url, **a_fast_clock(), **settings)
    eventually(lambda: prefect.deployment("check_journal"))


def press_run(prefect: PrefectServer, row: str, **state: object) -> str:
    """What the Run button of Prefect's page does; gives the run's id."""
    deployment = prefect.deployment(row)["id"]
    body = {"state": {"type": "SCHEDULED", **state}}
    run: str = prefect.post(f"/deployments/{deployment}/create_flow_run", body)["id"]
    return run


def pause(prefect: PrefectServer, row: str, *, paused: bool = True) -> None:
    prefect.patch(f"/deployments/{prefect.deployment(row)['id']}", {"paused": paused})


def in_hand(prefect: PrefectServer, row: str) -> str:
    """Press Run and wait until its core is at work; gives the run's id. The sweep's own flow calls no core."""
    run = press_run(prefect, row)
    eventually(lambda: state_of(prefect, run) == "RUNNING")
    return run


def state_of(prefect: PrefectServer, run: str) -> str:
    return str(prefect.client.get(f"{prefect.url}/flow_runs/{run}").json()["state_type"])


def message_of(prefect: PrefectServer, run: str) -> str:
    return str(prefect.client.get(f"{prefect.url}/flow_runs/{run}").json()["state"]["message"])


def test_a_scheduled_run_happens_and_leaves_its_mark_in_our_database(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect)
    runs = eventually(lambda: [run for run in prefect.runs(DELIVER, "COMPLETED") if run["auto_scheduled"]])
    called = [call.run for call in worker.calls(DELIVER)]
    assert runs[0]["id"] in called
    last = worker.passes(DELIVER)
    assert (last.by, last.result["outcome"]["calls"]) == ("prefect", 1)


def test_the_run_button_runs_a_row_now(prefect: PrefectServer, worker: WorkerProcess) -> None:
    start(worker, prefect)
    run = press_run(prefect, "check_journal")
    eventually(lambda: state_of(prefect, run) == "COMPLETED")
    assert run in [call.run for call in worker.calls("check_journal")]


def test_a_strangers_deployment_in_our_pool_is_refused_with_a_reason(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect)
    flow = prefect.deployment(ADVANCE)["flow_id"]
    body = {"name": "stranger", "flow_id": flow, "work_pool_name": "bihuan"}
    stranger = prefect.post("/deployments/", body)["id"]
    asked = {"state": {"type": "SCHEDULED"}}
    run = prefect.post(f"/deployments/{stranger}/create_flow_run", asked)["id"]
    eventually(lambda: state_of(prefect, run) == "CRASHED")
    assert "不在时间表中" in message_of(prefect, run)


def test_only_the_newest_missed_run_is_run_and_the_others_are_cancelled(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect)
    eventually(lambda: prefect.runs(ADVANCE, "COMPLETED"))
    worker.kill()
    eventually(lambda: len(late_runs(prefect)) >= 5)
    missed = {run["id"] for run in late_runs(prefect)}
    before = len(worker.calls(ADVANCE))
    worker.start(prefect.url, **a_fast_clock())
    eventually(lambda: not missed & {run["id"] for run in late_runs(prefect)})
    superseded = [run for run in prefect.runs(ADVANCE, "CANCELLED") if run["id"] in missed]
    assert len(superseded) >= len(missed) - 2
    assert {run["state"]["message"] for run in superseded} == {"superseded"}
    assert not {run["id"] for run in superseded} & {call.run for call in worker.calls(ADVANCE)[before:]}


def late_runs(prefect: PrefectServer) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    waiting = prefect.runs(ADVANCE, "SCHEDULED")
    return [run for run in waiting if datetime.fromisoformat(run["expected_start_time"]) < now]


def test_a_worker_killed_inside_a_run_is_followed_by_one_that_marks_the_run_crashed(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect, CORE_SECONDS="30")
    run = in_hand(prefect, "check_journal")
    worker.kill()
    worker.start(prefect.url, **a_fast_clock())
    eventually(lambda: state_of(prefect, run) == "CRASHED")
    assert message_of(prefect, run) == "its worker died"


def test_a_killed_server_leaves_the_watchdog_to_do_the_work(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect)
    eventually(lambda: prefect.runs(ADVANCE, "COMPLETED"))
    prefect.kill()
    eventually(lambda: worker.passes(ADVANCE).by == "watchdog", 20)
    prefect.start()
    back = eventually(lambda: worker.passes(ADVANCE).by == "prefect", 90)
    assert back


def test_a_paused_deployment_leaves_the_watchdog_to_do_the_work_and_stays_paused(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect)
    eventually(lambda: prefect.runs(ADVANCE, "COMPLETED"))
    pause(prefect, ADVANCE)
    eventually(lambda: worker.passes(ADVANCE).by == "watchdog", 20)
    assert worker.stop() == 0
    worker.start(prefect.url, **a_fast_clock())
    eventually(lambda: f"serves {len(ROWS)} rows" in worker.said().split("asked to stop")[-1])
    assert prefect.deployment(ADVANCE)["paused"]
    pause(prefect, ADVANCE, paused=False)
    eventually(lambda: worker.passes(ADVANCE).by == "prefect")


def test_asked_to_stop_the_worker_lets_the_run_in_hand_end_and_leaves_with_0(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect, CORE_SECONDS="4")
    run = in_hand(prefect, "check_journal")
    assert worker.stop() == 0
    assert state_of(prefect, run) == "COMPLETED"
    assert [bool(call.ended) for call in worker.calls("check_journal") if call.run == run] == [True]


def test_a_run_that_does_not_end_is_left_after_a_while_and_the_code_is_still_0(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect, CORE_SECONDS="60")
    in_hand(prefect, "check_journal")
    began = datetime.now(UTC)
    assert worker.stop() == 0
    assert datetime.now(UTC) - began < timedelta(seconds=15)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_without_prefect_watchdog_and_listener_do_all_the_work(
    worker: WorkerProcess, number: signal.Signals
) -> None:
    worker.start(None, **a_fast_clock())
    eventually(lambda: worker.calls(ADVANCE), 20)
    eventually(lambda: worker.passes("check_journal") is not None)
    assert worker.process is not None
    os.kill(worker.process.pid, number)
    assert worker.process.wait(15) == 0
    assert worker.passes(ADVANCE).by == "watchdog"
    assert "Traceback" not in worker.said()


def test_an_absent_prefect_is_waited_for_quietly(worker: WorkerProcess) -> None:
    worker.start("http://127.0.0.1:9/api", **a_fast_clock())
    eventually(lambda: worker.calls(ADVANCE), 20)
    assert worker.stop() == 0
    assert worker.said().count("Prefect does not answer yet") == 1
    assert "Traceback" not in worker.said()


def test_two_workers_bear_two_names_and_neither_takes_the_other_for_dead(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    start(worker, prefect, CORE_SECONDS="8")
    second = WorkerProcess(worker.engine.url, worker.engine)
    try:
        run = in_hand(prefect, "check_journal")
        second.start(prefect.url, **a_fast_clock())
        eventually(lambda: "bihuan-worker-2 serves" in second.said())
        eventually(lambda: state_of(prefect, run) == "COMPLETED")
        assert prefect.runs(ADVANCE, "CRASHED") == []
        assert second.stop() == 0
    finally:
        second.kill()
    assert worker.stop() == 0

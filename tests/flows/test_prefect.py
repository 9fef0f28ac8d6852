"""What Prefect does with our timetable, against its real server."""

import signal
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.timetable import ROWS
from tests.flows.prefect_server import PrefectServer, eventually
from tests.flows.worker_process import HEARD, WorkerProcess

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them

ADVANCE = "advance_hazards"
DELIVER = "deliver_notices"


def a_fast_clock() -> dict[str, str]:
    """A day in 20 s: the sweep comes every 2 s, and the watchdog after 6 s."""
    now = datetime.now(UTC).isoformat()
    return {"BIHUAN_DEMO_CLOCK": f"{now} {now} 4320.0"}


def start(worker: WorkerProcess, prefect: PrefectServer) -> None:
    """Start a worker on the fast clock and wait until Prefect knows the timetable."""
    worker.start(prefect.settings, **a_fast_clock())
    eventually(lambda: all(prefect.deployment(row) for row in ROWS))


def press_run(prefect: PrefectServer, row: str, **state: object) -> str:
    """What the Run button of Prefect's page does; gives the run's id."""
    deployment = prefect.deployment(row)["id"]
    body = {"state": {"type": "SCHEDULED", **state}}
    run: str = prefect.post(f"/deployments/{deployment}/create_flow_run", body)["id"]
    return run


def pause(prefect: PrefectServer, row: str, *, paused: bool = True) -> None:
    prefect.patch(f"/deployments/{prefect.deployment(row)['id']}", {"paused": paused})


def in_hand(prefect: PrefectServer, row: str) -> str:
    """Press Run and wait until one of the row's runs is at work, this or a punctual one; gives its id."""
    press_run(prefect, row)
    return str(eventually(lambda: prefect.runs(row, "RUNNING"))[0]["id"])


def state_of(prefect: PrefectServer, run: str) -> str:
    return str(prefect.client.get(f"{prefect.url}/flow_runs/{run}").json()["state_type"])


def message_of(prefect: PrefectServer, run: str) -> str:
    return str(prefect.client.get(f"{prefect.url}/flow_runs/{run}").json()["state"]["message"])


def test_a_day_of_the_timetable(prefect: PrefectServer, worker: WorkerProcess, second: WorkerProcess) -> None:
    """One house from its first worker to its third: each begins where the one before it was stopped or killed."""
    start(worker, prefect)
    a_row_runs_when_it_is_due_and_when_somebody_presses_run_but_no_strangers_deployment_does(prefect, worker)
    two_workers_bear_two_names_and_the_first_to_stop_lets_its_run_end(prefect, worker, second)
    the_watchdog_works_while_a_row_is_paused_and_while_prefect_is_dead(prefect, second)
    run = killed_inside_a_run(prefect, second)
    missed = missed_meanwhile(prefect)
    before = len(worker.calls(ADVANCE))
    pause(prefect, "clear_orphans")
    start(worker, prefect)
    eventually(lambda: state_of(prefect, run) == "CRASHED")
    assert message_of(prefect, run) == "its worker died"
    only_the_newest_missed_run_is_run(prefect, missed, {call.run for call in worker.calls(ADVANCE)[before:]})
    eventually(lambda: f"serves {len(ROWS)} rows" in worker.said().split(HEARD)[-1])
    assert prefect.deployment("clear_orphans")["paused"], "what somebody paused stays so"
    a_run_that_does_not_end_is_left_after_a_while_and_the_code_is_still_0(prefect, worker)


def a_row_runs_when_it_is_due_and_when_somebody_presses_run_but_no_strangers_deployment_does(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    pressed = press_run(prefect, "check_journal")
    foreign = press_run_of_a_stranger(prefect)
    runs = eventually(lambda: [run for run in prefect.runs(DELIVER, "COMPLETED") if run["auto_scheduled"]])
    assert runs[0]["id"] in [call.run for call in worker.calls(DELIVER)]
    last = worker.passes(DELIVER)
    assert (last.by, last.result["outcome"]["calls"]) == ("prefect", 1)
    eventually(lambda: state_of(prefect, pressed) == "COMPLETED")
    assert pressed in [call.run for call in worker.calls("check_journal")]
    eventually(lambda: state_of(prefect, foreign) == "CRASHED")
    assert "不在时间表中" in message_of(prefect, foreign)


def press_run_of_a_stranger(prefect: PrefectServer) -> str:
    """Somebody makes a deployment of their own in our pool and runs it; gives the run's id."""
    flow = prefect.deployment("anchor_journal")["flow_id"]
    body = {"name": "stranger", "flow_id": flow, "work_pool_name": "bihuan"}
    stranger = prefect.post("/deployments/", body)["id"]
    asked = {"state": {"type": "SCHEDULED"}}
    run: str = prefect.post(f"/deployments/{stranger}/create_flow_run", asked)["id"]
    return run


def two_workers_bear_two_names_and_the_first_to_stop_lets_its_run_end(
    prefect: PrefectServer, worker: WorkerProcess, second: WorkerProcess
) -> None:
    with worker.held("check_journal"):
        run = in_hand(prefect, "check_journal")
        second.start(prefect.settings, **a_fast_clock())
        eventually(lambda: "bihuan-worker-2 serves" in second.said())
        worker.ask_to_stop()
    assert worker.ended() == 0
    assert state_of(prefect, run) == "COMPLETED"
    assert [bool(call.ended) for call in worker.calls("check_journal") if call.run == run] == [True]
    assert prefect.runs(ADVANCE, "CRASHED") == [], "neither took the other for dead"


def the_watchdog_works_while_a_row_is_paused_and_while_prefect_is_dead(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    pause(prefect, ADVANCE)
    eventually(lambda: worker.passes(ADVANCE).by == "watchdog")
    pause(prefect, ADVANCE, paused=False)
    eventually(lambda: worker.passes(ADVANCE).by == "prefect")
    prefect.kill()
    eventually(lambda: worker.passes(ADVANCE).by == "watchdog")
    prefect.start()
    eventually(lambda: worker.passes(ADVANCE).by == "prefect")


def killed_inside_a_run(prefect: PrefectServer, worker: WorkerProcess) -> str:
    with worker.held("check_journal"):
        run = in_hand(prefect, "check_journal")
        worker.kill()
    return run


def missed_meanwhile(prefect: PrefectServer) -> set[str]:
    eventually(lambda: len(late_runs(prefect)) >= 5)
    return {run["id"] for run in late_runs(prefect)}


def only_the_newest_missed_run_is_run(prefect: PrefectServer, missed: set[str], called: set[str]) -> None:
    eventually(lambda: not missed & {run["id"] for run in late_runs(prefect)})
    superseded = [run for run in prefect.runs(ADVANCE, "CANCELLED") if run["id"] in missed]
    assert len(superseded) >= len(missed) - 2
    assert {run["state"]["message"] for run in superseded} == {"superseded"}
    assert not {run["id"] for run in superseded} & called


def late_runs(prefect: PrefectServer) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    waiting = prefect.runs(ADVANCE, "SCHEDULED")
    return [run for run in waiting if datetime.fromisoformat(run["expected_start_time"]) < now]


def a_run_that_does_not_end_is_left_after_a_while_and_the_code_is_still_0(
    prefect: PrefectServer, worker: WorkerProcess
) -> None:
    with worker.held("check_journal"):
        run = in_hand(prefect, "check_journal")
        assert worker.stop() == 0
        assert [call.ended for call in worker.calls("check_journal") if call.run == run] == [None]


@pytest.mark.parametrize(
    ("prefect", "number"),
    [(None, signal.SIGTERM), ({"PREFECT_API_URL": "http://127.0.0.1:9/api"}, signal.SIGINT)],
    ids=["without", "absent"],
)
def test_without_prefect_or_with_an_absent_one_watchdog_and_listener_do_all_the_work_quietly(
    worker: WorkerProcess, prefect: dict[str, str] | None, number: signal.Signals
) -> None:
    worker.start(prefect, **a_fast_clock())
    eventually(lambda: worker.calls(ADVANCE))
    eventually(lambda: worker.passes("check_journal") is not None)
    assert worker.stop(by=number) == 0
    assert worker.passes(ADVANCE).by == "watchdog"
    assert worker.said().count("Prefect does not answer yet") == (prefect is not None)
    assert "Traceback" not in worker.said()

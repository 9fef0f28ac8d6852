"""Which of the due runs a worker takes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from prefect.client.schemas.objects import FlowRun

from flows.worker import choose

SWEEP, DELIVERY = uuid4(), uuid4()
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def run(deployment: UUID, minutes_ago: int, *, by_hand: bool = False) -> FlowRun:
    due = NOW - timedelta(minutes=minutes_ago)
    return FlowRun(
        flow_id=uuid4(), deployment_id=deployment, next_scheduled_start_time=due, auto_scheduled=not by_hand
    )


def test_of_each_deployment_the_newest_due_run_is_taken_and_the_older_ones_are_superseded() -> None:
    old, older, newest, other = run(SWEEP, 2), run(SWEEP, 3), run(SWEEP, 1), run(DELIVERY, 9)
    wanted, superseded = choose([old, newest, other, older], busy=set())
    assert {r.id for r in wanted} == {newest.id, other.id}
    assert {r.id for r in superseded} == {old.id, older.id}


def test_a_row_in_hand_waits_but_its_older_runs_are_superseded_all_the_same() -> None:
    older, newest = run(SWEEP, 2), run(SWEEP, 1)
    wanted, superseded = choose([older, newest], busy={SWEEP})
    assert (wanted, superseded) == ([], [older])


def test_a_run_that_a_person_asked_for_is_never_superseded() -> None:
    asked_for, newest = run(SWEEP, 2, by_hand=True), run(SWEEP, 1)
    wanted, superseded = choose([newest, asked_for], busy=set())
    assert (wanted, superseded) == ([asked_for], [])

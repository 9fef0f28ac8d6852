"""Marks the flow runs that a dead worker left RUNNING or PENDING as Crashed: Prefect never does it."""

import logging
from datetime import timedelta

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, WorkPoolFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed

from domain import clock
from flows.deployments import POOL
from flows.slot import Slot
from flows.worker import WORKER_LABEL

log = logging.getLogger(__name__)

UNFINISHED = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
LONGEST_CLAIM = timedelta(seconds=60)
PAGE = 200


async def mark_dead_runs(client: PrefectClient, slot: Slot) -> int:
    """Mark every unfinished run of our pool whose worker no longer lives; give their number."""
    found = await client.read_flow_runs(
        work_pool_filter=WorkPoolFilter.model_validate({"name": {"any_": [POOL]}}),
        flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": UNFINISHED}}}),
        limit=PAGE,
    )
    dead = [run for run in found if is_dead(run, slot)]
    for run in dead:
        await client.set_flow_run_state(run.id, Crashed(message="its worker died"), force=True)
    if dead:
        log.warning("%d runs of a dead worker marked Crashed", len(dead))
    return len(dead)


def is_dead(run: FlowRun, slot: Slot) -> bool:
    """Say whether a run's worker is gone. One claimed a moment ago may not bear its worker's name yet."""
    worker = run.labels.get(WORKER_LABEL)
    if worker is not None:
        return slot.is_dead(str(worker))
    return run.state is not None and run.state.timestamp < clock.machine_now() - LONGEST_CLAIM

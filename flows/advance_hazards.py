"""Prefect's view of the sweep: a task run for each hazard up to 50, chunks with a table beyond."""

from typing import Any

import anyio
from prefect import State, flow

from domain import clock
from flows.context import StoppedEarly, context
from flows.passes import completed, report_failure
from flows.runs import PREFECT, finished, left_early, this_run
from flows.sweep import Sweep
from flows.visible import advance_visibly

NAME = "advance_hazards"


@flow(name=NAME, persist_result=False)
async def advance_hazards() -> State[Any]:
    """Let the clock act on every hazard whose next moment has come."""
    begun, run = clock.machine_now(), this_run()
    sweep = Sweep(context(), clock.now(), run)
    try:
        await advance_visibly(sweep)
        result = await anyio.to_thread.run_sync(sweep.finish)
    except StoppedEarly:
        return left_early()
    except Exception as error:
        await anyio.to_thread.run_sync(report_failure, context(), NAME, error)
        raise
    await anyio.to_thread.run_sync(completed, context(), NAME, PREFECT, run, result, begun)
    return finished(result)

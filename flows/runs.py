"""How a pass looks to Prefect: its run's id goes into the journal, its outcome stands on the run's page."""

from functools import partial
from typing import Any

import anyio
from prefect import State
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed

from flows.context import StoppedEarly, context
from flows.passes import run_pass

PREFECT = "prefect"


def this_run() -> str:
    """Give the id of the flow run this code runs in: the journal keeps it."""
    return str(flow_run.get_id())


async def run_row(name: str) -> State[Any]:
    """Run a row's core function in a thread, for the flow that called."""
    try:
        result = await anyio.to_thread.run_sync(partial(run_pass, context(), name, PREFECT, this_run()))
    except StoppedEarly:
        return left_early()
    return finished(result)


def finished(result: dict[str, Any]) -> State[Any]:
    """Say on the run's page what was done, such as `12 hazards, 15 lines`."""
    return Completed(
        message=", ".join(f"{value} {name}" for name, value in result.items()) or "nothing to do"
    )


def left_early() -> State[Any]:
    """Say on the run's page that the process was asked to stop."""
    return Cancelled(message="the process was asked to stop; the next pass does the rest")

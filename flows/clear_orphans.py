"""Prefect's view of the tidying: one short run, the work in a thread."""

from typing import Any

from prefect import State, flow

from flows.runs import run_row


@flow(name="clear_orphans", persist_result=False)
async def clear_orphans() -> State[Any]:
    """Clear away photos that were uploaded a day ago and that no hazard shows."""
    return await run_row("clear_orphans")

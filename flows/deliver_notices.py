"""Prefect's view of delivery: one short run, the work in a thread."""

from typing import Any

from prefect import State, flow

from flows.runs import run_row


@flow(name="deliver_notices", persist_result=False)
async def deliver_notices() -> State[Any]:
    """Send what people are owed to hear, and retry what failed before."""
    return await run_row("deliver_notices")

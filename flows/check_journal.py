"""Prefect's view of the audit: one short run, the work in a thread."""

from typing import Any

from prefect import State, flow

from flows.runs import run_row


@flow(name="check_journal", persist_result=False)
async def check_journal() -> State[Any]:
    """Verify every chain and recompute every open hazard's clocks; a difference is an incident."""
    return await run_row("check_journal")

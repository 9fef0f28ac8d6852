"""Prefect's view of asking for receipts: one short run, the work in a thread."""

from typing import Any

from prefect import State, flow

from flows.runs import run_row


@flow(name="ask_receipts", persist_result=False)
async def ask_receipts() -> State[Any]:
    """Ask the vendors whether what they took has arrived and was read."""
    return await run_row("ask_receipts")

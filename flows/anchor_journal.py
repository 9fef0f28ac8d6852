"""Prefect's view of the daily anchor: one short run, the work in a thread."""

from typing import Any

from prefect import State, flow

from flows.runs import run_row


@flow(name="anchor_journal", persist_result=False)
async def anchor_journal() -> State[Any]:
    """Put everything on record into one code a day (存证) and tell it outside."""
    return await run_row("anchor_journal")

"""Prefect's view of following the organisation: one short run, the work in a thread."""

from typing import Any

from prefect import State, flow

from flows.runs import run_row


@flow(name="follow_changes", persist_result=False)
async def follow_changes() -> State[Any]:
    """Give open hazards their new holders and moments once posts, people or the calendar changed."""
    return await run_row("follow_changes")

"""The task runs of a sweep, for people who look at Prefect: their names, or the table, name the hazards."""

import contextlib
from collections.abc import Callable
from typing import Any

import anyio
from prefect import task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE

from domain.queries import Due
from flows.sweep import StuckHazardError, Sweep

SHOWN_ONE_BY_ONE = 50


@task(cache_policy=NO_CACHE, persist_result=False)
async def in_a_thread(work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the work gives
    """Do the work in a thread; its task run bears the name of what is worked on."""
    return await anyio.to_thread.run_sync(work)


async def advance_visibly(sweep: Sweep) -> None:
    """Walk the due set: a few one by one, many in chunks. A stuck one fails its task run, not the flow."""
    with sweep.context.sweeping:
        await _advance_visibly(sweep)


async def _advance_visibly(sweep: Sweep) -> None:
    rows = await anyio.to_thread.run_sync(sweep.chunk, SHOWN_ONE_BY_ONE + 1)
    if len(rows) <= SHOWN_ONE_BY_ONE:
        for row in rows:
            await advance_one(sweep, row)
        return
    while rows:
        await advance_chunk(sweep, rows)
        rows = await anyio.to_thread.run_sync(sweep.chunk)


async def advance_one(sweep: Sweep, row: Due) -> None:
    """One hazard, one task run named by its ref."""
    named = in_a_thread.with_options(task_run_name=row.ref)
    with contextlib.suppress(StuckHazardError):
        await named(lambda: sweep.advance(row))


async def advance_chunk(sweep: Sweep, rows: list[Due]) -> None:
    """Many hazards, one task run, and a table that names them all."""
    named = in_a_thread.with_options(task_run_name=f"{len(rows)} hazards from {rows[0].ref}")
    done = await named(lambda: list(sweep.advance_each(rows)))
    await acreate_table_artifact(
        key="advanced-hazards",
        description=f"What the clock did in run {sweep.run}",
        table=[
            {"hazard": row.ref, "due": row.next_action_at.isoformat(), "done": what} for row, what in done
        ],
    )

"""Keeps the worker serving: waits for Prefect, registers, polls, and begins again after its absence."""

import logging
import threading

import anyio
import httpx
from prefect.client.orchestration import PrefectClient, get_client

from flows.context import Context
from flows.dead_runs import mark_dead_runs
from flows.deployments import register
from flows.slot import Slot
from flows.timetable import TIMETABLE
from flows.worker import BihuanWorker

log = logging.getLogger(__name__)

QUERY_SECONDS = 4.0  # a demonstration asks as often as its quickest row comes
HEARTBEAT_SECONDS = 30.0
LONGEST_WAIT = 30.0
LAST_RUNS = 10.0
LOOK = 0.1


async def serve(context: Context) -> None:
    """Serve until asked to stop; whatever ends a round, the next begins after at most 30 s."""
    wait = 1.0
    while not context.stopping.is_set():
        began = anyio.current_time()
        try:
            await serve_once(context)
        except Exception as error:  # noqa: BLE001 - the worker outlives everything but a wish to stop
            log.warning("the worker begins again: %s: %s", type(error).__name__, error)
        wait = 1.0 if anyio.current_time() - began > LONGEST_WAIT else min(2 * wait, LONGEST_WAIT)
        await pause(context.stopping, wait)


async def serve_once(context: Context) -> None:
    """One round: from Prefect's first answer to its first silence or a wish to stop."""
    async with get_client() as client:
        if not await prefect_answers(context.stopping, client):
            return
        rows = await register(client, BihuanWorker.get_default_base_job_template())
        with Slot(context.engine) as slot:
            await mark_dead_runs(client, slot)
            async with BihuanWorker(slot.name, rows) as worker:
                log.info("worker %s serves %d rows of the timetable", slot.name, len(rows))
                await poll(context.stopping, worker)
                await finish(worker)


async def prefect_answers(stopping: threading.Event, client: PrefectClient) -> bool:
    """Wait until Prefect's server answers; False when asked to stop before. One line tells of its absence."""
    wait = 0.5
    while (absence := await client.api_healthcheck()) is not None:
        if wait == 0.5:  # noqa: PLR2004 - the first time round
            log.info("Prefect does not answer yet (%s); the watchdog does its work", type(absence).__name__)
        wait = min(2 * wait, LONGEST_WAIT)
        await pause(stopping, wait)
        if stopping.is_set():
            return False
    return True


async def poll(stopping: threading.Event, worker: BihuanWorker) -> None:
    """Ask for due runs until asked to stop or until Prefect falls silent."""
    beat = anyio.current_time()
    while not stopping.is_set():
        try:
            if anyio.current_time() >= beat:
                await worker.sync_with_backend()
                beat = anyio.current_time() + HEARTBEAT_SECONDS
            await worker.get_and_submit_flow_runs()
        except httpx.HTTPError as error:
            log.warning("Prefect fell silent: %s; the watchdog takes over", type(error).__name__)
            return
        await pause(stopping, min(QUERY_SECONDS, *(row.cadence() for row in TIMETABLE)))


async def finish(worker: BihuanWorker) -> None:
    """Let the runs in hand come to their end, for at most 10 s."""
    with anyio.move_on_after(LAST_RUNS):
        while worker.in_hand:  # noqa: ASYNC110 - looked at once, on leaving
            await anyio.sleep(LOOK)


async def pause(stopping: threading.Event, seconds: float) -> None:
    """Sleep, but wake within a tenth of a second when asked to stop."""
    until = anyio.current_time() + seconds
    while not stopping.is_set() and (left := until - anyio.current_time()) > 0:  # noqa: ASYNC110 - another thread asks
        await anyio.sleep(min(LOOK, left))

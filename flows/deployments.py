"""Registers the timetable with Prefect: one pool, a deployment for each row. A pause made by hand stays."""

import contextlib
import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound

from flows.advance_hazards import advance_hazards
from flows.anchor_journal import anchor_journal
from flows.ask_receipts import ask_receipts
from flows.check_journal import check_journal
from flows.clear_orphans import clear_orphans
from flows.deliver_notices import deliver_notices
from flows.follow_changes import follow_changes
from flows.timetable import TIMETABLE, Row

POOL = "bihuan"
WORKER_TYPE = "bihuan"
DEPLOYMENT = "timetable"

FLOWS: dict[str, Flow[[], Any]] = {
    flow.name: flow
    for flow in (
        advance_hazards,
        deliver_notices,
        ask_receipts,
        follow_changes,
        check_journal,
        anchor_journal,
        clear_orphans,
    )
}


async def register(client: PrefectClient, base_job_template: dict[str, Any]) -> dict[UUID, str]:
    """Make Prefect's pool and deployments agree with the timetable; give the row's name by deployment id."""
    pool = WorkPoolCreate(name=POOL, type=WORKER_TYPE, base_job_template=base_job_template)
    with contextlib.suppress(ObjectAlreadyExists):
        await client.create_work_pool(pool)
    return {await register_row(client, row): row.name for row in TIMETABLE}


async def register_row(client: PrefectClient, row: Row) -> UUID:
    """Create or update one deployment; leave it alone when it says what the timetable says."""
    entrypoint = f"flows.{row.name}.{row.name}"
    version = hashlib.sha256(repr((row, row.cadence(), entrypoint)).encode()).hexdigest()[:12]
    known = await find(client, row)
    if known is not None and known.version == version:
        return known.id
    schedule = DeploymentScheduleCreate(
        schedule=IntervalSchedule(interval=timedelta(seconds=row.cadence())),
        active=known is None or all(schedule.active for schedule in known.schedules),
    )
    return await client.create_deployment(
        flow_id=await client.create_flow_from_name(row.name),
        name=DEPLOYMENT,
        version=version,
        description=f"{row.title}: {row.because}",
        schedules=[schedule],
        work_pool_name=POOL,
        entrypoint=entrypoint,
        tags=["bihuan"],
    )


async def find(client: PrefectClient, row: Row) -> DeploymentResponse | None:
    """Give the deployment of a row, or None."""
    try:
        return await client.read_deployment_by_name(f"{row.name}/{DEPLOYMENT}")
    except ObjectNotFound:
        return None

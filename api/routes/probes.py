"""Whether the service lives, and whether it can serve."""

from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.current import At, TheStore
from api.errors import RETRY, problem
from domain.calendar import missing_year_warning
from domain.incidents import open_incidents
from domain.queries import what_is_missing
from domain.running import timetable_rows

router = APIRouter(tags=["probes"])


class ReadyView(BaseModel):
    """Ready to serve; `degraded` when one of the counts is not zero."""

    status: Literal["ready"]
    degraded: bool
    incidents: int
    late: int
    unscheduled: int
    warnings: int


@router.get("/healthz", summary="存活")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="就绪", response_model=ReadyView)
def ready(store: TheStore, at: At) -> Response:
    """Whether this process can serve, and how many things are late or need a person; what they are says 系统."""
    with store.asking() as connection:
        if what_is_missing(connection):
            return problem(503, "wrong_schema", "数据库结构不符，请先升级数据库。", RETRY)
        incidents, rows = open_incidents(connection), timetable_rows(connection)
        calendar = store.calendar(connection)
    counts = {
        "incidents": len(incidents),
        "late": sum(row.late is not None for row in rows),
        "unscheduled": sum(row.unscheduled is not None for row in rows),
        "warnings": int(bool(missing_year_warning(at, calendar))),
    }
    return JSONResponse({"status": "ready", "degraded": any(counts.values()), **counts})

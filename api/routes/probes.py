"""Whether the service lives, and whether it can serve."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.current import At, TheStore
from api.errors import problem
from domain.calendar import missing_year_warning, national_calendar
from domain.incidents import open_incidents
from domain.queries import what_is_missing
from domain.running import timetable_rows

router = APIRouter(tags=["probes"])


@router.get("/healthz", summary="存活")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="就绪")
def ready(store: TheStore, at: At) -> JSONResponse:
    """Whether this process can serve; what is late or needs a person stands in the body."""
    with store.asking() as connection:
        missing = what_is_missing(connection)
        if missing:
            return problem(
                503, "wrong_schema", f"数据库结构不符：缺少 {'、'.join(missing[:5])}。请先升级数据库。"
            )
        incidents, rows = open_incidents(connection), timetable_rows(connection)
    late = [{"name": row.name, "seconds": round(row.late.total_seconds())} for row in rows if row.late]
    unscheduled = [
        {"name": row.name, "seconds": round(row.unscheduled.total_seconds())}
        for row in rows
        if row.unscheduled
    ]
    warning = missing_year_warning(at, national_calendar())
    body = {
        "status": "ready",
        "degraded": bool(incidents or late or unscheduled or warning),
        "incidents": [
            {"kind": i.kind, "subject": i.subject, "detail": i.detail, "times": i.times} for i in incidents
        ],
        "late": late,
        "unscheduled": unscheduled,
        "warnings": [warning] if warning else [],
    }
    return JSONResponse(body)

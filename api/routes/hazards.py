"""Hazards: reported, looked for, read."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.current import At, HazardNamed, Key, Reading, TheStore, Who
from api.pressing import pressed
from api.views.answers import (
    ActionsView,
    ClocksView,
    JournalView,
    LedgerView,
    actions_view,
    clock_view,
)
from api.views.hazard import hazard_view, hazard_views
from api.views.hazard_shapes import HazardView
from domain.commands import Report
from domain.hazard.waits import clocks
from domain.queries import HazardFilter, page, timeline

router = APIRouter(prefix="/hazards", tags=["hazards"])


@router.post("", status_code=201, summary="上报")
def report(
    said: Report, response: Response, store: TheStore, who: Who, at: At, key: Key = None
) -> HazardView:
    """Report a hazard; the answer is the hazard with its `ref`."""
    hazard = pressed(store, None, said, by=who, at=at, key=key)
    response.headers["Location"] = f"/api/hazards/{hazard.ref}"
    return hazard


@router.get("", summary="台账")
def ledger(wanted: Annotated[HazardFilter, Query()], reader: Reading) -> LedgerView:
    """The hazards I may see, filtered and paged; `next_cursor` is null on the last page."""
    found = page(reader, wanted)
    return LedgerView(items=hazard_views(found.cases, reader), next_cursor=found.next_cursor)


@router.get("/{hazard}", summary="一条隐患")
def one(hazard: HazardNamed, reader: Reading) -> HazardView:
    """A hazard by ref or official number."""
    return hazard_view(reader.one(hazard), reader)


@router.get("/{hazard}/actions", summary="可办事项")
def actions(hazard: HazardNamed, reader: Reading) -> ActionsView:
    """What I may do now; for each other action, why not."""
    return actions_view(reader.one(hazard), reader)


@router.get("/{hazard}/journal", summary="办理记录")
def journal(hazard: HazardNamed, reader: Reading) -> JournalView:
    """Every line of its record."""
    return JournalView(items=timeline(reader, reader.one(hazard)))


@router.get("/{hazard}/clocks", summary="时限")
def its_clocks(hazard: HazardNamed, reader: Reading) -> ClocksView:
    """Every clock with its sum in words."""
    case = reader.one(hazard)
    return ClocksView(items=[clock_view(case, moment) for moment in clocks(case)])

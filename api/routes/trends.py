"""趋势 (the board over time) by program."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.current import At, TheStore, Who
from api.views.trends import TrendsView, trends_view
from domain.official.trends import TrendQuery, trends

router = APIRouter(prefix="/trends", tags=["reports"])


@router.get("", summary="趋势")
def over_time(wanted: Annotated[TrendQuery, Query()], store: TheStore, who: Who, at: At) -> TrendsView:
    """Months, years of discovery, rates, ages, days of each step, and parts; without days the last twelve months."""
    return trends_view(trends(store, who, at, wanted))

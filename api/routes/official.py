"""Official tables (报表) by program: which there are, one made now, as JSON or as a workbook."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from api.current import At, Reading, TheStore, Who
from api.problems import binary
from api.views.official import FormsView, TableView, form_view, table_view
from api.views.shapes import UnitView
from domain.errors import WrongInput
from domain.official.asked import CheckedQuery, TableQuery
from domain.official.checked import checked_units
from domain.official.definition import forms_of
from domain.official.made import made_now
from domain.official.making import MOST_LISTED
from domain.official.sheet import file_name, workbook_of

router = APIRouter(prefix="/reports", tags=["reports"])
SHOWN = 500
"""Rows of a list that go out as JSON."""
TableNamed = Annotated[str, Path(title="报表", max_length=40)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CheckedView(BaseModel):
    """A unit that was checked: rounds (人次) made there, hazards that checks found there, each with its list."""

    unit: UnitView
    rounds: int
    rounds_query: str
    hazards: int
    hazards_query: str


class CheckedUnitsView(BaseModel):
    """The units that were checked, by code."""

    items: list[CheckedView]


@router.get("", summary="报表种类")
def kinds(store: TheStore, _who: Who) -> FormsView:
    """Every kind of table in use, shipped or an authority's own."""
    found, wrong = forms_of(store.evidence.parent)
    return FormsView(items=[form_view(form) for form in found.values()], wrong=wrong)


@router.get("/checked", summary="已检查单位")
def checked(wanted: Annotated[CheckedQuery, Query()], reader: Reading) -> CheckedUnitsView:
    """Which units were checked, behind the figure of that name."""
    return CheckedUnitsView(
        items=[
            CheckedView(
                unit=UnitView(code=one.unit.code, name=one.unit.name),
                rounds=one.rounds,
                rounds_query=one.of_rounds.query(),
                hazards=one.hazards,
                hazards_query=one.of_hazards.query(),
            )
            for one in checked_units(reader, wanted)
        ]
    )


@router.get("/{name}.xlsx", summary="报表（Excel）", response_class=Response, responses=binary(XLSX))
def as_workbook(
    name: TableNamed, wanted: Annotated[TableQuery, Query()], store: TheStore, who: Who, at: At
) -> Response:
    """The same as a workbook, laid out as it is printed on A4."""
    table = made_now(store, who, at, name, wanted)
    if table.cut:
        raise WrongInput(
            f"超过 {MOST_LISTED} 条的清单不能导出，请缩短统计时间，或从台账导出。", field="start"
        )
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{file_name(table)}"}
    return Response(
        workbook_of(table), media_type=XLSX, headers={"Cache-Control": "private, no-store", **named}
    )


@router.get("/{name}", summary="报表")
def one(
    name: TableNamed, wanted: Annotated[TableQuery, Query()], store: TheStore, who: Who, at: At
) -> TableView:
    """A table as of now over some days; every figure names the list of exactly its rows."""
    return table_view(made_now(store, who, at, name, wanted, SHOWN))

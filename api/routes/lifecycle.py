"""The table the service works by, and the words it is fed with: categories, and what makes a hazard 重大."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.current import At
from api.problems import text
from api.views.parts import word_view
from api.views.shapes import WordView
from domain.calendar import day_of
from domain.cases.bpmn import as_bpmn
from domain.cases.diagram import as_markdown, as_mermaid, as_rows
from domain.criteria import criteria_in_force
from domain.fields import Day
from domain.kinds import EVERY_TRACK
from domain.subcategories import of
from domain.words import Category

router = APIRouter(tags=["lifecycle"])


class TableView(BaseModel):
    """One track's table, with its diagram (Mermaid) and its documentation (Markdown)."""

    name: str
    states: list[dict[str, str]]
    rows: list[dict[str, Any]]
    mermaid: str
    markdown: str


class CriterionView(BaseModel):
    """An item that makes a hazard 重大; `code` is what `upgrade` takes as its `criterion`."""

    code: str
    text: str
    title: str
    edition: str
    since: date


class CategoryView(BaseModel):
    """A category and its subcategories."""

    code: str
    label: str
    parts: list[WordView]


class LifecycleView(BaseModel):
    """The table of every track: a hazard's rectification, listing and papers, and the task."""

    tables: list[TableView]


@router.get("/lifecycle", summary="流转表")
def lifecycle() -> LifecycleView:
    """The table as data, as a diagram and as text, all derived from the one that is obeyed."""
    tables = [
        TableView(
            name=table.name,
            states=[{"state": str(state), "label": state.label} for state in table.states],
            rows=as_rows(table),
            mermaid=as_mermaid(table),
            markdown=as_markdown(table),
        )
        for table in (track.table for track in EVERY_TRACK)
    ]
    return LifecycleView(tables=tables)


@router.get(
    "/lifecycle.bpmn",
    summary="流转图（BPMN 2.0）",
    response_class=Response,
    responses=text("application/xml"),
)
def bpmn() -> Response:
    """The same tables as BPMN 2.0, drawn: for process tools."""
    return Response(as_bpmn(EVERY_TRACK), media_type="application/xml; charset=utf-8")


@router.get("/categories", summary="隐患类别")
def categories() -> list[CategoryView]:
    """The tree of categories: each with its subcategories."""
    return [
        CategoryView(code=str(each), label=each.label, parts=[word_view(part) for part in of(each)])
        for each in Category
    ]


@router.get("/criteria", summary="重大事故隐患判定清单")
def criteria(at: At, found_on: Annotated[Day | None, Query(title="发现日期")] = None) -> list[CriterionView]:
    """The items in force on the day of finding (today unless given), with the edition of their list."""
    found = criteria_in_force(found_on or day_of(at))
    return [CriterionView.model_validate(each, from_attributes=True) for each in found]

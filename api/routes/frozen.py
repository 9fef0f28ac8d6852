"""Frozen tables (定格报表) by program: kept in my name, listed, read as they were, with the rows behind each figure."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from api.current import At, Reading, TheStore, Who
from api.problems import binary
from api.views.official import TableView, table_view
from domain.fields import WRITTEN_PLAINLY
from domain.official.freezing import Freeze, freeze
from domain.official.frozen import Frozen, Opened, frozen_tables, opened, rows_behind
from domain.official.sheet import file_name, workbook_of
from domain.queries import reading

router = APIRouter(prefix="/reports", tags=["reports"])
FrozenNamed = Annotated[str, Path(title="定格报表", max_length=16)]
Place = Annotated[int, Query(ge=0, le=10_000), WRITTEN_PLAINLY]
Cursor = Annotated[str | None, Query(title="翻页标记", max_length=40)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FrozenView(BaseModel):
    """A frozen table: names are those of the day; `hash` (SHA-256) covers what it says and every row behind it."""

    ref: str
    form: str
    title: str
    unit: str
    first_day: date
    last_day: date
    frozen_by: str
    frozen_at: datetime
    rows: int
    hash: str


class FrozenListView(BaseModel):
    """A page of frozen tables, the latest first."""

    items: list[FrozenView]
    next_cursor: str | None


class OpenedView(BaseModel):
    """A frozen table as it was. `whole`: what is kept is what was frozen, to the letter."""

    frozen: FrozenView
    whole: bool
    table: TableView


class BehindView(BaseModel):
    """A row behind a figure as it stood when the table was frozen; of a hazard also where its record stood."""

    kind: str
    ref: str
    texts: dict[str, str]
    version: int
    head: str


class RowsBehindView(BaseModel):
    """The rows behind one figure."""

    items: list[BehindView]


@router.post("/{name}/freeze", status_code=201, summary="定格报表")
def keep(
    name: Annotated[str, Path(title="报表", max_length=40)], said: Freeze, store: TheStore, who: Who, at: At
) -> OpenedView:
    """Make the table and keep it as it is, with the very rows behind each figure."""
    ref = freeze(store, who, at, name, said)
    with reading(store, who, at) as reader:
        return opened_view(opened(reader, ref))


@router.get("/frozen", summary="定格报表清单")
def listed(
    reader: Reading,
    form: Annotated[str | None, Query(title="报表", max_length=40)] = None,
    cursor: Cursor = None,
) -> FrozenListView:
    """The frozen tables of units whose hazards are all mine to see."""
    found = frozen_tables(reader, form, cursor)
    return FrozenListView(items=[frozen_view(one) for one in found.items], next_cursor=found.next_cursor)


@router.get(
    "/frozen/{ref}.xlsx", summary="定格报表（Excel）", response_class=Response, responses=binary(XLSX)
)
def as_workbook(ref: FrozenNamed, reader: Reading) -> Response:
    """The same as a workbook, as it was."""
    table = opened(reader, ref).table
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{file_name(table)}"}
    return Response(
        workbook_of(table), media_type=XLSX, headers={"Cache-Control": "private, no-store", **named}
    )


@router.get("/frozen/{ref}", summary="一份定格报表")
def one(ref: FrozenNamed, reader: Reading) -> OpenedView:
    """It as it was; each figure opens the rows that were kept behind it."""
    return opened_view(opened(reader, ref))


@router.get("/frozen/{ref}/rows", summary="定格数字的明细")
def rows(
    ref: FrozenNamed,
    row: Annotated[Place, Query(title="行")],
    column: Annotated[Place, Query(title="列")],
    reader: Reading,
) -> RowsBehindView:
    """The rows that were kept behind the figure in a row and column, counted from 0."""
    _, found = rows_behind(reader, ref, row, column)
    return RowsBehindView(items=[BehindView.model_validate(one, from_attributes=True) for one in found])


def frozen_view(one: Frozen) -> FrozenView:
    """A frozen table in a list."""
    return FrozenView.model_validate(one, from_attributes=True)


def opened_view(found: Opened) -> OpenedView:
    """A frozen table as it was."""
    return OpenedView(frozen=frozen_view(found.frozen), whole=found.whole, table=table_view(found.table))

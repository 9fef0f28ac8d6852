"""Saved views of the ledger; the ledger as a table and its record as an event log to take away."""

import tempfile
from collections.abc import Iterator
from pathlib import Path as Folder
from shutil import rmtree
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask

from api.current import At, Reading, TheStore, Who
from api.problems import binary, text
from api.views import xes
from api.views.ledger_views import NewView, whole_query
from domain.fields import WRITTEN_PLAINLY
from domain.official.csv_lines import begun
from domain.official.ledger.columns import ExportQuery, LedgerQuery
from domain.official.ledger.files import csv_parts, write_workbook
from domain.queries import timeline
from domain.queries.whole import one_picture, whole_list
from domain.store.saved_views import View, drop_view, save_view, views_of

router = APIRouter(tags=["ledger"])
Key = Annotated[int, Path(title="视图", ge=1, lt=2**63), WRITTEN_PLAINLY]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ViewView(BaseModel):
    """A kept view."""

    id: int
    name: str
    query: str


class ViewsView(BaseModel):
    """My views, by name."""

    items: list[ViewView]


@router.get("/me/views", summary="我的视图")
def my_views(reader: Reading) -> ViewsView:
    """The views I keep."""
    return ViewsView(items=[_view(view) for view in views_of(reader.connection, reader.person)])


@router.post("/me/views", status_code=201, summary="保存视图")
def keep(said: NewView, store: TheStore, who: Who) -> ViewView:
    """Keep a view; one of the same name is replaced."""
    return _view(save_view(store, who.person_id or 0, said.name, whole_query(said.query)))


@router.delete("/me/views/{view}", status_code=204, summary="删去视图")
def forget(view: Key, store: TheStore, who: Who) -> None:
    """Take one of my views away."""
    drop_view(store, who.person_id or 0, view)


@router.get(
    "/log.xes", summary="办理日志（XES）", response_class=StreamingResponse, responses=text("application/xml")
)
def as_xes(wanted: Annotated[LedgerQuery, Query()], store: TheStore, who: Who, at: At) -> StreamingResponse:
    """The record of every hazard of a view as an event log (XES 1849-2016), sent while it is read."""

    def parts() -> Iterator[str]:
        yield xes.BEGIN
        with one_picture(store, who, at) as reader:
            for cases in whole_list(reader, wanted):
                for case in cases:
                    yield xes.trace(case, timeline(reader, case))
        yield xes.END

    headers = {"Content-Disposition": "attachment; filename=log.xes"}
    return StreamingResponse(begun(parts()), media_type="application/xml; charset=utf-8", headers=headers)


@router.get(
    "/ledger.csv", summary="台账导出（CSV）", response_class=StreamingResponse, responses=text("text/csv")
)
def as_csv(wanted: Annotated[ExportQuery, Query()], store: TheStore, who: Who, at: At) -> StreamingResponse:
    """Every row of a view as CSV (UTF-8 with a mark for spreadsheets) as it stood when asked, sent while it is read."""

    def lines() -> Iterator[str]:
        with one_picture(store, who, at) as reader:
            yield from csv_parts(reader, wanted)

    headers = {"Content-Disposition": "attachment; filename=ledger.csv"}
    return StreamingResponse(begun(lines()), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/ledger.xlsx", summary="台账导出（Excel）", response_class=FileResponse, responses=binary(XLSX))
def as_workbook(wanted: Annotated[ExportQuery, Query()], store: TheStore, who: Who, at: At) -> FileResponse:
    """Every row of a view as a workbook, as it stood when asked; `photos`: with the first photo before and after."""
    folder = tempfile.mkdtemp(prefix="bihuan-ledger-")
    try:
        with one_picture(store, who, at) as reader:
            write_workbook(reader, wanted, Folder(folder) / "ledger.xlsx")
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        Folder(folder) / "ledger.xlsx",
        media_type=XLSX,
        filename="ledger.xlsx",
        headers={"Cache-Control": "private, no-store"},
        background=BackgroundTask(rmtree, folder, ignore_errors=True),
    )


def _view(view: View) -> ViewView:
    return ViewView(id=view.id, name=view.name, query=view.query)

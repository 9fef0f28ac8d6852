"""Saved views of the ledger; the ledger as a table and its record as an event log to take away."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.current import At, Reading, TheStore, Who
from api.problems import text
from api.views import xes
from api.views.csv_lines import BEGINNING, begun, csv_line, harmless
from api.views.ledger import LedgerQuery, texts_of
from api.views.ledger_views import NewView, whole_query
from domain.fields import WRITTEN_PLAINLY
from domain.queries import every_page, reading, timeline
from domain.store.saved_views import View, drop_view, save_view, views_of

router = APIRouter(tags=["ledger"])
Key = Annotated[int, Path(title="视图", ge=1, lt=2**63), WRITTEN_PLAINLY]


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
        with reading(store, who, at) as reader:
            for cases in every_page(reader, wanted):
                for case in cases:
                    yield xes.trace(case, timeline(reader, case))
        yield xes.END

    headers = {"Content-Disposition": "attachment; filename=log.xes"}
    return StreamingResponse(begun(parts()), media_type="application/xml; charset=utf-8", headers=headers)


@router.get("/ledger.csv", summary="台账导出", response_class=StreamingResponse, responses=text("text/csv"))
def as_csv(wanted: Annotated[LedgerQuery, Query()], store: TheStore, who: Who, at: At) -> StreamingResponse:
    """Every row of a view as CSV (UTF-8 with a mark for spreadsheets), sent while it is read."""

    def lines() -> Iterator[str]:
        yield BEGINNING + csv_line([column.label for column in wanted.columns])
        with reading(store, who, at) as reader:
            for cases in every_page(reader, wanted):
                yield "".join(
                    csv_line([harmless(text) for text in texts_of(case, reader, wanted.columns)])
                    for case in cases
                )

    headers = {"Content-Disposition": "attachment; filename=ledger.csv"}
    return StreamingResponse(begun(lines()), media_type="text/csv; charset=utf-8", headers=headers)


def _view(view: View) -> ViewView:
    return ViewView(id=view.id, name=view.name, query=view.query)

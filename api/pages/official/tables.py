"""报表: which there are; one over some days as it is printed, each figure opening its rows."""

from typing import NamedTuple

from fastapi import Response

from api.pages.desk.filters import address, units_to_choose
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Visit
from api.views.official import address_of
from domain.errors import NotAllowed, Refusal
from domain.official.asked import CheckedQuery, TableQuery
from domain.official.cells import Cell, Span, Table, head_of, in_print
from domain.official.checked import checked_units
from domain.official.definition import TableForm, form_named, forms_of
from domain.official.freezing import may_freeze
from domain.official.made import made_now
from domain.official.wording import about, made
from domain.roles import RUNNING

router = pages_router()
WRONG = 422
SHOWN = 200
"""Rows of a list on its page."""


class Printed(NamedTuple):
    """A cell as it is printed, where its rows are, why it is blank, and who wrote it by hand."""

    text: str
    href: str
    because: str
    typed_by: str
    is_number: bool


@router.get("/reports")
def kinds(page: Page) -> Response:
    """Every kind of table."""
    found, wrong = forms_of(page.store.evidence.parent)
    return page.render(
        "official/kinds.html", forms=found.values(), wrong=wrong if page.roles & RUNNING else {}
    )


@router.get("/reports/checked")
def checked(page: Page) -> Response:
    """The units behind 检查单位数."""
    form = Form(CheckedQuery, page.asked)
    wanted = form.read()
    try:
        units = checked_units(page.reader, wanted) if wanted else []
    except Refusal as refusal:
        form.refuse(refusal)
        units = []
    status = WRONG if form.errors or form.refusal else 200
    return page.render(
        "official/checked.html", status, form=form, wanted=wanted, units=units, address=address
    )


@router.get("/reports/{name}")
def one(page: Page, name: str) -> Response:
    """A table as of now."""
    kind = form_named(page.store.evidence.parent, name)
    form = Form(TableQuery, page.asked)
    wanted, table = form.read(), None
    try:
        if wanted is not None:
            table = made_now(page.store, page.who, page.at, name, wanted, SHOWN)
    except NotAllowed:
        if not wanted or not wanted.unit:
            raise
        form.refuse(NotAllowed("您不能统计这个单位，请改选您管辖的单位。", field="unit"))
    except Refusal as refusal:
        form.refuse(refusal)
    return show(page, kind, form, table)


def show(page: Visit, kind: TableForm, form: Form[TableQuery], table: Table | None) -> Response:
    """The page with the table, if it could be made."""
    if table is not None:
        form.start_with(
            unit=table.unit_code, start=f"{table.start}", end=f"{table.end}", since=f"{table.since}"
        )
    return page.render(
        "official/table.html",
        200 if table else WRONG,
        kind=kind,
        form=form,
        table=table,
        units=units_to_choose(page.reader),
        head=rows_of_head(head_of(kind)),
        rows=[(row.is_total, printed(kind, row.cells)) for row in table.rows] if table else [],
        about=about(table) if table else "",
        made=made(table) if table else "",
        may_freeze=table is not None and _may_freeze(page, table),
        cumulates=kind.period == "span" and any(column.cumulative for column in kind.columns),
    )


def _may_freeze(page: Visit, table: Table) -> bool:
    top = page.reader.directory.find_unit(table.unit_code, field="unit")
    return may_freeze(page.reader.directory, page.who, page.at, top)


def printed(kind: TableForm, cells: list[Cell]) -> list[Printed]:
    """A row as it is printed."""
    return [
        Printed(
            text=in_print(kind, column, cell),
            href=address_of(cell.opens) if cell.opens else "",
            because=cell.because,
            typed_by=cell.typed_by,
            is_number=not isinstance(cell.value, str),
        )
        for column, cell in zip(kind.columns, cells, strict=True)
    ]


def rows_of_head(spans: list[Span]) -> list[list[Span]]:
    """The head row by row."""
    return [[span for span in spans if span.row == row] for row in range(max(s.row for s in spans) + 1)]

"""Official tables as JSON: head, cells with the list that opens their rows, and how each column is counted."""

from datetime import date, datetime

from pydantic import BaseModel

from domain.official.cells import Cell, Opens, Table, head_of, in_print
from domain.official.definition import ColumnForm, TableForm

LISTS = {
    "hazards": "/hazards",
    "papers": "/papers",
    "tasks": "/tasks",
    "checked": "/reports/checked",
    "units": "/organisation",
    "kept": "/reports/frozen",
}
"""Where each kind of list is, as a page; under /api the same, but for the organisation."""


class FormView(BaseModel):
    """A kind of table."""

    name: str
    title: str
    called: str
    source: str
    period: str


class FormsView(BaseModel):
    """The kinds there are; `wrong`: files of one's own that cannot be read, and why."""

    items: list[FormView]
    wrong: dict[str, str]


class SpanView(BaseModel):
    """A cell of the head: where it begins, counted from 0, and how far it reaches."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class ColumnView(BaseModel):
    """A column by name, its head from the top down, and how it is counted."""

    name: str
    head: list[str]
    how: str


class CellView(BaseModel):
    """A cell: its value, as it is printed, and the list of exactly the rows behind it (`list`, `query`).

    `because`: why it is blank, or what it leaves out. `typed_by`: who wrote it by hand.
    """

    value: int | float | date | str | None
    text: str
    list: str | None
    query: str | None
    because: str
    typed_by: str


class RowView(BaseModel):
    """A row."""

    is_total: bool
    cells: list[CellView]


class TableView(BaseModel):
    """A table as it was made at `made_at` from one picture of the ledger; days are Asia/Shanghai.

    `cut`: a list that has more rows than these; the workbook has them all.
    """

    name: str
    title: str
    source: str
    unit: str
    start: date
    end: date
    since: date
    made_at: datetime
    head: list[SpanView]
    columns: list[ColumnView]
    rows: list[RowView]
    foot: list[str]
    notes: list[str]
    cut: bool


def form_view(form: TableForm) -> FormView:
    """A kind of table."""
    return FormView.model_validate(form, from_attributes=True)


def table_view(table: Table) -> TableView:
    """A table."""
    how = dict(table.counted)
    return TableView(
        name=table.form.name,
        title=table.form.title,
        source=table.form.source,
        unit=table.unit,
        start=table.start,
        end=table.end,
        since=table.since,
        made_at=table.made_at,
        head=[SpanView(**span._asdict()) for span in head_of(table.form)],
        columns=[
            ColumnView(name=column.name, head=column.head, how=how.get(" · ".join(column.head), ""))
            for column in table.form.columns
        ],
        rows=[
            RowView(
                is_total=row.is_total,
                cells=[
                    cell_view(table.form, column, cell)
                    for column, cell in zip(table.form.columns, row.cells, strict=True)
                ],
            )
            for row in table.rows
        ],
        foot=table.form.foot,
        notes=table.notes,
        cut=table.cut,
    )


def cell_view(form: TableForm, column: ColumnForm, cell: Cell) -> CellView:
    """A cell."""
    value = cell.value
    number = float(value) if value is not None and not isinstance(value, int | date | str) else value
    return CellView(
        value=number,
        text=in_print(form, column, cell),
        list=cell.opens.list if cell.opens else None,
        query=cell.opens.query if cell.opens else None,
        because=cell.because,
        typed_by=cell.typed_by,
    )


def address_of(opens: Opens) -> str:
    """The page that lists exactly the rows behind a figure, or the page of a hazard."""
    if opens.list == "hazard":
        return f"/h/{opens.query}"
    if opens.list == "kept":
        return f"/reports/frozen/{opens.query}"
    return f"{LISTS[opens.list]}?{opens.query}"

"""A table as it was made: cells with what opens their rows, under a head, for a unit and a period."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from domain.official.definition import ColumnForm, TableForm

Value = int | Decimal | date | str | None
ListOf = Literal["kept", "hazard", "hazards", "papers", "tasks", "checked", "units"]


class Opens(NamedTuple):
    """The list of exactly the rows behind a figure: which list, the query of its address; or one hazard, its ref.

    `kept`: the rows that a frozen table keeps behind it.
    """

    list: ListOf
    query: str


@dataclass(frozen=True)
class Cell:
    """One cell: None is printed blank, and `because` says why nothing can be told. `typed_by`: who wrote it by hand."""

    value: Value = None
    opens: Opens | None = None
    because: str = ""
    typed_by: str = ""


@dataclass(frozen=True)
class Row:
    """A row with its cells in the order of the columns."""

    cells: list[Cell]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """A table as it was made at a moment (legal time) from one picture of the ledger."""

    form: TableForm
    unit: str
    unit_code: str
    start: date
    end: date
    since: date
    made_at: datetime
    query: str
    rows: list[Row] = field(default_factory=list)
    counted: list[tuple[str, str]] = field(default_factory=list)
    """(head, how it is counted) of each column."""
    cut: bool = False
    """Whether it has more rows than were asked for."""

    @property
    def period(self) -> str:
        """2026年1月1日至6月30日: the days it tells of."""
        return f"{_day(self.start)}至{_day(self.end)}"

    @property
    def notes(self) -> list[str]:
        """What stands below it: columns that nothing on record can fill, each once, in the order of the columns."""
        found: dict[str, str] = {}
        for row in self.rows:
            for column, cell in zip(self.form.columns, row.cells, strict=True):
                if cell.because:
                    found.setdefault(column.head[-1], cell.because)
        return [f"{head}：{because}" for head, because in found.items()]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def in_print(form: TableForm, column: ColumnForm, cell: Cell) -> str:
    """A cell as it is printed: no idle zeros, rates with one decimal (a whole one without), nought as the form says."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if not value and form.zero == "blank" and column.function != "rate":
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


class Span(NamedTuple):
    """A cell of the head: row and column from 0, how many of each it covers, its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def head_of(form: TableForm) -> list[Span]:
    """The head as it is printed: neighbours with the same path share a cell, a short path reaches down to the body."""
    depth = max(len(column.head) for column in form.columns)
    spans: list[Span] = []
    for row in range(depth):
        column = 0
        while column < len(form.columns):
            path = form.columns[column].head[: row + 1]
            wide = 1
            while column + wide < len(form.columns) and form.columns[column + wide].head[: row + 1] == path:
                wide += 1
            if len(path) == row + 1:
                ends = all(len(c.head) == row + 1 for c in form.columns[column : column + wide])
                spans.append(Span(row, column, depth - row if ends else 1, wide, path[-1]))
            column += wide
    return spans

"""What a ledger is read against: the organisation, the day, the calendar, and for whom it is taken in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.calendar import Calendar
from domain.intake.asking import Answers
from domain.intake.columns import Column
from domain.intake.grid import Cell, Line, text_of
from domain.intake.head import Head
from domain.intake.named import Names


@dataclass(frozen=True)
class Setting:
    """`own`: the unit that takes its own ledger in; None for the commission. `answers`: what was decided before."""

    names: Names
    today: date
    calendar: Calendar
    own: int | None = None
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Cells:
    """A line of the table by what its columns mean; `instead`: what the line above says for a merged cell."""

    line: Line
    head: Head
    instead: Mapping[Column, Cell] = field(default_factory=dict)

    def has(self, column: Column) -> bool:
        """Whether the ledger has such a column."""
        return column in self.head.at

    def cell(self, column: Column) -> Cell:
        """The cell; None where the ledger has no such column."""
        if column in self.instead:
            return self.instead[column]
        return self.line.cell(self.head.at[column]) if column in self.head.at else None

    def text(self, column: Column) -> str:
        """What it says, on one line, full-width forms made plain."""
        return text_of(self.cell(column))

    def title(self, column: Column) -> str:
        """How this ledger calls the column."""
        return self.head.title_of(column)

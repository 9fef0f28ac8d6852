"""A sheet as the darkroom hands it out: lines of plain cells, and what covers several of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from domain.typed_text import half_width

Cell = str | float | bool | date | None
MERGED = "merged"
A, LETTERS = ord("A"), 26


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet by its number there (from 1). `filled`: the columns whose value a merged cell gave."""

    number: int
    cells: tuple[Cell, ...]
    filled: frozenset[int] = frozenset()

    def cell(self, column: int) -> Cell:
        """The cell of a column (from 0); None beyond the end of the line."""
        return self.cells[column] if column < len(self.cells) else None

    def text(self, column: int) -> str:
        """What somebody sees there, on one line, full-width forms made plain."""
        return text_of(self.cell(column))


@dataclass(frozen=True)
class Merge:
    """A merged cell: first and last line (from 1), first and last column (from 0)."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, whether it is hidden, its hidden lines and columns, its merged cells."""

    name: str
    hidden: bool = False
    hidden_lines: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merges: tuple[Merge, ...] = ()
    formulas: int = 0
    """How many cells are worked out by a formula; their last value is read."""
    last: int = 0
    """The number of its last line that holds anything."""
    remarks: tuple[str, ...] = field(default=())
    """What else is to be told of it."""


def text_of(cell: Cell) -> str:
    """A cell as a text: a whole number without its point, a day as 2026-09-14."""
    if isinstance(cell, str):  # as nearly every cell
        return _plainly(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat()


# The same words stand in a column thousands of times, and each cell is asked for several times.
_plainly = lru_cache(maxsize=8192)(half_width)


def kept_of(cell: Cell) -> str:
    """The same as it is kept: its line ends and full-width marks stay."""
    return cell.strip() if isinstance(cell, str) else text_of(cell)


def is_blank(line: Line) -> bool:
    """Whether nothing can be seen on a line."""
    return not any(text_of(cell) for cell in line.cells)


def letter_of(column: int) -> str:
    """A, B ... Z, AA: a column as its head in the workbook says."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(A + rest) + letters
    return letters


def filled(lines: Iterable[Line], merges: Sequence[Merge]) -> Iterator[Line]:
    """The lines with what a merged cell says in each cell that it covers."""
    waiting = sorted(merges, key=lambda merge: merge.top, reverse=True)
    running: list[tuple[Merge, Cell]] = []
    for line in lines:
        running = [(merge, said) for merge, said in running if merge.bottom >= line.number]
        while waiting and waiting[-1].top <= line.number:
            merge = waiting.pop()
            if merge.bottom >= line.number:
                running.append((merge, line.cell(merge.left) if merge.top == line.number else None))
        yield _covered(line, running) if running else line


def _covered(line: Line, running: list[tuple[Merge, Cell]]) -> Line:
    cells, given = list(line.cells), set[int]()
    for merge, said in running:
        if said is None:
            continue
        cells += [None] * (merge.right + 1 - len(cells))
        for column in range(merge.left, merge.right + 1):
            if cells[column] is None or cells[column] == "":
                cells[column] = said
                given.add(column)
    return Line(line.number, tuple(cells), frozenset(given))

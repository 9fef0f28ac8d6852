"""Workbooks (.xlsx): the one place that knows XlsxWriter. Rows go to disk as they come, so memory stays flat.

Lines of a long table are written as XML of our own into the sheet that XlsxWriter keeps open: cell by cell it takes
five times as long. No text becomes a formula, a link or markup.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, TypeAlias
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from domain.official.csv_lines import runs

Book: TypeAlias = Any
Sheet: TypeAlias = Any
"""XlsxWriter has no types."""
Cell = str | date | Decimal | int | None
FIRST_DAY = date(1899, 12, 30).toordinal()
"""Day 0 of a workbook, as every date since March 1900 counts it."""
A4 = 9
"""Its number among the papers of a workbook."""
LONGEST = 16_000
"""Letters of a cell: a workbook takes 32,767 UTF-16 units."""
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook would read as the code of another letter."""
TO_ESCAPE = re.compile(f"[&<>]|{NOT_IN_XML.pattern}|{LOOKS_ESCAPED.pattern}")
FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
GRID = {**FONT, "border": 1}


@contextmanager
def workbook(path: Path | IO[bytes], scratch: Path | None = None, **about: str) -> Iterator[Book]:
    """A new workbook, written when the block ends; with `scratch` its rows lie there meanwhile, and come in order.

    A block that raises leaves no file behind it but what `scratch` holds.
    """
    options = {
        "constant_memory": scratch is not None,
        "in_memory": scratch is None,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(scratch) if scratch else None,
    }
    book = Workbook(path, options)
    book.set_properties({"company": "", **about})
    yield book
    book.close()


STYLES: tuple[dict[str, object], ...] = (
    {},
    {"quote_prefix": True},
    {"num_format": "yyyy-mm-dd"},
)
"""Of a text or a number, a text that would run, a day."""


class Lines:
    """The lines of one long table: typed cells under a head that stands already, in one format a kind."""

    def __init__(self, book: Book, sheet: Sheet, row: int, columns: int) -> None:
        self._sheet, self._row, self._last = sheet, row, columns - 1
        sheet._write_single_row(row)  # noqa: SLF001 - what stands above goes out first
        made = [book.add_format(GRID | style) for style in STYLES]
        self._text, self._quoted, self._day = (f._get_xf_index() for f in made)  # noqa: SLF001 - its number
        self._names = [xl_col_to_name(n) for n in range(columns)]

    def write(self, cells: Iterable[Cell], height: float | None = None) -> None:
        """One line below the last; `height` in points, else as its text asks."""
        self._row += 1
        row = self._row
        parts = [self._cell(f"{name}{row}", cell) for name, cell in zip(self._names, cells, strict=True)]
        high = f' ht="{height}" customHeight="1"' if height else ""
        self._sheet.fh.write(f'<row r="{row}"{high}>{"".join(parts)}</row>')

    def end(self) -> None:
        """Tell the sheet how far it reaches."""
        if self._row:
            self._sheet._check_dimensions(self._row - 1, self._last)  # noqa: SLF001 - it counts what it writes itself

    def _cell(self, place: str, cell: Cell) -> str:
        if cell is None or cell == "":
            return f'<c r="{place}" s="{self._text}"/>'
        if isinstance(cell, str):
            style = self._quoted if runs(cell) else self._text
            return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_plain(cell)}</t></is></c>'
        if isinstance(cell, date):
            return f'<c r="{place}" s="{self._day}"><v>{cell.toordinal() - FIRST_DAY}</v></c>'
        return f'<c r="{place}" s="{self._text}"><v>{cell}</v></c>'


def _plain(text: str) -> str:
    if len(text) < LONGEST and not TO_ESCAPE.search(text):
        return text
    return LOOKS_ESCAPED.sub("_x005F_", escape(NOT_IN_XML.sub("", text[:LONGEST])))

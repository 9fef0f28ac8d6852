"""A workbook of an old kind, or a text of columns, as an .xlsx that holds the same values.

What the readers of those kinds tell is kept: sheets, values, days, merged cells. A text stays a text, whatever it
begins with; widths are made to fit.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from domain.darkroom.columns_of_text import read_text
from domain.darkroom.ledgers import numbered
from domain.darkroom.packed import TEXT

NARROWEST, WIDEST, LOOKED_AT = 8, 40, 200
"""Of a column in letters; so many lines say how wide it is."""
LONGEST = 32_767
RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001 - full-width ones run, too
"""What a workbook would work out once somebody goes into the cell, if nothing marked it as a text."""
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def write_plain(path: Path, kind: str, folder: Path) -> Path:
    """Write `plain.xlsx` into the folder, its lines at the same numbers; gives its path."""
    out = folder / "plain.xlsx"
    plainly = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(out, {"constant_memory": True, "tmpdir": str(folder), **plainly}) as book:
        if kind == TEXT:
            _Sheet(book, "台账").write(read_text(path)[1], [])
            return out
        with CalamineWorkbook.from_path(path) as old:
            for n, name in enumerate(old.sheet_names):
                read = old.get_sheet_by_index(n)
                _Sheet(book, name).write(numbered(read), read.merged_cell_ranges or [])
    return out


class _Sheet:
    """A sheet whose lines go to disk as they come."""

    def __init__(self, book: Any, name: str) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self._sheet: Any = None
        with suppress(XlsxWriterException):  # a name that an .xlsx does not take
            self._sheet = book.add_worksheet(name)
        self._sheet = self._sheet or book.add_worksheet()
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._text = book.add_format({"quote_prefix": True})
        self._widths: dict[int, int] = {}

    def write(self, lines: Iterable[tuple[int, list[Any]]], merged: Merged) -> None:
        """Write the lines, then which of their cells are one."""
        for number, cells in lines:
            for column, value in enumerate(cells):
                if value not in (None, ""):
                    self._cell(number - 1, column, value)
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
        # `merge_range` would write into lines that are on the disk already; the cells beneath are blank as it is.
        self._sheet.merge += [[*begin, *end] for begin, end in merged if begin != end]

    def _cell(self, row: int, column: int, value: object) -> None:
        if row < LOOKED_AT:
            wide = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in str(value)[:WIDEST])
            self._widths[column] = max(self._widths.get(column, 0), wide)
        if isinstance(value, bool):
            self._sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(row, column, value)
        elif isinstance(value, datetime | date):
            self._sheet.write_datetime(row, column, value, self._day)
        else:
            text = str(value)[:LONGEST]
            self._sheet.write_string(row, column, text, self._text if text.startswith(RUNS) else None)

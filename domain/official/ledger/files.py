"""The 台账 as a file: CSV sent while it is read, and a workbook with days and amounts as such.

Both have a running number, the columns that the view shows, and all that a ledger on paper has.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from domain.cases.case import Case
from domain.errors import WrongInput
from domain.official.csv_lines import BEGINNING, csv_line, harmless
from domain.official.ledger.columns import Column, ExportQuery
from domain.official.ledger.photos import picture_of
from domain.official.ledger.values import VALUES, LedgerRow, Looks, in_words, ledger_rows
from domain.official.spreadsheet import A4, GRID, Book, Cell, Lines, Sheet, workbook
from domain.queries import Reader, how_many
from domain.queries.whole import whole_list

SERIAL = "序号"
WIDE = {
    Column.DESCRIPTION: 36, Column.MEASURES: 30, Column.INTERIM: 24, Column.CRITERION: 24, Column.OPINION: 24,
    Column.NUMBER: 24, Column.PLACE: 20, Column.UNIT: 18, Column.HOLDER: 18, Column.SUPERVISOR: 18,
    Column.REMARK: 18,
}  # fmt: skip
"""Widths in letters; any other column has `USUAL_WIDTH`."""
USUAL_WIDTH, NARROW = 12, 6
ACROSS_A_PAGE = 160
"""Letters that are still read on A4 across; a wider ledger goes over several pages, its number on each."""
HEAD_HEIGHT = 30
PHOTO_HEIGHT = 66
"""Points: a quarter of the longest side of a small copy is 80 pixels."""
PHOTOS: dict[Column, Callable[[Case], list[str]]] = {
    Column.BEFORE: lambda case: case.hazard.before_photos,
    Column.AFTER: lambda case: case.hazard.after_photos,
}
MOST_WITH_PHOTOS = 300
MOST_ROWS = 300_000
"""Of a workbook: beyond it no office program opens it in reasonable time."""
Told = Callable[[int], None]
"""Hears how many lines are written, some at a time; may raise to stop."""


def csv_parts(reader: Reader, view: ExportQuery) -> Iterator[str]:
    """The head, then some lines at a time."""
    columns, looks, serial = view.leaving, Looks(reader), 0
    yield BEGINNING + csv_line([SERIAL, *(column.label for column in columns)])
    for cases in whole_list(reader, view):
        part = []
        for row in ledger_rows(looks, cases, columns):
            serial += 1
            part.append(csv_line([str(serial), *(_safe(VALUES[column](row)) for column in columns)]))
        yield "".join(part)


def _safe(value: Cell) -> str:
    """Typed text is made harmless; days and amounts are ours."""
    return harmless(value) if isinstance(value, str) else in_words(value)


def write_workbook(reader: Reader, view: ExportQuery, path: Path, told: Told = lambda _lines: None) -> int:
    """Write the whole list; gives how many lines it has. Its rows lie in the same folder meanwhile.

    Raises WrongInput for a list that is too long for a workbook.
    """
    columns, looks, serial = view.leaving, Looks(reader), 0
    _refuse_too_long(reader, view)
    with workbook(path, path.parent, title="隐患排查治理台账") as book:
        sheet = book.add_worksheet("台账")
        _lay_out(book, sheet, columns)
        body = Lines(book, sheet, 1, len(columns) + 1)
        for cases in whole_list(reader, view):
            for row in ledger_rows(looks, cases, columns):
                serial += 1
                shown = _show_photos(sheet, row, serial, columns) if view.photos else False
                cells = [serial, *(VALUES[column](row) for column in columns)]
                body.write(cells, PHOTO_HEIGHT if shown else None)
            told(serial)
        body.end()
        sheet.autofilter(0, 0, serial, len(columns))
    return serial


def _refuse_too_long(reader: Reader, view: ExportQuery) -> None:
    most = MOST_WITH_PHOTOS if view.photos else MOST_ROWS
    if how_many(reader, view, most + 1) <= most:
        return
    if view.photos:
        raise WrongInput(f"附照片的台账最多 {most} 条，请筛选后再导出，或不附照片。", field="photos")
    raise WrongInput(f"Excel 台账最多 {most} 条，请筛选后再导出，或导出为 CSV。")


def _show_photos(sheet: Sheet, row: LedgerRow, serial: int, columns: list[Column]) -> bool:
    """Put the first photo before and after over the cell that counts them; whether there was any."""
    shown = False
    for column, photos in PHOTOS.items():
        path = picture_of(row.looks.reader, photos(row.case)) if column in columns else None
        if path is not None:
            place = {"object_position": 1, "x_offset": 2, "y_offset": 2, "x_scale": 0.25, "y_scale": 0.25}
            sheet.insert_image(serial, columns.index(column) + 1, str(path), place)
            shown = True
    return shown


def _lay_out(book: Book, sheet: Sheet, columns: list[Column]) -> None:
    """Widths, a head that stays, and how it prints: A4 across, the head on every page."""
    head = book.add_format({**GRID, "bold": True, "align": "center", "bg_color": "#E8EEF5"})
    sheet.set_row(0, HEAD_HEIGHT)
    for n, (title, width) in enumerate(_heads(columns)):
        sheet.set_column(n, n, width)
        sheet.write_string(0, n, title, head)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_columns(0, 1)
    sheet.fit_to_pages(-(-sum(width for _, width in _heads(columns)) // ACROSS_A_PAGE), 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _heads(columns: list[Column]) -> Iterator[tuple[str, int]]:
    yield SERIAL, NARROW
    for column in columns:
        yield column.label, WIDE.get(column, USUAL_WIDTH)

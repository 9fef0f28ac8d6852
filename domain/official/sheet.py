"""A table as a workbook: as printed on A4 across, figures as numbers; a second sheet says how each is counted."""

from io import BytesIO
from urllib.parse import quote

from domain.official.cells import Cell, Row, Table, head_of, in_print
from domain.official.csv_lines import runs
from domain.official.spreadsheet import A4, FONT, GRID, Book, Sheet, workbook
from domain.official.wording import about

TITLE = {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"}
CENTRED: dict[str, object] = {"align": "center"}
HIGH_TITLE, HIGH_HEAD, HIGH_LABELS, HIGH_ROW = 36, 24, 56, 26


def workbook_of(table: Table) -> bytes:
    """The bytes of the file."""
    out = BytesIO()
    with workbook(out, title=table.form.title, comments=table.form.source) as book:
        _Drawn(book, table).draw()
    return out.getvalue()


STYLES: dict[str, dict[str, object]] = {
    "text": {},
    "quoted": {"quote_prefix": True},
    "number": CENTRED,
    "day": {**CENTRED, "num_format": "yyyy-mm-dd"},
}


def file_name(table: Table) -> str:
    """As a browser keeps it, percent-encoded: 专项整治汇总表_临澄县人民医院_2026-06-01至2026-06-30.xlsx."""
    return quote(f"{table.form.called}_{table.unit}_{table.start}至{table.end}.xlsx", safe="")


class _Drawn:
    """One table on its sheet."""

    def __init__(self, book: Book, table: Table) -> None:
        self.book, self.table = book, table
        self.sheet: Sheet = book.add_worksheet(table.form.called[:31])
        self.width = len(table.form.columns)
        self.head = book.add_format({**GRID, **CENTRED, "bold": True})
        self.plain = book.add_format(FONT)
        self.formats = {name: book.add_format({**GRID, **style}) for name, style in STYLES.items()}

    def draw(self) -> None:
        """Title, period, head, rows, foot; below what is printed, the notes."""
        form, sheet = self.table.form, self.sheet
        for n, column in enumerate(form.columns):
            sheet.set_column(n, n, column.width)
        self._across(0, form.title, self.book.add_format(TITLE), HIGH_TITLE)
        self._across(1, about(self.table), self.plain, HIGH_ROW)
        spans = head_of(form)
        depth = max(span.row + span.rows for span in spans)
        for span in spans:
            self._merged(2 + span.row, span.column, span.rows, span.columns, span.text)
        for row in range(depth):
            sheet.set_row(2 + row, HIGH_LABELS if row == depth - 1 and not form.is_a_list else HIGH_HEAD)
        bottom = self._body(2 + depth)
        self._foot(bottom)
        for n, note in enumerate(self.table.notes, bottom + 1):
            self._across(n, f"注：{note}", self.plain, HIGH_ROW)
        self._print(2, 2 + depth, bottom)
        self._explain()

    def _body(self, first: int) -> int:
        """Write the rows; gives where the foot stands."""
        for n, row in enumerate(self.table.rows):
            if not self.table.form.is_a_list:  # a long text makes its own row higher
                self.sheet.set_row(first + n, HIGH_ROW)
            self._row(first + n, row)
        return first + len(self.table.rows)

    def _foot(self, at: int) -> None:
        """Who signs, each with an equal part of the width."""
        parts = self.table.form.foot
        self.sheet.set_row(at, HIGH_ROW)
        for n, text in enumerate(parts):
            left, right = n * self.width // len(parts), (n + 1) * self.width // len(parts)
            self._write_over(at, left, at, right - 1, text, self.plain)

    def _row(self, at: int, row: Row) -> None:
        form = self.table.form
        for n, (column, cell) in enumerate(zip(form.columns, row.cells, strict=True)):
            value, printed = cell.value, in_print(form, column, cell)
            if not printed:
                self.sheet.write_blank(at, n, None, self.formats["text"])
            elif isinstance(value, str):
                self.sheet.write_string(at, n, value, self._of_text(cell))
            elif hasattr(value, "isoformat"):
                self.sheet.write_datetime(at, n, value, self.formats["day"])
            else:
                self.sheet.write_number(at, n, value, self.formats["number"])

    def _of_text(self, cell: Cell) -> object:
        return self.formats["quoted" if runs(str(cell.value)) else "text"]

    def _across(self, row: int, text: str, style: object, high: int) -> None:
        self.sheet.set_row(row, high)
        self._write_over(row, 0, row, self.width - 1, text, style)

    def _merged(self, row: int, column: int, rows: int, columns: int, text: str) -> None:
        self._write_over(row, column, row + rows - 1, column + columns - 1, text, self.head)

    def _write_over(self, top: int, left: int, bottom: int, right: int, text: str, style: object) -> None:
        if (top, left) == (bottom, right):
            self.sheet.write_string(top, left, text, style)
        else:
            self.sheet.merge_range(top, left, bottom, right, "", style)
            self.sheet.write_string(top, left, text, style)

    def _print(self, head: int, first: int, last: int) -> None:
        sheet = self.sheet
        sheet.set_portrait() if self.table.form.portrait else sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head, first - 1)
        sheet.freeze_panes(first, 1)
        sheet.print_area(0, 0, last, self.width - 1)

    def _explain(self) -> None:
        """A sheet for whoever checks the figures."""
        sheet = self.book.add_worksheet("统计口径")
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 90)
        for n, (name, how) in enumerate(self.table.counted):
            sheet.write_string(n, 0, name, self.plain)
            sheet.write_string(n, 1, how, self.plain)

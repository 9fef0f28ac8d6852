"""A workbook or a text of columns as plain lines: `rows.jsonl` (sheet, line, cells) and `sheets.json` beside it.

Only values are read: nothing is worked out, followed or run. What holds programs, is sealed with a password or would
not fit is refused with one sentence.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from domain.darkroom.columns_of_text import read_text
from domain.darkroom.limits import MOST_COLUMNS, MOST_LINES, RefusedError
from domain.darkroom.packed import ODS, XLS, XLSX, kind_of_ledger, look_inside

SEALED = "工作簿设有打开密码，请在 Excel 中取消密码后重新上传"
TORN = "工作簿打不开：可能不完整、已损坏，或不是这种格式。请在 Excel 中打开，另存为 .xlsx 后上传"
TOO_LONG = f"超过 {MOST_LINES // 10000} 万行，请分成几个文件导入"


@dataclass
class Told:
    """What a sheet tells beside its lines; columns and lines from 1, merged cells as top, bottom, left, right."""

    name: str
    hidden: bool = False
    hidden_lines: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: int = 0
    last: int = 0
    remarks: list[str] = field(default_factory=list)


def develop_ledger(path: Path, folder: Path) -> dict[str, Any]:
    """Write what a ledger holds into the folder; gives its kind. Raises RefusedError."""
    kind = kind_of_ledger(path)
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as out:
        if kind in (XLSX, XLS, ODS):
            sheets = _workbook(path, kind, out.write)
        else:
            remarks, lines = read_text(path)
            sheets = [Told("文本", remarks=remarks)]
            _write(0, lines, sheets[0], out.write)
    if not any(sheet.last for sheet in sheets):
        raise RefusedError("文件里没有内容")
    (folder / "sheets.json").write_text(json.dumps([asdict(sheet) for sheet in sheets]), encoding="utf-8")
    return {"kind": kind}


def _workbook(path: Path, kind: str, write: Any) -> list[Told]:  # noqa: ANN401 - what writes a text
    inside = look_inside(path, kind)
    sheets = []
    try:
        with CalamineWorkbook.from_path(path) as book:
            for n, known in enumerate(book.sheets_metadata):
                told = Told(
                    known.name,
                    hidden=known.visible != SheetVisibleEnum.Visible,
                    hidden_lines=inside.hidden_lines.get(n, []),
                    hidden_columns=inside.hidden_columns.get(n, []),
                    formulas=inside.formulas.get(n, 0),
                    remarks=list(inside.remarks),
                )
                _sheet(n, book.get_sheet_by_index(n), told, write)
                sheets.append(told)
    except PasswordError:
        raise RefusedError(SEALED) from None
    except CalamineError:
        raise RefusedError(TORN) from None
    return sheets


def _sheet(n: int, sheet: CalamineSheet, told: Told, write: Any) -> None:  # noqa: ANN401 - as above
    if sheet.start is None:
        return
    merges = sheet.merged_cell_ranges or []
    told.merges = [(t + 1, b + 1, x, y) for (t, x), (b, y) in merges if (t, x) != (b, y)]
    _write(n, ((k, [_plain(cell) for cell in row]) for k, row in numbered(sheet)), told, write)


def numbered(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """The lines of a sheet by their numbers there: its reader leaves out blank columns on the left, but no lines."""
    left = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [None] * left + row


def _write(n: int, lines: Iterable[tuple[int, list[Any]]], told: Told, write: Any) -> None:  # noqa: ANN401 - as above
    many = 0
    for number, cells in lines:
        kept = _without_tail(cells)
        if not kept:
            continue
        many += 1
        if many > MOST_LINES:
            raise RefusedError(TOO_LONG)
        told.last = number
        write(json.dumps([n, number, kept], ensure_ascii=False) + "\n")


def _without_tail(cells: list[Any]) -> list[Any]:
    """Up to the last cell that holds anything; nothing for a blank line."""
    last = max((k for k, cell in enumerate(cells) if cell not in (None, "")), default=-1)
    if last >= MOST_COLUMNS:
        raise RefusedError(f"超过 {MOST_COLUMNS} 列，请删去多余的列后上传")
    return cells[: last + 1]


def _plain(cell: object) -> Any:  # noqa: ANN401 - what JSON takes
    """A day as a list of its text, so that it is no text; everything else as it is."""
    if isinstance(cell, datetime):
        return [cell.date().isoformat()]
    if isinstance(cell, date):
        return [cell.isoformat()]
    if isinstance(cell, str):
        return cell.replace("\0", "").strip() or None
    return cell if cell is None or isinstance(cell, bool | int | float) else str(cell)

"""A text of columns (CSV, TSV) as lines of cells: UTF-8, UTF-16 or GB18030; commas, tabs or semicolons."""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from domain.darkroom.limits import RefusedError

CHUNK = 1024 * 1024
SEPARATORS = ",\t;；|"
LOOKED_AT = 30
MOST_OF_A_CELL = 32_767
MOST_LINES_OF_A_CELL = 60
MARKS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
NAMES = {"gb18030": "GBK（GB18030）", "utf-16": "UTF-16"}


def read_text(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str | None]]]]:
    """What is worth telling of the file, and its lines by number. Raises RefusedError."""
    encoding = _encoding(path)
    separator = _separator(path, encoding)
    remarks = [f"文字编码按 {NAMES[encoding]}读取"] if encoding in NAMES else []
    remarks += [] if separator == "," else [f"列以“{'制表符' if separator == chr(9) else separator}”分开"]
    return remarks, _lines(path, encoding, separator)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        if _reads_as(path, name):
            return name
    raise RefusedError("文字编码无法识别，请在 Excel 中打开后另存为 .xlsx，或另存为 UTF-8 的 CSV")


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _separator(path: Path, encoding: str) -> str:
    """The mark that divides most lines into most columns."""
    with path.open(encoding=encoding, newline="") as file:
        lines = [line for line in islice(file, LOOKED_AT) if line.strip()]
    return max(
        SEPARATORS,
        key=lambda mark: sorted(line.count(mark) for line in lines)[len(lines) // 2] if lines else 0,
    )


def _lines(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str | None]]]:
    csv.field_size_limit(MOST_OF_A_CELL * 4)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader, None)
            except csv.Error:
                raise RefusedError(
                    f"第 {number} 行读不下去：可能引号没有收尾，或一格太长，请核对后上传"
                ) from None
            if cells is None:
                return
            if any(cell.count("\n") > MOST_LINES_OF_A_CELL or len(cell) > MOST_OF_A_CELL for cell in cells):
                raise RefusedError(f"第 {number} 行有一格过长：可能引号没有收尾，请核对后上传")
            yield number, [cell.replace("\0", "").strip() or None for cell in cells]

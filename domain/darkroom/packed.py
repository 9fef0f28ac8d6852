"""What a ledger is by its bytes, and what its package holds beside values: programs, passwords, hidden lines, formulas.

The parts of the package are looked through as bytes, piece by piece: no XML is built, so none can be a bomb.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.darkroom.limits import MOST_BYTES_UNPACKED, MOST_PARTS, RefusedError

XLSX, XLS, ODS, TEXT = "xlsx", "xls", "ods", "csv"
PIECE, OVERLAP = 1024 * 1024, 4096
ACCEPTED = "请上传 .xlsx、.xls、.ods、.csv 或 .tsv"
PASSWORD = "工作簿设有打开密码，请在 Excel 中取消密码后重新上传"  # noqa: S105 - a sentence
MACROS = "工作簿里有宏（程序），不能上传，请另存为不含宏的 .xlsx"
TOO_LARGE = "工作簿展开后太大，不能打开，请分成几个文件，或删去空白的行列后上传"
TORN = "工作簿打不开：可能不完整或已损坏，请在 Excel 中打开，另存为 .xlsx 后上传"
STRANGE = "工作簿的内部写法特殊，不能逐格标注，请按页面上的逐行结果修改"
OLE2, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
OTHERS = {
    "PDF": (b"%PDF",),
    "图片": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
    "压缩包": (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
}
_MARKUP = re.compile(rb"\s*(<\?xml|<!doctype html|<html|<table|<meta)", re.IGNORECASE)
_STREAMS = {"EncryptedPackage": PASSWORD, "_VBA_PROJECT_CUR": MACROS, "VBA": MACROS}
_PART = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\w:id=["']([^"']+)""")
_TARGET = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_HIDDEN_LINE = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_HIDDEN_COLUMN = re.compile(rb'<col (?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_USED = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})\d+["'](?![^>]*/>)""")
_FORMULA = re.compile(rb"<f[ >/]")


@dataclass
class Inside:
    """What the package tells of each sheet by its place: hidden lines and columns (from 1), how many formulas."""

    hidden_lines: dict[int, list[int]] = field(default_factory=dict)
    hidden_columns: dict[int, list[int]] = field(default_factory=dict)
    formulas: dict[int, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def kind_of_ledger(path: Path) -> str:
    """What the file is, whatever it is called; raises RefusedError saying what it is instead."""
    with path.open("rb") as file:
        head = file.read(PIECE)
    if not head:
        raise RefusedError("文件是空的，请重新选择文件")
    if head.startswith(OLE2):
        return XLS
    if head.startswith(ZIP):
        return _kind_of_package(path)
    for name, beginnings in OTHERS.items():
        if head.startswith(beginnings):
            raise RefusedError(f"这是{name}，不是表格，{ACCEPTED}")
    if _MARKUP.match(head):
        raise RefusedError("这是网页或 XML 格式的表格，请在 Excel 中打开，另存为 .xlsx 后上传")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusedError(f"不是表格文件，{ACCEPTED}")
    return TEXT


def _kind_of_package(path: Path) -> str:
    names = {part.filename for part in _parts(path)}
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if "content.xml" in names and "mimetype" in names:
        return ODS
    raise RefusedError(f"这是压缩包或其他文档，不是表格，{ACCEPTED}")


def look_inside(path: Path, kind: str) -> Inside:
    """What a workbook holds beside its values. Raises RefusedError for what must not be opened."""
    if kind == XLS:
        return _of_the_old_kind(path)
    parts = _parts(path)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError(PASSWORD)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
        raise RefusedError(TOO_LARGE)
    names = [part.filename for part in parts]
    if any("vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise RefusedError(MACROS)
    try:
        with zipfile.ZipFile(path) as package:
            return _of_xlsx(package, names) if kind == XLSX else _of_ods(package)
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, NotImplementedError, RuntimeError):
        raise RefusedError(TORN) from None


def _parts(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as package:
            return package.infolist()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError):
        raise RefusedError(TORN) from None


def _of_the_old_kind(path: Path) -> Inside:
    """The names of its streams stand as UTF-16 in its directory."""
    data = path.read_bytes()
    for name, sentence in _STREAMS.items():
        if name.encode("utf-16-le") + b"\0\0" in data:
            raise RefusedError(sentence)
    return Inside()


def _of_xlsx(package: zipfile.ZipFile, names: list[str]) -> Inside:
    inside = Inside()
    if any(name.startswith("xl/externalLinks/") for name in names):
        inside.remarks.append("工作簿引用了其他文件，只读取其中保存的数值，不打开引用的文件")
    for n, part in enumerate(sheet_parts(package)):
        if part not in names:
            continue
        lines, columns, formulas = set[int](), set[int](), 0
        for piece, fresh in _pieces(package, part):
            lines |= {int(line) for line in _HIDDEN_LINE.findall(piece)}
            for column in _HIDDEN_COLUMN.findall(piece):
                first, last = (int(_attribute(column, name) or 0) for name in (b"min", b"max"))
                columns |= set(range(first, min(last, first + 500) + 1))
            formulas += len(_FORMULA.findall(fresh))
        inside.hidden_lines[n], inside.hidden_columns[n], inside.formulas[n] = (
            sorted(lines),
            sorted(columns),
            formulas,
        )
    return inside


def sheet_parts(package: zipfile.ZipFile) -> list[str]:
    """The part of each sheet in the order of the workbook."""
    with package.open("xl/workbook.xml") as file:
        ids = _PART.findall(file.read(PIECE))
    with package.open("xl/_rels/workbook.xml.rels") as file:
        relations = _TARGET.findall(file.read(PIECE))
    targets = {_attribute(one, b"Id"): _attribute(one, b"Target").decode() for one in relations}
    return [_in_the_package(targets.get(one, "")) for one in ids]


def columns_used(package: zipfile.ZipFile, part: str) -> set[bytes]:
    """The letters of the columns of a sheet in which a cell holds anything, were it a formula without a value."""
    return {letters for piece, _ in _pieces(package, part) for letters in _USED.findall(piece)}


def _in_the_package(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attribute(element: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb"""=["']([^"']*)""", element)
    return found[1] if found else b""


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    """(a piece with the end of the one before, the piece itself): an element may lie across both."""
    before, read = b"", 0
    with package.open(part) as file:
        while fresh := file.read(PIECE):
            read += len(fresh)
            if read > MOST_BYTES_UNPACKED:
                raise RefusedError(TOO_LARGE)
            yield before + fresh, fresh
            before = fresh[-OVERLAP:]


def _of_ods(package: zipfile.ZipFile) -> Inside:
    with package.open("META-INF/manifest.xml") as file:
        if b"encryption-data" in file.read(PIECE):
            raise RefusedError(PASSWORD)
    inside = Inside()
    if any(b'table:visibility="collapse"' in piece for piece, _ in _pieces(package, "content.xml")):
        inside.remarks.append("有隐藏的行或列，也一并读取，请核对")
    return inside

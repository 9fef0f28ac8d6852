"""A ledger back to whoever sent it: bad cells coloured, and a column 错误说明 beside its table.

An .xlsx comes back as it was, part by part; formulas in it are its sender's own, none is ours. Other kinds come back
as an .xlsx of their values. `marks.json` tells of each sheet its head and where answers may stand, `marks.jsonl` line
by line [sheet, line, columns from 0, words, cannot be taken in].
"""

import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain.darkroom.limits import RefusedError
from domain.darkroom.marked_sheet import Mark, MarkedSheet, Told, column_at
from domain.darkroom.marked_styles import MOST_BYTES, Styles
from domain.darkroom.packed import (
    PIECE,
    STRANGE,
    TORN,
    XLSX,
    columns_used,
    kind_of_ledger,
    look_inside,
    sheet_parts,
)
from domain.darkroom.plain_workbook import write_plain

STYLES = "xl/styles.xml"
Lines = dict[int, bytes]
Heads = dict[str, list[int]]
"""Sheet -> its line, the first column that seems free, and whether that one is ours from an earlier time."""


def mark_ledger(path: Path, folder: Path) -> dict[str, Any]:
    """Write `marked` into the folder. Raises RefusedError for what cannot be marked cell by cell."""
    kind = kind_of_ledger(path)
    if kind != XLSX:
        path = write_plain(path, kind, folder)
    formulas = look_inside(path, XLSX).formulas
    heads = json.loads((folder / "marks.json").read_text(encoding="utf-8"))
    lines = _lines(folder / "marks.jsonl")
    try:
        with (
            zipfile.ZipFile(path) as old,
            zipfile.ZipFile(folder / "marked", "w", zipfile.ZIP_DEFLATED) as new,
        ):
            _copy(old, new, _free(old, heads, formulas), lines)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError):
        raise RefusedError(TORN) from None
    return {}


def _lines(path: Path) -> dict[int, Lines]:
    """Sheet -> line -> what is said of it, still packed: of a long ledger there are many."""
    found: dict[int, Lines] = {}
    with path.open("rb") as file:
        for text in file:
            sheet, line, _ = text[1:].split(b",", 2)
            found.setdefault(int(sheet), {})[int(line)] = text
    return found


def _copy(old: zipfile.ZipFile, new: zipfile.ZipFile, heads: Heads, lines: dict[int, Lines]) -> None:
    """Every part as it was, but the sheets that are told of, and then the styles that they came to need."""
    places = {part: n for n, part in enumerate(sheet_parts(old)) if str(n) in heads}
    if len(places) < len(heads) or old.getinfo(STYLES).file_size > MOST_BYTES:
        raise RefusedError(STRANGE)
    styles = Styles(old.read(STYLES))
    for name in dict.fromkeys(old.namelist()):
        if name == STYLES:
            continue
        with old.open(name) as source, new.open(name, "w") as out:
            if (place := places.get(name)) is None:
                while piece := source.read(PIECE):
                    out.write(piece)
                continue
            of_sheet = lines.get(place, {})
            sheet = MarkedSheet(_told(heads[str(place)], of_sheet), styles, out.write)
            sheet.run(source)
            if sheet.marked != len(of_sheet):
                raise RefusedError(STRANGE)
    new.writestr(STYLES, styles.body())


def _free(old: zipfile.ZipFile, heads: Heads, formulas: Mapping[int, int]) -> Heads:
    """With the column of the answers where nothing stands: a formula without its last value was read as nothing."""
    parts = sheet_parts(old)
    for place, head in heads.items():
        if formulas.get(int(place)) and not head[2]:
            used = (column_at(letters.decode()) + 1 for letters in columns_used(old, parts[int(place)]))
            head[1] = max([head[1], *used])
    return heads


def _told(head: list[int], lines: Lines) -> Told:
    def mark_of(line: int) -> Mark | None:
        if (packed := lines.get(line)) is None:
            return None
        _, _, columns, text, refused = json.loads(packed)
        return Mark(tuple(columns), text, refused)

    line, beside, ours = head
    return Told(line, beside, mark_of, bool(ours))

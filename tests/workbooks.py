"""What a workbook says, read from its XML without the library that wrote it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_ZERO = date(1899, 12, 30)
Cell = str | float | date | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: values by place (A1), merged ranges, widths by column number, and how it prints."""

    name: str
    cells: dict[str, Cell]
    formats: dict[str, dict[str, Any]]
    merges: set[str]
    widths: dict[int, float]
    page: dict[str, str]
    frozen: str
    formulas: int

    def row(self, number: int) -> list[Cell]:
        """A row from its first to its last cell that has a value."""
        mine = {
            place: cell for place, cell in self.cells.items() if re.sub("[A-Z]", "", place) == str(number)
        }
        return [mine[place] for place in sorted(mine, key=lambda place: (len(place), place))]


@dataclass(frozen=True)
class Workbook:
    """Its sheets, its names (print areas and titles) and how many pictures it holds."""

    sheets: list[Sheet]
    names: dict[str, str]
    pictures: int


def read_workbook(body: bytes) -> Workbook:
    """Read it."""
    with ZipFile(BytesIO(body)) as file:
        assert file.testzip() is None
        book, styles = _part(file, "xl/workbook.xml"), _styles(_part(file, "xl/styles.xml"))
        shared = _shared(file)
        sheets = [
            _sheet(str(one.get("name")), _part(file, f"xl/worksheets/sheet{n}.xml"), styles, shared)
            for n, one in enumerate(book.iter(f"{MAIN}sheet"), 1)
        ]
        names = {f"{one.get('name')}": one.text or "" for one in book.iter(f"{MAIN}definedName")}
        return Workbook(sheets, names, sum(name.startswith("xl/media/") for name in file.namelist()))


def _part(file: ZipFile, name: str) -> Element:
    return fromstring(file.read(name))  # noqa: S314 - our own


def _shared(file: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in file.namelist():
        return []
    return [_text(one) for one in _part(file, "xl/sharedStrings.xml").iter(f"{MAIN}si")]


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def _styles(root: Element) -> list[dict[str, Any]]:
    codes = {str(one.get("numFmtId")): one.get("formatCode") for one in root.iter(f"{MAIN}numFmt")}
    found = root.find(f"{MAIN}cellXfs")
    assert found is not None
    return [
        {
            "format": codes.get(str(one.get("numFmtId")), str(one.get("numFmtId"))),
            "quoted": one.get("quotePrefix") == "1",
            "border": one.get("borderId") != "0",
        }
        for one in found
    ]


def _sheet(name: str, root: Element, styles: list[dict[str, Any]], shared: list[str]) -> Sheet:
    cells: dict[str, Cell] = {}
    formats: dict[str, dict[str, Any]] = {}
    for one in root.iter(f"{MAIN}c"):
        place = str(one.get("r"))
        formats[place] = styles[int(one.get("s", "0"))]
        cells[place] = _value(one, formats[place], shared)
    setup, pane = root.find(f"{MAIN}pageSetup"), root.find(f".//{MAIN}pane")
    return Sheet(
        name=name,
        cells=cells,
        formats=formats,
        merges={str(one.get("ref")) for one in root.iter(f"{MAIN}mergeCell")},
        widths=dict(_widths(root)),
        page=dict(setup.attrib) if setup is not None else {},
        frozen=str(pane.get("topLeftCell")) if pane is not None else "",
        formulas=len(list(root.iter(f"{MAIN}f"))),
    )


def _widths(root: Element) -> list[tuple[int, float]]:
    return [
        (n, float(one.get("width", "0")))
        for one in root.iter(f"{MAIN}col")
        for n in range(int(one.get("min", "0")), int(one.get("max", "0")) + 1)
    ]


def _value(one: Element, style: dict[str, Any], shared: list[str]) -> Cell:
    if one.get("t") == "inlineStr":
        return _text(one)
    value = one.findtext(f"{MAIN}v")
    if value is None:
        return None
    if one.get("t") == "s":
        return shared[int(value)]
    number = float(value)
    return DAY_ZERO + timedelta(days=int(number)) if "yy" in str(style["format"]) else number

"""Workbooks for tests: made here with merged and hidden parts, and bad in every way."""

import zipfile
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

TITLE = "临澄县2026年第四季度安全隐患排查整治台账"
UPPER = "序号|检查情况||||隐患|||整改|||复查|"
LOWER = "|日期|受检单位|方式|具体位置|问题描述|类型|等级|责任人|时限|落实情况|时间|人员"
ROWS = """
1|26.10.12|县医院|四不两直|门诊大厅|疏散指示灯损坏|消防设施|一般隐患|总务科 屈某|限期3天整改|已整改|2026/10/15|王某
2||||药库|酒精超量存放|危化|一般|钱某、屈某|10月底前|正在整改||
3|10月13日|中医院|自查自纠|锅炉房|压力表未检定|锅炉|重大隐患|周某|两周内|未完成||
4|2026年10月14日|北桥卫生院|上级督查|病房|私拉电线|电气线路|一般||即知即改|已完成||
""".strip().split("\n")


def cells(line: str) -> list[str | int | None]:
    """A line of a sheet: figures as figures, blanks as nothing."""
    return [int(text) if text.isdigit() else text or None for text in line.split("|")]


def messy() -> Workbook:
    """A title, a head of two lines, merged cells, a hidden line and column; a sheet without a table, a hidden one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "10月"
    sheet.append([TITLE])
    sheet.merge_cells("A1:M1")
    sheet.append(["填报单位：县卫健委", None, None, "单位：万元"])
    for line in (UPPER, LOWER, *ROWS):
        sheet.append(cells(line))
    for part in ("A3:A4", "B3:E3", "F3:H3", "I3:K3", "L3:M3", "B5:B6", "C5:C6", "D5:D6"):
        sheet.merge_cells(part)
    sheet.append([None])
    sheet.append(["合计", None, None, None, None, "4项"])
    sheet.append(["填表人：某某", None, None, "审核人：某某"])
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet["N5"] = "=1+1"
    more = book.create_sheet("说明")
    more.append(["本表由各单位按月填报。"])
    old = book.create_sheet("旧表")
    old.append(cells(LOWER))
    old.append(cells(ROWS[0]))
    old.sheet_state = "hidden"
    return book


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return out.getvalue()


def with_part(book: bytes, name: str, body: bytes) -> bytes:
    """The workbook with one more part."""
    out = BytesIO(book)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, body)
    return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """A small workbook whose sheet unpacks to so many megabytes of blank cells."""
    row = b'<row r="1">' + b'<c r="A1"/>' * 1000 + b"</row>"
    times = megabytes * 1024 * 1024 // len(row)
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    out = BytesIO(saved(messy()))
    read = zipfile.ZipFile(out)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for part in read.infolist():
            if part.filename != "xl/worksheets/sheet1.xml":
                file.writestr(part.filename, read.read(part))
        with file.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(head)
            for _ in range(0, times, 64):
                sheet.write(row * 64)
            sheet.write(b"</sheetData></worksheet>")
    return made.getvalue()


def far_corner() -> bytes:
    """Two cells, the second in the last line and column that a workbook has: 17 thousand million between them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "隐患描述"
    sheet["XFD1048576"] = "x"
    return saved(book)


def put(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path

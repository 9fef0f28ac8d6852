"""Workbooks as the darkroom opens them: read whole; what is bad gets one sentence and little memory."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from domain.darkroom import open_ledger
from domain.errors import WrongInput
from domain.imports.reading import lines_in, sheets_in
from domain.intake.grid import Line
from domain.intake.head import find_head
from domain.intake.row import Ruling
from tests.intake import workbooks as w
from tests.intake.county import read

MOST_KB = 300 * 1024


def opened(folder: Path, body: bytes, name: str = "a.xlsx") -> list[Line]:
    """The lines of the first sheet."""
    open_ledger(w.put(folder, name, body), folder)
    return [line for place, line in lines_in(folder) if place == 0]


def test_a_workbook_of_two_headlines_merged_cells_and_hidden_parts_is_read(tmp_path: Path) -> None:
    lines = opened(tmp_path, w.saved(w.messy()))
    sheet, more, old = sheets_in(tmp_path)
    assert (sheet.hidden_lines, sheet.hidden_columns, sheet.formulas) == ((8,), (7,), 1)
    assert (more.hidden, old.hidden) == (False, True)
    head, verdicts = read(lines, merges=sheet.merges)
    assert (head.first, head.last) == (3, 4)
    read_as = {one.title: one.meaning.label for one in head.columns}
    assert read_as["整改·责任人"] == "整改责任人"
    assert read_as["复查·时间"] == "复查日期"
    assert read_as["检查情况·日期"] == "检查日期"
    of_rows = {verdict.line: verdict for verdict in verdicts if verdict.ruling is not Ruling.LEFT_OUT}
    assert sorted(of_rows) == [5, 6, 7, 8]
    first, second = of_rows[5].command, of_rows[6].command
    assert first is not None
    assert second is not None
    assert (first.unit, second.unit) == ("001", "001")
    assert (str(first.found_on), str(second.found_on)) == ("2026-10-12", "2026-10-12")
    assert (str(first.due), first.stage, str(second.due)) == ("2026-10-15", "closed", "2026-10-31")
    assert of_rows[8].ruling is Ruling.ASKED, "done, and nobody says that it was seen"
    told = "；".join(remark.text for verdict in verdicts for remark in verdict.remarks)
    assert w.TITLE in told
    assert "空行（第 9 行）" in told
    assert "合计行" in told
    assert "填表人:某某" in told


def test_lines_and_columns_are_named_as_the_workbook_names_them_where_it_begins_with_blank_ones(
    tmp_path: Path,
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for n, text in enumerate(("单位", "检查日期", "隐患描述")):
        sheet.cell(4, 3 + n, text)
        sheet.cell(6, 3 + n, "x")
    lines = opened(tmp_path, w.saved(book))
    assert [line.number for line in lines] == [4, 6]
    head = find_head(lines)
    assert head is not None
    assert [(one.letter, one.title) for one in head.columns] == [
        ("C", "单位"), ("D", "检查日期"), ("E", "隐患描述"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["messy.xls", "messy.ods"])
def test_workbooks_of_other_kinds_say_the_same(tmp_path: Path, name: str) -> None:
    lines = opened(tmp_path, Path(__file__).with_name(name).read_bytes(), name)
    sheet = sheets_in(tmp_path)[0]
    _, verdicts = read(lines, merges=sheet.merges)
    rows = [one.command for one in verdicts if one.command]
    said = [(row.unit, str(row.found_on), str(row.due)) for row in rows]
    assert said == [
        ("001", "2026-10-12", "2026-10-15"), ("001", "2026-10-12", "2026-10-31"), ("002", "2026-10-13", "2026-10-27"),
    ]  # fmt: skip


def test_what_refers_to_other_files_is_read_by_its_last_values(tmp_path: Path) -> None:
    body = w.with_part(w.saved(w.messy()), "xl/externalLinks/externalLink1.xml", b"<x/>")
    open_ledger(w.put(tmp_path, "a.xlsx", body), tmp_path)
    assert "工作簿引用了其他文件" in sheets_in(tmp_path)[0].remarks[0]


TEXTS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "with its mark": lambda text: text.encode("utf-8-sig"),
    "gbk": lambda text: text.encode("gbk"),
    "utf-16": lambda text: text.encode("utf-16"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode("gb18030"),
    "lines of windows": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
}


@pytest.mark.parametrize("how", TEXTS)
def test_a_text_of_columns_is_read_however_it_is_written(tmp_path: Path, how: str) -> None:
    text = '单位,检查日期,隐患描述,部位\n县医院,2026.9.1,"走道堆物, 未清\n第二行",5楼\n'
    lines = opened(tmp_path, TEXTS[how](text), "a.csv")
    head = find_head(lines)
    assert head is not None
    assert [one.meaning.value for one in head.columns] == ["unit", "found", "description", "place"]
    assert lines[1].text(2).replace(";", ",").replace(" ", "").startswith("走道堆物")
    assert lines[1].text(0) == "县医院"


SEALED_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le") * 2 + bytes(4096)
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "sealed.xlsx": (lambda: SEALED_OLE, "设有打开密码"),
    "macro.xlsm": (lambda: w.with_part(w.saved(w.messy()), "xl/vbaProject.bin", b"x"), "有宏"),
    "cut.xlsx": (lambda: w.saved(w.messy())[:3000], "打不开"),
    "torn.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "打不开"),
    "word.xlsx": (lambda: w.package({"word/document.xml": b"<x/>"}), "不是表格"),
    "bomb.xlsx": (lambda: w.bomb(900), "展开后太大"),
    "corner.xlsx": (w.far_corner, "展开后太大"),
    "open quote.csv": (
        lambda: '单位,描述\n县医院,"没有收尾\n'.encode() + "行\n".encode() * 500,
        "引号没有收尾",
    ),
    "binary.csv": (lambda: bytes(range(256)) * 50, "不是表格"),
    "neither.csv": (lambda: b"a,b\n\xff\x80\x81\xfe\xff\n", "文字编码无法识别"),
    "wide.csv": (lambda: b",".join([b"x"] * 900) + b"\n", "列，请删去多余的列"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence(tmp_path: Path, name: str) -> None:
    build, told = BAD[name]
    with pytest.raises(WrongInput) as refused:
        open_ledger(w.put(tmp_path, name, build()), tmp_path)
    assert told in refused.value.detail
    assert refused.value.detail.count("。") <= 2
    assert refused.value.field == "file"


def test_the_room_is_as_it_was_after_a_bad_file_and_stays_small(tmp_path: Path) -> None:
    for name in ("corner.xlsx", "cut.xlsx"):
        with pytest.raises(WrongInput):
            open_ledger(w.put(tmp_path, name, BAD[name][0]()), tmp_path)
    kind, peak = open_ledger(w.put(tmp_path, "good.xlsx", w.saved(w.messy())), tmp_path)
    assert kind == "xlsx"
    assert peak < MOST_KB
    assert json.loads((tmp_path / "sheets.json").read_text())[0]["name"] == "10月"

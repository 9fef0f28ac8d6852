"""What the darkroom does with a workbook that goes back, in this process: kinds, free columns, what it refuses."""

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.darkroom.limits import RefusedError
from domain.darkroom.marking import mark_ledger
from domain.darkroom.plain_workbook import write_plain
from tests.intake import workbooks as w

SAID = "要您决定：甲"


def marked(
    folder: Path, body: bytes, head: tuple[int, int, bool] = (4, 13, False), sheet: int = 0
) -> Workbook:
    """The workbook with line 8 of a sheet marked."""
    w.put(folder, "file", body)
    (folder / "marks.json").write_text(json.dumps({str(sheet): head}))
    (folder / "marks.jsonl").write_text(json.dumps([sheet, 8, [10], SAID, False]) + "\n")
    assert mark_ledger(folder / "file", folder) == {}
    return load_workbook(BytesIO((folder / "marked").read_bytes()))


def test_the_answers_stand_where_nothing_stands_not_even_a_formula_without_its_value(tmp_path: Path) -> None:
    sheet = marked(tmp_path, w.saved(w.messy()))["10月"]
    assert (sheet["N5"].value, sheet["O8"].value) == ("=1+1", SAID)


def test_the_answers_of_an_earlier_time_make_room_for_those_of_now(tmp_path: Path) -> None:
    sheet = marked(tmp_path, w.saved(w.messy()), (4, 13, True))["10月"]
    assert (sheet["N4"].value, sheet["N5"].value, sheet["N8"].value) == ("错误说明", None, SAID)


@pytest.mark.parametrize("name", ["messy.xls", "messy.ods"])
def test_other_kinds_become_an_xlsx_first(tmp_path: Path, name: str) -> None:
    sheet = marked(tmp_path, (Path(w.__file__).parent / name).read_bytes())["10月"]
    assert (sheet["A8"].value, sheet["K8"].value, sheet["N8"].value) == (4, "已完成", SAID)


def test_a_text_becomes_an_xlsx_of_one_sheet(tmp_path: Path) -> None:
    body = "\n".join(["a,=1+1,＠x"] * 9).encode()
    sheet = marked(tmp_path, body, (1, 3, False))["台账"]
    assert [sheet[cell].value for cell in ("A8", "B8", "C8", "D8")] == ["a", "=1+1", "＠x", SAID]
    assert [sheet[cell].quotePrefix for cell in ("A8", "B8", "C8")] == [False, True, True]


def _typed() -> Worksheet:
    sheet = Workbook().active
    assert sheet is not None
    sheet["B2"], sheet["C2"], sheet["D2"], sheet["E2"] = date(2026, 9, 1), 1.5, True, "走道堆放病床" * 20
    sheet.parent.create_sheet("空的")
    return sheet


def test_what_was_a_day_a_number_or_a_yes_is_one_again(tmp_path: Path) -> None:
    write_plain(w.put(tmp_path, "a", w.saved(_typed().parent)), "xls", tmp_path)
    book = load_workbook(tmp_path / "plain.xlsx")
    sheet = book.worksheets[0]
    assert [sheet[cell].value for cell in ("C2", "D2")] == [1.5, True]
    assert (sheet["B2"].value.date(), sheet["B2"].number_format) == (date(2026, 9, 1), "yyyy-mm-dd")
    assert [round(sheet.column_dimensions[letter].width) for letter in "CE"] == [9, 41]
    assert book.sheetnames[1] == "空的"


def test_a_name_that_no_xlsx_takes_is_given_another(tmp_path: Path) -> None:
    old = zipfile.ZipFile(Path(w.__file__).parent / "messy.ods")
    parts = {name: old.read(name).replace("10月".encode(), "十月".encode() * 20) for name in old.namelist()}
    book = marked(tmp_path, w.package(parts))
    assert book.sheetnames == ["Sheet2", "说明", "旧表"]


def _without(part: str) -> bytes:
    old = zipfile.ZipFile(BytesIO(w.saved(w.messy())))
    return w.package({name: old.read(name) for name in old.namelist() if name != part})


BAD = {
    "no styles": (_without("xl/styles.xml"), (4, 13, False), 0, "打不开"),
    "no such sheet": (w.saved(w.messy()), (4, 13, False), 7, "不能逐格标注"),
    "no such line": (w.saved(w.messy()), (1, 13, False), 1, "不能逐格标注"),
}


@pytest.mark.parametrize("how", BAD)
def test_what_cannot_be_marked_whole_is_refused(tmp_path: Path, how: str) -> None:
    body, head, sheet, told = BAD[how]
    with pytest.raises(RefusedError, match=told):
        marked(tmp_path, body, head, sheet)

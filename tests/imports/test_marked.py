"""The workbook that was uploaded comes back: bad cells marked, the reasons in a column of its own, its layout kept."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from domain.errors import NotReady, WrongInput
from domain.imports.keeping import keep_ledger
from domain.imports.marked import file_name, marked
from domain.imports.seeing import Whole, import_seen, lines_seen
from domain.intake.row import Ruling
from tests.intake import workbooks as w
from tests.intake.county import SAMPLE
from tests.world import World, on

NOW = on("2026-11-21 10:00")
AMBER, RED = "FFFFE69A", "FFF8B4AC"
HEAD = [
    "检查日期",
    "受检单位",
    "部位",
    "类别",
    "级别",
    "存在的问题",
    "发现方式",
    "整改时限",
    "状态",
    "完成日期",
    "复查日期",
]


def uploaded(county: World, body: bytes, name: str, who: str = "office") -> Whole:
    actor = county.actor(who)
    ref = keep_ledger(county.store, BytesIO(body), name, by=actor, at=NOW)
    return import_seen(county.store, ref, actor, NOW)


def sent_back(county: World, body: bytes, name: str, who: str = "office") -> bytes:
    with marked(county.store, uploaded(county, body, name, who)) as path:
        return path.read_bytes()


def styled() -> Workbook:
    """A ledger somebody took pains with, with two bad rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet["A1"] = "隐患台账"
    sheet.merge_cells("A1:K1")
    sheet.append(HEAD)
    for row in (
        "2026.9.14|临澄县人民医院|住院楼|消防|一般|走道堆放病床|监督检查|3日内|已销号|2026.9.15|2026.9.16",
        "2026.9.14|临澄县人民医院分院|药房|消防|特别重大|灭火器过期|监督检查|3日内|已销号|2026.9.15|2026.9.16",
        "2026.9.14|临澄县中医院|食堂|燃气|一般||监督检查|3日内|已销号|2026.9.15|2026.9.16",
    ):
        sheet.append([text or None for text in row.split("|")])
    thin = Side(style="thin")
    for cell in (*sheet[2], *sheet[4]):
        cell.font, cell.border = (
            Font(name="仿宋", size=12, bold=cell.row == 2),
            Border(thin, thin, thin, thin),
        )
    sheet["B4"].fill = PatternFill("solid", fgColor="FF00B0F0")
    sheet["A7"], sheet["F7"] = "合计", "=COUNTA(F3:F5)"
    sheet.column_dimensions["F"].width, sheet.row_dimensions[4].height = 43.5, 31
    sheet.column_dimensions.group("L", "Z", hidden=True)
    sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_area = "A3", "A2:K5", "A1:K7"
    sheet.conditional_formatting.add("E3:E5", CellIsRule(operator="equal", formula=['"重大"']))
    book.create_sheet("填表说明")["A1"] = "=NOW()"
    return book


def look(cell: Cell | MergedCell) -> tuple[object, ...]:
    """What somebody sees of a cell beside its colour."""
    return cell.value, cell.font.name, cell.font.sz, cell.font.b, cell.border.left.style, cell.number_format


def colour(sheet: Worksheet, cell: str) -> str | None:
    fill = sheet[cell].fill
    return str(fill.fgColor.rgb) if fill.patternType else None


def test_a_workbook_keeps_its_layout_and_gains_colours_and_reasons(county: World) -> None:
    before = w.saved(styled())
    body = sent_back(county, before, "台账.xlsx")
    old, new = (load_workbook(BytesIO(one))["台账"] for one in (before, body))
    for row in old.iter_rows():
        for cell in row:
            back = new[cell.coordinate]
            assert look(back) == look(cell), cell.coordinate
    assert {str(one) for one in new.merged_cells.ranges} == {"A1:K1"}
    assert (new.column_dimensions["F"].width, new.row_dimensions[4].height) == (43.5, 31)
    assert (new.freeze_panes, new.auto_filter.ref, new.print_area) == ("A3", "A2:K5", old.print_area)
    assert new["F7"].value == "=COUNTA(F3:F5)"
    assert len(new.conditional_formatting) == 1
    assert [colour(new, cell) for cell in ("A3", "B4", "E4", "F4", "F5")] == [None, AMBER, AMBER, None, RED]
    assert new["L2"].value == "错误说明"
    assert new["L2"].font.bold
    assert new["L3"].value is None
    asked, refused = new["L4"], new["L5"]
    assert asked.value == (
        "要您决定：B4 没有叫“临澄县人民医院分院”的单位，您是不是要找：临澄县人民医院；"
        "E4 级别“特别重大”不在一般、重大之列"
    )
    assert refused.value == "不能导入：F5 没有写隐患描述"
    assert (asked.font.name, asked.border.left.style, asked.alignment.wrap_text) == ("仿宋", "thin", True)
    assert (colour(new, "L4"), colour(new, "L5"), new.column_dimensions["L"].width) == (AMBER, RED, 60)
    assert not new.column_dimensions["L"].hidden
    assert new.column_dimensions["M"].hidden


def test_every_other_part_of_the_package_is_the_same_to_the_byte(county: World) -> None:
    before = w.with_part(w.saved(styled()), "xl/media/photo.png", bytes(range(256)))
    body = sent_back(county, before, "台账.xlsx")
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(body)) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert sorted(old.namelist()) == sorted(new.namelist())
    assert sorted(changed) == ["xl/styles.xml", "xl/worksheets/sheet1.xml"]


def test_two_headlines_merged_and_hidden_parts_stay_and_the_answers_stand_beside_all_of_it(
    county: World,
) -> None:
    book = load_workbook(BytesIO(sent_back(county, w.saved(w.messy()), "台账.xlsx")))
    sheet = book["10月"]
    assert [(one.title, one.sheet_state) for one in book] == [
        ("10月", "visible"), ("说明", "visible"), ("旧表", "hidden"),
    ]  # fmt: skip
    assert {"A1:M1", "B5:B6", "B3:E3"} <= {str(part) for part in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[8].hidden
    assert sheet["N5"].value == "=1+1"
    assert sheet["O4"].value == "错误说明"
    assert str(sheet["O8"].value).startswith("要您决定：K8 “已完成”没有复查人和复查日期")
    assert colour(sheet, "K8") == AMBER


def test_what_was_mended_loses_its_mark_the_next_time_and_the_reasons_are_never_taken_in(
    county: World,
) -> None:
    body = sent_back(county, w.saved(styled()), "台账.xlsx")
    book = load_workbook(BytesIO(body))
    sheet = book["台账"]
    sheet["B4"], sheet["F5"] = "临澄县人民医院", "燃气报警器未装"
    whole = uploaded(county, w.saved(book), "台账（标注）.xlsx")
    assert {one.title: one.meaning.label for one in whole.heads[0].columns}[
        "错误说明"
    ] == "错误说明（不导入）"
    lines, _ = lines_seen(county.store, whole, Ruling.READY)
    assert [line.line for line in lines] == [3, 5]
    with marked(county.store, whole) as path:
        again = load_workbook(BytesIO(path.read_bytes()))["台账"]
    assert [colour(again, cell) for cell in ("B4", "E4", "F5", "L5")] == [None, AMBER, None, None]
    assert [again[f"L{n}"].value for n in (2, 3, 4, 5)] == [
        "错误说明", None, "要您决定：E4 级别“特别重大”不在一般、重大之列", None,
    ]  # fmt: skip
    assert again.max_column == 12


@pytest.mark.parametrize(("name", "merges"), [("messy.xls", {"B5:B6", "A1:M1"}), ("messy.ods", set())])
def test_a_workbook_of_another_kind_comes_back_as_xlsx_with_what_can_be_kept(
    county: World, name: str, merges: set[str]
) -> None:
    body = sent_back(county, (Path(w.__file__).parent / name).read_bytes(), name)
    book = load_workbook(BytesIO(body))
    sheet = book["10月"]
    assert book.sheetnames == ["10月", "说明", "旧表"]
    assert sheet["A1"].value == w.TITLE
    assert merges <= {str(part) for part in sheet.merged_cells.ranges}
    column = next(cell.column_letter for cell in sheet[4] if cell.value == "错误说明")
    assert str(sheet[f"{column}8"].value).startswith("要您决定：K8 ")
    assert colour(sheet, "K8") == AMBER
    assert sheet["F5"].value == "疏散指示灯损坏"


def test_a_text_comes_back_as_xlsx_cell_by_cell_and_none_becomes_a_formula(county: World) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("消防通道堆放", '=HYPERLINK("x")', 1)
    lines = text.replace("2024.4.31", "=1+1", 1).encode("gb18030")
    sheet = load_workbook(BytesIO(sent_back(county, lines, "台账.csv")))["台账"]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert rows[0][-1] == "错误说明"
    assert rows[38][-1].startswith("要您决定：")
    assert "“=1+1”看不出是哪一天" in rows[38][-1]
    assert rows[1][3] == "临澄县人民医院"
    run = next(cell for cell in sheet[39] if cell.value == "=1+1")
    assert (run.data_type, run.quotePrefix) == ("s", True)
    assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_a_unit_sees_why_a_row_is_not_its_own_to_take_in(county: World) -> None:
    text = ",".join(HEAD) + "\n2026.9.14,临澄县中医院,食堂,燃气,一般,报警器坏,自查,3日内,整改中,,\n"
    sheet = load_workbook(BytesIO(sent_back(county, text.encode(), "本院.csv", "officer1")))["台账"]
    assert "本单位只能导入自己的台账" in str(sheet["L2"].value)
    assert (colour(sheet, "B2"), colour(sheet, "L2")) == (RED, RED)


def test_a_ledger_without_a_bad_row_is_not_marked(county: World) -> None:
    text = ",".join(HEAD) + "\n2026.9.14,临澄县中医院,食堂,燃气,一般,报警器坏,监督检查,3日内,整改中,,\n"
    whole = uploaded(county, text.encode(), "好的.v2.csv")
    assert file_name(whole) == "好的.v2（标注）.xlsx"
    with pytest.raises(NotReady, match="不需要标注"), marked(county.store, whole):
        pass


def test_nothing_is_left_of_a_file_that_cannot_be_marked(county: World) -> None:
    parts = zipfile.ZipFile(BytesIO(w.saved(styled())))
    body = w.package({name: parts.read(name) for name in parts.namelist()})
    bad = w.package(
        {
            name: parts.read(name).replace(b"<cellXfs", b"<x").replace(b"</cellXfs", b"</x")
            if name == "xl/styles.xml"
            else parts.read(name)
            for name in parts.namelist()
        }
    )
    assert sent_back(county, body, "好.xlsx")
    whole = uploaded(county, bad, "怪.xlsx")
    with (
        pytest.raises(WrongInput, match="不能逐格标注，请按页面上的逐行结果修改"),
        marked(county.store, whole),
    ):
        pass
    assert list((county.store.evidence / "arriving").iterdir()) == []

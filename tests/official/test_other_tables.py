"""The monthly table, the table of departments, notice 004's annex 2 and the three lists, as they are printed."""

from pathlib import Path

import pytest

from domain.official.cells import head_of
from domain.official.definition import forms_of, read_form, shipped
from tests.api.pages.browser import Browser
from tests.api.site import Site
from tests.official.test_notice_003 import a_month
from tests.workbooks import Workbook, read_workbook


def the_book(site: Site, name: str, who: str = "office") -> Workbook:
    answer = site.at("2026-11-30 17:00").ask(who, "GET", f"/api/reports/{name}.xlsx")
    assert answer.status_code == 200, answer.text
    return read_workbook(answer.content)


MONTHLY = {
    "A3": "单位",
    "B3": "排查治理事故隐患的生产经营单位（家）",
    "C3": "一般事故隐患", "F3": "重大事故隐患", "M3": "累计落实治理资金（万元）",
    "C4": "排查一般事故隐患（项）", "D4": "其中：已整改（项）", "E4": "整改率（%）",
    "F4": "排查治理重大事故隐患", "I4": "列入治理计划的重大事故隐患", "K4": "挂牌督办的重大事故隐患",
    "F5": "排查重大事故隐患（项）", "G5": "其中：已整改销号（项）", "H5": "整改率（%）",
    "I5": "列入治理计划的重大事故隐患（项）", "J5": "其中：达到“五到位”要求的（项）",
    "K5": "挂牌督办的重大事故隐患（项）", "L5": "其中：省级挂牌督办（项）",
}  # fmt: skip
DEPARTMENTS = [
    "部门", "总企业数", "检查企业数", "出动次数", "查出隐患数", "完成隐患数", "隐患整改率", "重大隐患数",
    "完成重大隐患数", "重大隐患整改率", "整改资金", "现场检查记录",
    "责令限期整改指令书", "强制措施决定书", "整改复查意见书",
]  # fmt: skip


def test_the_monthly_table_blanks_nought_and_cumulates_from_january(site: Site) -> None:
    a_month(site)
    sheet = the_book(site, "monthly_12").sheets[0]
    assert sheet.cells["A2"] == "填报单位：临澄县卫生健康委员会　　　　统计时间：2026年1月1日至2026年11月30日"
    assert {place: text for place, text in sheet.cells.items() if text and place[1:] in "345"} == MONTHLY
    assert sheet.merges >= {"A3:A5", "B3:B5", "C3:E3", "F3:L3", "M3:M5", "F4:H4", "I4:J4", "K4:L4", "C4:C5"}
    assert [[sheet.cells[f"{column}{row}"] for column in "ABCDEFGHIJKLM"] for row in (6, 7, 9)] == [
        ["临澄县人民医院", 1, 2, 1, 50, 1, None, 0, None, None, None, None, 12.75],
        ["临澄县中医院", 1, 1, None, 0, None, None, None, None, None, None, None, None],
        ["合计", 2, 3, 1, 33.3, 1, None, 0, None, None, None, None, 12.75],
    ]


def test_the_table_of_departments_ends_with_its_sum(site: Site) -> None:
    a_month(site)
    sheet = the_book(site, "department_15").sheets[0]
    assert sheet.row(3) == DEPARTMENTS
    assert [sheet.cells[f"{column}7"] for column in "ABCDEFGHIJKLMNO"] == [
        "合计", 3, 2, None, 4, 1, 25, 1, 0, 0, 0.25, None, None, None, 0,
    ]  # fmt: skip
    own = the_book(site, "department_15", "officer1").sheets[0]
    assert [own.cells[f"A{row}"] for row in (4, 5)] == ["临澄县人民医院", "合计"]


def test_notice_004_annex_2_has_its_five_columns_upright(site: Site) -> None:
    a_month(site)
    sheet = the_book(site, "annex_004", "officer1").sheets[0]
    assert sheet.cells["A1"] == "安全生产专项整治三年行动“2+4”工程问题隐患和制度措施清单"
    assert sheet.cells["A2"] == "单位：临澄县人民医院　　　　填表时间：2026年11月30日"
    assert sheet.row(3) == ["序号", "问题隐患", "整改制度措施", "整改时限", "责任科室"]
    assert sheet.merges == {"A1:E1", "A2:E2"}
    assert (sheet.page["orientation"], sheet.cells["A4"]) == ("portrait", 1)
    assert [sheet.cells["B4"], sheet.cells["C4"], str(sheet.cells["D4"]), sheet.cells["E4"]] == [
        "药房：走道堆放病床3张，影响疏散",
        "清理",
        "2026-11-09",
        "护理部",
    ]
    whole = the_book(site, "annex_004").sheets[0]
    assert whole.cells["E4"] == "临澄县人民医院 护理部"


def test_one_ledger_three_lists(site: Site, browser: Browser) -> None:
    a_month(site)
    site.at("2026-11-30 17:00")
    browser.sign_in("office")
    for name, rows in (("list_problems", 4), ("list_duties", 4), ("list_measures", 0)):
        page = browser.read(f"/reports/{name}")
        assert page.count('class="number"><a href="/h/') == rows, name
        assert len(site.get("office", f"/api/reports/{name}")["rows"]) == rows
        assert shipped()[name].title in page
    assert "这段时间没有符合条件的隐患" in browser.read("/reports/list_measures")


def test_every_shipped_form_is_whole() -> None:
    assert set(shipped()) == {
        "annex_003", "annex_004", "department_15", "list_duties", "list_measures", "list_problems", "monthly_12",
    }  # fmt: skip
    for form in shipped().values():
        spans = head_of(form)
        depth = max(span.row + span.rows for span in spans)
        covered = [
            (row, column)
            for span in spans
            for row in range(span.row, span.row + span.rows)
            for column in range(span.column, span.column + span.columns)
        ]
        assert len(covered) == len(set(covered)) == depth * len(form.columns), form.name


VARIANT = """
title = "省级隐患月报"
called = "省月报"
source = "省安委办〔2026〕1号"
rows = "bodies"
[[columns]]
name = "label"
is = "label"
head = ["单位"]
[[columns]]
name = "fire"
is = "hazards"
head = ["消防隐患（项）"]
where = { category = ["01"], counted = "valid" }
"""


def test_a_province_s_variant_is_a_file(site: Site, browser: Browser, tmp_path: Path) -> None:
    a_month(site)
    assert site.world.store.evidence == tmp_path
    folder = tmp_path.parent / "forms"
    folder.mkdir()
    (folder / "province.toml").write_text(VARIANT, encoding="utf-8")
    (folder / "broken.toml").write_text('title = "x"\ncolour = "red"\n', encoding="utf-8")
    site.at("2026-11-30 17:00")
    told = site.get("office", "/api/reports/province")
    assert [cell["text"] for row in told["rows"] for cell in row["cells"]] == [
        "临澄县人民医院", "3", "临澄县中医院", "0", "柳湾诊所", "0",
    ]  # fmt: skip
    assert set(forms_of(tmp_path.parent)[1]) == {"broken.toml"}
    browser.sign_in("office")
    page = browser.read("/reports")
    assert "省月报" in page
    assert "自定义报表 broken.toml 读不出来，未启用" in page
    browser.sign_in("officer1")
    assert "broken.toml" not in browser.read("/reports")


@pytest.mark.parametrize(
    "wrong",
    [
        "title = 1",
        VARIANT + VARIANT[VARIANT.index("[[columns]]") :],
        VARIANT.replace('is = "hazards"', 'is = "rate"\ndone = "fire"\nof = "nothing"'),
        VARIANT.replace('is = "hazards"', 'is = "os.system"'),
        VARIANT.replace('category = ["01"]', 'category = ["99"]'),
        'above = ["{unit.__class__}"]' + VARIANT,
    ],
)
def test_a_form_that_hangs_not_together_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_form("wrong", wrong)

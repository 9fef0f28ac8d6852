"""银兴卫健通〔2021〕25号 附件2 cell by cell, as the notice prints it: in the workbook, on the page, as JSON."""

import re
from html import unescape
from typing import Any

from tests.api.pages.browser import Browser
from tests.api.site import Site
from tests.workbooks import Sheet, read_workbook

ADDRESS = "/api/reports/annex_003"
HEAD = {
    "A3": "内容",
    "B3": "检查情况", "D3": "一般隐患", "H3": "重大风险隐患",
    "B4": "检查单位数（家）", "C4": "参加检查人员（人/次）", "D4": "排查一般隐患（项）", "E4": "其中：已整改（项）",
    "F4": "整改率（%）", "G4": "投入整改资金（万元）", "H4": "排查治理重大隐患", "K4": "其中：列入治理计划的重大隐患",
    "N4": "累计落实治理资金（万元）",
    "H5": "排查重大风险隐患（项）", "I5": "其中：已整改销号（项）", "J5": "整改率（%）",
    "K5": "列入治理计划的重大风险隐患（项）", "L5": "落实治理目标任务（项）", "M5": "落实安全措施应急预案（项）",
}  # fmt: skip
MERGED = {
    "A1:N1", "A2:N2", "A3:A5", "B3:C3", "D3:G3", "H3:N3", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "F4:F5", "G4:G5",
    "H4:J4", "K4:M4", "N4:N5", "A8:D8", "E8:I8", "J8:N8", "A9:N9", "A10:N10",
}  # fmt: skip


def a_month(site: Site) -> None:
    """Two 一般 (one put right and accepted), one 自然灾害, one 重大 with money, found by checks in November."""
    done = site.report("nurse1", place="药房", source="daily_check")
    site.press("officer1", done, "register", assign={"to": "fixer1", "measures": "清理", "due": "2026-11-09"})
    site.press("fixer1", done, "accept")
    photo = site.upload("fixer1", "blue")
    site.press("fixer1", done, "submit", result="已清理", photos=[photo], spent="0.25")
    site.press("officer1", done, "pass", opinion="合格")
    flood = site.report("office", unit="002", place="地下室", category="18", source="inspection")
    for ref in (site.report("office", place="门诊", source="inspection"), flood):
        site.press("office", ref, "register")
    major = site.report("office", place="锅炉房", source="unannounced", suspected_major=True)
    graded = {
        "criterion": "判定清单第三项",
        "panel": ["office", "expert"],
        "interim": "专人看守",
        "due": "2026-12-01",
    }
    site.press("leader", major, "upgrade", **graded, measures="修复", funds="12.5")


def the_sheet(site: Site, **asked: Any) -> Sheet:
    answer = site.ask("office", "GET", f"{ADDRESS}.xlsx", params=asked)
    assert answer.status_code == 200, answer.text
    return read_workbook(answer.content).sheets[0]


def test_its_head_its_rows_and_its_foot_stand_where_the_notice_has_them(site: Site) -> None:
    a_month(site)
    site.at("2026-11-30 17:00")
    answer = site.ask("office", "GET", f"{ADDRESS}.xlsx", params={"start": "2026-11-01"})
    book = read_workbook(answer.content)
    sheet = book.sheets[0]
    assert sheet.cells["A1"] == "百日专项整治行动隐患排查情况汇总表"
    assert (
        sheet.cells["A2"] == "填报单位：临澄县卫生健康委员会　　　　统计时间：2026年11月1日至2026年11月30日"
    )
    assert {place: text for place, text in sheet.cells.items() if text and place[1:] in "345"} == HEAD
    assert sheet.merges == MERGED
    assert [sheet.cells[f"{column}6"] for column in "ABCDEFGHIJKLMN"] == [
        "安全生产", 1, None, 2, 1, 50, 0.25, 1, 0, 0, 0, 0, 0, 12.5,
    ]  # fmt: skip
    assert [sheet.cells[f"{column}7"] for column in "ABCDEFGHIJKLMN"] == [
        "灾害风险", 1, None, 1, 0, 0, 0, 0, 0, None, 0, 0, 0, 0,
    ]  # fmt: skip
    assert [sheet.cells[f"{column}8"] for column in "AEJ"] == ["审核人：", "填表人：", "联系方式："]
    assert (sheet.page["paperSize"], sheet.page["orientation"]) == ("9", "landscape")
    assert book.names["_xlnm.Print_Area"].endswith("$A$1:$N$8")
    assert book.names["_xlnm.Print_Titles"].endswith("$3:$5")
    assert sheet.frozen == "B6"
    assert all(
        sheet.formats[f"{column}{row}"]["border"] for column in "ABCDEFGHIJKLMN" for row in (3, 4, 5, 6, 7)
    )
    assert [round(sheet.widths[n]) for n in (1, 2, 14)] == [13, 10, 10]


def test_the_page_prints_the_same_and_each_figure_opens_its_list(site: Site, browser: Browser) -> None:
    a_month(site)
    site.at("2026-11-30 17:00")
    browser.sign_in("office")
    page = browser.read("/reports/annex_003?start=2026-11-01")
    heads = re.findall(r'<th scope="[a-z]+"((?: [a-z]+="\d+")*)>([^<]+)</th>', page)
    assert [text for _, text in heads] == [
        HEAD[place] for row in "345" for place in sorted(HEAD) if place[1:] == row
    ]
    assert {text: spans for spans, text in heads}["重大风险隐患"] == ' colspan="7"'
    cells = re.findall(r'<td[^>]*>(?:<a href="([^"]+)">)?([^<]*)(?:</a>)?</td>', page)
    assert [text for _, text in cells][:14] == [
        "安全生产", "1", "", "2", "1", "50", "0.25", "1", "0", "0", "0", "0", "0", "12.5",
    ]  # fmt: skip
    opened = 0
    for href, text in cells:
        if href.startswith("/hazards"):
            found = re.search(r"共 (\d+) 条", browser.read(unescape(href)))
            assert found
            assert "." in text or found.group(1) == text, (href, text)
            opened += bool(int(found.group(1)))
        elif href:
            assert f"共 {text} 家" in browser.read(unescape(href))
    assert opened >= 6
    assert "参加检查人员（人/次）：仅含系统内已完成的巡查任务人次" in page


def test_a_program_gets_the_same_with_the_query_behind_each_figure(site: Site) -> None:
    a_month(site)
    site.at("2026-11-30 17:00")
    told = site.get("office", ADDRESS, start="2026-11-01")
    assert [cell["text"] for cell in told["rows"][0]["cells"]][3:8] == ["2", "1", "50", "0.25", "1"]
    for row in told["rows"]:
        for cell in row["cells"]:
            if cell["list"] == "hazards" and isinstance(cell["value"], int):
                assert (
                    len(site.ask("office", "GET", f"/api/hazards?{cell['query']}").json()["items"])
                    == cell["value"]
                )
    kinds = site.get("office", "/api/reports")["items"]
    assert "annex_003" in {kind["name"] for kind in kinds}


def test_a_unit_counts_its_own_and_nobody_counts_what_they_do_not_see(site: Site, browser: Browser) -> None:
    a_month(site)
    own = site.get("officer1", ADDRESS)
    assert own["unit"] == "临澄县人民医院"
    assert [cell["text"] for cell in own["rows"][1]["cells"]][3] == "0"
    for who, asked in (
        ("officer1", {"unit": "002"}),
        ("officer1", {"unit": "000"}),
        ("nurse1", {}),
        ("expert", {}),
    ):
        assert site.ask(who, "GET", ADDRESS, params=asked).status_code == 403, who
    assert (
        site.ask("leader", "GET", ADDRESS, params={"start": "2026-11-05", "end": "2026-11-04"}).status_code
        == 422
    )
    assert site.ask("leader", "GET", ADDRESS, params={"unit": "火星医院"}).status_code == 422
    assert site.ask("leader", "GET", "/api/reports/none").status_code == 404
    browser.sign_in("officer1")
    answer = browser.client.get("/reports/annex_003?unit=002")
    assert answer.status_code == 422
    assert "请改选您管辖的单位" in answer.text
    assert browser.client.get("/reports/annex_003?start=2026-11-05&end=2026-11-04").status_code == 422
    assert "专项整治汇总表" in browser.read("/reports")


def test_the_head_of_a_department_counts_their_department(site: Site) -> None:
    ref = site.report("nurse1", department="001-01")
    other = site.report("nurse1", place="食堂")
    for one in (ref, other):
        site.press("officer1", one, "register")
    assert [cell["text"] for cell in site.get("dept1", ADDRESS)["rows"][0]["cells"]][3] == "1"
    assert [cell["text"] for cell in site.get("officer1", ADDRESS)["rows"][0]["cells"]][3] == "2"

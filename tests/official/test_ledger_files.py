"""The 台账 as a file: every column by hand, days as days, and nothing that a spreadsheet would run."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import update

from domain.commands import Register
from domain.official.ledger.columns import Column, ExportQuery, LedgerQuery
from domain.official.ledger.files import csv_parts
from domain.queries.whole import one_picture, whole_list
from domain.tables.core import PERSON
from tests.api.site import Site
from tests.workbooks import Cell, Sheet, read_workbook
from tests.world import World, on

RUN = "=cmd|' /C calc'!A0"


def a_closed_one(site: Site) -> str:
    """Reported by a nurse on the 2nd, extended, put right on the 12th, accepted on the 13th, closed on the 14th."""
    ref = site.report("nurse1", place="药房", department="001-01", suspected_major=False, interim="专人看守")
    assign = {
        "to": "fixer1",
        "measures": "移走病床",
        "due": "2026-11-09",
        "funds": "1.5",
        "interim": "专人看守",
    }
    site.at("2026-11-02 10:00").press("officer1", ref, "register", assign=assign)
    site.at("2026-11-02 11:00").press("fixer1", ref, "accept")
    site.at("2026-11-03 09:00").press("fixer1", ref, "request_extension", until="2026-11-12", reason="等货")
    site.press("deputy1", ref, "grant_extension")
    done = {"result": "已移走", "photos": [site.upload("fixer1", "blue")], "spent": "0.85"}
    site.at("2026-11-12 09:00").press("fixer1", ref, "submit", **done)
    site.at("2026-11-13 09:00").press("officer1", ref, "pass", opinion="现场合格")
    site.at("2026-11-14 09:00").press("deputy1", ref, "approve_closure")
    return ref


def the_sheet(site: Site, who: str, **asked: Any) -> Sheet:
    answer = site.ask(who, "GET", "/api/ledger.xlsx", params=asked)
    assert answer.status_code == 200, answer.text
    return read_workbook(answer.content).sheets[0]


def first_line(sheet: Sheet) -> dict[Cell, Cell]:
    heads = sheet.row(1)
    values = [sheet.cells[f"{_letters(n)}2"] for n in range(len(heads))]
    return dict(zip(heads, values, strict=True))


def _letters(n: int) -> str:
    return chr(65 + n) if n < 26 else f"A{chr(39 + n)}"


def test_every_column_of_a_paper_ledger_by_hand(site: Site) -> None:
    ref = a_closed_one(site)
    number = site.get("office", f"/api/hazards/{ref}")["number"]
    with site.world.store.engine.begin() as connection:
        connection.execute(update(PERSON).where(PERSON.c.key == "fixer1").values(phone="0000-1234567"))
    sheet = the_sheet(site, "office")
    assert first_line(sheet) == {
        "序号": 1.0, "编号": number, "单位": "临澄县人民医院", "科室": "护理部", "部位": "药房",
        "隐患描述": "走道堆放病床3张，影响疏散", "类别": "消防安全", "级别": "一般事故隐患", "判定依据": None,
        "发现方式": "员工上报", "发现人": "单位人员", "发现日期": date(2026, 11, 2), "登记人": "officer1",
        "状态": "已销号", "现由谁办": None, "整改措施": "移走病床", "临时管控": "专人看守", "产生原因": None,
        "整改制度措施": None, "责任科室": "护理部",
        "整改责任人": "fixer1", "联系电话": "0000-1234567", "原定期限": date(2026, 11, 9),
        "延期后期限": date(2026, 11, 12), "整改期限": date(2026, 11, 12), "升级": None, "资金（万元）": 1.5,
        "实际资金（万元）": 0.85, "整改前照片": 1.0, "整改后照片": 1.0, "整改完成日期": date(2026, 11, 12),
        "复查人": "officer1", "复查日期": date(2026, 11, 13), "复查结论": "现场合格", "挂牌": None, "督办级别": None,
        "督办责任人": None, "销号日期": date(2026, 11, 14), "销号方式": "整改销号", "销号批准人": "deputy1",
        "备注": "延期 1 次",
    }  # fmt: skip
    assert (sheet.frozen, sheet.page["paperSize"], sheet.page["orientation"]) == ("C2", "9", "landscape")
    assert first_line(the_sheet(site, "nurse1"))["联系电话"] is None


def test_the_csv_says_the_same_as_the_workbook(site: Site) -> None:
    a_closed_one(site)
    site.report("nurse1", place="一楼")
    answer = site.ask("officer1", "GET", "/api/ledger.csv", params={"order": "oldest"})
    head, *rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    sheet = the_sheet(site, "officer1", order="oldest")
    assert head == sheet.row(1)
    for n, row in enumerate(rows, 2):
        cells = [sheet.cells[f"{_letters(k)}{n}"] for k in range(len(head))]
        assert row == [_as_text(cell) for cell in cells]
    assert [row[0] for row in rows] == ["1", "2"]


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_only_what_the_view_shows_when_that_is_asked(site: Site) -> None:
    site.report("nurse1", place="一楼")
    sheet = the_sheet(site, "officer1", only=True, column=["place", "category"])
    assert first_line(sheet) == {"序号": 1.0, "部位": "一楼", "类别": "消防安全"}
    whole = LedgerQuery(column=[Column.LEFT]).whole
    assert Column.LEFT in whole
    assert Column.HOLDER not in whole
    left_out = {
        Column.ORIGINAL_NUMBER,
        Column.HOLDER,
        Column.LINE,
        Column.SUBCATEGORY,
        Column.STATE,
        Column.USE,
    }
    assert set(Column) - set(whole) == left_out


@pytest.mark.parametrize(
    "typed",
    [
        RUN,
        "＝1+1",
        "+1",
        "-1",
        "@sum",
        "；x",
        "|x",
        "﹦1",
        "<r>1</r>",
        "a&b<c>]]>",
        "_x003D_1+1",
        "'=1",
        "\u3000=1",
    ],
)
def test_nothing_typed_becomes_a_formula_or_markup(site: Site, typed: str) -> None:
    site.report("nurse1", place="一楼", description=typed)
    shown = site.get("nurse1", "/api/hazards")["items"][0]["description"]
    sheet = the_sheet(site, "officer1", only=True, column=["description"])
    assert sheet.formulas == 0
    assert str(sheet.cells["B2"]).replace("_x005F_", "_") == shown
    plain = site.ask("officer1", "GET", "/api/ledger.csv", params={"only": True, "column": "description"})
    (_, text) = list(csv.reader(StringIO(plain.content.decode("utf-8-sig"))))[1]
    runs = typed[0] not in "<a_"
    assert text == (f"'{shown}" if runs else shown)
    assert sheet.formats["B2"]["quoted"] is runs


def test_a_ledger_with_photos_shows_the_first_of_each_side(site: Site) -> None:
    a_closed_one(site)
    site.report("nurse1", place="一楼", photos=[site.upload("nurse1", "green")])
    answer = site.ask("officer1", "GET", "/api/ledger.xlsx", params={"photos": True})
    assert read_workbook(answer.content).pictures == 3
    assert read_workbook(site.ask("officer1", "GET", "/api/ledger.xlsx").content).pictures == 0


def test_who_reported_stands_in_no_ledger(site: Site) -> None:
    ref = site.report("nurse1", addressed_to="authority", place="锅炉房")
    site.at("2026-11-02 10:00")
    own = {"description": "检查发现", "found_at": "2026-11-02T00:50:00Z", "no_photo_because": "见检查记录"}
    site.press("office", ref, "register", **own)
    a_closed_one(site)
    for who in ("office", "leader", "auditor", "officer1", "chief1"):
        for kind in ("csv", "xlsx"):
            body = site.ask(who, "GET", f"/api/ledger.{kind}").content
            if kind == "xlsx":
                body = repr([sheet.cells for sheet in read_workbook(body).sheets]).encode()
            assert b"nurse1" not in body, (who, kind)
    assert first_line(the_sheet(site, "officer1", q="锅炉房"))["发现人"] == "检查人员"


def test_a_file_shows_what_its_reader_sees_and_no_more(site: Site) -> None:
    site.report("nurse1")
    site.report("officer2", unit="002")
    assert the_sheet(site, "officer2").cells["C2"] == "临澄县中医院"
    assert "A3" not in the_sheet(site, "officer2").cells
    assert "A3" in the_sheet(site, "office").cells
    assert "A2" not in the_sheet(site, "clinic2").cells
    for kind in ("csv", "xlsx"):
        assert site.ask(None, "GET", f"/api/ledger.{kind}").status_code == 401
        assert (
            site.ask("office", "GET", f"/api/ledger.{kind}", params={"unit": "火星医院"}).status_code == 422
        )


def test_a_list_is_read_as_it_stood_whatever_is_written_meanwhile(world: World) -> None:
    refs = [world.report("nurse1", "2026-11-02 09:00", place=f"{n}号楼") for n in range(7)]
    view = ExportQuery(only=True, column=[Column.PLACE])
    with one_picture(world.store, world.actor("officer1"), on("2026-11-02 10:00")) as reader:
        parts = whole_list(reader, view, 2)
        first = next(parts)
        world.report("nurse1", "2026-11-02 09:30", place="后来的")
        world.press(refs[0], "officer1", "2026-11-02 09:40", Register())
        rest = [case for some in parts for case in some]
        assert [case.hazard.ref for case in (*first, *rest)] == refs[::-1]
        assert {case.hazard.state for case in rest} == {"reported"}
        assert len("".join(csv_parts(reader, view)).splitlines()) == 8
    with one_picture(world.store, world.actor("officer1"), on("2026-11-02 10:00")) as reader:
        assert len("".join(csv_parts(reader, view)).splitlines()) == 9


def test_every_order_leaves_each_hazard_once(world: World) -> None:
    refs = {world.report("nurse1", "2026-11-02 09:00", place=f"{n}号楼") for n in range(5)}
    world.press(min(refs), "officer1", "2026-11-02 09:40", Register())
    with one_picture(world.store, world.actor("officer1"), on("2026-11-02 10:00")) as reader:
        for order in ("newest", "oldest", "due", "due_last", "rung", "unit", "number", "number_last"):
            view = ExportQuery.model_validate({"order": order})
            found = [case.hazard.ref for some in whole_list(reader, view, 2) for case in some]
            assert sorted(found) == sorted(refs), order

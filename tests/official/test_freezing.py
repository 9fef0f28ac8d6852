"""定格: who, when, of which days; a year later it opens the same, to the very rows behind each figure."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from domain.audit.frozen import wrong_frozen_tables
from domain.organisation.sealing import differing_rows
from tests.api.pages.browser import Browser, form_of
from tests.api.site import Site
from tests.databases import administrator
from tests.official.test_notice_003 import a_month
from tests.workbooks import read_workbook

NOVEMBER = {"start": "2026-11-01", "end": "2026-11-30"}
TYPED = [{"row": 0, "column": "person_times", "value": "46"}]


def frozen(site: Site, who: str = "office", name: str = "annex_003", **more: Any) -> dict[str, Any]:
    answer = site.at("2026-11-30 17:00").ask(
        who, "POST", f"/api/reports/{name}/freeze", json={**NOVEMBER, **more}
    )
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def refs(site: Site, ref: str, row: int, column: int, who: str = "office") -> list[str]:
    return [
        one["ref"]
        for one in site.get(who, f"/api/reports/frozen/{ref}/rows", row=row, column=column)["items"]
    ]


def test_a_year_later_it_opens_the_same(site: Site) -> None:
    a_month(site)
    first = frozen(site, typed=TYPED)
    ref = first["frozen"]["ref"]
    assert (first["frozen"]["frozen_by"], first["frozen"]["unit"]) == ("office", "临澄县卫生健康委员会")
    assert first["whole"]
    behind = refs(site, ref, 0, 3)
    for one in site.get("office", "/api/hazards")["items"]:
        if one["state"] == "registered" and one["level"] == "general":
            site.at("2026-12-02 09:00").press(
                "office", one["ref"], "dismiss", reason="not_true", checked="复查不属实"
            )
    site.report("nurse1", place="后来的", source="daily_check", found_at="2026-11-20T02:00:00Z")
    site.at("2027-11-30 17:00")
    now = site.get("office", "/api/reports/annex_003", **NOVEMBER)
    again = site.get("office", f"/api/reports/frozen/{ref}")
    assert again == first
    assert [cell["text"] for cell in now["rows"][0]["cells"]][3] == "1", "the ledger has moved"
    assert [cell["text"] for cell in again["table"]["rows"][0]["cells"]][3] == "2"
    assert refs(site, ref, 0, 3) == behind
    assert len(behind) == 2
    book = read_workbook(site.ask("office", "GET", f"/api/reports/frozen/{ref}.xlsx").content)
    assert book.sheets[0].cells["D6"] == 2
    assert book.sheets[0].cells["C6"] == 46


def test_every_figure_keeps_as_many_rows_as_it_counts(site: Site) -> None:
    a_month(site)
    for name in ("annex_003", "monthly_12", "department_15", "annex_004"):
        told = frozen(site, name=name)
        ref = told["frozen"]["ref"]
        for r, row in enumerate(told["table"]["rows"]):
            for c, cell in enumerate(row["cells"]):
                if cell["list"] == "kept" and isinstance(cell["value"], int):
                    assert len(refs(site, ref, r, c)) == cell["value"], (name, r, c)
                elif cell["list"] == "kept":
                    rows = site.get("office", f"/api/reports/frozen/{ref}/rows", row=r, column=c)["items"]
                    paid = [one["texts"] for one in rows]
                    sums = {
                        sum(float(one[label] or 0) for one in paid)
                        for label in ("实际资金（万元）", "资金（万元）")
                    }
                    either = sum(float(one["实际资金（万元）"] or one["资金（万元）"] or 0) for one in paid)
                    assert cell["value"] in sums | {either}


def test_a_kept_row_tells_where_its_record_stood_and_never_who_reported(site: Site) -> None:
    a_month(site)
    told = frozen(site)
    (row, *_) = site.get("office", f"/api/reports/frozen/{told['frozen']['ref']}/rows", row=0, column=3)[
        "items"
    ]
    hazard = site.get("auditor", f"/api/hazards/{row['ref']}/journal")["items"]
    assert row["version"] == len(hazard)
    assert row["head"] == hazard[-1]["hash"]
    assert row["texts"]["编号"].startswith("500999-001-2026-")
    assert "nurse1" not in str(told)
    assert "nurse1" not in str(row)


def test_what_is_typed_bears_a_name_and_only_stands_where_it_may(site: Site) -> None:
    a_month(site)
    cells = frozen(site, typed=TYPED)["table"]["rows"][0]["cells"]
    assert (cells[2]["text"], cells[2]["typed_by"], cells[2]["list"]) == ("46", "office", None)
    assert cells[3]["typed_by"] == ""
    for wrong in (
        {"row": 0, "column": "general", "value": "7"},
        {"row": 9, "column": "person_times", "value": "7"},
        {"row": 0, "column": "person_times", "value": "-7"},
        {"row": 0, "column": "person_times", "value": "=1"},
    ):
        answer = site.ask(
            "office", "POST", "/api/reports/annex_003/freeze", json={**NOVEMBER, "typed": [wrong]}
        )
        assert answer.status_code == 422, wrong


def test_who_may_freeze_and_who_may_open(site: Site) -> None:
    a_month(site)
    ours = frozen(site)["frozen"]["ref"]
    theirs = frozen(site, "officer1")["frozen"]["ref"]
    for who in ("nurse1", "dept1", "auditor", "expert", "admin"):
        answer = site.ask(who, "POST", "/api/reports/annex_003/freeze", json=NOVEMBER)
        assert answer.status_code == 403, who
    assert (
        site.ask("officer1", "POST", "/api/reports/annex_003/freeze", json={"unit": "002"}).status_code == 403
    )
    opens = {
        who: [site.ask(who, "GET", f"/api/reports/frozen/{ref}").status_code for ref in (ours, theirs)]
        for who in ("leader", "auditor", "chief1", "officer2", "nurse1", "dept1")
    }
    assert opens == {
        "leader": [200, 200],
        "auditor": [200, 200],
        "chief1": [404, 200],
        "officer2": [404, 404],
        "nurse1": [404, 404],
        "dept1": [404, 404],
    }
    listed = {
        who: len(site.get(who, "/api/reports/frozen")["items"]) for who in ("leader", "chief1", "nurse1")
    }
    assert listed == {"leader": 2, "chief1": 1, "nurse1": 0}
    assert site.ask("officer2", "GET", f"/api/reports/frozen/{theirs}.xlsx").status_code == 404
    assert site.ask("officer2", "GET", f"/api/reports/frozen/{theirs}/rows?row=0&column=3").status_code == 404


def test_what_the_commission_froze_of_a_unit_tells_the_unit_nothing(site: Site) -> None:
    site.world.report(
        "office", "2026-11-02 09:00", source="inspection", unit="001"
    )  # not registered: kept from 001
    ours = frozen(site, unit="001")["frozen"]["ref"]
    theirs = frozen(site, "officer1")["frozen"]["ref"]
    opens = {
        who: [site.ask(who, "GET", f"/api/reports/frozen/{ref}").status_code for ref in (ours, theirs)]
        for who in ("office", "leader", "auditor", "officer1", "chief1", "officer2")
    }
    by_the_commission, of_the_unit = [200, 200], [404, 200]
    assert opens == {
        **dict.fromkeys(("office", "leader", "auditor"), by_the_commission),
        **dict.fromkeys(("officer1", "chief1"), of_the_unit),
        "officer2": [404, 404],
    }
    assert [one["ref"] for one in site.get("officer1", "/api/reports/frozen")["items"]] == [theirs]


def test_the_database_keeps_it_and_the_record_vouches_for_it(site: Site) -> None:
    a_month(site)
    ref = frozen(site)["frozen"]["ref"]
    engine = site.world.store.engine
    for table in ("frozen_table", "frozen_sheet", "frozen_row"):
        for act in (
            f"DELETE FROM {table}",
            f"UPDATE {table} SET {'title' if table == 'frozen_table' else 'body'} = 'x'",
        ):
            with pytest.raises(IntegrityError, match="stays as it is"), engine.begin() as connection:
                connection.execute(text(act))
    with engine.connect() as connection:
        assert list(wrong_frozen_tables(connection)) == []
        assert not any("frozen_table" in said for said in differing_rows(connection))
    with administrator(engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE frozen_row SET body = replace(body, '药房', '库房')"))
    with engine.connect() as connection:
        assert list(wrong_frozen_tables(connection)) == [f"定格报表 {ref} 的内容或明细与定格时不符，被改动"]
    assert site.get("office", f"/api/reports/frozen/{ref}")["whole"] is False


def test_the_page_asks_what_only_people_know_and_keeps_it(site: Site, browser: Browser) -> None:
    a_month(site)
    site.at("2026-11-30 17:00")
    browser.sign_in("office")
    assert "还没有定格的报表" in browser.read("/reports/frozen")
    page = browser.read("/reports/annex_003?start=2026-11-01")
    (address,) = re.findall(r'href="(/reports/annex_003/freeze[^"]+)"', page)
    form = form_of(browser.read(unescape(address)), "/reports/annex_003/freeze")
    wrong = browser.post(form, **{"typed-0-person_times": "四十六"})
    assert wrong.status_code == 422
    assert "不是数字" in wrong.text
    assert 'value="四十六"' in wrong.text
    browser.sign_in("office")
    form = form_of(browser.read(unescape(address)), "/reports/annex_003/freeze")
    kept = browser.post(form, **{"typed-0-person_times": "46"})
    assert kept.status_code == 303, kept.text
    opened = browser.read(kept.headers["location"])
    assert "office填" in opened
    assert "已被改动" not in opened
    behind = re.findall(r'<td class="number"><a href="(/reports/frozen/[^"]+)">(\d+)</a>', opened)
    assert len(behind) > 8
    for href, count in behind:
        shown = browser.read(unescape(href))
        assert f"共 {count} 条" in shown
        assert shown.count("<tr>") == int(count) + (1 if int(count) else 0)
    browser.sign_in("auditor")
    assert "/freeze?" not in browser.read("/reports/annex_003")
    assert "office" in browser.read("/reports/frozen")

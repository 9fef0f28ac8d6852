"""A place out of use is red wherever it is: its hazards, its point, the report from there, its unit, the boards."""

from typing import Any

import pytest

from tests.api.pages.browser import Browser
from tests.api.site import Site

PLACE = "住院楼5层东侧疏散走道"
RED = "停用（停业）中（局部）：</strong>"
STOP = {"what": "5层东侧病区", "moved_out": "病人转至6层，无人滞留"}
ASSIGN = {"to": "fixer1", "measures": "清理"}


def handed_over(site: Site, **more: Any) -> str:
    """A hazard of the ward, in hand."""
    ref = site.report("nurse1", department="001-01", **more)
    site.press("officer1", ref, "register", assign=ASSIGN)
    return ref


def stopped(site: Site, **more: Any) -> str:
    """Out of use from nine o'clock on."""
    ref = handed_over(site)
    site.press("deputy1", ref, "suspend_use", photos=[site.upload("deputy1", "navy")], **STOP, **more)
    return ref


def pointed(site: Site, place: str = PLACE, unit: str = "001-01") -> str:
    """A point there; its code."""
    answer = site.ask("officer1", "POST", "/api/points", json={"unit": unit, "places": [place]})
    return str(answer.json()["items"][0]["code"])


def test_the_hazard_says_who_ordered_it_who_asked_and_what_was_decided(browser: Browser) -> None:
    site = browser.site
    ref = stopped(site)
    view = site.get("nurse1", f"/api/hazards/{ref}")
    assert (view["use"], view["use_label"]) == ("suspended", "停用（停业）中")
    assert view["use_holder"]["label"] == "安全管理员 officer1"
    order = view["suspension"]
    assert (order["ordered_by"]["name"], order["ordered_as"], order["body"]) == (
        "deputy1", "分管负责人", "临澄县人民医院"
    )  # fmt: skip
    assert order["number"] == "县人民医院停〔2026〕1号"
    site.press("officer1", ref, "request_resume", done="已清理", photos=[site.upload("officer1", "teal")])
    site.press("chief1", ref, "resume_use", conditions="每班查看", photos=[site.upload("chief1", "olive")])
    view = site.get("nurse1", f"/api/hazards/{ref}")
    assert (view["use"], view["suspension"]) == ("in_use", None)
    (record,) = view["suspensions"]
    assert record["resumed_by"]["name"] == "chief1"
    assert record["requests"][0]["decided"]["conditions"] == "每班查看"
    lines = [one["label"] for one in site.get("nurse1", f"/api/hazards/{ref}/journal")["items"]]
    assert lines[-3:] == ["停用（局部）", "申请恢复使用（局部）", "同意恢复使用（局部）"]
    browser.sign_in("nurse1")
    page = browser.read(f"/h/{ref}")
    assert RED not in page
    for words in (
        "停用和恢复使用",
        "病人转至6层，无人滞留",
        "恢复使用后的要求：每班查看",
        "县人民医院复〔2026〕1号",
    ):
        assert words in page


def test_every_page_of_the_place_is_red_while_it_lasts_and_no_other(browser: Browser) -> None:
    site = browser.site
    code, elsewhere = pointed(site), pointed(site, "门诊楼1层大厅")
    other = handed_over(site, description="应急照明不亮")
    away = handed_over(site, place="门诊楼1层大厅")
    ref = stopped(site)
    pages = (
        f"/h/{ref}",
        f"/h/{other}",
        f"/points/{code}",
        f"/report?point={code}",
        "/units/001",
        "/units/001-01",
    )
    browser.sign_in("officer1")
    for page in pages:
        assert RED in browser.read(page), page
    for page in (f"/h/{away}", f"/points/{elsewhere}", f"/report?point={elsewhere}"):
        assert RED not in browser.read(page), page
    assert 'stopped">停用</span>' in browser.read("/points")
    browser.sign_in("office")
    assert 'stopped">停用 1</span>' in browser.read("/board")
    assert 'stopped">停用</span>' in browser.read("/hazards")
    site.press("officer1", ref, "request_resume", done="已清理", photos=[site.upload("officer1", "teal")])
    browser.sign_in("officer1")
    assert "待复核恢复（局部）" in browser.read(f"/report?point={code}")
    site.press("chief1", ref, "resume_use", photos=[site.upload("chief1", "olive")])
    for page in pages:
        assert 'stop" role' not in browser.read(page), page


def test_a_whole_unit_out_of_use_is_red_on_every_page_of_it(browser: Browser) -> None:
    site = browser.site
    code, away = pointed(site, "门诊楼1层大厅"), handed_over(site, place="后勤楼")
    stopped(site, scope="whole")
    browser.sign_in("nurse1")
    for page in (f"/points/{code}", f"/report?point={code}", "/report"):
        assert "停用（停业）中（全部）：</strong>临澄县人民医院" in browser.read(page), page
    browser.sign_in("officer1")
    assert "停用（停业）中（全部）" in browser.read(f"/h/{away}")


def test_who_may_not_see_the_hazard_reads_that_the_place_is_out_of_use_and_no_more(site: Site) -> None:
    code, ref = pointed(site), stopped(site)
    (told,) = site.get("clinic2", f"/api/points/{code}")["out_of_use"]
    assert (told["hazard"], told["what"], told["body"]) == (None, "5层东侧病区", "临澄县人民医院")
    assert set(told) == {
        "use", "use_label", "scope", "unit", "place", "what", "since", "body", "number", "hazard"
    }  # fmt: skip
    (told,) = site.get("officer1", f"/api/points/{code}")["out_of_use"]
    assert told["hazard"] == ref


def test_two_wards_with_a_place_of_one_name_are_two_places(site: Site) -> None:
    stopped(site)
    of_the_ward, of_the_house = pointed(site), pointed(site, unit="001")
    assert site.get("officer1", f"/api/points/{of_the_ward}")["out_of_use"]
    assert site.get("officer1", f"/api/points/{of_the_house}")["out_of_use"]
    assert site.get("officer1", "/api/units/001-01/profile")["out_of_use"][0]["place"] == PLACE


@pytest.mark.parametrize(("use", "found"), [("suspended", 1), ("resuming", 0), ("in_use", 1), ("retired", 0)])
def test_the_ledger_is_filtered_by_use_and_the_boards_count_what_their_lists_show(
    site: Site, use: str, found: int
) -> None:
    stopped(site)
    handed_over(site, place="后勤楼")
    assert len(site.get("office", "/api/hazards", use=use)["items"]) == found
    for board in ("supervision", "desk"):
        answer = site.get("office", f"/api/boards/{board}")
        figures = [*answer.get("first", ()), *answer.get("outstanding", ())]
        (figure,) = [one for one in figures if one["name"] == "out_of_use"]
        assert figure["count"] == 1
        listed = site.ask("office", "GET", f"/api/hazards?{figure['query']}").json()
        assert len(listed["items"]) == 1


def test_the_form_says_what_an_order_needs_and_keeps_what_was_typed(browser: Browser) -> None:
    ref = handed_over(browser.site)
    browser.sign_in("deputy1")
    page = browser.read(f"/h/{ref}/suspend_use")
    assert "未经同意任何人不得恢复使用" in page
    answer = browser.send(f"/h/{ref}/suspend_use", f"/h/{ref}/suspend_use", what="2号电梯", moved_out="无人")
    assert answer.status_code == 422
    assert "2号电梯" in answer.text
    assert "现场照片" in answer.text
    assert browser.site.get("deputy1", f"/api/hazards/{ref}")["use"] == "in_use"

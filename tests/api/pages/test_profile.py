"""单位档案 as a page: read at a glance, corrected by one form, nothing typed lost, sensible when empty."""

from tests.api.pages.browser import Browser
from tests.api.site import Site

FACTS = "/organisation/units/001/facts"


def test_the_page_says_who_answers_and_what_comes_next(browser: Browser, site: Site) -> None:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", level="general", category="01", source="staff_report")
    browser.sign_in("office")
    page = browser.read("/units/001")
    for words in (
        "主要负责人",
        "chief1",
        "待交办",
        "2026 年",
        "接下来",
        "没有挂牌督办记录",
        "未登记",
        "护理部",
    ):
        assert words in page, words
    assert "/hazards?open=true&amp;unit=001" in page
    assert 'href="/units/001"' in browser.read("/board")
    assert 'href="/units/001"' in browser.read("/organisation?unit=001")


def test_an_empty_unit_is_shown_calmly_and_its_empty_posts_are_named(browser: Browser) -> None:
    browser.sign_in("office")
    page = browser.read("/units/061")
    for words in ("空缺", "还没有隐患", "近一年没有反复出现的类别", "没有等着办的隐患"):
        assert words in page, words
    assert "看督办看板" in browser.read("/units/000")
    browser.sign_in("dept1")
    assert "只计您能看到的隐患" not in browser.read("/units/001-01")
    assert "只计您能看到的隐患" in browser.read("/units/001")


def test_the_form_keeps_what_was_typed_and_an_emptied_field_is_cleared(browser: Browser) -> None:
    browser.sign_in("officer1")
    wrong = browser.send(FACTS, FACTS, credit_code="123", address="健康路1号", beds="60")
    assert wrong.status_code == 422
    assert "18 位" in wrong.text
    assert 'value="健康路1号"' in wrong.text
    done = browser.send(FACTS, FACTS, address="健康路1号", beds="60", high_rise="true")
    assert (done.status_code, done.headers["location"]) == (303, "/units/001")
    assert "有高层建筑" in browser.read("/units/001")
    again = browser.read(FACTS)
    assert 'value="健康路1号"' in again
    assert browser.send(FACTS, FACTS, beds="").status_code == 303
    page = browser.read("/units/001")
    assert "健康路1号" in page
    assert ">60<" not in page
    browser.sign_in("nurse1")
    assert FACTS not in browser.read("/units/001")
    assert browser.client.get("/units/002").status_code == 404

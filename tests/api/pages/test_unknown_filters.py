"""A filter that means nothing is told beside the list; what else was asked for stays in force."""

import pytest

from tests.api.pages.browser import Browser
from tests.api.site import Site


@pytest.fixture
def browser(site: Site) -> Browser:
    site.report("nurse1", description="走道堆放病床")
    site.report("nurse1", description="灭火器过期")
    browser = Browser(site)
    browser.sign_in("officer1")
    return browser


def page(browser: Browser, query: str) -> str:
    return browser.client.get(f"/hazards?{query}").text


@pytest.mark.parametrize(("name", "label"), [("state", "状态"), ("source", "发现方式")])
def test_an_unknown_value_is_told_and_the_rest_stays(browser: Browser, name: str, label: str) -> None:
    shown = page(browser, f"{name}=整改中&q=病床")
    assert f"{label}没有“整改中”这个选项" in shown
    assert "走道堆放病床" in shown
    assert "灭火器过期" not in shown
    assert "这个选项" not in page(browser, "state=reported&q=病床")
    assert "没有“reportd”这个选项" in page(browser, "state=reportd&q=病床")


def test_one_known_value_beside_an_unknown_one_stays_in_force(browser: Browser) -> None:
    shown = page(browser, "state=整改中&state=closed")
    assert "没有“整改中”这个选项" in shown
    assert "走道堆放病床" not in shown


def test_a_value_of_any_other_filter_is_named_too(browser: Browser) -> None:
    assert "请核对" in page(browser, "level=大")


def test_what_a_sign_in_hangs_behind_our_address_is_not_told(browser: Browser) -> None:
    assert "这个选项" not in page(browser, "q=病床&code=abc&state=xyz&source=timeline")

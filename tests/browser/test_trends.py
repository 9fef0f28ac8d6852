"""趋势 on the wall: one screen, read by everybody, that brings itself up to date; and on paper."""

from collections.abc import Callable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.live import Live
from tests.browser.test_accessible import WIDER, grave

SCREEN = {"width": 1920, "height": 1080}
WALL = "/reports/trends?wall=1"
TALLER = "() => document.documentElement.scrollHeight > window.innerHeight"
FIVE_MINUTES = 300_000


def test_the_wall_is_one_screen_and_tells_what_came_meanwhile(
    new_context: Callable[..., BrowserContext], live: Live
) -> None:
    page = new_context(SCREEN).new_page()
    page.clock.install()
    sign_in(page, "leader", WALL)
    expect(page.locator("main")).to_contain_text("没有在办的隐患")
    live.site.report("nurse1")
    page.clock.fast_forward(FIVE_MINUTES)
    expect(page.locator("main")).to_contain_text("消防安全")
    page.evaluate(AXE_SCRIPT)
    page.clock.resume()
    assert grave(page, care=False) == []
    assert page.evaluate(WIDER) is None
    assert not page.evaluate(TALLER)


def test_on_paper_stand_the_numbers_and_not_the_form(desk: Page, live: Live) -> None:
    live.site.report("nurse1")
    sign_in(desk, "leader", "/reports/trends")
    expect(desk.get_by_role("button", name="统计", exact=True)).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="统计", exact=True)).to_be_hidden()
    expect(desk.get_by_role("heading", name="隐患趋势")).to_be_visible()
    expect(desk.locator("svg.chart")).to_be_visible()

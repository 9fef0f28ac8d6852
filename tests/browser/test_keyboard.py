"""Without a mouse: Tab reaches whatever can be pressed, one sees where one is, Enter does it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.live import Live

MOST_TABS = 150
PRESSABLE = """() => {
    const shown = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest('[aria-hidden=true]');
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(
        (e) => shown(e) && !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0
            && !(e.type === 'radio' && document.querySelector(`[name="${e.name}"]`) !== e));
    all.forEach((e, n) => { e.dataset.tabbed = n; });
    return all.map((e) => `${e.dataset.tabbed} ${e.outerHTML.slice(0, 120)}`);
}"""
HERE = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const ring = (n) => {
        const s = getComputedStyle(n);
        return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none';
    };
    const around = e.closest('label');
    const box = e.getBoundingClientRect();
    const bar = document.querySelector('header.top')?.getBoundingClientRect();
    return {
        n: e.dataset.tabbed ?? null,
        html: e.outerHTML.slice(0, 120),
        ring: ring(e) || (around !== null && ring(around)),
        hidden: box.bottom <= 0 || box.top >= innerHeight
            || (bar && !e.closest('header') && bar.top > 0 && box.top >= bar.top - 1 && box.width > 1),
    };
}"""
"""Where the cursor is: whether one sees it, and whether it hides outside the window or under the tab bar."""


def tab_through(page: Page) -> tuple[list[str], list[dict[str, Any]]]:
    """(what can be pressed, where Tab led)."""
    pressable: list[str] = page.evaluate(PRESSABLE)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    led: list[dict[str, Any]] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            break
        led.append(here)
    return pressable, led


PAGES = {
    "nurse1": ["/report"],
    "officer1": ["/", "/h/{ref}", "/h/{ref}/register", "/organisation/new/person?unit=001-01", "/points"],
    "admin": ["/channels/new", "/sign-in-services"],
    "leader": ["/board", "/reports/trends"],
}


def test_tab_reaches_everything_and_one_sees_where_one_is(
    new_context: Callable[..., BrowserContext], live: Live
) -> None:
    ref = live.site.report("nurse1")
    wrong = {}
    for who, paths in PAGES.items():
        page = new_context(PHONE).new_page()
        sign_in(page, who)
        for path in paths:
            page.goto(path.format(ref=ref))
            page.wait_for_load_state("networkidle")
            pressable, led = tab_through(page)
            assert len(pressable) > 5, path
            reached = {str(one["n"]) for one in led}
            wrong[path] = (
                [one for one in pressable if one.split(" ")[0] not in reached],
                [one["html"] for one in led if not one["ring"]],
                [one["html"] for one in led if one["hidden"]],
            )
    assert {path: found for path, found in wrong.items() if any(found)} == {}, "unreached, unseen, covered"


def test_a_hazard_is_registered_and_handed_over_without_a_mouse(desk: Page, live: Live) -> None:
    ref = live.site.report("nurse1", department="001-01")
    sign_in(desk, "officer1")

    def tab_to(words: str) -> None:
        for _ in range(MOST_TABS):
            desk.keyboard.press("Tab")
            here = desk.evaluate(
                "() => document.activeElement.innerText || document.activeElement.name || ''"
            )
            if words in here:
                return
        raise AssertionError(words)

    tab_to("走道堆放病床")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/h/{ref}")
    tab_to("登记并交办")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/h/{ref}/*")
    tab_to("assign.measures")
    desk.keyboard.type("清走病床")
    tab_to("登记并交办")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/h/{ref}")
    expect(desk.get_by_role("status")).to_contain_text("已办理")
    assert live.world.actions(ref) == ["report", "register", "assign"]

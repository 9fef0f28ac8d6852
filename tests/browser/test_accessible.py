"""axe-core on every page of three roles, on a phone and at a desk, in the usual type and in 关怀模式.

Nothing grave, nothing too wide. The usual run looks at each page's width in two sizes and asks axe in one of them,
page after page in turn; the exhaustive one asks everything.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # the script alone: two modes are asked on one page
from playwright.sync_api import BrowserContext, Page

from tests.api.pages.tour import kind_of, walk
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.live import Live
from tests.oracle import lives

SCENES = {
    "unit-reported",
    "unit-rectifying",
    "unit-verifying",
    "authority-verified",
    "unit-paper-0",
    "major-lifting",
}
LATER = "2026-11-26 10:00"
ROLES = ("fixer1", "officer1", "leader", "admin")
ALWAYS = {"/?", "/h/*?", "/report?", "/hazards?", "/notices?", "/me?"}
"""Kinds of pages that the exhaustive run asks about for each role; any other once."""
ASK = """async (care) => {
    document.body.classList.toggle('care', care);
    if (care) document.body.dataset.weuiMode = 'care'; else delete document.body.dataset.weuiMode;
    for (const one of document.querySelectorAll('details')) one.open = true;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const found = await axe.run(document, {runOnly: tags, resultTypes: ['violations']});
    return found.violations.map(v => [v.id, v.impact, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))]);
}"""
WIDER = """() => document.documentElement.scrollWidth <= window.innerWidth ? null
    : [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
        .slice(0, 3).map(e => e.outerHTML.slice(0, 160))"""
"""What reaches past the edge of a page that scrolls sideways."""
GRAVE = {"serious", "critical"}
LOOKS = ((PHONE, False), (PHONE, True), (DESK, True), (DESK, False))
"""Size and care mode; each of both is seen in the usual run, all four together in the exhaustive one."""


def pages_of(live: Live, who: str) -> Iterator[str]:
    """One address of each kind of page that this person is shown."""
    kinds = set()
    for seen in walk(lambda path: live.site.ask(who, "GET", path), who, ["/", "/me"], set()):
        whole = seen.is_page and seen.answer.text.startswith("<!doctype")  # htmx also asks for parts of pages
        if whole and seen.answer.status_code == 200 and kind_of(seen.path) not in kinds:
            kinds.add(kind_of(seen.path))
            yield seen.path


def grave(page: Page, *, care: bool) -> list[Any]:
    """What a person who sees, hears or points less well would stumble over."""
    found: list[Any] = page.evaluate(ASK, care)
    return [one for one in found if one[1] in GRAVE]


@pytest.mark.parametrize("looks", [LOOKS[::2], pytest.param(LOOKS, marks=pytest.mark.exhaustive)])
def test_nobody_stumbles(
    new_context: Callable[..., BrowserContext], live: Live, looks: tuple[tuple[Any, bool], ...]
) -> None:
    for scene in lives.all_scenes(SCENES):
        lives.live(live.site, scene, pictures=True)
    live.at(LATER).world.sweep(LATER)

    asked: set[str] = set()
    wrong: dict[str, Any] = {}

    turns = cycle(looks)

    def ask(page: Page, path: str, who: str) -> None:
        page.goto(path)
        page.evaluate(AXE_SCRIPT)
        asked_of_axe = looks if looks == LOOKS else [next(turns)]
        for size, care in looks:
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            seen = f"{who} {path} {size['width']} {'关怀' if care else ''}"
            if (size, care) in asked_of_axe and (stumbles := grave(page, care=care)):
                wrong[seen] = stumbles
            if too_wide := page.evaluate(WIDER):
                wrong[f"{seen} 比屏幕宽"] = too_wide

    guest = new_context(PHONE).new_page()
    ask(guest, "/sign-in", "")
    for who in ROLES:
        page = new_context(PHONE).new_page()
        sign_in(page, who)
        for path in pages_of(live, who):
            kind = kind_of(path)
            if kind not in asked or (looks == LOOKS and kind in ALWAYS):
                asked.add(kind)
                ask(page, path, who)
    assert len(asked) > 20
    assert wrong == {}

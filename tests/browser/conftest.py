"""A real Chromium without a window. No browser on this machine: these tests are skipped, and said so aloud.

`live` is the county behind a real web server (`live.at("2026-11-03 09:00")` moves its clock), `chromium` the browser,
`phone` a page of 360 by 740 and `desk` one of 1280 by 800, each in a context of its own; `sign_in(page, "nurse1")`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.api.pages.browser import forms_on
from tests.api.site import PASSWORD
from tests.browser.chromium import ARGUMENTS, NO_BROWSER, path_of_chromium
from tests.browser.live import Live
from tests.world import World

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
PATIENCE = 60_000  # milliseconds; what is waited for comes long before
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    if path_of_chromium() is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of this worker."""
    browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def live(world: World) -> Iterator[Live]:
    """The county behind a real web server; its clock stands at 2026-11-02 09:00 until the test moves it."""
    serving = Live(world).start()
    yield serving
    serving.stop()


@pytest.fixture
def new_context(chromium: Browser, live: Live) -> Iterator[Callable[..., BrowserContext]]:
    """Somebody's browser with cookies of its own; closed after the test."""
    opened: list[BrowserContext] = []

    def make(viewport: dict[str, int]) -> BrowserContext:
        context = chromium.new_context(
            base_url=live.url,
            viewport={"width": viewport["width"], "height": viewport["height"]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=viewport == PHONE,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """A page as small as a phone."""
    return new_context(PHONE).new_page()


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext]) -> Page:
    """A page at the desk."""
    return new_context(DESK).new_page()


@pytest.fixture
def pocket(playwright: Playwright, live: Live, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """A phone that is switched off and on again: each call opens the browser anew on the same storage."""
    opened: list[BrowserContext] = []

    def switch_on() -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "phone",
            executable_path=path_of_chromium(),
            args=ARGUMENTS,
            base_url=live.url,
            viewport={"width": PHONE["width"], "height": PHONE["height"]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield switch_on
    opened[-1].close()


def sign_in(page: Page, login: str, onward: str = "/") -> None:
    """Send the form of signing in from this browser, unseen, and go on; `test_from_empty` signs in as people do."""
    asked = page.request.get(f"/sign-in?next={onward}")
    form = next(form for form in forms_on(asked.text()) if "login" in form.fields)
    said: dict[str, str | float | bool] = {name: values[0] for name, values in form.fields.items()}
    answer = page.request.post(form.action, form=said | {"login": login, "password": PASSWORD})
    assert "/sign-in" not in answer.url, answer.text()
    page.goto(onward)

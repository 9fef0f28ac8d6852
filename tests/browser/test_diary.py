"""The diary of one hazard on five phones: from 随手拍 to 销号, while nobody acts for ten days and the clock does."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.live import Live
from tests.browser.test_report import PLACE, WHAT, hazards, opened, photo, send, shoot, write

Phones = Callable[[str], Page]


@pytest.fixture
def phones(new_context: Callable[..., BrowserContext]) -> Phones:
    """Each person's own phone, signed in the first time it is taken out."""
    taken: dict[str, Page] = {}

    def phone_of(who: str) -> Page:
        if who not in taken:
            taken[who] = new_context(PHONE).new_page()
            sign_in(taken[who], who)
        return taken[who]

    return phone_of


def task(page: Page, verb: str) -> Page:
    """One tap from 待办 to the thing to do."""
    page.goto("/")
    page.locator("a.task", has_text=verb).first.click()
    page.wait_for_url("**/h/*")
    return page


def fits(page: Page) -> bool:
    """Nothing is wider than the phone."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def big_button(page: Page, name: str) -> None:
    """The one big button."""
    button = page.locator(".lead .big").get_by_role("link")
    expect(button).to_have_text(re.compile(name))
    assert fits(page)
    button.click()


def field(page: Page, name: str) -> Locator:
    """A field by the name it is sent under."""
    return page.locator(f'[name="{name}"]').last


def submit(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def reported_and_handed_over(phones: Phones, live: Live) -> None:
    """09:00 the nurse, 09:20 the officer."""
    nurse = phones("nurse1")
    opened(nurse)
    shoot(nurse, photo())
    write(nurse)
    send(nurse)
    nurse.wait_for_url("**/report/done/*")
    live.at("2026-11-02 09:20")
    officer = task(phones("officer1"), "登记")
    big_button(officer, "登记并交办")
    field(officer, "assign.to").select_option("fixer1")
    field(officer, "assign.measures").fill("清走病床，划出禁停线")
    field(officer, "assign.due").fill("2026-11-09")
    submit(officer, "登记并交办")
    expect(officer.get_by_role("status")).to_contain_text("已办理")


def climbed(phones: Phones, live: Live) -> None:
    """Nobody signs: 催办 the day after, a 督办单 proposed on the third day; the deputy signs, the officer serves it."""
    live.at("2026-11-13 10:00").world.sweep("2026-11-13 10:00")
    deputy = phones("deputy1")
    deputy.goto("/notices")
    expect(deputy.get_by_role("main")).to_contain_text(PLACE[:8])
    task(deputy, "审签")
    big_button(deputy, "签发督办单")
    submit(deputy, "签发")
    expect(deputy.get_by_role("status")).to_contain_text("已办理")
    officer = task(phones("officer1"), "送达")
    big_button(officer, "送达督办单")
    field(officer, "received_by").fill("护理部主任")
    submit(officer, "送达")


def fixed(phones: Phones) -> None:
    """Signed for, put right, photographed."""
    fixer = task(phones("fixer1"), "签收")
    expect(fixer.locator("h1")).to_contain_text("已超")
    big_button(fixer, "签收")
    submit(fixer, "签收")
    expect(fixer.locator("h1")).to_contain_text("已超期 4 天")
    big_button(fixer, "我已改完")
    field(fixer, "result").fill("病床已清走，禁停线已划")
    field(fixer, "photos").set_input_files([photo("green")])
    submit(fixer, "我已改完")
    expect(fixer.get_by_role("status")).to_contain_text("已办理")


def verified_and_closed(phones: Phones) -> None:
    """The officer compares the photos, the deputy closes."""
    verifier = task(phones("officer1"), "验收")
    assert verifier.locator(".pair img").count() >= 2, "before and after side by side"
    big_button(verifier, "验收通过")
    field(verifier, "opinion").fill("现场已畅通")
    submit(verifier, "验收通过")
    closer = task(phones("deputy1"), "销号")
    big_button(closer, "同意销号")
    submit(closer, "同意销号")
    expect(closer.locator("h1")).to_contain_text("已销号")


def test_one_hazard_on_five_phones_while_the_clock_climbs(phones: Phones, live: Live) -> None:
    reported_and_handed_over(phones, live)
    climbed(phones, live)
    fixed(phones)
    verified_and_closed(phones)
    phones("nurse1").goto("/mine/reported")
    expect(phones("nurse1").locator("a.task").first).to_contain_text("已销号")
    (hazard,) = hazards(live)
    actions = live.world.actions(hazard.ref)
    assert {"remind", "urge", "propose_measure"} <= set(actions), "the clock acted in between"
    assert [a for a in actions if a not in ("remind", "urge", "propose_measure", "sign_measure", "serve_measure")] == [
        "report", "register", "assign", "accept", "submit", "pass", "approve_closure",
    ]  # fmt: skip
    chief = phones("chief1")
    chief.goto("/notices")
    expect(chief.get_by_role("main")).to_contain_text(WHAT)

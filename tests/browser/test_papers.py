"""A letter signed on a phone, one hand: read first, signed below; the same sheet at the desk and on paper."""

from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect

from tests.api.pages.test_sheets import overdue
from tests.browser.conftest import sign_in
from tests.browser.live import Live

A4 = (595, 842)


def no_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_letter_is_read_and_signed_on_a_phone_and_checked_by_its_code(
    phone: Page, desk: Page, live: Live, tmp_path: Path
) -> None:
    ref = overdue(live.site)
    sign_in(phone, "leader", f"/h/{ref}")
    phone.get_by_role("link", name="签发督办函", exact=False).first.click()
    expect(phone.locator(".a4 .doc-title")).to_contain_text("限期整改的督办函")
    assert no_sideways(phone)
    phone.screenshot(path=tmp_path / "sign-phone.png", full_page=True)
    phone.locator("main form").get_by_role("button", name="签发", exact=False).click()
    phone.wait_for_url(f"**/h/{ref}")
    phone.get_by_role("link", name="督办函", exact=True).click()
    expect(phone.locator(".a4 .doc-number")).to_have_text("临卫督〔2026〕1号")
    assert no_sideways(phone)
    code = phone.locator(".doc-foot").last.inner_text().split()[1].partition("，")[0]

    sign_in(desk, "officer1", f"/h/{ref}")
    desk.get_by_role("link", name="督办函", exact=True).click()
    expect(desk.locator(".a4 .doc-sign")).to_contain_text("2026年11月12日")
    desk.screenshot(path=tmp_path / "sheet-desk.png", full_page=True)
    printed = desk.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    sheet = pypdfium2.PdfDocument(printed)[0]
    assert tuple(round(side) for side in sheet.get_size()) == A4
    assert "闭环" not in sheet.get_textpage().get_text_bounded(), "the menu is not printed"

    desk.context.clear_cookies()
    desk.goto("/check")
    desk.get_by_label("核验码").fill(code.lower())
    desk.get_by_role("button", name="核验").click()
    expect(desk.locator("main")).to_contain_text("由本系统签发")
    expect(desk.locator("main")).to_contain_text("临卫督〔2026〕1号")
    desk.screenshot(path=tmp_path / "check.png", full_page=True)

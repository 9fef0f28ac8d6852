"""What fingers do: a double click, the back button, an outdated form, words that would be a program."""

from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.live import Live

DUE = "2026-11-20"


def assigned(live: Live) -> str:
    """A hazard that waits for its 责任人."""
    site = live.site
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "due": DUE})
    return ref


def typed(page: Page, text: str) -> None:
    page.locator('[name="note"]').fill(text)


def test_a_double_click_reports_progress_once(phone: Page, live: Live) -> None:
    ref = assigned(live)
    sign_in(phone, "fixer1", f"/h/{ref}/report_progress")
    typed(phone, "已联系厂家")
    phone.locator("main form").get_by_role("button", name="报进展", exact=True).dblclick()
    phone.wait_for_url(f"**/h/{ref}")
    phone.wait_for_load_state("networkidle")
    assert live.world.actions(ref).count("report_progress") == 1


def test_without_signal_the_form_waits_on_its_page_with_everything_typed(phone: Page, live: Live) -> None:
    ref = assigned(live)
    sign_in(phone, "fixer1", f"/h/{ref}/report_progress")
    live.stop()
    typed(phone, "已联系厂家")
    phone.locator("main form").get_by_role("button", name="报进展", exact=True).click()
    phone.get_by_role("button", name="先不提交").click()
    typed(phone, "已联系厂家，周三到货")
    phone.locator("main form").get_by_role("button", name="报进展", exact=True).click()
    expect(phone.locator(".no-signal")).to_contain_text("信号恢复后自动提交")
    live.start()
    phone.wait_for_url(f"**/h/{ref}")
    assert live.world.actions(ref).count("report_progress") == 1
    expect(phone.locator("main")).to_contain_text("已联系厂家，周三到货")


def test_the_back_button_and_the_same_form_again_change_nothing(phone: Page, live: Live) -> None:
    ref = assigned(live)
    sign_in(phone, "fixer1", f"/h/{ref}/accept")
    accept = phone.locator("main form").get_by_role("button", name="签收", exact=True)
    accept.click()
    phone.wait_for_url(f"**/h/{ref}")
    phone.go_back()
    assert live.world.actions(ref).count("accept") == 1, "going back is reading"
    if accept.count():
        with phone.expect_navigation():
            accept.click()
    assert live.world.actions(ref).count("accept") == 1
    expect(phone.locator("main")).not_to_be_empty()


def test_what_one_wrote_meanwhile_is_told_to_the_other_whose_words_stay(
    phone: Page, desk: Page, live: Live
) -> None:
    ref = assigned(live)
    sign_in(phone, "officer1", f"/h/{ref}/reassign")
    phone.locator('[name="reason"]').fill("岗位调整")
    phone.locator('[name="to"]').last.select_option("dept1")
    sign_in(desk, "deputy1", f"/h/{ref}/reassign")
    desk.locator('[name="reason"]').fill("由科室负责")
    desk.locator('[name="to"]').last.select_option("nurse1")
    desk.locator("main form").get_by_role("button", name="转办", exact=True).click()
    desk.wait_for_url(f"**/h/{ref}")
    phone.locator("main form").get_by_role("button", name="转办", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("deputy1")
    expect(phone.locator('[name="reason"]')).to_have_value("岗位调整")
    assert live.world.hazard(ref).fixer_id == live.world.people["nurse1"]


def test_words_that_would_be_a_program_are_only_words(phone: Page, live: Live) -> None:
    words = (
        "\"'><script>window.pwned=1</script><img src=x onerror='window.pwned=1'><svg onload=window.pwned=1>"
    )
    ref = live.site.report("nurse1", place=words, description=words)
    live.site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": words, "due": DUE})
    said: list[str] = []

    def spoke(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    phone.on("dialog", spoke)
    sign_in(phone, "officer1")
    for path in (f"/h/{ref}", "/", "/hazards", "/notices", "/mine/done", f"/h/{ref}/reassign"):
        phone.goto(path)
        phone.wait_for_load_state("networkidle")
        assert phone.evaluate("window.pwned") is None, path
        assert phone.locator("main script, main img[src=x]").count() == 0, path
    phone.goto(f"/h/{ref}")
    expect(phone.locator(".described")).to_have_text(words)
    assert said == []

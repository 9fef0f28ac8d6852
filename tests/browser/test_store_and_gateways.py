"""随手拍 when the phone's store dies, and when somebody between answers in our place."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from domain.commands import Accept, Assign, Register
from tests.browser.conftest import sign_in
from tests.browser.live import Live
from tests.browser.test_report import (
    eventually,
    hazards,
    opened,
    phone_keeps,
    photo,
    send,
    shoot,
    write,
)

DEAD = {
    "full": "void (IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); })",
    "gone": "IDBFactory.prototype.open = () => { throw new DOMException('', 'InvalidStateError'); };"
    "ReportStore.open().then((base) => base.close())",
}
SLOWLY = """{
    const taken = Photos.taken;
    Photos.taken = async (...all) => { await new Promise((go) => setTimeout(go, 400)); return taken(...all); };
}"""
"""A slow phone: the next photo is chosen while the last is still made small."""
PORTAL = "<html><title>欢迎使用无线网</title>请先登录</html>"


def test_a_store_that_was_closed_is_opened_anew(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, photo())
    expect(phone.locator(".shots img")).to_have_count(1)
    phone.evaluate("ReportStore.open().then((base) => base.close())")
    write(phone)
    phone.wait_for_function(  # it is kept a moment after the last key
        "ReportStore.drafts(Number(localStorage['bihuan.person'])).then((all) => all[0].fields.description)"
    )
    phone.evaluate("ReportStore.open().then((base) => base.close())")
    send(phone)
    phone.wait_for_url("**/report/done/*")
    assert len(hazards(live)[0].before_photos) == 1
    phone_keeps(opened(phone), drafts=0, photos=0)


@pytest.mark.parametrize(("how", "said"), [("full", "手机存满了"), ("gone", "不能保存草稿")])
def test_a_store_that_is_dead_is_said_while_typing_and_the_form_goes_by_itself(
    phone: Page, live: Live, how: str, said: str
) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, photo("red"))
    expect(phone.locator(".shots img")).to_have_count(1)
    phone.evaluate(SLOWLY)
    phone.evaluate(DEAD[how])
    phone.get_by_label("部位", exact=True).fill("配电间")
    expect(phone.get_by_role("alert").filter(has_text=said)).to_be_in_viewport()
    shoot(phone, photo("green"))
    expect(phone.locator(".shots img")).to_have_count(2)
    write(phone)
    send(phone)
    phone.wait_for_url("**/report/done/*")
    (hazard,) = hazards(live)
    assert (hazard.description, len(hazard.before_photos)) == ("走道堆放病床3张", 2)


def test_a_browser_that_keeps_nothing_says_so_and_reports(phone: Page, live: Live) -> None:
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', { get: () => undefined });")
    sign_in(phone, "nurse1", "/report")
    expect(phone.get_by_role("alert").filter(has_text="不能保存草稿")).to_be_attached()
    shoot(phone, photo())
    write(phone)
    send(phone)
    phone.wait_for_url("**/report/done/*")
    assert len(hazards(live)[0].before_photos) == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [(413, "改用小照片"), (403, "联系本单位信息科"), (200, "需要登录的无线网"), (502, "联系系统管理员")],
)
def test_an_answer_that_is_not_ours_is_said_and_not_resent(
    phone: Page, live: Live, status: int, said: str
) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    heard: list[float] = []

    def between(route: Route) -> None:
        heard.append(time.monotonic())
        route.fulfill(status=status, content_type="text/html", body=PORTAL)

    phone.route("**/api/evidence", between)
    phone.route("**/api/hazards", between)
    shoot(phone, photo())
    write(phone)
    send(phone)
    expect(phone.locator("#waiting .why")).to_contain_text(said)
    tries = len(heard)
    for _ in range(3):
        phone.evaluate("window.dispatchEvent(new Event('online'))")
        phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    opened(phone)
    expect(phone.locator("#waiting .why")).to_contain_text(said)
    assert len(heard) == tries <= 2, "neither a look nor a reload sends it all again"
    waits = phone.evaluate(
        "ReportStore.drafts(Number(localStorage['bihuan.person'])).then((all) => all[0].next_at - Date.now())"
    )
    assert 15_000 < waits <= 30_000
    phone.unroute("**/api/evidence")
    phone.unroute("**/api/hazards")
    phone.get_by_role("button", name=re.compile("改用小照片发送" if status == 413 else "马上发送")).click()
    (hazard,) = eventually(phone, live, 1)
    assert len(hazard.before_photos) == 1


def test_a_form_waits_while_a_portal_answers_in_our_place(desk: Page, live: Live) -> None:
    ref = live.site.report("nurse1")
    sign_in(desk, "officer1", f"/h/{ref}/dismiss")
    desk.route("**/healthz", lambda route: route.fulfill(status=200, content_type="text/html", body=PORTAL))
    desk.locator("form.form").evaluate("(form) => { form.noValidate = true; }")
    desk.locator("form.form button.primary").first.click()
    expect(desk.get_by_text("回答的不是本系统")).to_be_visible()
    assert live.site.get("officer1", f"/api/hazards/{ref}")["state"] == "reported"


def test_a_photo_that_is_taken_out_again_stays_out(phone: Page, live: Live) -> None:
    ref = live.world.report("nurse1", "2026-11-02 09:00")
    live.world.press(ref, "officer1", "2026-11-02 09:05", Register())
    live.world.press(ref, "officer1", "2026-11-02 09:10", Assign(to="fixer1", measures="清理"))
    live.world.press(ref, "fixer1", "2026-11-02 09:15", Accept())
    sign_in(phone, "fixer1", f"/h/{ref}/submit")
    phone.evaluate(SLOWLY)
    chosen = phone.locator('input[type=file][name="photos"]').last
    chosen.set_input_files([photo("green")])
    chosen.set_input_files([])
    phone.evaluate("Photos.taken(new File([], 'x'))")  # as long as the one before takes
    expect(phone.locator(".shots img")).to_have_count(0)
    assert chosen.evaluate("(input) => input.files.length") == 0
    chosen.set_input_files([photo("green")])
    expect(phone.locator(".shots img")).to_have_count(1)
    chosen.set_input_files([])
    expect(phone.locator(".shots img")).to_have_count(0)

"""随手拍 on a phone: few taps, no signal in the corridor, a phone switched off, impatient fingers, shared phones."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect
from sqlalchemy import func, select

from domain.tables.core import EVIDENCE, HAZARD, SESSION
from tests import phones
from tests.browser.conftest import sign_in
from tests.browser.live import Live

PLACE = "住院楼5层东侧疏散走道"
WHAT = "走道堆放病床3张"
UNDER_A_MINUTE = 60.0
MOST_TAPS = 6


def photo(colour: str = "red", wide: int = 2400) -> FilePayload:
    out = BytesIO()
    Image.new("RGB", (wide, wide * 3 // 4), colour).save(out, "JPEG", quality=60)
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


TORN: FilePayload = {
    "name": "torn.jpg",
    "mimeType": "image/jpeg",
    "buffer": phones.TORN["the beginning of a jpeg"](),
}
NO_PHOTO: FilePayload = {
    "name": "x.jpg",
    "mimeType": "image/jpeg",
    "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


def opened(page: Page, path: str = "/report") -> Page:
    """The page with its scripts at work."""
    page.goto(path)
    page.wait_for_selector("form[data-ready]")
    return page


def shoot(page: Page, *files: FilePayload) -> None:
    page.locator('input[name="photos"][multiple]').set_input_files(list(files))


def write(page: Page, place: str = PLACE, what: str = WHAT) -> None:
    page.get_by_label("部位", exact=True).fill(place)
    page.get_by_text("消防安全", exact=True).click()
    page.get_by_label("哪里不对").fill(what)


def send(page: Page) -> None:
    page.locator("#send").click()


def written_without_signal(phone: Page, live: Live) -> None:
    """A nurse's report that waits on the phone; nobody answers any more."""
    sign_in(phone, "nurse1")
    opened(phone)
    live.stop()
    shoot(phone, photo())
    write(phone)
    send(phone)
    expect(phone.get_by_text("已存在手机里")).to_be_visible()


def hazards(live: Live) -> list[Any]:
    with live.world.store.engine.connect() as connection:
        return list(connection.execute(select(HAZARD).order_by(HAZARD.c.id)))


def eventually(page: Page, live: Live, count: int) -> list[Any]:
    """The hazards, once there are so many; the page goes on meanwhile."""
    until = time.monotonic() + 60
    while len(found := hazards(live)) < count and time.monotonic() < until:
        page.wait_for_timeout(50)
    return found


def phone_keeps(page: Page, drafts: int, photos: int) -> None:
    """Wait until the phone has so many drafts and photos."""
    page.wait_for_function(
        """async (wanted) => {
            const base = await ReportStore.open();
            const count = (name) => new Promise((give) => {
                base.transaction(name).objectStore(name).count().onsuccess = (event) => give(event.target.result);
            });
            return await count("drafts") === wanted[0] && await count("photos") === wanted[1];
        }""",
        arg=[drafts, photos],
    )


def test_a_report_takes_six_taps_and_no_minute(phone: Page, live: Live) -> None:
    site = live.site
    points = {"unit": "001-01", "places": [PLACE], "category": "01"}
    code = site.ask("officer1", "POST", "/api/points", json=points).json()["items"][0]["code"]
    sign_in(phone, "nurse1")
    began = time.monotonic()
    phone.goto(f"/r/{code}")
    taps = 1  # the camera's own button
    with phone.expect_file_chooser() as chooser:
        phone.get_by_label("拍照", exact=True).click()
    chooser.value.set_files([photo()])
    taps += 1
    phone.get_by_label("哪里不对").click()
    phone.keyboard.type(WHAT)
    taps += 1
    send(phone)
    taps += 1
    phone.wait_for_url("**/report/done/*")
    assert taps <= MOST_TAPS
    assert time.monotonic() - began < UNDER_A_MINUTE
    (hazard,) = hazards(live)
    assert (hazard.place, hazard.category, hazard.description) == (PLACE, "01", WHAT)
    expect(phone.get_by_role("heading", name="已上报")).to_be_visible()
    seen = site.ask("officer1", "GET", f"/api/evidence/{hazard.before_photos[0]}")
    with Image.open(BytesIO(seen.content)) as image:
        assert image.size == (1920, 1440), "made small on the phone"
    with live.world.store.engine.connect() as connection:
        assert connection.execute(select(EVIDENCE.c.taken_from)).scalar_one() == "device"


def test_a_draft_written_without_signal_outlives_the_phone_and_is_sent_once(
    pocket: Callable[[], BrowserContext], live: Live
) -> None:
    page = pocket().pages[0]
    said = {"unit": "001-01", "places": ["配电间"], "category": "02"}
    code = live.site.ask("officer1", "POST", "/api/points", json=said).json()["items"][0]["code"]
    sign_in(page, "nurse1", "/report")
    page.wait_for_selector("form[data-ready]")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/report/shell')")
    live.stop()
    opened(page)
    expect(page.get_by_text("现在连不上服务器")).to_be_visible()
    shoot(page, photo("red"), photo("green"))
    expect(page.locator(".shots img")).to_have_count(2)
    write(page)
    send(page)
    expect(page.get_by_text("已存在手机里，有信号后自动发送")).to_be_visible()
    write(page, "锅炉房", "压力表过期")
    page.context.close()

    page = opened(pocket().pages[0])
    expect(page.get_by_role("heading", name="待发送（1）")).to_be_visible()
    expect(page.get_by_text("上次没写完的已恢复")).to_be_visible()
    expect(page.get_by_label("部位", exact=True)).to_have_value("锅炉房")
    phone_keeps(page, drafts=2, photos=2)
    live.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    (hazard,) = eventually(page, live, 1)
    assert (hazard.place, len(hazard.before_photos)) == (PLACE, 2)
    expect(page.get_by_text(f"已上报：{PLACE}")).to_be_visible()
    phone_keeps(page, drafts=1, photos=0)
    opened(page)
    assert len(hazards(live)) == 1
    live.stop()
    opened(page, f"/r/{code}")
    expect(page.get_by_label("部位", exact=True)).to_have_value("配电间")
    expect(page.get_by_label("用电安全", exact=True)).to_be_checked()


def test_impatient_fingers_and_lost_answers_report_once(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, photo())
    write(phone)
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.route("**/api/hazards", lose_the_answer)
    phone.locator("#send").dblclick()
    eventually(phone, live, 1)
    expect(phone.get_by_text(re.compile("已上报|已存在手机里")).first).to_be_visible()
    assert lost == [201]
    phone.evaluate("ReportSending.now()")
    expect(phone.get_by_text("已上报").first).to_be_visible()
    assert len(hazards(live)) == 1
    opened(phone)
    phone_keeps(phone, drafts=0, photos=0)
    phone.go_back()
    assert len(hazards(live)) == 1


def test_a_photo_that_is_none_says_why_and_the_rest_stays(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, photo("red"), NO_PHOTO, photo("green"))
    write(phone)
    expect(phone.get_by_text("这不是照片")).to_be_visible()  # said when it is chosen
    expect(phone.locator("#f-photos .shot img")).to_have_count(2)
    send(phone)
    phone.wait_for_url("**/report/done/*")
    assert len(hazards(live)[0].before_photos) == 2


def test_a_photo_that_the_server_cannot_take_does_not_hold_the_report_back(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, photo("red"), TORN)
    write(phone)
    expect(phone.get_by_text("打不开：可能不完整")).to_be_visible()
    send(phone)
    expect(phone.get_by_text(re.compile("已上报.*有一张照片没有收下"))).to_be_in_viewport()
    assert len(hazards(live)[0].before_photos) == 1
    phone_keeps(phone, drafts=0, photos=0)


def test_a_report_whose_only_photo_cannot_be_taken_says_so_itself(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    phone.context.set_offline(offline=True)
    shoot(phone, TORN)
    write(phone)
    send(phone)
    expect(phone.get_by_text("已存在手机里")).to_be_visible()
    phone.context.set_offline(offline=False)
    expect(phone.get_by_text("有一张照片没有收下")).to_be_visible()
    (hazard,) = eventually(phone, live, 1)
    assert hazard.before_photos == []
    told = live.site.ask("officer1", "GET", f"/api/hazards/{hazard.ref}/journal").text
    assert "拍了照片，没有收下" in told


def test_a_heic_goes_as_it_is_and_is_seen(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": phones.HEIC})
    size = "(image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
    expect(phone.locator(".shot", has_text="已上传")).to_be_visible()
    expect(phone.locator(".shot img")).to_have_js_property("naturalWidth", 48)  # the server's copy
    write(phone)
    send(phone)
    phone.wait_for_url("**/report/done/*")
    (digest,) = hazards(live)[0].before_photos
    phone.goto(f"/evidence/{digest}")
    expect(phone.get_by_role("link", name="下载原件")).to_be_visible()
    assert phone.locator("img[alt=照片]").evaluate(size) == [48, 64]


def test_what_is_missing_is_said_at_its_place_and_both_photos_go(phone: Page, live: Live) -> None:
    # A page over plain HTTP has no hash of its own: the server's must do.
    phone.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });")
    sign_in(phone, "nurse1")
    opened(phone)
    phone.get_by_label("已当场整改").check()
    send(phone)
    for text in (
        "请至少拍一张照片",
        "请写明部位",
        "请点选类别",
        "请写一句哪里不对",
        "请拍一张整改后的照片",
        "请选择谁改好的",
    ):
        expect(phone.get_by_text(text)).to_be_visible()
    shoot(phone, photo("red"))
    phone.locator('input[name="fixed.photos"][multiple]').set_input_files([photo("green")])
    write(phone)
    phone.get_by_label("谁改好的").select_option(label="fixer1（护理部）")
    phone.get_by_label("疑似重大").check()
    phone.get_by_label("已采取的临时管控").fill("已派人值守")
    send(phone)
    phone.wait_for_url("**/report/done/*")
    (hazard,) = hazards(live)
    assert (len(hazard.before_photos), len(hazard.after_photos)) == (1, 1)
    assert (hazard.suspected, hazard.interim, hazard.fixed_on_spot) == (True, "已派人值守", True)
    assert hazard.fixer_id == live.world.people["fixer1"]


def test_a_session_that_ended_asks_to_sign_in_and_loses_nothing(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, photo())
    write(phone)
    with live.world.store.engine.begin() as connection:
        connection.execute(SESSION.delete())
    send(phone)
    expect(phone.get_by_text("登录已过期，登录后自动发送")).to_be_visible()
    assert hazards(live) == []
    sign_in(phone, "nurse1", "/report")
    assert len(eventually(phone, live, 1)) == 1


def test_what_one_person_wrote_is_neither_shown_nor_sent_as_anothers(phone: Page, live: Live) -> None:
    written_without_signal(phone, live)
    live.start()
    phone.context.clear_cookies()
    sign_in(phone, "fixer1", "/report")
    phone.wait_for_selector("form[data-ready]")
    expect(phone.locator("#waiting")).to_be_hidden()
    phone.wait_for_timeout(300)
    assert hazards(live) == []
    phone.context.clear_cookies()
    sign_in(phone, "nurse1", "/report")
    (hazard,) = eventually(phone, live, 1)
    assert hazard.reporter_id == live.world.people["nurse1"]


def test_a_photo_cleared_away_meanwhile_is_sent_anew(phone: Page, live: Live) -> None:
    sign_in(phone, "nurse1")
    opened(phone)
    shoot(phone, photo())
    expect(phone.get_by_text("已上传")).to_be_visible()
    with live.world.store.engine.begin() as connection:
        connection.execute(EVIDENCE.delete())
    write(phone)
    send(phone)
    phone.wait_for_url("**/report/done/*")
    with live.world.store.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(EVIDENCE)).scalar_one() == 1


def test_somebody_who_was_quicker_is_shown_before_it_is_sent(phone: Page, live: Live) -> None:
    live.site.report("fixer1")
    sign_in(phone, "nurse1")
    opened(phone)
    phone.get_by_label("部位", exact=True).fill(PLACE)
    expect(phone.get_by_text("同一部位已有隐患未办结（待登记，今天上报）")).to_be_visible()


def test_what_waits_may_be_deleted_after_a_second_thought(phone: Page, live: Live) -> None:
    written_without_signal(phone, live)
    phone.locator("#waiting").get_by_role("button", name="删除", exact=True).click()
    phone_keeps(phone, drafts=1, photos=1)
    phone.get_by_role("button", name="确定删除？照片也会删掉").click()
    expect(phone.locator("#waiting")).to_be_hidden()
    phone_keeps(phone, drafts=0, photos=0)


def test_a_form_that_the_server_has_answered_goes_on_without_scripts(phone: Page, live: Live) -> None:
    live.site.report("fixer1")
    sign_in(phone, "nurse1")
    phone.route("**/static/report*.js*", lambda route: route.abort())
    phone.goto("/report")
    phone.unroute("**/static/report*.js*")
    shoot(phone, photo())
    write(phone)
    send(phone)
    expect(phone.get_by_text("可能已经有人报过")).to_be_visible()
    phone.get_by_role("button", name="不是同一件，仍要上报").click()
    phone.wait_for_url("**/report/done/*")
    assert [len(hazard.before_photos) for hazard in hazards(live)] == [1, 1]


def test_what_waits_is_sent_from_any_page(phone: Page, live: Live) -> None:
    written_without_signal(phone, live)
    live.start()
    phone.goto("/me")
    assert len(eventually(phone, live, 1)) == 1
    expect(phone.get_by_text(f"已上报：{PLACE}")).to_be_visible()
    phone.goto("/me")
    expect(phone.locator(".waits")).to_have_count(0)


def test_an_inspector_chooses_the_unit_and_then_its_people(phone: Page, live: Live) -> None:
    sign_in(phone, "office")
    opened(phone)
    phone.get_by_label("单位", exact=True).select_option(label="临澄县人民医院")
    phone.get_by_label("科室（部门）").select_option(label="护理部")
    shoot(phone, photo())
    write(phone)
    expect(phone.locator(".shots img")).to_have_count(1)
    opened(phone)
    expect(phone.get_by_text("上次没写完的已恢复")).to_be_visible()
    expect(phone.get_by_label("科室（部门）")).to_have_value("001-01")
    send(phone)
    phone.wait_for_url("**/report/done/*")
    (hazard,) = hazards(live)
    assert (hazard.line, hazard.department_id) == ("authority", live.world.units["001-01"])

"""The page of the system on a phone: what needs somebody stands whole on the screen, words unbroken."""

from playwright.sync_api import Page

from domain.incidents import UNDELIVERED, of_person, open_incident
from tests.browser.conftest import PHONE, sign_in
from tests.browser.live import Live

DETAIL = "“催办”各通道都未能送达：对方服务器出错（HTTP 500），请核对 https://gateway.example.cn/send/messages/again"
CUT_OFF = """() => [...document.querySelectorAll('.system tbody td, .system tbody .badge')].map(cell => {
    const box = cell.getBoundingClientRect();
    return [cell.textContent.trim(), box.right, box.width];
}).filter(([words, right]) => words && right > window.innerWidth)"""
NARROW = """() => [...document.querySelectorAll('.system tbody td')]
    .filter(cell => cell.textContent.trim().length > 4 && cell.getBoundingClientRect().width < 200)
    .map(cell => cell.textContent.trim())"""


def test_on_a_phone_an_incident_is_read_without_pushing_sideways(live: Live, phone: Page) -> None:
    with live.world.store.engine.begin() as connection:
        open_incident(connection, UNDELIVERED, of_person(live.world.people["nurse1"]), DETAIL)
    sign_in(phone, "admin", "/system")
    phone.goto("/system")
    shown = phone.get_by_text("各通道都未能送达").first
    shown.scroll_into_view_if_needed()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.evaluate(CUT_OFF) == []
    assert phone.evaluate(NARROW) == []
    box = shown.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= PHONE["width"]

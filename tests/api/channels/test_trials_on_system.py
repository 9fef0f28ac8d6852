"""试发 from the 系统 page: a row per channel, one POST, its last result; the same by program."""

import re

from httpx2 import Response

from deploy.demo.vendors.faults import Kind
from tests.api.pages.browser import Browser, Form
from tests.api.site import Site
from tests.notifications.delivery.counter import Counter
from tests.world import on

NIGHT = on("2026-11-02 23:00")


def row_of(page: str, channel: int) -> str:
    """The piece of the page that tells of a channel's latest trial."""
    found = re.search(rf'<div id="trial-{channel}".*?</div>', page, re.DOTALL)
    assert found
    return found[0]


def forged(browser: Browser, **typed: str) -> Response:
    """The form of somebody who was never shown it."""
    form = Form("/system/trial", {"_csrf": [browser.token("/me")]})
    return browser.post(form, **typed)


def test_each_channel_is_tried_from_the_page_and_its_result_stands_in_its_row(
    browser: Browser, counter: Counter
) -> None:
    app, robot = counter.open("wecomapp"), counter.open("dingrobot")
    browser.sign_in("office")
    page = browser.read("/system")
    assert "还没有测试过" in row_of(page, app)
    answer = browser.send("/system", "/system/trial", channel=str(app), to="he-min")
    assert (answer.status_code, answer.headers["location"]) == (303, "/system#trials")
    page = browser.read("/system")
    assert "正在发送测试消息" in row_of(page, app)
    assert "还没有测试过" in row_of(page, robot)
    assert counter.came() == [], "the web sends nothing"
    counter.pass_once(NIGHT)
    assert "测试成功" in row_of(browser.read("/system"), app)
    assert browser.send("/system", "/system/trial", channel=str(robot), to="").status_code == 303
    counter.exchange.fault(Kind.ERRCODE, "/dingtalk/robot", number=310000)
    counter.pass_once(NIGHT)
    assert "测试失败" in row_of(browser.read("/system"), robot)
    assert [message["to"] for message in counter.came()] == [["he-min"]]


def test_wrong_input_is_refused_in_words_and_nothing_typed_is_lost(
    browser: Browser, counter: Counter
) -> None:
    app, text = counter.open("wecomapp"), counter.open("smsgw")
    browser.sign_in("admin")
    answer = browser.send("/system", "/system/trial", channel=str(app), to="")
    assert (answer.status_code, "请填写测试收件人的平台账号" in answer.text) == (422, True)
    answer = browser.send("/system", "/system/trial", channel=str(text), to="1" * 201)
    assert (answer.status_code, "1" * 201 in answer.text, "您填写的内容都已保留" in answer.text) == (
        422,
        True,
        True,
    )
    for channel in ("", "999", "0", "x", str(2**31)):
        answer = browser.send("/system", "/system/trial", channel=channel, to="u1")
        assert answer.status_code in (404, 422), channel
    assert browser.send("/system", "/system/trial", channel=str(app), to="u1").status_code == 303
    again = browser.send("/system", "/system/trial", channel=str(app), to="u1")
    assert (again.status_code, "还没有结果" in again.text) == (409, True)
    browser.send(f"/channels/{text}", f"/channels/{text}/close")
    closed = forged(browser, channel=str(text), to="13800000001")
    assert (closed.status_code, "请先启用" in closed.text) == (409, True)
    assert counter.office.states() == {"waiting": 1}


def test_whoever_only_looks_is_told_who_may_and_owes_nothing(browser: Browser, counter: Counter) -> None:
    app = counter.open("wecomapp")
    for who in ("leader", "auditor"):
        browser.sign_in(who)
        page = browser.read("/system")
        assert "由卫健委经办人或系统管理员设置和试发" in page
        assert "/system/trial" not in page
        answer = forged(browser, channel=str(app), to="u1")
        assert (answer.status_code, "由卫健委经办人或系统管理员" in answer.text) == (403, True)
    browser.sign_in("officer1")
    assert forged(browser, channel=str(app), to="u1").status_code == 403
    assert counter.office.attempts() == []


def test_a_program_sees_each_channels_trial_and_owes_one(site: Site, counter: Counter) -> None:
    app = counter.open("wecomapp")
    assert [one["trial"] for one in site.get("office", "/api/system")["channels"]] == [None]
    assert site.get("auditor", "/api/system")["channels"] == []
    assert site.ask("auditor", "POST", f"/api/channels/{app}/trial", json={"to": "u1"}).status_code == 403
    assert site.ask("office", "POST", f"/api/channels/{app}/trial", json={"to": "u1"}).status_code == 202
    counter.pass_once(NIGHT)
    (shown,) = site.get("admin", "/api/system")["channels"]
    assert (shown["id"], shown["trial"]["good"], shown["trial"]["done"]) == (app, True, True)

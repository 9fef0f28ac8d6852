"""A person chooses how they are reached."""

from typing import Any

import pytest

from tests.api.channels.test_setting_up import make
from tests.api.pages.browser import Browser, form_of
from tests.api.site import PASSWORD, Site

PROOF = {"password": PASSWORD}


def ways(site: Site, who: str = "fixer1") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.get(who, "/api/me/channels")["items"]
    return found


def test_first_as_the_authority_has_it_then_as_the_person_has_it(site: Site) -> None:
    ding, wecom = make(site)["id"], make(site, kind="wecomapp", name="企业微信")["id"]
    assert [(w["channel"], w["open"], w["chosen"]) for w in ways(site)] == [
        (ding, True, False),
        (wecom, True, False),
    ]
    mine = {"ways": [{"channel": wecom, "address": "zhou.jg"}, {"channel": ding, "open": False}]}
    assert site.ask("fixer1", "PUT", "/api/me/channels", json=mine | PROOF).status_code == 200
    assert [(w["channel"], w["address"], w["open"]) for w in ways(site)] == [
        (wecom, "zhou.jg", True),
        (ding, "", False),
    ]
    assert ways(site, "officer1")[0]["chosen"] is False
    third = make(site, name="后来的")["id"]
    assert ways(site)[-1] == {**ways(site)[-1], "channel": third, "open": False}, (
        "a new one is not used unasked"
    )
    assert site.ask("fixer1", "PUT", "/api/me/channels", json={"ways": []} | PROOF).status_code == 200
    assert ways(site)[0]["channel"] == ding


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"ways": [{"channel": 999}]}, "没有编号为 999"),
        ({"ways": [{"channel": 1}, {"channel": 1}]}, "只能列一次"),
        ({"ways": [{"channel": 1, "address": "有 空格"}]}, "地址"),
        ({"ways": [{"channel": 1, "address": "x" * 201}]}, "地址"),
        ({"ways": "all"}, "接收方式"),
        ({}, "接收方式"),
    ],
)
def test_wrong_orders_are_refused(site: Site, said: dict[str, Any], says: str) -> None:
    assert make(site)["id"] == 1
    answer = site.ask("fixer1", "PUT", "/api/me/channels", json=said | PROOF)
    assert (answer.status_code, says in answer.text) == (422, True), answer.text


def beside(browser: Browser, channel: int, act: str) -> int:
    """Another button of the same form."""
    form = form_of(browser.read("/me/channels"), f"/me/channels/{channel}")
    form.action += f"/{act}"
    return browser.post(form, **PROOF).status_code


def test_the_page_moves_switches_and_keeps_addresses(browser: Browser, site: Site) -> None:
    ding, wecom = make(site)["id"], make(site, kind="wecomapp", name="企业微信")["id"]
    assert len(ways(site)) == 2
    browser.sign_in("fixer1")
    page = browser.read("/me/channels")
    assert page.index("钉钉") < page.index("企业微信")
    assert 'href="/me/channels"' in browser.read("/me")
    assert beside(browser, wecom, "up") == 303
    page = browser.read("/me/channels")
    assert page.index("1. 企业微信") < page.index("2. 钉钉")
    assert (
        browser.send("/me/channels", f"/me/channels/{wecom}", address="zhou.jg", **PROOF).status_code == 303
    )
    assert 'value="zhou.jg"' in browser.read("/me/channels")
    wrong = browser.send("/me/channels", f"/me/channels/{ding}", address="有空格 的", **PROOF)
    assert (wrong.status_code, 'value="有空格 的"' in wrong.text) == (422, True)
    assert beside(browser, ding, "switch") == 303
    assert [w["open"] for w in ways(site)] == [True, False]
    gone = browser.client.post("/me/channels/999/up", data={"_csrf": browser.token("/me/channels")})
    assert gone.status_code == 404
    assert browser.send("/me/channels", "/me/channels/back", **PROOF).status_code == 303
    assert ways(site)[0]["channel"] == ding

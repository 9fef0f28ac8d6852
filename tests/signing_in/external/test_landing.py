"""A tapped link lands signed in where it led, in the browser that began, and nowhere else."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import text

from domain.clock import machine_now
from tests.api.site import PASSWORD
from tests.signing_in.door import code_of, enrol, next_step
from tests.signing_in.external.phone import DING, LINK, WECOM, Phone


def test_somebody_bound_lands_where_the_link_led(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    went = phone.go()
    asked = parse_qs(urlsplit(went.headers["location"]).query)
    assert asked["redirect_uri"] == [f"https://testserver/sign-in/back/{phone.service}"]
    assert (asked["scope"], asked["appid"], asked["agentid"]) == (["snsapi_base"], ["wwcorp"], ["1000002"])
    assert went.headers["location"].endswith("#wechat_redirect")
    assert re.fullmatch(r"[a-zA-Z0-9]{1,128}", asked["state"][0])
    landed = phone.tap("LiMou")
    assert (landed.status_code, landed.headers["location"]) == (303, LINK)
    assert phone.is_in() == "nurse1"
    assert phone.go().headers["location"] == LINK, "whoever is in goes straight on"


def test_an_app_goes_to_its_own_service_by_itself_and_once(phone: Phone) -> None:
    phone.set_up(WECOM)
    client = phone.browser.client
    inside = {"User-Agent": "Mozilla/5.0 wxwork/4.1 MicroMessenger/7.0"}
    went = client.get(LINK, headers=inside, follow_redirects=False)
    went = client.get(went.headers["location"], headers=inside, follow_redirects=False)
    assert went.headers["location"] == f"/sign-in/with/{phone.service}?next=/me%3Ffrom%3Dmessage"
    client.get(went.headers["location"], headers=inside, follow_redirects=False)
    assert client.get("/sign-in", headers=inside, follow_redirects=False).status_code == 200
    client.cookies.clear()
    phone.browser.sign_in("nurse1")
    assert phone.browser.send("/me", "/sign-out").status_code == 303
    assert client.get("/sign-in", headers=inside, follow_redirects=False).status_code == 200, "they want out"
    client.cookies.clear()
    ding = {"User-Agent": "AliApp(DingTalk/7.6)"}
    assert client.get("/sign-in", headers=ding, follow_redirects=False).status_code == 200, "not this app's"


def test_dingtalk_asks_its_app_by_our_own_page(phone: Phone) -> None:
    phone.set_up(DING)
    phone.bind("officer1", "WangMou")
    page = phone.go()
    assert 'data-corp="dingcorp" data-client="dingkey"' in page.text
    assert "dingsecret" not in page.text
    code = phone.vendors.server.vendors.world.sign_in_code("WangMou")
    typed = {"state": phone.state(page), "code": code}
    landed = phone.browser.client.post(f"/sign-in/with/{phone.service}", data=typed, follow_redirects=False)
    assert (landed.status_code, landed.headers["location"]) == (303, LINK)
    assert phone.is_in() == "officer1"


def test_the_way_leads_nowhere_but_here(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    for onward in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert phone.tap("LiMou", onward).headers["location"] == "/"
        phone.browser.client.cookies.clear()


def test_an_answer_counts_once_in_the_browser_that_began_with_its_own_state(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    world, client = phone.vendors.server.vendors.world, phone.browser.client
    state = phone.state(phone.go())
    kept = dict(client.cookies)
    assert phone.back(state="another", code=world.sign_in_code("LiMou")).status_code == 401
    client.cookies.clear()
    assert phone.back(state=state, code=world.sign_in_code("LiMou")).status_code == 401, "a copied address"
    for name, value in kept.items():
        client.cookies.set(name, value)
    assert phone.back(state=state, code=world.sign_in_code("LiMou")).status_code == 303
    client.cookies.clear()
    for name, value in kept.items():
        client.cookies.set(name, value)
    again = phone.back(state=state, code=world.sign_in_code("LiMou"))
    assert (again.status_code, "已用过" in again.text) == (401, True)
    assert phone.is_in() is None


def test_a_broken_or_old_cookie_and_a_missing_code_open_nothing(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.set_up(WECOM)
    state = phone.state(phone.go())
    assert phone.back(state=state).status_code == 401
    phone.browser.client.cookies.clear()
    phone.browser.client.cookies.set("bihuan-flow", "broken")
    assert phone.back(state=state, code="x").status_code == 401
    phone.browser.client.cookies.clear()
    monkeypatch.setattr("domain.signing_in.external.flow.LASTS_SECONDS", -1)
    assert phone.tap("LiMou").status_code == 401
    assert phone.say(ticket="broken", login="nurse1", password=PASSWORD).status_code == 401


def test_a_link_opened_by_a_scanner_first_changes_nothing(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    client, engine = phone.browser.client, phone.browser.site.world.store.engine

    def everything() -> list[int]:
        tables = ("session", "sign_in", "bond", "used_once", "binding_code", "sign_in_wait")
        with engine.connect() as connection:
            return [connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables]

    before = everything()
    for method in ("GET", "HEAD"):
        for path in (
            LINK,
            "/sign-in?next=/me",
            f"/sign-in/with/{phone.service}",
            "/sign-in/back/1?state=a&code=b",
        ):
            client.request(method, path, follow_redirects=False)
    client.cookies.clear()
    assert everything() == before
    assert phone.tap("LiMou").status_code == 303


def test_whoever_has_a_second_factor_is_still_asked_for_it(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    site = phone.browser.site
    code = site.ask("nurse1", "POST", "/api/me/binding-code", json={"password": PASSWORD}).json()["code"]
    secret = site.ask("nurse1", "POST", "/api/me/second-factor", json={"password": PASSWORD}).json()["secret"]
    clock = pyotp.TOTP(secret)
    steps = (clock.at(machine_now() + timedelta(seconds=30 * n)) for n in (-1, 0, 1))
    confirmed = site.ask("nurse1", "POST", "/api/me/second-factor/confirm", json={"code": next(steps)})
    assert confirmed.status_code == 200, confirmed.text
    asked = phone.tap("LiMou")
    assert (asked.status_code, phone.is_in()) == (200, None)
    typed = {"code": next(steps), "next": LINK}
    landed = phone.browser.client.post("/sign-in/code", data=typed, follow_redirects=False)
    assert (landed.status_code, landed.headers["location"]) == (303, LINK)
    assert phone.is_in() == "nurse1"
    phone.browser.client.cookies.clear()
    ticket = phone.ticket(phone.tap("AnotherPhone").text)
    assert "动态口令" in phone.say(ticket=ticket, login="nurse1", password=PASSWORD).text
    assert "动态口令" in phone.say(ticket=ticket, binding_code=code).text
    assert phone.is_in() is None


def tap_before_the_code(phone: Phone) -> pyotp.TOTP:
    """nurse1, who has a second factor, comes by an app that admin bound: only the code is still to come."""
    phone.set_up(WECOM)
    codes, _ = enrol(phone.browser.site, "nurse1")
    next_step(phone.browser.site, "nurse1")
    phone.bind("nurse1", "LiMou")
    phone.browser.client.cookies.clear()
    phone.tap("LiMou")
    return codes


def test_an_app_that_somebody_else_bound_waits_behind_a_second_factor_as_well(phone: Phone) -> None:
    ref = phone.browser.site.report("nurse1", addressed_to="authority")
    codes = tap_before_the_code(phone)
    phone.browser.client.post("/sign-in/code", data={"code": code_of(codes), "next": "/"})
    assert phone.is_in() == "nurse1"
    client = phone.browser.client
    assert client.get("/api/me/security").json()["unconfirmed"] is True
    assert ref not in client.get("/api/me/reported").text
    assert "/me/security/confirm" in client.get("/me/security").text


def test_a_code_that_comes_after_the_app_was_released_opens_nothing(phone: Phone) -> None:
    codes, site = tap_before_the_code(phone), phone.browser.site
    half = dict(phone.browser.client.cookies)
    said = {"login": "nurse1", "service": phone.service, "subject": "LiMou"}
    released = site.ask("admin", "POST", "/api/people/nurse1/accounts/release", json=said)
    assert released.status_code == 200, released.text
    site.client.cookies.clear()
    site.client.cookies.update(half)
    answer = phone.browser.client.post("/sign-in/code", data={"code": code_of(codes), "next": "/"})
    assert "登录已过期" in answer.text
    assert phone.is_in() is None


def test_whoever_has_left_is_not_let_in(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    with phone.browser.site.world.store.engine.begin() as connection:
        connection.execute(text("UPDATE account SET active = false WHERE login = 'nurse1'"))
    assert "账号已停用" in phone.tap("LiMou").text
    assert phone.is_in() is None

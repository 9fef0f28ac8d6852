"""A tapped link lands signed in: WeCom, DingTalk and OIDC, bound once, and the password wherever that fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from httpx2 import Response
from sqlalchemy import text

from api.outside import Outside, from_surroundings
from deploy.demo.vendors.faults import Kind
from domain.clock import machine_now
from domain.outside import Doors, NotAdmittedError
from domain.signing_in.vouching import asking
from tests.api.pages.browser import Browser
from tests.api.site import PASSWORD
from tests.notifications.channels.exchange import Exchange, running_vendors

WECOM = {
    "kind": "wecom",
    "name": "企业微信",
    "client_id": "wwcorp",
    "secret": "wesecret",
    "agent_id": "1000002",
}
DING = {
    "kind": "dingtalk",
    "name": "钉钉",
    "client_id": "dingkey",
    "secret": "dingsecret",
    "corp_id": "dingcorp",
}
OIDC = {"kind": "oidc", "name": "统一认证", "client_id": "bihuan-client", "secret": "oidc/secret+1"}
WHERE = {"wecom": "/wecom", "dingtalk": "/dingtalk", "oidc": "/oidc"}
LINK = "/me?from=message"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with running_vendors(Path(tmp_path_factory.mktemp("vendors")) / "messages.jsonl") as exchange:
        yield exchange


@dataclass
class Phone:
    """A person's phone: the app's browser, and the vendor's word on who holds it."""

    browser: Browser
    vendors: Exchange
    service: int = 0

    def set_up(self, said: dict[str, str]) -> None:
        base = f"{self.vendors.server.url}{WHERE[said['kind']]}"
        door = {"door": f"{base}/connect/oauth2/authorize"} if said["kind"] == "wecom" else {}
        answer = self.browser.site.ask(
            "admin", "POST", "/api/sign-in-services", json={**said, "base_url": base, **door}
        )
        assert answer.status_code == 201, answer.text
        self.service = answer.json()["id"]

    def go(self, onward: str = LINK) -> Response:
        return self.browser.client.get(
            f"/sign-in/with/{self.service}", params={"next": onward}, follow_redirects=False
        )

    def state(self, went: Response) -> str:
        if went.status_code == 200:
            found = re.search(r'name="state" value="([^"]+)"', went.text)
            assert found
            return found.group(1)
        return parse_qs(urlsplit(went.headers["location"]).query)["state"][0]

    def back(self, **said: str) -> Response:
        return self.browser.client.get(f"/sign-in/back/{self.service}", params=said, follow_redirects=False)

    def tap(self, person: str, onward: str = LINK) -> Response:
        """The whole way there and back, with WeCom."""
        state = self.state(self.go(onward))
        return self.back(state=state, code=self.vendors.server.vendors.world.sign_in_code(person))

    def bind(self, login: str, subject: str) -> None:
        said = {"login": login, "service": self.service, "subject": subject}
        answer = self.browser.site.ask("admin", "POST", f"/api/people/{login}/accounts/bind", json=said)
        assert answer.status_code == 200, answer.text

    def ticket(self, page: str) -> str:
        found = re.search(r'name="ticket" value="([^"]+)"', page)
        assert found
        return found.group(1)

    def say(self, **typed: str) -> Response:
        return self.browser.client.post("/sign-in/bind", data=typed, follow_redirects=False)

    def is_in(self) -> str | None:
        answer = self.browser.client.get("/api/me")
        return str(answer.json()["key"]) if answer.status_code == 200 else None


@pytest.fixture
def phone(browser: Browser, running: Exchange) -> Phone:
    running.begin_again()
    asking.kept.__init__()  # type: ignore[misc]
    browser.site.app.state.outside = Outside(Doors(loopback=True), "https://testserver")
    return Phone(browser, running)


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
    assert client.get("/sign-in", headers=inside, follow_redirects=False).status_code == 200, "he wants out"
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


def test_oidc_with_pkce_and_nonce(phone: Phone) -> None:
    phone.set_up(OIDC)
    phone.bind("nurse1", "nurse1")
    answer = phone.vendors.server.vendors.oidc.authorize
    landed = phone.back(**back_from(phone.go(), answer))
    assert (landed.status_code, landed.headers["location"]) == (303, LINK)
    assert phone.is_in() == "nurse1"


def back_from(went: Response, authorize: Any) -> dict[str, str]:
    """What the service's page sends the browser back with."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(went.headers["location"]).query).items()}
    assert query["code_challenge_method"] == "S256"
    request = type("Asked", (), {"query": query})
    found = urlsplit(authorize(request).headers["Location"]).query
    return {name: values[0] for name, values in parse_qs(found).items()}


def test_an_id_token_with_one_wrong_claim_opens_nothing(phone: Phone) -> None:
    phone.set_up(OIDC)
    phone.bind("nurse1", "nurse1")
    oidc = phone.vendors.server.vendors.oidc
    wrong: list[dict[str, Any]] = [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"iat": None},
        {"sub": 7},
        {"azp": "another"},
        {},
    ]
    for claims in wrong:
        oidc.claims, oidc.forged = claims, not claims
        refused = phone.back(**back_from(phone.go(), oidc.authorize))
        assert refused.status_code == 401, claims
        assert "统一认证没有确认您的身份" in refused.text
        assert phone.is_in() is None
    oidc.claims, oidc.forged = {}, False
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303


def test_somebody_not_bound_says_once_who_he_is_by_password(phone: Phone) -> None:
    phone.set_up(WECOM)
    asked = phone.tap("LiMou")
    assert (asked.status_code, "绑定一次，以后直接进入" in asked.text) == (200, True)
    wrong = phone.say(ticket=phone.ticket(asked.text), login="nurse1", password="wrong-wrong-wrong")
    assert wrong.status_code == 401
    assert 'value="nurse1"' in wrong.text, "nothing typed is lost"
    assert phone.say(ticket=phone.ticket(asked.text), login="", password="").status_code == 422
    landed = phone.say(ticket=phone.ticket(wrong.text), login="nurse1", password=PASSWORD)
    assert (landed.status_code, landed.headers["location"]) == (303, LINK)
    assert phone.is_in() == "nurse1"
    phone.browser.client.cookies.clear()
    assert phone.tap("LiMou").status_code == 303, "and from then on he is known"
    phone.browser.client.cookies.clear()
    assert phone.say(ticket=phone.ticket(wrong.text), login="fixer1", password=PASSWORD).status_code == 401
    assert phone.is_in() is None, "a ticket serves once"


def test_somebody_not_bound_uses_a_code_once(phone: Phone) -> None:
    phone.set_up(WECOM)
    site = phone.browser.site
    code = site.ask("nurse1", "POST", "/api/me/binding-code").json()["code"]
    ticket = phone.ticket(phone.tap("LiMou").text)
    assert phone.say(ticket=ticket, binding_code="AAAAAAAAAA").status_code == 401
    spoken = f"{code[:5].lower()} {code[5:]}"
    assert phone.say(ticket=ticket, binding_code=spoken).status_code == 303
    assert phone.is_in() == "nurse1"
    phone.browser.client.cookies.clear()
    other = phone.ticket(phone.tap("SomebodyElse").text)
    assert phone.say(ticket=other, binding_code=code).status_code == 401
    assert phone.is_in() is None


def test_guessing_codes_waits_like_guessing_passwords(phone: Phone) -> None:
    phone.set_up(WECOM)
    ticket = phone.ticket(phone.tap("LiMou").text)
    found = [phone.say(ticket=ticket, binding_code=f"GUESS{n:05}").status_code for n in range(12)]
    assert 429 in found


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
    monkeypatch.setattr("domain.signing_in.vouching.flow.LASTS_SECONDS", -1)
    assert phone.tap("LiMou").status_code == 401
    assert phone.say(ticket="broken", login="nurse1", password=PASSWORD).status_code == 401


def test_a_service_that_fails_leaves_the_password_and_the_link(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    for kind in (Kind.HTML, Kind.EMPTY, Kind.STATUS, Kind.RESET, Kind.REDIRECT, Kind.ERRCODE):
        phone.vendors.fault(kind, "/wecom/cgi-bin/auth", number=500 if kind is Kind.STATUS else 40029)
        refused = phone.tap("LiMou")
        assert refused.status_code == 401, kind
        assert "企业微信没有确认您的身份" in refused.text
        assert f'name="next" value="{LINK}"' in refused.text
    assert phone.browser.try_sign_in("nurse1", LINK).headers["location"] == LINK


def test_a_token_that_has_ended_is_renewed_and_a_code_serves_once(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    assert phone.tap("LiMou").status_code == 303
    phone.browser.client.cookies.clear()
    phone.vendors.server.vendors.world.revoke()
    state = phone.state(phone.go())
    code = phone.vendors.server.vendors.world.sign_in_code("LiMou")
    phone.vendors.server.vendors.world.codes.clear()
    assert phone.back(state=state, code=code).status_code == 401
    assert phone.tap("LiMou").status_code == 303


def test_a_wrong_secret_is_told_as_a_refusal_without_it(phone: Phone) -> None:
    phone.set_up({**WECOM, "secret": "canary-9f3"})
    refused = phone.tap("LiMou")
    assert (refused.status_code, "40001" in refused.text, "canary" in refused.text) == (401, True, False)


def test_whoever_has_a_second_factor_is_still_asked_for_it(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    site = phone.browser.site
    code = site.ask("nurse1", "POST", "/api/me/binding-code").json()["code"]
    secret = site.ask("nurse1", "POST", "/api/me/second-factor").json()["secret"]
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


def test_whoever_has_left_is_not_let_in(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    with phone.browser.site.world.store.engine.begin() as connection:
        connection.execute(text("UPDATE account SET active = false WHERE login = 'nurse1'"))
    assert "账号已停用" in phone.tap("LiMou").text
    assert phone.is_in() is None


def test_an_administrator_hands_out_a_code_on_the_persons_page(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.browser.sign_in("admin")
    assert "发绑定码" in phone.browser.read("/organisation/people/nurse1")
    form = "/organisation/people/nurse1/accounts/binding-code"
    told = phone.browser.send(f"{form}?login=nurse1", form)
    found = re.search(r"<code>([2-9A-Z]{10})</code>", told.text)
    assert found, told.text
    phone.browser.client.cookies.clear()
    ticket = phone.ticket(phone.tap("LiMou").text)
    assert phone.say(ticket=ticket, binding_code=found.group(1)).status_code == 303
    assert phone.is_in() == "nurse1"


def test_nobody_guesses_a_service(phone: Phone) -> None:
    phone.set_up(WECOM)
    site = phone.browser.site
    assert site.ask("admin", "POST", f"/api/sign-in-services/{phone.service}/close").status_code == 204
    assert phone.go().status_code == 404
    assert phone.browser.client.get("/sign-in/with/9999", follow_redirects=False).status_code == 404
    assert site.get("admin", "/api/sign-in-services") == []
    assert site.ask("admin", "POST", f"/api/sign-in-services/{phone.service}/open").status_code == 204
    assert phone.go().status_code == 303


def test_an_administrator_sets_up_and_binds_on_his_page_and_his_mistakes_keep_what_he_typed(
    phone: Phone,
) -> None:
    browser, base = phone.browser, f"{phone.vendors.server.url}/wecom"
    browser.sign_in("nurse1")
    assert browser.client.get("/sign-in-services").status_code == 403
    browser.sign_in("admin")
    page = "/sign-in-services"
    typed = {**WECOM, "base_url": base, "door": f"{base}/connect/oauth2/authorize"}
    for field, wrong, said in (
        ("agent_id", "", "请填写AgentId"),
        ("secret", "with space", "不要带空格"),
        ("base_url", "https://evil.example", "未获允许"),
        ("door", "http://169.254.169.254/x", "未获允许"),
        ("kind", "", "必填"),
    ):
        refused = browser.send(page, page, **{**typed, field: wrong})
        assert (refused.status_code, said in refused.text) == (422, True), field
        assert 'value="企业微信"' in refused.text
        assert "wesecret" not in refused.text
    assert browser.send(page, page, **typed).status_code == 303
    shown = browser.read(page)
    assert "已保存，不再显示" in shown
    assert "wesecret" not in shown
    found = re.search(r'<option value="(\d+)">修改：企业微信', shown)
    assert found
    phone.service = int(found.group(1))
    changed = {**typed, "name": "政务微信", "secret": "", "_service": found.group(1)}
    assert browser.send(page, page, **changed).status_code == 303
    bond = {"login": "nobody", "service": found.group(1), "subject": "LiMou"}
    assert "没有登录名" in browser.send(page, page + "/bind", **bond).text
    assert browser.send(page, page + "/bind", **{**bond, "login": "nurse1"}).status_code == 303
    taken = browser.send(page, page + "/bind", **{**bond, "login": "fixer1"})
    assert "已绑定另一个账号" in taken.text
    browser.client.cookies.clear()
    assert phone.tap("LiMou").status_code == 303, "the secret left empty is the one that was known"
    browser.sign_in("admin")
    assert browser.send(page, page + "/switch").status_code == 303
    assert phone.go().headers["location"] == LINK
    browser.client.cookies.clear()
    assert phone.go().status_code == 404


def test_everybody_sees_and_releases_what_opens_his_account(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    browser = phone.browser
    browser.sign_in("nurse1")
    assert "LiMou" in browser.read("/me/bindings")
    told = browser.send("/me/bindings", "/me/bindings/code")
    assert re.search(r"[2-9A-Z]{10}", told.text)
    assert browser.send("/me/bindings", "/me/bindings/release").status_code == 303
    assert "还没有绑定" in browser.read("/me/bindings")
    token = browser.token("/me/bindings")
    gone = browser.client.post(
        "/me/bindings/release", data={"_csrf": token, "_bond": "1"}, follow_redirects=False
    )
    assert gone.status_code == 404
    browser.client.cookies.clear()
    assert "绑定一次" in phone.tap("LiMou").text


def test_who_may_see_and_do_what_as_programs(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    site, path = phone.browser.site, f"/api/sign-in-services/{phone.service}"
    assert site.client.get("/api/sign-in-services").json() == [
        {"id": phone.service, "kind": {"code": "wecom", "label": "企业微信"}, "name": "企业微信"}
    ]
    assert site.ask("chief1", "GET", "/api/sign-in-services/details").status_code == 403
    told = site.get("admin", "/api/sign-in-services/details")
    assert (told[0]["has_secret"], "wesecret" in str(told)) == (True, False)
    said = {**WECOM, "base_url": told[0]["base_url"], "door": told[0]["door"], "secret": ""}
    assert site.ask("admin", "PUT", path, json=said).status_code == 204
    assert site.ask("office", "PUT", path, json=said).status_code == 403
    assert site.ask("admin", "PUT", "/api/sign-in-services/999", json=said).status_code == 404
    own = {"service": phone.service, "login": "nurse1", "subject": "LiMou"}
    assert [each["subject"] for each in site.get("nurse1", "/api/people/nurse1/identities")] == ["LiMou"]
    assert site.ask("fixer1", "GET", "/api/people/nurse1/identities").status_code == 403
    assert site.ask("nurse1", "POST", "/api/people/nurse1/accounts/bind", json=own).status_code == 403
    assert site.ask("admin", "POST", "/api/people/fixer1/accounts/bind", json=own).status_code == 404
    assert site.ask("fixer1", "POST", "/api/people/nurse1/accounts/release", json=own).status_code == 403
    assert site.ask("nurse1", "POST", "/api/people/nurse1/accounts/release", json=own).status_code == 200
    assert site.ask("nurse1", "POST", "/api/people/nurse1/accounts/release", json=own).status_code == 404
    stopped = {"login": "fixer1"}
    assert site.ask("admin", "POST", "/api/people/fixer1/accounts/disable", json=stopped).status_code == 200
    assert (
        site.ask("admin", "POST", "/api/people/fixer1/accounts/binding-code", json=stopped).status_code == 409
    )


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


def test_a_service_that_answers_oddly_opens_nothing(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    for kind, path, said in (
        (Kind.NO_CODE, "/wecom/cgi-bin/gettoken", "答复无法识别"),
        (Kind.ERRCODE, "/wecom/cgi-bin/gettoken", "40013"),
        (Kind.NO_CODE, "/wecom/cgi-bin/auth", "不是本单位成员"),
    ):
        phone.vendors.fault(kind, path, number=40013)
        assert said in phone.tap("LiMou").text, path
    assert phone.tap("LiMou").status_code == 303
    phone.browser.client.cookies.clear()
    state = phone.state(phone.go())
    other = phone.browser.client.get(
        f"/sign-in/back/{phone.service + 1}", params={"state": state, "code": "x"}
    )
    assert "已用过" in other.text, "the way back of another service"


def test_an_oidc_service_renews_its_keys_and_publishes_only_what_we_allow(phone: Phone) -> None:
    phone.set_up(OIDC)
    phone.bind("nurse1", "nurse1")
    oidc = phone.vendors.server.vendors.oidc
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303
    oidc.renew("k2")
    phone.browser.client.cookies.clear()
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303
    phone.browser.client.cookies.clear()
    for odd in (
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "https://evil.example/authorize"},
    ):
        asking.kept.__init__()  # type: ignore[misc]
        oidc.published = odd
        refused = phone.go()
        assert (refused.status_code, "authorization_endpoint 不可用" in refused.text) == (401, True)
        assert f'name="next" value="{LINK}"' in refused.text
    oidc.published = {}
    asking.kept.__init__()  # type: ignore[misc]
    phone.vendors.fault(Kind.HTML, "/oidc/.well-known")
    assert "答复无法识别" in phone.go().text


def test_an_oidc_service_may_name_people_by_another_claim(phone: Phone) -> None:
    phone.set_up({**OIDC, "claim": "employee_number"})
    phone.bind("nurse1", "007")
    oidc = phone.vendors.server.vendors.oidc
    assert "没有 employee_number" in phone.back(**back_from(phone.go(), oidc.authorize)).text
    oidc.claims = {"employee_number": "007"}
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303
    oidc.claims = {}


def test_the_surroundings_say_whom_the_web_may_ask() -> None:
    environ = {
        "BIHUAN_SIGN_IN_HOSTS": " SSO.example.cn ,",
        "BIHUAN_NOTIFY_PUBLIC_URL": "https://bihuan.example/",
    }
    outside = from_surroundings(loopback=False, environ=environ)
    assert outside.doors.check("https://sso.example.cn/x").hostname == "sso.example.cn"
    for url in ("http://127.0.0.1/x", "https://other.example.cn"):
        with pytest.raises(NotAdmittedError):
            outside.doors.check(url)
    assert outside.public_url == "https://bihuan.example/"

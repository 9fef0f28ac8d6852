"""A service that fails, lies or is closed opens nothing; the password and the link are left."""

import pytest

from api.outside import from_surroundings
from deploy.demo.vendors.faults import Kind
from domain.outside import NotAdmittedError
from tests.signing_in.external.phone import LINK, WECOM, Phone


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


def test_nobody_guesses_a_service(phone: Phone) -> None:
    phone.set_up(WECOM)
    site = phone.browser.site
    assert site.ask("admin", "POST", f"/api/sign-in-services/{phone.service}/close").status_code == 204
    assert phone.go().status_code == 404
    assert phone.browser.client.get("/sign-in/with/9999", follow_redirects=False).status_code == 404
    assert site.get("admin", "/api/sign-in-services") == []
    assert site.ask("admin", "POST", f"/api/sign-in-services/{phone.service}/open").status_code == 204
    assert phone.go().status_code == 303


def test_the_surroundings_say_whom_the_web_may_ask() -> None:
    environ = {
        "BIHUAN_SIGN_IN_HOSTS": " SSO.example.cn ,",
        "BIHUAN_NOTIFY_PUBLIC_URL": "https://bihuan.example/",
    }
    outside = from_surroundings(loopback=False, environ=environ)
    assert outside.allowed.check("https://sso.example.cn/x").hostname == "sso.example.cn"
    for url in ("http://127.0.0.1/x", "https://other.example.cn"):
        with pytest.raises(NotAdmittedError):
            outside.allowed.check(url)
    assert outside.public_url == "https://bihuan.example/"

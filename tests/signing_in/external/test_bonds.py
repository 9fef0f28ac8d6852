"""Whose account it is: said once by password or by a code, or by an administrator; seen and released by its owner."""

import re
from typing import Any

from tests.api.site import PASSWORD
from tests.signing_in.external.phone import LINK, WECOM, Phone


def test_somebody_not_bound_says_once_who_they_are_by_password(phone: Phone) -> None:
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
    assert phone.tap("LiMou").status_code == 303, "and from then on they are known"
    phone.browser.client.cookies.clear()
    assert phone.say(ticket=phone.ticket(wrong.text), login="fixer1", password=PASSWORD).status_code == 401
    assert phone.is_in() is None, "a ticket serves once"


def test_somebody_not_bound_uses_a_code_once(phone: Phone) -> None:
    phone.set_up(WECOM)
    site = phone.browser.site
    code = site.ask("nurse1", "POST", "/api/me/binding-code", json={"password": PASSWORD}).json()["code"]
    ticket = phone.ticket(phone.tap("LiMou").text)
    assert phone.say(ticket=ticket, binding_code="AAAAAAAAAA").status_code == 401
    spoken = f"{code[:5].lower()} {code[5:]}"
    assert phone.say(ticket=ticket, binding_code=spoken).status_code == 303
    assert phone.is_in() == "nurse1"
    phone.browser.client.cookies.clear()
    other = phone.ticket(phone.tap("SomebodyElse").text)
    assert phone.say(ticket=other, binding_code=code).status_code == 401
    assert phone.is_in() is None


def test_whoever_lets_another_answer_for_a_service_opens_nobodys_account(phone: Phone) -> None:
    """A name or a secret may be corrected; where another is asked, each owner confirms their bond with the password."""
    phone.set_up(WECOM)
    site = phone.browser.site
    phone.say(ticket=phone.ticket(phone.tap("LiMou").text), login="nurse1", password=PASSWORD)
    phone.browser.client.cookies.clear()
    ref = site.report("nurse1")
    base = f"{phone.vendors.server.url}/wecom"
    stands = {**WECOM, "base_url": base, "door": f"{base}/connect/oauth2/authorize"}
    address = f"/api/sign-in-services/{phone.service}"

    def comes_in(**changed: str) -> dict[str, Any]:
        assert site.ask("admin", "PUT", address, json={**stands, **changed}).status_code == 204
        phone.browser.client.cookies.clear()
        assert phone.tap("LiMou").status_code == 303
        return {
            "unconfirmed": phone.browser.client.get("/api/me/security").json()["unconfirmed"],
            "reported": [one["ref"] for one in phone.browser.client.get("/api/me/reported").json()["items"]],
        }

    assert comes_in(name="企微", secret="wesecret") == {"unconfirmed": False, "reported": [ref]}
    site.at("2026-11-03 09:00")
    assert comes_in(agent_id="1000003") == {"unconfirmed": True, "reported": []}
    words = site.get("nurse1", "/api/me/security")["told"][0]["words"]
    assert "用密码确认一次" in words
    proven = phone.browser.client.post(
        "/api/me/security/confirm", json={"password": PASSWORD}, headers={"Origin": "http://testserver"}
    )
    assert proven.status_code == 204
    assert phone.browser.client.get("/api/me/reported").json()["items"][0]["ref"] == ref


def test_guessing_codes_waits_like_guessing_passwords(phone: Phone) -> None:
    phone.set_up(WECOM)
    ticket = phone.ticket(phone.tap("LiMou").text)
    found = [phone.say(ticket=ticket, binding_code=f"GUESS{n:05}").status_code for n in range(12)]
    assert 429 in found


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


def test_an_administrator_sets_up_and_binds_on_their_page_and_mistakes_keep_what_was_typed(
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


def test_everybody_sees_and_releases_what_opens_their_account(phone: Phone) -> None:
    phone.set_up(WECOM)
    phone.bind("nurse1", "LiMou")
    browser = phone.browser
    browser.sign_in("nurse1")
    assert "LiMou" in browser.read("/me/bindings")
    assert browser.send("/me/bindings", "/me/bindings/code").status_code == 422  # a session alone
    told = browser.send("/me/bindings", "/me/bindings/code", password=PASSWORD)
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

"""安全设置 in a browser without scripts: the second step at the door, recovery codes, devices."""

import re

import pyotp

from tests.api.pages.browser import Browser
from tests.api.site import PASSWORD
from tests.signing_in.door import code_of, next_step

SECOND = "/me/second-factor"


def enrolled(browser: Browser, who: str) -> tuple[pyotp.TOTP, list[str]]:
    browser.sign_in(who)
    assert browser.send(SECOND, SECOND).status_code == 422  # a session alone opens nothing
    assert browser.send(SECOND, SECOND, password=PASSWORD).status_code == 303
    page = browser.read(SECOND)
    assert "<svg" in page
    found = re.search(r'class="secret">(\w+)<', page)
    assert found
    phone = pyotp.TOTP(found[1])
    wrong = browser.send(SECOND, f"{SECOND}/confirm", code="000000")
    assert (wrong.status_code, "核对手机时间" in wrong.text) == (422, True)
    done = browser.send(SECOND, f"{SECOND}/confirm", code=code_of(phone))
    codes = re.findall(r"<li><code>([0-9a-f-]+)</code>", done.text)
    assert len(codes) == 10
    return phone, codes


def test_the_second_step_asks_for_the_code_and_goes_on_where_one_wanted(browser: Browser) -> None:
    phone, codes = enrolled(browser, "leader")
    browser.client.cookies.clear()
    half = browser.try_sign_in("leader", onward="/me/security")
    assert half.status_code == 200
    assert "动态口令" in half.text
    assert "__Host-bihuan=" not in half.headers["set-cookie"]
    assert browser.client.get("/me", follow_redirects=False).headers["location"].startswith("/sign-in")
    said = {"next": "/me/security", "code": "000000"}
    wrong = browser.client.post("/sign-in/code", data=said, follow_redirects=False)
    assert (wrong.status_code, "不对或已用过" in wrong.text) == (401, True)
    next_step(browser.site, "leader")
    right = browser.client.post(
        "/sign-in/code", data={**said, "code": code_of(phone)}, follow_redirects=False
    )
    assert (right.status_code, right.headers["location"]) == (303, "/me/security")
    assert "恢复码剩 10 个" in browser.read("/me/security")

    browser.client.cookies.clear()
    expired = browser.client.post("/sign-in/code", data={**said, "code": codes[0]}, follow_redirects=False)
    assert (expired.status_code, "登录已过期，请重新登录" in expired.text) == (401, True)
    assert browser.client.get("/sign-in/code", follow_redirects=False).headers["location"] == "/sign-in"
    browser.try_sign_in("leader")
    foreign = browser.client.post(
        "/sign-in/code", data={"code": codes[0]}, headers={"Origin": "https://evil.example"}
    )
    assert foreign.status_code == 403
    by_hand = browser.client.post(
        "/sign-in/code", data={"code": codes[0], "next": "//evil.example"}, follow_redirects=False
    )
    assert (by_hand.status_code, by_hand.headers["location"]) == (303, "/leader")
    renewed = browser.send(SECOND, f"{SECOND}/recovery-codes", code=codes[1])
    assert len(set(re.findall(r"<li><code>([0-9a-f-]+)</code>", renewed.text)) - set(codes)) == 10
    assert browser.send(SECOND, f"{SECOND}/recovery-codes", code=codes[2]).status_code == 422
    fresh = re.findall(r"<li><code>([0-9a-f-]+)</code>", renewed.text)[0]
    page = browser.read(SECOND)
    token = re.search(r'name="_csrf" value="([0-9a-f]+)"', page)
    assert token
    off = browser.client.post(
        f"{SECOND}/remove", data={"_csrf": token[1], "code": fresh}, follow_redirects=False
    )
    assert off.headers["location"] == "/me/security"
    assert "未启用" in browser.read("/me/security")


def test_devices_are_listed_and_signed_out(browser: Browser) -> None:
    browser.site.token("nurse1")
    browser.sign_in("nurse1")
    page = browser.read("/me/security")
    assert "本机" in page
    assert "登录成功" in page
    number = re.search(r'name="session" value="(\d+)"', page)
    assert number
    token = {"_csrf": browser.token("/me/security")}
    ended = browser.client.post(
        "/me/sessions/end", data={**token, "session": number[1]}, follow_redirects=False
    )
    assert ended.status_code == 303
    assert browser.site.ask("nurse1", "GET", "/api/me").status_code == 401
    again = browser.client.post(
        "/me/sessions/end", data={**token, "session": number[1]}, follow_redirects=False
    )
    assert again.status_code == 404
    browser.site.tokens.clear()
    browser.site.token("nurse1")
    browser.sign_in("nurse1")
    assert browser.send("/me/security", "/me/sessions/end-others").status_code == 303
    assert browser.site.ask("nurse1", "GET", "/api/me").status_code == 401
    said = {"old": "wrong", "new": "corridor lamp 7 kettle", "again": "corridor lamp 7 kettle"}
    assert browser.send("/me/password", "/me/password", **said).status_code == 422
    done = browser.send("/me/password", "/me/password", **{**said, "old": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (303, "/me/security")

"""What every page stands on: headers, static files, signing in, forms that only we can send."""

import gzip
import hashlib
import re
import tomllib

import pytest
from sqlalchemy.exc import OperationalError

from api.pages.assets import ROOT, assets
from api.pages.sign_in.entering import onward_to
from tests.api.pages.browser import Browser, form_of


def test_files_of_others_are_as_their_makers_released_them() -> None:
    vendor = ROOT / "vendor"
    told = tomllib.loads((vendor / "vendor.toml").read_text(encoding="utf-8"))["file"]
    assert {entry["path"] for entry in told} == {
        path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.suffix in {".css", ".js"}
    }
    for entry in told:
        assert hashlib.sha256((vendor / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
        assert entry["path"].startswith(f"{entry['name']}-{entry['version']}/")
        assert (vendor / entry["licence_file"]).read_text(encoding="utf-8")
        assert entry["licence"]


def test_a_static_file_is_kept_for_a_year_and_sent_small(browser: Browser) -> None:
    page = browser.client.get("/sign-in").text
    for address in re.findall(r'(?:href|src)="(/static/[^"#]+)', page):
        answer = browser.client.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"
    assert browser.client.get("/static/../app.py").status_code == 404
    assert browser.client.get("/static/nothing.css").status_code == 404


def test_the_first_page_weighs_at_most_60_kb(browser: Browser) -> None:
    browser.sign_in("office")
    page = browser.client.get("/")
    names = re.findall(r'(?:href|src)="/static/([^"?#]+)', page.text)
    weight = sum(len(assets()[name].small) for name in set(names)) + len(gzip.compress(page.content))
    assert weight <= 60 * 1024


def test_every_answer_carries_the_headers(browser: Browser) -> None:
    browser.sign_in("office")
    for path in ("/", "/me", "/sign-in", "/nowhere", "/api/me", "/static/app.css", "/healthz"):
        headers = browser.client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["strict-transport-security"]


def test_whoever_is_not_signed_in_comes_back_to_where_they_wanted(browser: Browser) -> None:
    answer = browser.client.get("/me?x=1", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/sign-in?next=/me%3Fx%3D1")
    answer = browser.try_sign_in("office", onward="/me?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me?x=1")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-bihuan=")
    for rule in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"):
        assert rule in cookie


@pytest.mark.parametrize(
    "address",
    [
        "//evil.cn",
        "https://evil.cn",
        "/\\evil.cn",
        "javascript:alert(1)",
        "/a\nb",
        "evil.cn",
        "",
        "///evil.cn",
    ],
)
def test_the_sign_in_page_leads_nowhere_else(browser: Browser, address: str) -> None:
    assert onward_to(address) == "/"
    assert browser.try_sign_in("nurse1", onward=address).headers["location"] == "/"


def test_a_wrong_password_is_told_and_the_login_kept(browser: Browser) -> None:
    answer = browser.client.post("/sign-in", data={"login": "office", "password": "no", "next": "/me"})
    assert answer.status_code == 401
    assert "登录名或密码不对" in answer.text
    assert 'value="office"' in answer.text
    assert 'value="/me"' in answer.text
    assert 'value="no"' not in answer.text
    empty = browser.client.post("/sign-in", data={"login": "", "next": "/"})
    assert empty.status_code == 422
    assert "“登录名”必填" in empty.text


def test_signing_out_ends_the_session(browser: Browser) -> None:
    browser.sign_in("office")
    answer = browser.send("/me", "/sign-out")
    assert answer.status_code == 303
    assert browser.client.get("/", follow_redirects=False).status_code == 302


def test_a_form_of_another_page_is_refused(browser: Browser) -> None:
    browser.sign_in("office")
    for typed, headers in (
        ({"care": "1"}, {}),
        ({"care": "1", "_csrf": "0" * 80}, {}),
        ({"care": "1", "_csrf": browser.token("/me")}, {"Origin": "https://evil.cn"}),
        ({"care": "1", "_csrf": browser.token("/me")}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        answer = browser.client.post("/me/care", data=typed, headers=headers, follow_redirects=False)
        assert answer.status_code == 403
    assert browser.send("/me", "/me/care", care="1").status_code == 303
    assert 'data-weui-mode="care"' in browser.client.get("/me").text


def test_a_page_that_is_not_there_is_calm_and_has_a_way_out(browser: Browser) -> None:
    answer = browser.client.get("/nowhere")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
    assert "回到待办" in answer.text
    assert browser.client.get("/api/nowhere").json()["code"] == "not_found"


def test_a_form_sent_too_late_is_shown_again_with_everything_typed(browser: Browser) -> None:
    browser.sign_in("office")
    form = form_of(browser.read("/me"), "/me/care")
    browser.client.cookies.clear()
    ours = {"Sec-Fetch-Site": "same-origin"}
    late = browser.client.post("/me/care", data={**form.fields, "note": "写了很久"}, headers=ours)
    assert late.status_code == 401
    assert "写了很久" in late.text
    browser.sessions.clear()
    browser.sign_in("office")
    again = form_of(late.text, "/me/care")
    shown = browser.client.post("/me/care", data=again.fields, headers=ours, follow_redirects=False)
    assert shown.status_code == 403
    assert "请再提交一次" in shown.text
    done = browser.post(form_of(shown.text, "/me/care"))
    assert done.status_code == 303
    assert 'data-weui-mode="care"' in browser.read("/me")


@pytest.mark.parametrize("titles", ["", "[]", '{"reason": 7}', '{"reason": "<b>x</b>"}', "{"])
def test_what_was_typed_too_late_is_called_as_on_its_form(browser: Browser, titles: str) -> None:
    browser.sign_in("office")
    form = form_of(browser.read("/me/delegates"), "/me/delegates")
    browser.client.cookies.clear()
    ours = {"Sec-Fetch-Site": "same-origin"}
    typed = {**form.fields, "reason": "出差"}
    late = browser.client.post("/me/delegates", data=typed, headers=ours).text
    assert "<dt>原因</dt><dd>出差</dd>" in late
    assert "<dt>_key" not in late
    forged = browser.client.post("/me/delegates", data={**typed, "_titles": titles}, headers=ours).text
    assert ('name="reason" value="出差"' in forged, "<b>x" in forged) == (True, False)


def test_a_refused_page_keeps_the_menu_of_whoever_is_signed_in(browser: Browser) -> None:
    assert "主菜单" not in browser.client.get("/nowhere").text
    browser.sign_in("office")
    assert "主菜单" in browser.client.get("/nowhere").text


def test_a_database_that_is_away_says_that_nothing_is_lost(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in("office")
    pool = browser.site.world.store.engine.pool

    def away(*_: object) -> None:
        raise OperationalError("connect", {}, OSError("away"))

    monkeypatch.setattr(pool, "connect", away)
    answer = browser.client.get("/")
    assert answer.status_code == 503
    assert "没有丢失" in answer.text
    assert "再试一次" in answer.text
    assert answer.headers["retry-after"]


def test_a_file_that_the_browser_has_is_not_sent_again(browser: Browser) -> None:
    first = browser.client.get("/static/app.css")
    assert "max-age=300" in first.headers["cache-control"]
    again = browser.client.get("/static/app.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = browser.client.get("/static/app.css", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content
    assert browser.client.get("/favicon.ico").headers["content-type"].startswith("image/svg+xml")


def test_a_sentence_for_the_next_page_that_nobody_wrote_is_not_shown(browser: Browser) -> None:
    for forged in ("!!", "eyJhIjoxfQ==", "WzFd"):
        browser.client.cookies.set("bihuan-said", forged, domain="testserver.local", path="/")
        assert 'class="said"' not in browser.read("/sign-in")

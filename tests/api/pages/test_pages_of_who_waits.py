"""Every page, opened by somebody whose sign-in waits: refused in words or shown, never broken; no typing is lost."""

import pytest
from sqlalchemy import update

from domain.signing_in.profile import load_profile
from domain.tables.core import ACCOUNT
from tests.api.pages.browser import Browser, form_of
from tests.signing_in.door import GOOD
from tests.signing_in.test_given import code_of, reset
from tests.world import on

PAGES = (
    "/", "/me", "/me/security", "/mine/done", "/mine/reported", "/mine/copied", "/notices", "/hazards", "/report",
    "/board", "/office", "/leader", "/closing", "/system", "/channels", "/channels/new", "/channels/new/smsgw",
    "/channels/messages", "/sign-in-services", "/organisation", "/organisation/changes", "/organisation/sign-ins",
    "/organisation/waiting-accounts", "/organisation/new/person", "/points", "/reports", "/reports/trends",
)  # fmt: skip
WAITS: dict[str, dict[str, object]] = {
    "appointed": {"appointers": [1], "appointed_at": on("2026-11-02 09:00")},
    "given": {"given_at": on("2026-11-02 09:00"), "givers": [1], "given_by": 1},
}


def wait(browser: Browser, who: str, how: str) -> None:
    with browser.site.world.store.engine.begin() as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.login == who).values(**WAITS[how]))


@pytest.mark.parametrize("who", ["office", "admin", "officer1", "auditor", "nurse1"])
@pytest.mark.parametrize("how", WAITS)
def test_no_page_breaks(browser: Browser, who: str, how: str) -> None:
    ref = browser.site.report("fixer1")
    browser.sign_in(who)
    wait(browser, who, how)
    for path in (*PAGES, f"/h/{ref}", f"/h/{ref}/register", f"/h/{ref}/told"):
        answer = browser.client.get(path, follow_redirects=False)
        assert answer.status_code in (200, 302, 303, 403, 404), (path, answer.status_code)
        assert answer.status_code != 200 or "尚待" in answer.text or path == "/me/security", path


def test_what_was_typed_before_the_post_came_is_kept(browser: Browser) -> None:
    browser.sign_in("office")
    path = "/channels/new/smsgw"
    form = form_of(browser.read(path), path)
    wait(browser, "office", "appointed")
    browser.client.headers["sec-fetch-site"] = "same-origin"  # as browsers say
    answer = browser.post(form, name="金丝雀")
    assert (answer.status_code, "金丝雀" in answer.text) == (403, True)


def test_a_form_with_a_photo_is_kept_like_any_other(browser: Browser) -> None:
    browser.sign_in("nurse1")
    fields = {"description": "金丝雀", "_csrf": "of another sign-in"}
    browser.client.headers["sec-fetch-site"] = "same-origin"
    for files in ({"photos": ("a.jpg", b"x", "image/jpeg")}, None):
        answer = browser.client.post("/report", data=fields, files=files)
        assert (answer.status_code, "金丝雀" in answer.text) == (403, True), answer.text
    nothing = browser.client.post("/report", json={"description": "金丝雀"})
    assert (nothing.status_code, "请再提交一次" in nothing.text) == (403, False)


def test_whoever_must_enrol_confirms_first_and_is_led_on_to_the_second_factor(browser: Browser) -> None:
    second, security = "/me/second-factor", "/me/security"
    reset(browser.site, "admin", "leader")
    code = code_of(browser.site, "leader")
    browser.site.world.store.kept["sign-in rules"] = (0, load_profile("dengbao"))
    browser.client.cookies.set(
        "__Host-bihuan", browser.site.tokens["leader"], domain="testserver.local", path="/"
    )
    assert browser.client.get("/leader", follow_redirects=False).headers["location"] == second
    refused = browser.send(second, second, password=GOOD)
    assert (refused.status_code, "尚待确认" in refused.text) == (403, True)
    page = browser.read(security)
    assert (f'href="{second}">去办理' in page, "/me/sessions/end" in page) == (True, False)
    wrong = browser.send(security, f"{security}/confirm", code="AAAAAAAA", password=GOOD)
    assert wrong.status_code == 422
    done = browser.send(security, f"{security}/confirm", code=code, password=GOOD)
    assert (done.status_code, done.headers["location"]) == (303, second)
    assert browser.send(second, second, password=GOOD).status_code == 303
    assert 'class="secret"' in browser.read(second)

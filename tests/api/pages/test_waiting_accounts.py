"""待同意的账号: who is asked for the second yes, what they see, and what becomes of each tick."""

from tests.api.pages.browser import Browser, form_of

PAGE = "/organisation/waiting-accounts"


def reset(browser: Browser, by: str, *whom: str) -> None:
    for who in whom:
        path = f"/api/people/{who}/accounts/reset-password"
        assert browser.site.ask(by, "POST", path, json={"login": who}).status_code == 200


def test_a_second_person_says_yes_where_their_first_page_leads(browser: Browser) -> None:
    reset(browser, "admin", "officer1", "deputy1", "nurse1")
    browser.sign_in("chief1")
    assert "有 3 个账号等您同意使用" in browser.read("/")
    page = browser.read(PAGE)
    assert all(word in page for word in ("officer1", "安全管理员", "分管负责人", "admin于"))
    assert page.index("deputy1") < page.index("nurse1"), "who has a post comes first"
    nothing = browser.send(PAGE, PAGE)
    assert (nothing.status_code, "请先勾选" in nothing.text) == (409, True)
    done = browser.send(PAGE, PAGE, login=["officer1", "deputy1", "nurse1"])
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    assert "没有等您同意的账号" in browser.read(PAGE)
    assert "等您同意使用" not in browser.read("/")


def test_whoever_had_a_hand_in_it_or_may_not_is_not_asked(browser: Browser) -> None:
    reset(browser, "admin", "officer1", "head")
    reset(browser, "chief1", "deputy1")
    asked = {
        who: [one["login"] for one in browser.site.get(who, "/api/organisation/waiting-accounts")]
        for who in ("admin", "chief1", "leader", "nurse1", "chief2")
    }
    assert asked == {
        "admin": ["deputy1"],
        "chief1": ["officer1"],
        "leader": ["officer1", "deputy1", "head"],
        "nurse1": [],
        "chief2": [],
    }
    accounts = browser.site.get("admin", "/api/people/officer1")["accounts"]
    assert [(one["unconfirmed"], one["may_agree"]) for one in accounts] == [(True, False)]


def test_what_somebody_else_was_quicker_with_says_so_and_the_rest_is_done(browser: Browser) -> None:
    reset(browser, "admin", "officer1", "deputy1")
    browser.sign_in("chief1")
    shown = form_of(browser.read(PAGE), PAGE)
    browser.site.world.confirm("officer1")
    answer = browser.post(shown, login=["officer1", "deputy1"])
    assert (answer.status_code, "已由他人同意" in answer.text) == (409, True)
    assert "没有等您同意的账号" in browser.read(PAGE)

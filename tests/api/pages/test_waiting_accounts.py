"""待同意的账号: who is asked for the second yes, what they see, and what becomes of each tick."""

from sqlalchemy import insert, update

from domain.tables.core import ACCOUNT, PERSON
from tests.api.pages.browser import Browser, form_of
from tests.signing_in.test_given import come_in
from tests.world import on

PAGE = "/organisation/waiting-accounts"


def reset(browser: Browser, by: str, *whom: str) -> None:
    for who in whom:
        path = f"/api/people/{who}/accounts/reset-password"
        made = browser.site.ask(by, "POST", path, json={"login": who})
        come_in(browser.site, who, made.json()["password"])


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


def test_a_yes_is_not_said_again_by_the_form_of_an_earlier_one(browser: Browser) -> None:
    reset(browser, "admin", "officer1")
    browser.sign_in("chief1")
    shown = form_of(browser.read(PAGE), PAGE)
    assert browser.post(shown, login=["officer1"]).status_code == 303
    browser.site.at("2026-11-03 09:00")
    reset(browser, "admin", "officer1")
    browser.sign_in("chief1")
    newer = form_of(browser.read(PAGE), PAGE)
    again = browser.post(newer, login=["officer1"], _key=shown.fields["_key"][0])
    assert (again.status_code, "又有变动，请核对后再勾选" in again.text) == (409, True)
    assert browser.post(form_of(again.text, PAGE), login=["officer1"]).status_code == 303


def test_what_somebody_else_was_quicker_with_says_so_and_the_rest_is_done(browser: Browser) -> None:
    reset(browser, "admin", "officer1", "deputy1")
    browser.sign_in("chief1")
    shown = form_of(browser.read(PAGE), PAGE)
    browser.site.world.confirm("officer1")
    answer = browser.post(shown, login=["officer1", "deputy1"])
    assert (answer.status_code, "已由他人同意" in answer.text) == (409, True)
    assert "没有等您同意的账号" in browser.read(PAGE)


def test_more_than_a_page_can_send_are_told_of_and_come_after(browser: Browser) -> None:
    world, many = browser.site.world, 52
    with world.store.engine.begin() as connection:
        unit = connection.execute(PERSON.select().where(PERSON.c.key == "nurse1")).one().unit_id
        for at in range(many):
            person = (
                insert(PERSON).values(key=f"new{at}", name=f"新人{at}", unit_id=unit).returning(PERSON.c.id)
            )
            new = {"person_id": connection.execute(person).scalar_one(), "login": f"new{at}"}
            new |= {
                "password_hash": "-",
                "given_at": on("2026-11-02 09:00"),
                "givers": [world.people["officer1"]],
            }
            connection.execute(insert(ACCOUNT).values(**new))
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.login == "new0").values(must_change=True))
    browser.sign_in("chief1")
    assert "还有 1 个" in browser.read(PAGE)
    answer = browser.send(PAGE, PAGE, login=[f"new{at}" for at in range(1, 51)])
    assert (answer.status_code, answer.headers.get("location")) == (303, PAGE), answer.text
    assert "还有" not in browser.read(PAGE)

"""待办 and its neighbours, the page of one hazard, messages: what each person sees of their own."""

from typing import Any

from sqlalchemy import text

from tests.api.pages.browser import Browser, form_of
from tests.api.site import Site
from tests.world import on


def lived(site: Site) -> str:
    """Reported by a nurse, handed to the fixer by the officer; the clinic's people have nothing to do with it."""
    ref = site.report("nurse1", department="001-01")
    assign = {"to": "fixer1", "measures": "清理并上锁", "interim": "专人看守"}
    site.press("officer1", ref, "register", assign=assign)
    return ref


def test_done_reported_and_copied_are_three_different_things(site: Site) -> None:
    ref = lived(site)
    done = site.get("officer1", "/api/me/done")
    assert [row["action"]["code"] for row in done["items"]] == ["assign", "register"]
    assert {row["hazard"]["ref"] for row in done["items"]} == {ref}
    assert [row["ref"] for row in site.get("nurse1", "/api/me/reported")["items"]] == [ref]
    assert [row["ref"] for row in site.get("dept1", "/api/me/copied")["items"]] == [ref]
    for who, path in (
        ("fixer1", "copied"),
        ("nurse1", "copied"),
        ("clinic1", "done"),
        ("officer1", "reported"),
    ):
        assert site.get(who, f"/api/me/{path}")["items"] == [], f"{who} {path}"


def every_page(site: Site, who: str, path: str) -> list[Any]:
    """All rows of a list, two at a time."""
    rows: list[Any] = []
    more: dict[str, str] = {}
    while True:
        page = site.get(who, path, limit=2, **more)
        rows += page["items"]
        if page["next_cursor"] is None:
            return rows
        more = {"cursor": page["next_cursor"]}


def test_lists_go_on_behind_their_cursor_and_refuse_a_wrong_one(site: Site) -> None:
    refs = [lived(site) for _ in range(3)]
    done = every_page(site, "officer1", "/api/me/done")
    assert [row["action"]["code"] for row in done] == ["assign", "register"] * 3
    assert [row["ref"] for row in every_page(site, "nurse1", "/api/me/reported")] == refs[::-1]
    for wrong in ("x", "-1", "9" * 30):
        answer = site.ask("nurse1", "GET", f"/api/me/reported?cursor={wrong}")
        assert (answer.status_code, answer.json()["field"]) == (422, "cursor")


def test_the_tabs_say_when_they_are_empty(browser: Browser) -> None:
    browser.sign_in("clinic2")
    for path, said in (
        ("/", "现在没有要您办的事"),
        ("/mine/done", "您还没有办理过事项"),
        ("/mine/reported", "您还没有报告过隐患"),
        ("/mine/copied", "没有只需您知悉的隐患"),
    ):
        assert said in browser.read(path)
    ref = lived(browser.site)
    browser.sign_in("officer1")
    page = browser.read("/mine/done")
    assert "登记、交办" in page
    assert f"/h/{ref}" in page
    browser.sign_in("fixer1")
    assert f"/h/{ref}" in browser.read("/")
    browser.sign_in("nurse1")
    assert f"/h/{ref}" in browser.read("/mine/reported")
    assert browser.client.get("/mine/reported?cursor=x").status_code == 422


def test_a_hazard_says_first_what_to_do_and_by_when(browser: Browser) -> None:
    ref = lived(browser.site)
    browser.sign_in("fixer1")
    page = browser.read(f"/h/{ref}")
    order = ["签收", "住院楼5层东侧疏散走道", "清理并上锁", "专人看守", "不归我管", "没人办理，", "编号"]
    shown = page[page.index("<main") :]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "由安全管理员办理（现为officer1）" in page
    assert "nurse1" not in page, "the reporter is named to nobody"
    browser.sign_in("officer1")
    page = browser.read(f"/h/{ref}")
    for words in ("转办", "代为签收", "整改责任人 fixer1", "系统催办：签收", "上报人"):
        assert words in page


def test_the_page_of_a_closed_hazard_rests(browser: Browser) -> None:
    site = browser.site
    ref = lived(site)
    site.press("fixer1", ref, "accept")
    site.press("fixer1", ref, "submit", result="已清理", photos=[site.upload("fixer1", "green")])
    site.press("officer1", ref, "pass", opinion="合格")
    site.press("deputy1", ref, "approve_closure")
    browser.sign_in("deputy1")
    page = browser.read(f"/h/{ref}")
    for words in ("已销号", "整改后照片 1", "已办结", "整改销号"):
        assert words in page
    assert "没人办理，" not in page


def test_what_was_submitted_in_time_is_not_called_late(browser: Browser) -> None:
    site = browser.site
    ref = lived(site)
    site.press("fixer1", ref, "accept")
    site.press("fixer1", ref, "submit", result="已清理", photos=[site.upload("fixer1", "green")])
    site.at("2026-11-07 09:00")
    browser.sign_in("fixer1")
    for path in (f"/h/{ref}", "/mine/copied", "/mine/done"):
        assert "已超期" not in browser.read(path)
    assert "待验收（未超期）" in browser.read(f"/h/{ref}")
    browser.sign_in("nurse1")
    assert "待验收（未超期）" in browser.read("/mine/reported")


def test_messages_are_answered_once_and_by_their_reader_alone(browser: Browser) -> None:
    site = browser.site
    lived(site)
    told = site.get("fixer1", "/api/me/notices")
    assert told["unread"] == 1
    message = told["items"][0]
    assert message["text"].startswith("请11月5日前改完并拍照")
    assert "http" not in message["text"]
    address = f"/api/me/notices/{message['id']}/acknowledge"
    assert site.ask("nurse1", "POST", address).status_code == 404
    first = site.ask("fixer1", "POST", address).json()["acknowledged_at"]
    site.moment = on("2026-11-02 10:00")
    assert site.ask("fixer1", "POST", address).json()["acknowledged_at"] == first
    assert site.get("fixer1", "/api/me/notices", unread=True)["items"] == []
    assert site.ask("fixer1", "POST", "/api/me/notices/0/acknowledge").status_code == 422


def test_messages_on_the_page_are_answered_one_by_one_or_together(browser: Browser) -> None:
    for _ in range(3):
        lived(browser.site)
    browser.sign_in("fixer1")
    assert "未读 3" in browser.read("/me")
    page = browser.read("/notices")
    newest = form_of(page, "/notices/acknowledge").fields["up_to"][0]
    assert browser.send("/notices", f"/notices/{newest}/acknowledge").status_code == 303
    page = browser.read("/notices")
    assert "办理时限照常计算" in page
    answer = browser.send("/notices", "/notices/acknowledge")
    assert answer.status_code == 303
    assert "没有未读消息" in browser.read("/notices")
    assert "已知道" in browser.read("/notices?show=all")
    assert browser.client.get("/notices?show=some").status_code == 422
    answered = browser.site.ask("fixer1", "POST", "/api/me/notices/acknowledge", json={"up_to": 5})
    assert answered.json() == {"answered": 0}
    browser.sign_in("clinic2")
    assert "没有未读消息" in browser.read("/notices")
    assert "还没有消息" in browser.read("/notices?show=all")


def test_care_mode_is_kept_in_the_browser_and_can_be_left(browser: Browser) -> None:
    browser.sign_in("nurse1")
    assert 'data-weui-mode="care"' not in browser.read("/me")
    for on_, expected in (("1", True), ("0", False)):
        assert browser.send("/me", "/me/care", care=on_).status_code == 303
        assert ('data-weui-mode="care"' in browser.read("/")) is expected


def test_an_old_message_says_what_it_said_and_asks_nothing_once_the_hazard_has_ended(
    browser: Browser,
) -> None:
    site = browser.site
    lived(site)
    said = site.get("fixer1", "/api/me/notices")["items"][0]["text"]
    site.moment = on("2027-11-30 10:00")
    assert site.get("fixer1", "/api/me/notices")["items"][0]["text"] == said, "nothing is reckoned anew"
    with site.world.store.engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET state = 'voided'"))
    told = site.get("fixer1", "/api/me/notices")
    assert (told["unread"], told["items"][0]["over"]) == (0, "已作废")
    assert site.get("fixer1", "/api/me/notices", unread=True)["items"] == []
    browser.sign_in("fixer1")
    assert "已作废，无需再办" in browser.read("/notices?show=all")

"""Who was told what, over what, with which outcome; what failed, and once more. The reporter stays unnamed."""

from typing import Any

from domain.commands import ApproveClosure, Assign, Pass, Register, Submit
from tests.api.pages.browser import Browser
from tests.api.site import Site
from tests.notifications.delivery.counter import Counter
from tests.world import AFTER, on


def closed(counter: Counter, reporter: str = "nurse1", fixer: str = "fixer1") -> str:
    """A hazard of the hospital, reported, handed on, put right, verified and closed in one day."""
    world = counter.world
    ref = world.report(reporter, "2026-11-02 09:00")
    world.press(ref, "officer1", "2026-11-02 09:10", Register())
    world.press(
        ref, "officer1", "2026-11-02 09:20", Assign(to=fixer, measures="清走病床", interim="专人值守")
    )
    world.press(ref, fixer, "2026-11-02 10:00", Submit(result="已清走", photos=[AFTER]))
    world.press(ref, "officer1", "2026-11-02 10:30", Pass(way="on_site", opinion="走道已清空"))
    world.press(ref, "deputy1", "2026-11-02 11:00", ApproveClosure())
    counter.pass_once(on("2026-11-02 11:05"))
    return ref


def told(site: Site, who: str, ref: str) -> list[tuple[str, str, str]]:
    """(person, kind, what is known) as somebody reads it."""
    items: list[dict[str, Any]] = site.get(who, f"/api/hazards/{ref}/notices")["items"]
    return [(item["person"]["key"], item["kind"]["code"], item["words"]) for item in items]


def test_a_supervisor_sees_who_was_told_what_and_what_became_of_it(site: Site, counter: Counter) -> None:
    counter.open("wecomapp")
    counter.open("smsgw")
    counter.order("fixer1", "wecomapp:no-such", "smsgw:13800000001")
    counter.order("officer1", "wecomapp")
    ref = closed(counter)
    counter.pass_once(on("2026-11-02 11:06"))
    seen = told(site, "office", ref)
    assert ("fixer1", "new_task", "平台已受理") in seen
    assert ("deputy1", "todo", "在系统中待查看") in seen
    first = next(
        i
        for i in site.get("office", f"/api/hazards/{ref}/notices")["items"]
        if i["person"]["key"] == "fixer1"
    )
    assert [m["channel"] for m in first["messages"]] == ["wecomapp", "smsgw"]
    assert "81013" in first["messages"][0]["words"]
    counter.office.sql(
        "UPDATE notice SET acknowledged_at = at FROM person p WHERE p.id = person_id AND p.key = 'fixer1'"
    )
    assert ("fixer1", "new_task", "本人已按“知道了”") in told(site, "chief1", ref)


def test_the_reporter_is_in_no_list_but_their_own(site: Site, counter: Counter) -> None:
    ref = closed(counter)
    assert [who for who, _, _ in told(site, "nurse1", ref)] == ["nurse1", "nurse1"]
    for reader in ("office", "leader", "officer1", "chief1", "dept1"):
        assert "nurse1" not in site.ask(reader, "GET", f"/api/hazards/{ref}/notices").text


def test_a_reporter_with_a_post_is_told_as_anybody_in_that_post(site: Site, counter: Counter) -> None:
    mine, others = closed(counter, reporter="fixer1"), closed(counter, reporter="nurse1")
    assert [line[:2] for line in told(site, "office", mine)] == [
        line[:2] for line in told(site, "office", others)
    ]


def test_whoever_does_not_supervise_sees_their_own_alone(site: Site, counter: Counter) -> None:
    ref = closed(counter)
    assert {who for who, _, _ in told(site, "fixer1", ref)} == {"fixer1"}
    assert site.ask("officer2", "GET", f"/api/hazards/{ref}/notices").status_code == 404


def test_a_failed_message_stands_in_the_list_and_goes_out_once_more(site: Site, counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("fixer1", "wecomapp:no-such")
    ref = closed(counter)
    found = site.get("admin", "/api/deliveries/failed")
    (failed,) = found["items"]
    assert (failed["person"], failed["channel"], failed["state"]["label"]) == ("fixer1", "wecomapp", "已放弃")
    assert ref not in str(found)
    counter.order("fixer1", "wecomapp")
    again = f"/api/deliveries/{failed['id']}/retry"
    assert site.ask("officer1", "POST", again).status_code == 403
    assert site.ask("admin", "POST", again).status_code == 202
    assert counter.pass_once(on("2026-11-02 12:00")).sent == 1
    assert site.get("office", "/api/deliveries/failed")["items"] == []
    assert site.ask("office", "POST", again).status_code == 404
    assert counter.office.incidents() == {}


def test_the_list_of_failures_goes_on_page_by_page(site: Site, counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("officer1", "wecomapp:no-such")
    for _ in range(3):
        counter.office.owe("officer1")
        counter.office.sql("DELETE FROM person_pace")
        counter.pass_once()
    first = site.get("office", "/api/deliveries/failed", limit=2)
    rest = site.get("office", "/api/deliveries/failed", limit=2, before=first["next_before"])
    assert (len(first["items"]), len(rest["items"]), rest["next_before"]) == (2, 1, None)


def test_a_trial_is_carried_by_whoever_delivers_and_its_outcome_shown(site: Site, counter: Counter) -> None:
    channel = counter.open("wecomapp")
    path = f"/api/channels/{channel}"
    asked = site.ask("office", "POST", f"{path}/trial", json={"to": "he-min"})
    assert (asked.status_code, asked.json()["trial"]["words"]) == (202, "正在发送测试消息")
    assert counter.came() == [], "the web sends nothing"
    counter.pass_once(on("2026-11-02 23:00"))
    trial = site.get("office", path)["trial"]
    assert (trial["good"], trial["done"]) == (True, True)
    assert trial["words"].startswith("测试成功")
    (message,) = counter.came()
    assert (message["to"], message["title"]) == (["he-min"], "测试消息")
    assert "“wecomapp”可用" in message["text"]
    site.ask("office", "POST", f"{path}/trial", json={"to": "no-such"})
    counter.pass_once()
    trial = site.get("office", path)["trial"]
    assert (trial["good"], trial["words"].startswith("测试失败：")) == (False, True)
    assert counter.office.incidents() == {}, "a trial that fails is no incident"


def test_the_pages_show_who_was_told_and_send_once_more(browser: Browser, counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("fixer1", "wecomapp:no-such")
    ref = closed(counter)
    browser.sign_in("office")
    assert f'href="/h/{ref}/told"' in browser.read(f"/h/{ref}")
    page = browser.read(f"/h/{ref}/told")
    assert "未送达" in page
    assert "nurse1" not in page
    (attempt,) = counter.office.rows("SELECT id FROM attempt WHERE state = 'set_aside'")
    again = f"/deliveries/{attempt['id']}/retry"
    assert browser.send("/system", again).status_code == 303
    browser.sign_in("leader")
    assert again not in browser.read("/system")
    browser.sign_in("fixer1")
    assert "告知您的消息" in browser.read(f"/h/{ref}/told")

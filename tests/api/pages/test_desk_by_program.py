"""The boards over HTTP: each figure's query, asked of /api/hazards, gives as many; no filter tells of a complaint."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import text

from domain.incidents import UNDELIVERED, of_person, open_incident
from domain.running import announce_row, record_pass
from tests.api.pages.browser import Browser
from tests.api.site import Site


def figures(told: Any) -> Iterator[dict[str, Any]]:
    """Everything in an answer that has a count and a query."""
    if isinstance(told, dict) and {"count", "query"} <= told.keys():
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from figures(value)
    elif isinstance(told, list):
        for value in told:
            yield from figures(value)


def test_a_program_finds_the_list_behind_each_number(site: Site) -> None:
    late = site.report("nurse1")
    assign = {"to": "fixer1", "measures": "清理", "due": "2026-11-05"}
    site.press("officer1", late, "register", assign=assign)
    site.report("office", unit="002", place="配电室", source="inspection")
    site.at("2026-11-14 12:00").world.sweep("2026-11-14 12:00")
    seen = 0
    for board in ("leader", "desk", "supervision"):
        for figure in figures(site.get("leader", f"/api/boards/{board}")):
            if figure["count"]:
                found = site.ask("leader", "GET", f"/api/hazards?limit=200&{figure['query']}").json()
                assert len(found["items"]) == figure["count"], figure
                seen += 1
    assert seen > 15
    board = site.get("leader", "/api/boards/leader")
    assert [(one["ref"], one["days"], one["why"]) for one in board["stuck"]] == [(late, 9, "未签收")]
    assert board["stuck_query"] == "overdue=true&order=due"
    row = site.get("leader", "/api/boards/supervision")["units"][0]
    assert (row["light"], row["light_label"][:2], row["rectified"]["percent"]) == ("red", "红灯", 0.0)
    assert site.get("leader", "/api/boards/desk")["to_close"]["count"] == 0


def test_no_filter_tells_a_unit_that_somebody_complained(site: Site) -> None:
    for more in ({"source": "complaint_check"}, {"source": "inspection", "place": "药房"}):
        site.press("office", site.report("office", unit="001", **more), "register")

    def many(who: str, source: str) -> int:
        return len(site.get(who, "/api/hazards", source=source)["items"])

    assert (many("office", "complaint_check"), many("office", "inspection")) == (1, 1)
    assert (many("officer1", "complaint_check"), many("officer1", "inspection")) == (0, 2)


def test_what_is_late_and_what_a_person_must_look_at_stands_on_the_system_page(
    site: Site, browser: Browser
) -> None:
    with site.world.store.engine.begin() as connection:
        announce_row(connection, "advance_hazards", every=60, patience=180)
        record_pass(connection, "advance_hazards", "prefect")
        announce_row(connection, "check_journal", every=90, patience=-7200)
        announce_row(connection, "ask_receipts", every=60, patience=180)
        connection.execute(
            text(
                "UPDATE timetable_pass SET scheduled_at = now() - interval '1 hour' WHERE name = 'ask_receipts'"
            )
        )
        open_incident(connection, "no_holder", "h123", "在办隐患没有办理人，请补充岗位人员")
    browser.sign_in("admin")
    page = browser.read("/system")
    for words in (
        "到点催办、提级、提请",
        "1 分钟",
        "90 秒",
        "迟了 2 小时",
        "待首次运行",
        "请补充岗位人员",
        "定时调度停了 1 小时，值守在补跑",
    ):
        assert words in page, words
    state = site.get("admin", "/api/system")
    rows = {row["name"]: row["late_seconds"] for row in state["timetable"]}
    assert rows["advance_hazards"] is None
    assert rows["check_journal"] >= 7200
    silent = {row["name"] for row in state["timetable"] if row["unscheduled_seconds"] is not None}
    told = site.ask(None, "GET", "/readyz").json()
    assert ("ask_receipts" in silent, "advance_hazards" in silent, told["degraded"]) == (True, False, True)
    assert (told["unscheduled"], told["incidents"]) == (len(silent), 1)
    assert set(told) == {"status", "degraded", "incidents", "late", "unscheduled", "warnings"}
    assert [(one["kind"], one["times"]) for one in state["incidents"]] == [("no_holder", 1)]


def test_filters_in_force_are_told_in_words(site: Site, browser: Browser) -> None:
    site.report("nurse1")
    browser.sign_in("officer1")
    page = browser.read(
        "/hazards?rung=3&kept_by=authority&to_sign=me&unit=001-01&due_within=7&wait_late=true&line=unit"
    )
    for words in (
        "升级级别：3 级 提级（通报、约谈）",
        "超时未办岗位：本级（卫健委）",
        "待签发：我",
        "单位：护理部",
        "几天内到期：7 天",
        "超时未办：是",
        "办理层级：单位级",
    ):
        assert words in page, words
    assert "超时未办岗位：安全管理员" in browser.read("/hazards?kept_by=officer")


def test_an_incident_says_in_words_whom_it_is_about(site: Site, browser: Browser) -> None:
    about = {
        of_person(site.world.people["nurse1"]): "",
        "person:99999": "person:99999",
        "attempt:12": "消息 12",
        "channel:3": "通道 3",
        "anchor_journal": "每日存证",
    }
    with site.world.store.engine.begin() as connection:
        for subject in about:
            open_incident(connection, UNDELIVERED, subject, "未收到消息")
        name = connection.scalar(text("SELECT name FROM person WHERE key = 'nurse1'"))
    browser.sign_in("admin")
    page = browser.read("/system")
    for words in (name, *list(about.values())[1:]):
        assert f'<td data-label="对象">{words}</td>' in page

"""The desk as its people use it: lists that follow figures, views that are kept, many closed with one press each."""

import re
import sys
from html import unescape

import pytest

from api.pages.desk.system import WORK
from domain.official.csv_lines import harmless
from flows.timetable import TIMETABLE
from tests.api.pages.browser import Browser, form_of
from tests.api.site import Site

FIGURE = re.compile(r'<a class="figure[^"]*" href="(/hazards\?[^"]+)"><strong>(\d+)</strong>')
BAR = re.compile(r'<a href="(/hazards\?[^"]+)"(?: class="late")?><span>[^<]+</span><svg.*?</svg><b>(\d+)</b>')


def a_verified_one(site: Site, place: str, colour: str) -> str:
    """An in-house hazard that waits for 分管 to close it."""
    ref = site.report("nurse1", place=place)
    assign = {"to": "fixer1", "measures": "清理", "due": "2026-11-09"}
    site.press("officer1", ref, "register", assign=assign)
    site.press("fixer1", ref, "accept")
    site.press("fixer1", ref, "submit", result="已清理", photos=[site.upload("fixer1", colour)])
    site.press("officer1", ref, "pass", opinion="合格")
    return ref


def count_in(page: str) -> int:
    found = re.search(r"共 (\d+) 条", page)
    assert found
    return int(found.group(1))


def links(page: str) -> list[tuple[str, int]]:
    return [(unescape(href), int(count)) for href, count in [*FIGURE.findall(page), *BAR.findall(page)]]


@pytest.mark.parametrize(
    ("who", "first"), [("leader", "/leader"), ("head", "/leader"), ("office", "/office"), ("nurse1", "/")]
)
def test_each_begins_with_the_page_of_their_post(browser: Browser, who: str, first: str) -> None:
    assert browser.try_sign_in(who).headers["location"] == first
    assert browser.try_sign_in(who, onward="/hazards?open=true").headers["location"] == "/hazards?open=true"


def test_every_number_of_every_board_opens_its_list(site: Site, browser: Browser) -> None:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "due": "2026-11-05"})
    site.report("office", unit="002", place="配电室", source="inspection")
    site.report("nurse1", suspected_major=True, place="液氧站")
    site.at("2026-11-14 12:00").world.sweep("2026-11-14 12:00")
    opened = 0
    for who in ("leader", "office"):
        browser.sign_in(who)
        for board in ("/leader", "/office", "/board"):
            for href, count in links(browser.read(board)):
                assert count_in(browser.read(href)) == count, (who, board, href)
                opened += bool(count)
    assert opened > 25


def test_the_leader_reads_where_it_is_stuck_and_why(site: Site, browser: Browser) -> None:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "due": "2026-11-05"})
    site.at("2026-11-14 12:00").world.sweep("2026-11-14 12:00")
    browser.sign_in("leader")
    page = browser.read("/leader")
    assert f"/h/{ref}" in page
    for words in ("临澄县人民医院 · 住院楼5层东侧疏散走道", "超期 9 天", "未签收", "待我签", "本级超时"):
        assert words in page
    browser.sign_in("nurse1")
    assert "没有超期" not in browser.read("/leader")


def test_the_ledger_filters_sorts_and_keeps_its_address(site: Site, browser: Browser) -> None:
    refs = [site.report("nurse1", place=f"{n}号楼", category="0" + str(n)) for n in (1, 2, 3)]
    browser.sign_in("officer1")
    page = browser.read("/hazards")
    assert (count_in(page), "报告人" in page) == (3, False)
    assert [page.index(ref) for ref in reversed(refs)] == sorted(page.index(ref) for ref in refs)
    oldest = browser.read("/hazards?order=oldest")
    assert [oldest.index(ref) for ref in refs] == sorted(oldest.index(ref) for ref in refs)
    assert 'aria-sort="ascending"' in browser.read("/hazards?order=number")
    one = browser.read("/hazards?category=02&q=2号楼&unit=&level=&overdue=")
    assert count_in(one) == 1
    assert "类别：用电安全" in one
    assert count_in(browser.read("/hazards?category=01&category=02&kept_by=desk&wait_late=false")) == 0
    first = browser.read("/hazards?limit=2")
    more = re.search(r'href="([^"]+)" rel="next"', first)
    assert more
    last = browser.read(unescape(more.group(1)))
    assert refs[0] in last
    assert "回到第一页" in last
    chosen = browser.read("/hazards?column=number&column=found")
    assert "发现日期" in chosen
    assert "c-holder" not in chosen


def test_a_wrong_filter_is_named_and_nothing_typed_is_lost(browser: Browser) -> None:
    browser.sign_in("officer1")
    answer = browser.client.get("/hazards?found_from=soon&q=走道&state=assigned")
    assert answer.status_code == 422
    assert "“发现日期起”应为日期" in answer.text
    assert 'value="走道"' in answer.text
    assert re.search(r'value="assigned" checked', answer.text)
    for wrong in ("unit=火星医院", "cursor=xyz", "order=upside", f"q={'长' * 101}"):
        answer = browser.client.get(f"/hazards?{wrong}&found_from=2026-01-01")
        assert (answer.status_code, 'value="2026-01-01"' in answer.text) == (422, True), wrong
    shown = browser.read("/hazards?q=%3Cscript%3Ealert(1)%3C/script%3E&utm_source=x")
    assert "<script>alert" not in shown
    assert "没有符合条件的隐患" in shown


ADDED = (
    "code=c0de&state=",
    "code=c0de&state=STATE",
    "state=wx&source=timeline",
    "from=singlemessage&isappinstalled=0&utm_source=x&nsukey=a",
)
MINTED = re.compile(r'value="[-_.=A-Za-z0-9]{16,}"')


def test_what_others_hang_on_a_link_changes_nothing(site: Site, browser: Browser) -> None:
    ref = site.report("nurse1")
    browser.sign_in("officer1")
    new = "/organisation/new/unit?parent=001&unit_kind=department"
    for way in ("/hazards?open=true&state=reported", "/?", "/notices?", f"/h/{ref}?", "/report?", new):
        plain = browser.client.get(way)
        for added in ADDED:
            link = browser.client.get(f"{way}&{added}")
            assert (plain.status_code, link.status_code) == (200, 200), (way, added)
            assert MINTED.sub("", link.text) == MINTED.sub("", plain.text), (way, added)


def test_a_return_from_wecom_keeps_the_filter_that_stood_there(site: Site, browser: Browser) -> None:
    site.report("nurse1")
    browser.sign_in("officer1")
    assert "没有符合条件的隐患" in browser.read("/hazards?state=closed&code=c0de&state=reported")
    assert site.ask("officer1", "GET", "/api/hazards?state=STATE&code=x").status_code == 422


def test_a_view_is_kept_shown_shared_and_taken_away(site: Site, browser: Browser) -> None:
    site.report("nurse1")
    browser.sign_in("officer1")
    shown = "/hazards?open=true&column=number&column=place"
    answer = browser.send(shown, "/hazards/views", name="在办速览")
    assert answer.status_code == 303
    kept = answer.headers["location"]
    page = browser.read(kept)
    assert "在办速览" in page
    assert 'aria-current="page">在办速览' in page
    (view,) = site.get("officer1", "/api/me/views")["items"]
    assert (view["name"], f"/hazards?{view['query']}") == ("在办速览", kept)
    browser.sign_in("officer1")
    blank = browser.send(shown, "/hazards/views", name=" ")
    assert blank.status_code == 422
    assert "“" in blank.text
    browser.sign_in("deputy1")
    assert "在办速览" not in browser.read("/hazards")
    assert count_in(browser.read(kept)) == 1
    other = form_of(browser.read(kept), "/hazards/views")
    other.action = f"/hazards/views/{view['id']}/delete"
    assert browser.post(other).status_code == 404
    browser.sign_in("officer1")
    assert browser.send("/hazards", f"/hazards/views/{view['id']}/delete").status_code == 303
    assert site.get("officer1", "/api/me/views")["items"] == []


def test_views_by_program_are_checked_replaced_and_counted(site: Site) -> None:
    def keep(**said: str) -> int:
        return site.ask("officer1", "POST", "/api/me/views", json=said).status_code

    assert keep(name="超期", query="?overdue=true&order=due&cursor=abc") == 201
    assert keep(name="超期", query="overdue=true") == 201
    (view,) = site.get("officer1", "/api/me/views")["items"]
    assert view["query"] == "overdue=true"
    assert keep(name="坏的", query="colour=red") == 422
    assert keep(name="", query="") == 422
    assert [keep(name=f"视图{n}", query="") for n in range(29)] == [201] * 29
    assert keep(name="第三十一个", query="") == 422
    gone = f"/api/me/views/{view['id']}"
    assert site.ask("nurse1", "DELETE", gone).status_code == 404
    assert site.ask("officer1", "DELETE", gone).status_code == 204


def test_the_ledger_leaves_as_a_table_that_runs_nothing(site: Site) -> None:
    site.report("nurse1", place="=cmd|' /C calc'!A0", description='引号"与，逗号')
    site.report("nurse1", place="一楼")
    answer = site.ask(
        "officer1", "GET", "/api/ledger.csv?only=true&order=oldest&column=place&column=description"
    )
    assert answer.status_code == 200
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "序号,部位,隐患描述"
    assert lines[1] == '1,\'=cmd|\' /C calc\'!A0,"引号""与，逗号"'
    assert len(lines) == 4
    assert site.ask("officer2", "GET", "/api/ledger.csv").content.decode("utf-8-sig").count("\r\n") == 1


RUN = (
    "=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠sum",
    ";=1",
    "；1",
    "|x",
    "｜x",
    "  =1",
    "\u3000＝1",
    "'=1",
    '"=1',
    "\ufeff=1",
    "﹦1",
)


def test_no_cell_of_an_export_begins_as_a_formula() -> None:
    assert [harmless(text)[0] for text in (*RUN, "\t1", "\r1", "\n1")] == ["'"] * (len(RUN) + 3)
    for text in ("走道", "1+1", "3-5", "（＝）", "A;B", ""):
        assert harmless(text) == text


def test_many_are_closed_each_by_its_own_command(site: Site, browser: Browser) -> None:
    good = a_verified_one(site, "一楼", "blue")
    late = a_verified_one(site, "二楼", "green")
    left = a_verified_one(site, "三楼", "yellow")
    browser.sign_in("deputy1")
    page = browser.read("/closing")
    assert page.index(good) < page.index(late) < page.index(left)
    form = form_of(page, "/closing")
    site.press("deputy1", late, "refuse_closure", reason="末端未测")
    browser.sign_in("deputy1")
    answer = browser.post(form, hazard=[good, late], opinion="资料齐全")
    assert answer.status_code == 200
    assert answer.text.index("已销号，编号 500999-001-2026-00001") < answer.text.index("没有办成")
    assert 'value="资料齐全"' in answer.text
    again = browser.post(form, hazard=[good, late], opinion="资料齐全")
    assert "已销号，编号 500999-001-2026-00001" in again.text
    reworded = browser.post(form, hazard=[good], opinion="改了一个字")
    assert "已销号，编号 500999-001-2026-00001；改写的意见没有再记" in reworded.text
    states = [site.get("head", f"/api/hazards/{ref}")["state"] for ref in (good, late, left)]
    assert states == ["closed", "rectifying", "verified"]
    lines = site.get("head", f"/api/hazards/{good}/journal")["items"]
    assert [line["said"].get("opinion") for line in lines if line["action"] == "approve_closure"] == [
        "资料齐全"
    ]
    browser.sign_in("deputy1")
    nothing = browser.send("/closing", "/closing")
    assert nothing.status_code == 409
    assert "请先勾选" in nothing.text


def test_what_was_fixed_on_the_spot_is_confirmed_in_the_same_list(site: Site, browser: Browser) -> None:
    fixed = {"photos": [site.upload("nurse1", "blue")], "fixer": "fixer1"}
    ref = site.report("nurse1", fixed=fixed)
    browser.sign_in("officer1")
    answer = browser.send("/closing", "/closing", hazard=[ref])
    assert "已销号，编号" in answer.text
    assert "没有等您销号的隐患" in browser.read("/closing")


def test_the_system_page_is_for_those_who_run_it(site: Site, browser: Browser) -> None:
    for who in ("admin", "auditor", "office"):
        browser.sign_in(who)
        page = browser.read("/system")
        assert "执行中的规则" in page
        assert "2026.1 版" in page
        state = site.get(who, "/api/system")
        assert state["policies"][0]["listing_mode"] == "on_overdue"
        assert {"year": 2027, "official": False} in state["years"]
        assert state["organisation"] > 0
    browser.sign_in("officer1")
    assert browser.client.get("/system").status_code == 403
    assert site.ask("officer1", "GET", "/api/system").status_code == 403


def test_what_runs_by_itself_has_a_name() -> None:
    assert {row.name for row in TIMETABLE} <= set(WORK)


def test_whoever_has_very_many_tasks_sees_the_most_urgent_and_that_there_are_more(
    site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["domain.queries.tasks"], "MOST", 2)
    refs = [site.report("nurse1", place=f"{n}号楼") for n in range(3)]
    late = refs[2]
    site.press("officer1", late, "register", assign={"to": "fixer1", "measures": "清理", "due": "2026-11-02"})
    site.press("fixer1", late, "accept")
    site.press("fixer1", late, "submit", result="已清理", photos=[site.upload("fixer1", "blue")])
    browser.sign_in("officer1")
    page = browser.read("/")
    assert [ref in page for ref in refs] == [True, True, False]
    assert "2+" in page
    assert "/hazards?open=true&amp;mine=true" in page
    assert count_in(browser.read("/hazards?open=true&mine=true")) == 3

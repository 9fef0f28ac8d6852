"""趋势 as a page, on the wall and by program: the same numbers, each opening its list; refusals keep what was typed."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from api.pages.official.charts import chart_of, month_in_words
from domain.official.trends import Month
from domain.queries import HazardFilter
from domain.queries.figures import Figure
from domain.words import Source
from tests.api.pages.browser import Browser, form_of
from tests.api.pages.test_hostile import TEXTS
from tests.api.site import Site
from tests.official.test_trends import NOW, inspected, put_right

PAGE, WALL, ADDRESS = "/reports/trends", "/reports/trends?wall=1", "/api/trends"
NUMBER = re.compile(r'<a [^>]*?href="(/hazards\?[^"]+)"[^>]*>(?:<strong>)?(\d+)<')
"""Where a number leads, and the number."""


def an_autumn(site: Site) -> None:
    put_right(site.world)
    inspected(site.world)
    site.world.report("nurse1", "2026-11-20 09:00")
    site.world.report("office", "2026-11-21 09:00", unit="002", source=Source.INSPECTION)
    site.at(NOW)


def numbers(page: str) -> set[tuple[str, int]]:
    return {(unescape(href), int(count)) for href, count in NUMBER.findall(page)}


def test_every_number_on_the_page_opens_its_list(site: Site, browser: Browser) -> None:
    an_autumn(site)
    for who, least in (("leader", 25), ("officer1", 20)):
        browser.sign_in(who)
        found = numbers(browser.read(PAGE))
        for href, count in found:
            shown = re.search(r"共 (\d+) 条", browser.read(href))
            assert shown
            assert int(shown[1]) == count, href
        assert sum(count > 0 for _, count in found) >= least


def test_the_drawing_has_its_table_and_no_program(site: Site, browser: Browser) -> None:
    an_autumn(site)
    browser.sign_in("leader")
    page = browser.read(f"{PAGE}?start=2026-11-01")
    assert page.count('class="new"') == 2  # the bar of November, and the key to it
    assert '<th scope="row">2026-11</th>' in page
    assert "从上报到销号平均 8.5 天，中位数 8.5 天" in page
    assert "按单位" in page
    assert "按科室" not in page
    assert "监督检查发现的，从发现起计用时" not in page
    browser.sign_in("officer1")
    theirs = browser.read(PAGE)
    assert "按科室" in theirs
    assert "监督检查发现的，从发现起计用时" in theirs


def test_the_wall_brings_itself_up_to_date(site: Site, browser: Browser) -> None:
    """Over the days that were asked for; without any, tomorrow's wall ends tomorrow."""
    an_autumn(site)
    browser.sign_in("leader")
    wall = browser.read(WALL)
    assert 'hx-get="/reports/trends?wall=1" hx-trigger="every 300s"' in wall
    assert '<noscript><meta http-equiv="refresh" content="300"></noscript>' in wall
    assert "<form" not in wall
    assert numbers(wall) < numbers(browser.read(PAGE))
    of_a_unit = browser.read(f"{WALL}&unit=001&start=2026-11-01")
    assert 'hx-get="/reports/trends?wall=1&amp;unit=001&amp;start=2026-11-01"' in of_a_unit
    assert 'href="/reports/trends?unit=001&amp;start=2026-11-01">退出大屏' in of_a_unit


def test_where_nothing_happened_the_page_says_so(site: Site, browser: Browser) -> None:
    browser.sign_in("leader")
    for page in (browser.read(PAGE), browser.read(WALL)):
        assert "没有在办的重大隐患" in page
        assert "没有逾期后才销号的重大隐患" in page
    assert "这段时间没有隐患，也没有在办的" in browser.read(PAGE)
    assert "没有在办的隐患。" in browser.read(WALL)
    site.report("nurse1")
    browser.sign_in("leader")
    assert "这段时间没有整改销号的隐患" in browser.read(PAGE)


def test_imported_history_has_no_steps_but_days(site: Site, browser: Browser) -> None:
    """Its record begins with the import."""
    an_autumn(site)
    browser.sign_in("leader")
    page = browser.read(PAGE)
    assert "导入的历史隐患没有办理记录" in page
    assert '<th scope="row">整改中</th><td class="number">4.0</td>' in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("unit=002&start=2026-11-05", "您不能统计这个单位，请改选您管辖的单位"),
        ("unit=001&start=2026-11-05&end=2026-11-04", "晚于截止日期"),
        ("start=2027-11-05", "在今天之后，还没有可统计的"),
        ("start=2026-11-31", "“统计起始日期”"),
    ],
)
def test_a_refusal_keeps_what_was_typed(site: Site, browser: Browser, asked: str, words: str) -> None:
    site.at(NOW)
    browser.sign_in("officer1")
    for path in (f"{PAGE}?{asked}", f"{WALL}&{asked}"):
        answer = browser.client.get(path)
        assert answer.status_code == 422
        assert words in answer.text
        form = form_of(answer.text, PAGE)
        typed = dict(part.split("=") for part in asked.split("&"))
        kept = {name: said for name, said in typed.items() if said != "002"}  # no choice of theirs
        assert {name: form.fields[name] for name in kept} == {name: [said] for name, said in kept.items()}


def test_hostile_words_in_its_address_do_nothing(browser: Browser) -> None:
    browser.sign_in("leader")
    for said in (*TEXTS.values(), "a\x00b", "-1", "9" * 400):
        for name in ("unit", "start", "end"):
            answer = browser.client.get(PAGE, params={name: said, "wall": "1"})
            nothing = (name, said) == ("unit", TEXTS["blank"])  # blanks of every kind: no unit is named
            assert answer.status_code == (200 if nothing else 422), (name, said[:20])
            assert "<script>pwned" not in answer.text
            assert ('role="alert"' in answer.text) is not nothing


def test_whoever_counts_nothing_is_not_led_there(browser: Browser) -> None:
    browser.sign_in("nurse1")
    assert browser.client.get(PAGE).status_code == 403
    for who, path, led in (
        ("admin", "/board", False),
        ("officer1", "/board", True),
        ("leader", "/leader", True),
        ("officer1", "/reports", True),
    ):
        browser.sign_in(who)
        assert (f'href="{PAGE}"' in browser.read(path)) is led, (who, path)


def test_a_program_gets_the_same_with_the_query_behind_each_number(site: Site) -> None:
    an_autumn(site)
    told = site.get("leader", ADDRESS, start="2026-11-01")
    assert (told["unit"]["code"], told["start"], told["end"]) == ("000", "2026-11-01", "2026-11-30")
    [november] = told["months"]
    assert {name: november[name]["count"] for name in ("new", "closed", "in_hand", "majors")} == {
        "new": 4,
        "closed": 2,
        "in_hand": 2,
        "majors": 0,
    }
    assert {one["name"]: one["percent"] for one in told["rates"]}["first_pass"] == 50
    assert {one["name"]: one["percent"] for one in told["rates"]}["major"] is None
    assert told["times"]["steps"][0]["label"] == "待登记"
    figures = [*november.values(), *told["years"][-1].values(), *told["ages"], told["times"]["closed"]]
    figures += [part["new"] for part in (*told["categories"], *told["sources"], *told["places"])]
    for one in figures:
        if isinstance(one, dict):
            rows = site.ask("leader", "GET", f"/api/hazards?{one['query']}").json()["items"]
            assert len(rows) == one["count"], one


def test_a_program_is_refused_in_words(site: Site) -> None:
    for who, asked, status in (
        ("nurse1", {}, 403),
        ("officer1", {"unit": "002"}, 403),
        ("leader", {"unit": "火星医院"}, 422),
        ("leader", {"start": "2026-11-05", "end": "2026-11-04"}, 422),
        ("leader", {"since": "2026-11-05"}, 422),
    ):
        assert site.ask(who, "GET", ADDRESS, params=asked).status_code == status, (who, asked)
    responses = site.app.openapi()["paths"][ADDRESS]["get"]["responses"]
    assert {"200", "401", "403", "422"} <= responses.keys()


def month(first: date, last: date, *counts: int) -> Month:
    of = [Figure(name, name, count, HazardFilter()) for name, count in zip("ncim", counts, strict=True)]
    return Month(first, last, *of)


def test_a_chart_has_one_scale_that_begins_at_nought() -> None:
    autumn = [
        month(date(2026, 10, 1), date(2026, 10, 31), 10, 5, 40, 0),
        month(date(2026, 11, 1), date(2026, 11, 30), 0, 20, 20, 0),
    ]
    chart = chart_of(autumn)
    assert chart.rules == [(8.0, 40), (48.0, 20)]
    assert [(one.new[1], one.closed[1], one.stands) for one in chart.columns] == [
        (20.0, 10.0, 8.0),
        (0.0, 40.0, 48.0),
    ]
    assert [one.label for one in chart.columns] == ["26年10月", "11月"]
    assert len(chart.line) == 1
    nothing = month(autumn[0].first, autumn[0].last, 0, 0, 0, 0)
    assert [count for _, count in chart_of([nothing]).rules] == [2, 1]
    assert chart_of([replace(autumn[0], new=Figure("n", "n", 41, HazardFilter()))]).rules[0][1] == 100


def test_five_years_of_months_have_room_for_a_label_each_few() -> None:
    years = [
        month(date(2022 + n // 12, n % 12 + 1, 1), date(2022 + n // 12, n % 12 + 1, 28), 1, 1, 1, 0)
        for n in range(60)
    ]
    labels = [one.label for one in chart_of(years).columns if one.label]
    assert (len(labels), labels[0], labels[1]) == (12, "22年1月", "6月")


def test_a_month_that_is_not_whole_says_its_days() -> None:
    nothing = (0, 0, 0, 0)
    assert month_in_words(month(date(2026, 2, 1), date(2026, 2, 28), *nothing)) == "2026-02"
    assert month_in_words(month(date(2026, 11, 1), date(2026, 11, 5), *nothing)) == "2026-11-01 至 11-05"
    assert month_in_words(month(date(2026, 11, 5), date(2026, 11, 5), *nothing)) == "2026-11-05"

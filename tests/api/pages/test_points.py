"""点位 without scripts: added by the line, renamed, retired, printed with codes that open a report."""

import html
import re

import pytest

from api.outside import Outside
from api.pages.report.points import is_near
from tests.api.pages.browser import Browser

PLACES = "住院楼5层东侧走道\n\n  配电间 \n<b>食堂</b>"


def added(browser: Browser) -> list[str]:
    """Three points of the hospital; their codes."""
    browser.sign_in("officer1")
    answer = browser.send("/points", "/points", unit="001-01", places=PLACES, category="02")
    assert (answer.status_code, answer.headers["location"]) == (303, "/points")
    page = browser.read("/points")
    assert "已添加 3 个点位" in page
    assert "&lt;b&gt;食堂&lt;/b&gt;" in page
    return re.findall(r'class="cell" href="/points/(\w+)"', page)


def test_places_become_points_a_line_each(browser: Browser) -> None:
    codes = added(browser)
    assert len(codes) == 3
    page = browser.read("/points")
    assert "配电间" in page
    assert "护理部 · 用电安全" in page


def test_a_refused_form_keeps_what_was_typed(browser: Browser) -> None:
    added(browser)
    for typed, told in ((PLACES, "已有点位"), ("", "必填"), ("层" * 121, "最多 120 个字")):
        answer = browser.send("/points", "/points", unit="001-01", places=typed)
        assert answer.status_code == 422
        assert told in answer.text
        assert html.escape(typed.split("\n")[0]) in answer.text


def test_a_point_is_renamed_retired_and_taken_back(browser: Browser) -> None:
    code = added(browser)[0]
    address = f"/points/{code}"
    assert browser.send(address, f"{address}/rename", place="").status_code == 422
    browser.send(address, f"{address}/rename", place="5层东走道", category="01")
    assert "已改为“5层东走道”" in browser.read("/points")
    browser.send(address, f"{address}/retire")
    assert "已撤下" in browser.read("/points")
    assert "不会预填部位" in browser.read(address)
    browser.send(address, f"{address}/restore")
    assert "（3 个在用）" in browser.read("/points")


def test_a_nurse_reads_and_prints_but_keeps_nothing(browser: Browser) -> None:
    code = added(browser)[0]
    browser.sign_in("nurse1")
    page = browser.read("/points")
    assert "住院楼5层东侧走道" in page
    assert "添加点位" not in page
    assert "更名" not in browser.read(f"/points/{code}")
    token = browser.token("/me")
    for action in ("rename", "retire", "restore"):
        answer = browser.client.post(f"/points/{code}/{action}", data={"_csrf": token, "place": "别处"})
        assert answer.status_code == 403, action


def test_nobody_elses_points_are_listed(browser: Browser) -> None:
    added(browser)
    browser.sign_in("clinic2")
    assert "还没有点位" in browser.read("/points")
    assert "没有在用的点位" in browser.read("/points/sheet?unit=001")
    assert browser.client.get("/points/nothing").status_code == 404


def test_the_sheet_bears_a_code_a_place_and_nothing_secret(browser: Browser) -> None:
    code = added(browser)[0]
    sheet = browser.read("/points/sheet?unit=001")
    assert sheet.count("<svg") - sheet.count('class="icon"') == 3
    assert f"点位 {code}" in sheet
    assert "style=" not in sheet
    assert "只有这台电脑打得开" not in sheet
    browser.site.app.state.outside = Outside(public_url="https://bihuan.example.cn/")
    drawn = browser.read("/points/sheet?unit=001")
    assert drawn != sheet, "the address set for messages is the one that phones reach"


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("http://192.168.1.20:8080", False),
        ("https://bihuan.example.cn", False),
    ],
)
def test_an_address_of_this_machine_alone_is_known(address: str, near: bool) -> None:  # noqa: FBT001 - a row
    assert is_near(address) is near

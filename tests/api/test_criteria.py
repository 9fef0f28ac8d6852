"""A hazard is 重大 by a named criterion, in the edition in force on the day it was found."""

from datetime import date

import pytest

from domain.commands import Upgrade
from domain.criteria import cited, criteria_in_force
from tests.api.site import Site
from tests.stage import Stage

LIST = "医疗机构重大事故隐患判定清单（试行）"


def test_codes_are_unique_and_each_names_its_list_and_edition() -> None:
    found = criteria_in_force(date(2026, 11, 2))
    assert len({each.code for each in found}) == len(found) > 5
    assert all(LIST in each.in_words() and "〔2023〕490号" in each.in_words() for each in found)


def test_before_its_edition_there_is_no_list() -> None:
    assert criteria_in_force(date(2023, 12, 28)) == []
    assert cited("YL-3", date(2023, 12, 28)) == "YL-3"


@pytest.mark.parametrize("written", ["YL-3", " yl-3 "])
def test_a_code_is_cited_in_full(written: str) -> None:
    suspected = Stage().report("office", "2026-11-02 09:00", suspected_major=True, interim="专人值守")
    major = suspected.press("leader", "2026-11-02 10:00", Upgrade(criterion=written, panel=["office"]))
    assert (major.now("2026-11-02 10:00").hazard.criterion or "").startswith("擅自关闭、破坏")


def test_another_basis_stays_in_its_own_words() -> None:
    basis = "GB 45067-2024 第4.1条：电梯未经检验"
    assert cited(basis, date(2026, 11, 2)) == basis


def test_the_list_is_read_over_http(site: Site) -> None:
    found = site.get("office", "/api/criteria")
    assert {"code": "YL-3", "title": LIST}.items() <= {**found[5]}.items()
    assert site.get("office", "/api/criteria", found_on="2023-01-01") == []

"""A hazard is 重大 by a named criterion, in the edition in force on the day it was found."""

from datetime import date

import pytest

from domain.commands import Upgrade
from domain.criteria import cited, criteria_in_force, names_a_clause
from domain.errors import WrongInput
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


@pytest.mark.parametrize(
    "written",
    [
        "YL-3",
        " yl-3 ",
        "（YL-3）",
        "(YL-3)",
        "【yl-3】",
        "〔YL-3〕",
        "［ＹＬ－３］",
        "《YL—3》",
        "YL 3",
        "YL-3。",
        "第YL-3项",
        "（第 yl-3 项）",
        "第YL-3条",
        "判定清单第YL-3项",
        "第第YL-3项",
    ],
)
def test_a_code_is_cited_in_full(written: str) -> None:
    suspected = Stage().report("office", "2026-11-02 09:00", suspected_major=True, interim="专人值守")
    major = suspected.press("leader", "2026-11-02 10:00", Upgrade(criterion=written, panel=["office"]))
    assert (major.now("2026-11-02 10:00").hazard.criterion or "").startswith("擅自关闭、破坏")


def test_codes_that_differ_by_a_mark_between_digits_are_two() -> None:
    day = date(2026, 11, 2)
    assert cited("(yl 2.1)", day).startswith("可能致人伤亡")
    assert cited("YL-21", day) == "YL-21"
    assert cited("YL-3、YL-4", day) == "YL-3、YL-4", "two of them are a basis in words"


@pytest.mark.parametrize(
    "written",
    [
        "GB 45067-2024",
        "ＧＢ４５０６７-2024 第4.1条",
        "gb50016-2014 6.4.11",
        "判定清单第三项",
        "（判定清单第三项）",
        "消规3.3.3条",
        "YL-3、YL-4",
        "现场所见已属重大",
    ],
)
def test_a_standard_and_its_clause_name_one(written: str) -> None:
    assert names_a_clause(written)


@pytest.mark.parametrize(
    "written",
    [
        "abcdef",
        "this is a test",
        "aaaaaa",
        "a1a1a1a1",
        "123456",
        "2026-11-02",
        "随便随便随便",
        "哈哈哈哈呵呵呵",
        "第三项第三项",
        "第三项",
        "（YL-99）",
        "。。。。。。。。",
        "",
    ],
)
def test_a_few_letters_one_word_repeated_or_digits_alone_name_none(written: str) -> None:
    assert not names_a_clause(written)


@pytest.mark.parametrize("written", ["abcdef", "随便随便随便", "aaaaaa", "（YL-99）"])
def test_what_names_no_clause_is_refused_with_the_way_out(written: str) -> None:
    suspected = Stage().report("office", "2026-11-02 09:00", suspected_major=True, interim="专人值守")
    with pytest.raises(WrongInput, match="请填判定清单的条目代码") as refused:
        suspected.press("leader", "2026-11-02 10:00", Upgrade(criterion=written, panel=["office"]))
    assert refused.value.field == "criterion"


def test_another_basis_stays_in_its_own_words() -> None:
    basis = "GB 45067-2024 第4.1条：电梯未经检验"
    assert cited(basis, date(2026, 11, 2)) == basis


def test_the_list_is_read_over_http(site: Site) -> None:
    found = site.get("office", "/api/criteria")
    assert {"code": "YL-3", "title": LIST}.items() <= {**found[5]}.items()
    assert site.get("office", "/api/criteria", found_on="2023-01-01") == []

"""Each complaint of pydantic is said in Chinese, its bound as people write it: nothing of a program shows through."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from api.wrong_input import complaints
from domain.fields import Day
from tests.api.site import Site

OURS = AfterValidator(lambda value: value)
"""Behind a check of ours pydantic measures a bound itself, and gives it as Python writes it."""
NEW_YEAR, NOON = date(2026, 1, 1), datetime(2026, 1, 1, 4, tzinfo=UTC)


def complaint(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as wrong:
        TypeAdapter(kind).validate_python(value)
    (said,) = complaints(wrong.value.errors(), str)
    return said["detail"].partition("”")[2]


@pytest.mark.parametrize("ours", [(), (OURS,)])
@pytest.mark.parametrize(
    ("kind", "bound", "value", "words"),
    [
        (int, {"ge": 3}, 2, "不能小于 3。"),
        (int, {"gt": 3}, 3, "应大于 3。"),
        (int, {"le": 3}, 4, "不能大于 3。"),
        (int, {"lt": 3}, 3, "应小于 3。"),
        (float, {"le": 3.5}, 4, "不能大于 3.5。"),
        (Decimal, {"ge": Decimal("0.50")}, 0, "不能小于 0.50。"),
        (Decimal, {"le": Decimal("0.50")}, 1, "不能大于 0.50。"),
        (Decimal, {"multiple_of": Decimal("0.5")}, Decimal("0.3"), "应为 0.5 的整数倍。"),
        (date, {"ge": NEW_YEAR}, "2025-12-31", "不能小于 2026-01-01。"),
        (date, {"lt": NEW_YEAR}, "2026-01-01", "应小于 2026-01-01。"),
        (Day, {"le": NEW_YEAR}, "2026-01-02", "不能大于 2026-01-01。"),
    ],
)
def test_a_bound_is_said_as_people_write_it(
    ours: tuple[Any, ...], kind: Any, bound: dict[str, Any], value: object, words: str
) -> None:
    assert complaint(Annotated[(kind, *ours, Field(**bound))], value) == words


def test_a_moment_is_said_as_on_the_clock_of_the_wall() -> None:
    early = "2026-01-01T03:00:00Z"
    assert complaint(Annotated[datetime, Field(ge=NOON)], early) == "不能小于 2026年1月1日 12:00。"
    assert complaint(Annotated[datetime, OURS, Field(ge=NOON)], early) == "超出允许的范围，请更正。"


@pytest.mark.parametrize(
    "typed", ["2026-13-01T00:00:00+08:00", "T", "9999-99-99T", "2026-02-30", "2026-12-10 09:00"]
)
def test_what_is_no_day_is_refused_without_a_programs_words(typed: str) -> None:
    assert complaint(Day, typed) == "应为日期，例如 2026-12-10。"


@pytest.mark.parametrize("typed", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "2300-01-01"])
def test_a_day_beyond_every_calendar_is_refused_by_its_years(typed: str) -> None:
    assert complaint(Day, typed) == "应在 1900 年至 2200 年之间。"


@pytest.mark.parametrize("typed", ["2300-01-01", "1800-01-01", "soon", "2026-13-01T00:00:00+08:00"])
@pytest.mark.parametrize("filter_", ["found_to", "closed_from"])
def test_a_filter_of_the_ledger_is_refused_without_a_programs_words(
    site: Site, filter_: str, typed: str
) -> None:
    answer = site.ask("office", "GET", f"/api/hazards?{filter_}={typed.replace('+', '%2B')}")
    assert answer.status_code == 422
    assert not re.search(r"datetime|Invalid|must|\(", answer.json()["detail"])

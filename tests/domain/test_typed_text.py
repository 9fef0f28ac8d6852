"""What people type, paste and dictate, as it is kept: truth tables of the fields."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.fields import (
    Day,
    Description,
    Instant,
    Login,
    Money,
    Phone,
    Place,
    Reference,
    SoughtText,
    UnitCode,
)
from domain.subcategories import Subcategory
from domain.words import Category
from tests.world import on


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1\r\n2\r3\v4\f5\x1c6\x857\u20288\u20299", "1\n2\n3\n4\n5\n6\n7\n8\n9"),
        ("走\x00道\x01堆\x1b放\x7f物\x9f品\ud800", "走道堆放物品"),
        ("走道\u200b堆\u202e放\ufeff", "走道堆放"),
        ("  前后空白\u3000", "前后空白"),
        ("制表\t留着", "制表\t留着"),
    ],
)  # fmt: skip
def test_line_ends_of_every_kind_are_one_and_what_controls_machines_is_gone(typed: str, kept: str) -> None:
    assert TypeAdapter(Description).validate_python(typed) == kept


def test_a_length_is_measured_of_what_is_kept() -> None:
    as_browsers_send = "\r\n".join(["一"] * 1000)
    assert len(as_browsers_send) > 2000 > len(TypeAdapter(Description).validate_python(as_browsers_send))


@pytest.mark.parametrize("nothing", ["\x00\x01", " \u3000\v", "\u200b\u200b", "\u3164\u2800"])
def test_what_shows_nothing_is_no_text(nothing: str) -> None:
    with pytest.raises(ValidationError, match="只有空白"):
        TypeAdapter(Description).validate_python(nothing)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (Phone, "（0571）88886666", "(0571)88886666"),
        (Phone, "０５７１－８８８８６６６６", "0571-88886666"),
        (Phone, "0571—88886666转802", "0571-88886666转802"),
        (Phone, "0571-88886666 ext.802", "0571-88886666 ext.802"),
        (Phone, "＋86 138 0000 1240", "+86 138 0000 1240"),
        (Phone, "13800001234\u202c", "13800001234"),
        (Login, "Ｏfficer１　", "officer1"),
        (UnitCode, "００１-02", "001-02"),
        (Reference, "王　芳", "王 芳"),
        (SoughtText, "应急灯　不亮\u00a0三楼", "应急灯 不亮 三楼"),
        (Place, "3楼\v东侧", "3楼 东侧"),
    ],
)
def test_full_width_and_blanks_of_every_kind_mean_the_plain_ones(field: Any, typed: str, kept: str) -> None:
    assert TypeAdapter(field).validate_python(typed) == kept


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("１．２", "1.2"), ("12000", "12000"), ("1,200.5", "1200.5"), (" 0.36 ", "0.36"), (3, "3")],
)
def test_money_is_read_as_people_write_it(typed: Any, amount: str) -> None:
    assert str(TypeAdapter(Money).validate_python(typed)) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "3_000",
        "1e3",
        "1E3",
        "0x10",
        "Infinity",
        "NaN",
        "+3",
        "-3",
        "1.2.3",
        "约85",
        "",
        "3，5",
        "1,2,3",
        "1,20",
    ],
)
def test_what_only_programs_read_as_numbers_is_no_money(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Money).validate_python(typed)


@pytest.mark.parametrize("typed", ["电话", "12", "0571-8888转", "1380000;1240", "转802"])
def test_no_telephone_says_how_one_is_written(typed: str) -> None:
    with pytest.raises(ValidationError, match="0571-88886666转802"):
        TypeAdapter(Phone).validate_python(typed)


@pytest.mark.parametrize("field", [Day, Instant])
@pytest.mark.parametrize("number", [20261210, "20261210", "1765324800", " -1 ", "1e9", "1_000", 1.5, True])
def test_a_number_is_neither_day_nor_moment(field: Any, number: object) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(field).validate_python(number)
    assert [error["type"] for error in refused.value.errors()] in (["date_type"], ["datetime_type"])


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (Day, "２０２６－１２－０５", date(2026, 12, 5)),
        (Day, "２０２６-１２-０５", date(2026, 12, 5)),
        (Day, "2026—12–05", date(2026, 12, 5)),
        (Day, "\u30002026−12−05 ", date(2026, 12, 5)),
        (Day, "２０２６－１２－０５Ｔ０９：００：００＋０８：００", date(2026, 12, 5)),
        (Day, date(2026, 12, 5), date(2026, 12, 5)),
        (Instant, "２０２６－１２－０５Ｔ０９：００：００＋０８：００", on("2026-12-05 09:00")),
        (Category, "０１", Category.FIRE),
        (Subcategory, "０１－１", Subcategory.FIRE_1),
        (Category, "01", Category.FIRE),
    ],
)
def test_days_moments_and_codes_in_full_width_mean_the_plain_ones(
    field: Any, typed: Any, kept: object
) -> None:
    assert TypeAdapter(field).validate_python(typed) == kept


@pytest.mark.parametrize("field", [Day, Instant])
@pytest.mark.parametrize("number", ["２０２６１２１０", "－１", "１ｅ９"])
def test_a_number_in_full_width_is_neither_day_nor_moment(field: Any, number: str) -> None:
    with pytest.raises(ValidationError, match="type=date"):
        TypeAdapter(field).validate_python(number)


@pytest.mark.parametrize("code", ["９９", "火", "", "1", "０１ａ"])
def test_what_is_no_code_in_plain_letters_is_none_in_full_width(code: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Category).validate_python(code)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_year_that_nobody_means_is_refused_in_words(day: str) -> None:
    for field, typed in ((Day, day), (Instant, f"{day}T09:00:00+08:00")):
        with pytest.raises(ValidationError, match="1900 年至 2200 年"):
            TypeAdapter(field).validate_python(typed)

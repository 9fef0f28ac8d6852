"""Annotated types shared by commands and tables, so that a limit is written once."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticKnownError

from domain.typed_text import half_width, kept_text, on_one_line, shows_nothing

_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]*)?", re.ASCII)
_IN_THOUSANDS = re.compile(r"\s*[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?\s*", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]+", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2200
When = TypeVar("When", date, datetime)
_NUMBER = re.compile(r"\s*[-+]?[0-9._]+(e[-+]?[0-9]+)?\s*", re.IGNORECASE)
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")


def _kept(value: object) -> object:
    """The text as it is kept, before its length is measured; raises ValueError when nothing of it can be seen."""
    if not isinstance(value, str):
        return value
    if value and shows_nothing(value):
        msg = "只有空白，请填写内容"
        raise ValueError(msg)
    return kept_text(value)


def _half_width(value: object) -> object:
    return half_width(value) if isinstance(value, str) else value


def _with_plain_dashes(value: object) -> object:
    return half_width(value).translate(_DASHES) if isinstance(value, str) else value


def _has_enclosed_figures(text: str) -> bool:
    """⑩ and ³ count items of a list; half width makes figures of them."""
    return any(unicodedata.category(letter) == "No" for letter in text)


def _plain_amount(value: object) -> object:
    """An amount as people write it; neither 3_000 nor 1e3, which only programs read as numbers."""
    if not isinstance(value, str):
        return value
    written = half_width(value)
    amount = written.replace(",", "")
    grouped = "," not in written or _IN_THOUSANDS.fullmatch(written)
    if not grouped or _has_enclosed_figures(value) or not _AMOUNT.fullmatch(amount):
        msg = "应为万元数，只含数字和小数点，例如 0.36"
        raise ValueError(msg)
    return amount


def _plain_whole(value: object) -> object:
    """A whole number as people write it, full-width or not; neither 1_0, +10 nor 10.0, which only programs write so."""
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    if not isinstance(value, str):
        return value
    number = half_width(value)
    if _has_enclosed_figures(value) or not _WHOLE.fullmatch(number):
        raise PydanticKnownError("int_parsing")
    return number


def _no_number(error: Literal["date_type", "datetime_type"]) -> BeforeValidator:
    """Refuse a number, which pydantic reads as seconds since 1970: 20261210 would be a day of that year."""

    def check(value: object) -> object:
        if isinstance(value, (int, float, Decimal)) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
            raise PydanticKnownError(error)
        return value

    return BeforeValidator(check)


def _on_the_calendar(value: When) -> When:
    """Refuse years in which no end of a day can be reckoned; nobody means them."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        msg = f"应在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间"
        raise ValueError(msg)
    return value


def _day_of_a_moment(value: object) -> object:
    """Let a moment with its offset stand for its day in Shanghai."""
    if isinstance(value, str) and "T" in value:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise PydanticKnownError("date_type") from None
        if moment.tzinfo is None:
            msg = "时间须带时区，例如 2026-12-10T18:00:00+08:00，或只写日期 2026-12-10"
            raise ValueError(msg)
        return _on_the_calendar(moment).astimezone(ZoneInfo("Asia/Shanghai")).date()
    return value


def _each_once(photos: list[str]) -> list[str]:
    return list(dict.fromkeys(photos))


_clean = BeforeValidator(_kept)
_in_half_width = BeforeValidator(_half_width)
_with_dashes = BeforeValidator(_with_plain_dashes)
_on_one_line = AfterValidator(on_one_line)

WRITTEN_PLAINLY = BeforeValidator(_plain_whole)
"""Stands last on every whole number that is asked for, in an address, a form or JSON; `Whole` is one without bounds."""
Whole = Annotated[int, WRITTEN_PLAINLY]
Lines = Annotated[int, Field(ge=1, le=500), WRITTEN_PLAINLY]
"""How many lines of a record are asked for."""
SoughtText = Annotated[str, _in_half_width]
"""What is looked for: full-width letters and blanks of every kind mean the plain ones."""
Place = Annotated[str, StringConstraints(min_length=1, max_length=120), _clean, _on_one_line]
Description = Annotated[str, StringConstraints(min_length=1, max_length=2000), _clean]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=1000), _clean]
Note = Annotated[str, StringConstraints(max_length=2000), _clean]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200), _clean, _on_one_line]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=64), _in_half_width]
"""A person (key or login), a unit (code or name) or a hazard (ref or number), as outsiders write it."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hex."""
PhotoHash = Digest
Photos = Annotated[list[PhotoHash], Field(max_length=12), AfterValidator(_each_once)]
"""A photo that is sent twice counts once."""
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4), BeforeValidator(_plain_amount)]
"""万元, exact."""
Instant = Annotated[
    AwareDatetime, AfterValidator(_on_the_calendar), _no_number("datetime_type"), _with_dashes
]
"""A moment with its offset, full-width or not; naive texts are refused because they would be eight hours off."""
Day = Annotated[
    date,
    AfterValidator(_on_the_calendar),
    BeforeValidator(_day_of_a_moment),
    _no_number("date_type"),
    _with_dashes,
]
"""A last day; it ends at 24:00 Asia/Shanghai."""


def _shaped(pattern: str, rule: str) -> AfterValidator:
    """A text that must look a certain way; the rule is said in Chinese."""
    shape = re.compile(pattern)

    def check(text: str) -> str:
        if text and not shape.fullmatch(text):
            raise ValueError(rule)
        return text

    return AfterValidator(check)


DocumentNumber = Annotated[
    ShortText, _shaped(r"(?=.*[1-9]).*", "应为文号，至少有序号，例如 临卫移〔2026〕1号")
]
"""The number of a paper of ours or of another body (文号), as it is printed there."""
Plain = Annotated[str, _shaped(r"[\x21-\x7e]*", "只能是连续的英文、数字和符号，请重新复制，不要带空格")]
"""What is copied from elsewhere: addresses, keys, ids."""
Subject = Annotated[Plain, Field(min_length=1, max_length=200)]
"""How a sign-in service names one of its people."""
UnitName = Annotated[str, StringConstraints(min_length=2, max_length=60), _clean, _on_one_line]
UnitCode = Annotated[
    str,
    StringConstraints(min_length=1, max_length=16),
    _shaped(r"[0-9A-Za-z]+(-[0-9A-Za-z]+)*", "只能用数字、字母和“-”，例如 001 或 001-02"),
    _in_half_width,
]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=60), _clean, _on_one_line]
PersonKey = Annotated[
    str,
    StringConstraints(min_length=2, max_length=32),
    _shaped(r"[a-z][a-z0-9-]*", "只能用小写字母、数字和“-”，以字母开头，例如 zhang-san"),
    _in_half_width,
]
Login = Annotated[
    str,
    StringConstraints(min_length=2, max_length=64, to_lower=True, strip_whitespace=True),
    _shaped(r"[a-z0-9][a-z0-9._@-]*", "只能用字母、数字和 . _ @ -，例如姓名拼音或工号"),
    _in_half_width,
]
"""Case does not matter: it is kept in lower case."""
Phone = Annotated[
    str,
    StringConstraints(max_length=32, strip_whitespace=True),
    _shaped(
        r"\+?[0-9(][0-9 \-()]{4,24}( ?(转|ext\.?|x) ?[0-9]{1,6})?",
        "应为电话号码，例如 13800001234、(0571)88886666 或 0571-88886666转802",
    ),
    _with_dashes,
]
Email = Annotated[
    str,
    StringConstraints(max_length=200, strip_whitespace=True),
    _shaped(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+", "应为邮箱地址，例如 name@example.cn"),
    _in_half_width,
]
"""Phone and e-mail may be empty, which clears them."""

"""Annotated types shared by commands and tables, so that a limit is written once."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    ]
)
"""What shows nothing, or turns the writing round for what follows."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their class that show nothing."""


def _without_control_characters(text: str) -> str:
    """Drop invisible characters that would let two different texts look alike; refuse what PostgreSQL cannot keep."""
    clean = text.translate(_INVISIBLE).strip()
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) <= 0xDFFF for c in clean):  # noqa: PLR2004 - Unicode
        msg = "含有不能保存的控制字符，请删除后重试"
        raise ValueError(msg)
    if text and not set(clean) - _BLANK - {" "}:
        msg = "只有空白，请填写内容"
        raise ValueError(msg)
    return clean


def _day_of_a_moment(value: object) -> object:
    """Let a moment with its offset stand for its day in Shanghai."""
    if isinstance(value, str) and "T" in value:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            msg = "时间须带时区，例如 2026-12-10T18:00:00+08:00，或只写日期 2026-12-10"
            raise ValueError(msg)
        return moment.astimezone(ZoneInfo("Asia/Shanghai")).date()
    return value


_clean = AfterValidator(_without_control_characters)

_on_one_line = AfterValidator(lambda text: " ".join(text.split()))

Place = Annotated[str, StringConstraints(min_length=1, max_length=120), _clean, _on_one_line]
Description = Annotated[str, StringConstraints(min_length=1, max_length=2000), _clean]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=1000), _clean]
Note = Annotated[str, StringConstraints(max_length=2000), _clean]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200), _clean, _on_one_line]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=64), _clean]
"""A person (key or login), a unit (code or name) or a hazard (ref or number), as outsiders write it."""
PhotoHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Photos = Annotated[list[PhotoHash], Field(max_length=12)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
"""万元, exact."""
Instant = AwareDatetime
"""A moment with its offset; naive texts are refused because they would be eight hours off."""
Day = Annotated[date, BeforeValidator(_day_of_a_moment)]
"""A last day; it ends at 24:00 Asia/Shanghai."""


def _shaped(pattern: str, rule: str) -> AfterValidator:
    """A text that must look a certain way; the rule is said in Chinese."""
    shape = re.compile(pattern)

    def check(text: str) -> str:
        if text and not shape.fullmatch(text):
            raise ValueError(rule)
        return text

    return AfterValidator(check)


Plain = Annotated[str, _shaped(r"[\x21-\x7e]*", "只能是连续的英文、数字和符号，请重新复制，不要带空格")]
"""What is copied from elsewhere: addresses, keys, ids."""
Subject = Annotated[Plain, Field(min_length=1, max_length=200)]
"""How a sign-in service names one of its people."""
UnitName = Annotated[str, StringConstraints(min_length=2, max_length=60), _clean, _on_one_line]
UnitCode = Annotated[
    str,
    StringConstraints(min_length=1, max_length=16),
    _shaped(r"[0-9A-Za-z]+(-[0-9A-Za-z]+)*", "只能用数字、字母和“-”，例如 001 或 001-02"),
]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=60), _clean, _on_one_line]
PersonKey = Annotated[
    str,
    StringConstraints(min_length=2, max_length=32),
    _shaped(r"[a-z][a-z0-9-]*", "只能用小写字母、数字和“-”，以字母开头，例如 zhang-san"),
]
Login = Annotated[
    str,
    StringConstraints(min_length=2, max_length=64, to_lower=True, strip_whitespace=True),
    _shaped(r"[a-z0-9][a-z0-9._@-]*", "只能用字母、数字和 . _ @ -，例如姓名拼音或工号"),
]
"""Case does not matter: it is kept in lower case."""
Phone = Annotated[
    str,
    StringConstraints(max_length=32, strip_whitespace=True),
    _shaped(r"\+?[0-9][0-9 \-]{4,30}", "应为电话号码，只含数字、空格和“-”"),
]
Email = Annotated[
    str,
    StringConstraints(max_length=200, strip_whitespace=True),
    _shaped(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+", "应为邮箱地址，例如 name@example.cn"),
]
"""Phone and e-mail may be empty, which clears them."""

"""Days as people write them: serials, full width, Chinese figures, without a year. What is no day is never made one."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from domain.intake.grid import Cell, text_of

SERIAL_BEGINS = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""Serials of workbooks between 1954 and 2119; smaller numbers are something else."""
CENTURY = 2000
LONGEST = timedelta(days=270)
"""How far ahead a day without a year may lie: further, and it is asked whether it had passed."""
FIGURES = dict(zip("〇零○O一二三四五六七八九", "0000123456789", strict=True))
_NAMES = "janfebmaraprmayjunjulaugsepoctnovdec"
MONTHS = {_NAMES[n : n + 3]: n // 3 + 1 for n in range(0, len(_NAMES), 3)}
_TAIL = re.compile(
    r"(\(?星期.\)?|\(?周[一二三四五六日天]\)?|上午|下午|\d{1,2}:\d{2}(:\d{2})?(\.0+)?|"
    r"\d{1,2}时(\d{1,2}分)?)"
)
_BEFORE = re.compile(r"(日?(之前|以前|前|止|截止|之内|内)(完成|整改完毕|整改完成|整改到位|改完)?|完成)$")
_YEAR_FIRST = re.compile(r"(\d{4})[年.\-/、,](\d{1,2})[月.\-/、,](\d{1,2})[日号]?\.?")
_SOLID = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r"'?(\d{2})[年.\-/](\d{1,2})[月.\-/](\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})[月](\d{1,2})[日号]?|(\d{1,2})[.\-/](\d{1,2})")
_ENGLISH = re.compile(
    r"(\d{1,2})[\s\-]?([a-z]{3})[a-z]*[\s\-,]*(\d{2,4})|([a-z]{3})[a-z]*[\s\-]?(\d{1,2})[,\s\-]+(\d{4})"
)
_CHINESE = re.compile(r"[〇零○O一二三四五六七八九十廿卅]+")


@dataclass(frozen=True)
class Day:
    """What a cell says of a day: the day, how it was read where that is worth telling, or why it is none."""

    day: date | None = None
    how: str = ""
    wrong: str = ""
    doubt: tuple[date, ...] = ()
    """The days that it may mean."""


def read_day(cell: Cell, *, near: date | None = None, later: bool = False) -> Day:
    """The day that a cell says. `near`: the day whose year counts where none is written; `later`: never before it."""
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, float):
        return _of_number(cell)
    text = text_of(cell)
    if not text:
        return Day()
    plain = _plain(text)
    if plain.isdigit() and len(plain) == 5:  # noqa: PLR2004 - a serial has five figures
        return _of_number(float(plain))
    return _of_text(plain, text, near, later=later)


def _plain(text: str) -> str:
    """Without blanks, times and days of the week; Chinese figures as plain ones."""
    words = _CHINESE.sub(
        lambda found: figures(found[0]), text.casefold().replace("o", "O") if "年" in text else text
    )
    return _BEFORE.sub("", _TAIL.sub("", words.replace(" ", "")))


def figures(chinese: str) -> str:
    """Chinese figures as plain ones: 二〇二六 is 2026, 二十一 is 21."""
    tens = chinese.replace("廿", "二十").replace("卅", "三十")
    if "十" not in tens:
        return "".join(FIGURES[letter] for letter in tens)
    front, _, back = tens.partition("十")
    return str(
        int("".join(FIGURES[n] for n in front) or 1) * 10 + int("".join(FIGURES[n] for n in back) or 0)
    )


def _of_number(number: float) -> Day:
    whole = int(number)
    if FIRST_SERIAL <= whole <= LAST_SERIAL:
        day = SERIAL_BEGINS + timedelta(days=whole)
        return Day(day, f"表格序列值 {whole} = {day}")
    text = text_of(float(whole) if number == whole else number)
    if _SOLID.fullmatch(text):
        return _of_text(text, text, None, later=False)
    return Day(wrong=f"“{text}”不是日期")


def _of_text(plain: str, text: str, near: date | None, *, later: bool) -> Day:
    if found := _YEAR_FIRST.fullmatch(plain) or _SOLID.fullmatch(plain):
        year, month, day = map(int, found.groups())
        return _day(text, year, month, day)
    if found := _SHORT_YEAR.fullmatch(plain):
        year, month, day = map(int, found.groups())
        return _day(text, CENTURY + year, month, day, how=f"“{text}”的年份按 {CENTURY + year} 年理解")
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(text, *map(int, found.groups()))
    if found := _NO_YEAR.fullmatch(plain):
        month, day = (int(part) for part in found.groups() if part)
        return _without_year(text, month, day, near, later=later)
    if found := _ENGLISH.fullmatch(text.casefold()):
        return _english(text, [part for part in found.groups() if part])
    return Day(wrong=f"“{text}”看不出是哪一天")


def _day(text: str, year: int, month: int, day: int, how: str = "") -> Day:
    try:
        return Day(date(year, month, day), how)
    except ValueError:
        return Day(wrong=f"“{text}”是不存在的日期")


def _year_last(text: str, first: int, second: int, year: int) -> Day:
    """9/14/2026 and 14/9/2026 can be only one day each; 5/9/2026 is asked."""
    ways = [_day(text, year, *pair) for pair in ((first, second), (second, first))]
    days = tuple(dict.fromkeys(way.day for way in ways if way.day))
    if len(days) == 1:
        return Day(days[0], f"“{text}”按 {days[0]} 理解")
    return Day(wrong=f"“{text}”分不清月和日", doubt=days) if days else ways[0]


def _without_year(text: str, month: int, day: int, near: date | None, *, later: bool) -> Day:
    if near is None:
        return Day(wrong=f"“{text}”没有写年份")
    found = _day(text, near.year, month, day)
    if later and found.day and found.day < near:
        passed: date = found.day
        found = _day(text, near.year + 1, month, day)
        if found.day and found.day - near > LONGEST:
            return Day(wrong=f"“{text}”没有写年份，{near} 之后太远，之前又已过去", doubt=(passed, found.day))
    if found.day:
        return Day(found.day, f"“{text}”没有写年份，按 {found.day} 理解")
    return found


def _english(text: str, parts: list[str]) -> Day:
    name = next(part for part in parts if part.isalpha())
    day, year = (int(part) for part in parts if part.isdigit())
    if name not in MONTHS:
        return Day(wrong=f"“{text}”看不出是哪一天")
    return _day(text, year if year > 99 else CENTURY + year, MONTHS[name], day)  # noqa: PLR2004 - two figures

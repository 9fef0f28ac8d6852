"""Until when: a day, a term from the day it was found, or words that set none."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from domain.calendar import Calendar
from domain.intake.days import Day, figures, read_day
from domain.intake.grid import Cell, text_of

AT_ONCE = re.compile(
    r"(要求|须|应|请)?(立即|立刻|马上|即刻|当场|现场|当日|当天|即知即改|立行立改|立查立改|即查即改|即时|边查边改)"
    r"(整改|改正|完成|清理|停止|停用|处理|纠正|到位|完毕|整改到位|整改完成|内)*"
)
ENDLESS = re.compile(r"(长期|持续|常态|日常|经常|坚持|定期|随时|永久|不定期|长效)")
BY_PLAN = re.compile(r"按.{0,6}(方案|计划|进度|要求)|列入.{0,6}计划|待定|另行")
NO_WORD = frozenset({"/", "\\", "-", "—", "－", "无", "——", "--", "不涉及", "n/a", "na", "//", "…"})
FIGURE = r"(\d+|[一二两三四五六七八九十廿卅]+|半)"
_SPAN = re.compile(
    rf"(?:限期|限|自.{{0,8}}起|于)?{FIGURE}(个)?(工作日|日历日|自然日|日|天|周|星期|个月|月|年|小时|h)"
    r"(之内|以内|内)?(完成|整改|整改完成|整改到位|整改完毕)?"
)
_MONTH_END = re.compile(
    r"(?:(\d{4})年)?(?:(\d{1,2})月|(本|当|下)月|月)(?:份)?(?:底|末)(?:前|之前|以前)?(?:完成)?"
)
_YEAR_END = re.compile(r"(?:(\d{4})年|[今本当]?年)(?:底|末|年底)(?:前|之前|以前)?(?:完成)?")
_MONTH = re.compile(r"(\d{4})[年.\-/](\d{1,2})月?(?:份)?(?:前|内|完成)?")
_DAY_INSIDE = re.compile(r"\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?")
DAYS_OF = {"日": 1, "天": 1, "自然日": 1, "日历日": 1, "周": 7, "星期": 7}
HOURS_A_DAY = 24


@dataclass(frozen=True)
class Until:
    """The last day; `at_once`: 立即整改; else why there is none: `endless`, `by_plan`, `wrong`, or nothing written."""

    day: date | None = None
    at_once: bool = False
    how: str = ""
    endless: bool = False
    by_plan: bool = False
    wrong: str = ""
    doubt: tuple[date, ...] = ()


def read_until(cell: Cell, found: date | None, calendar: Calendar) -> Until:
    """Until when a cell says that it shall be rectified, having been found on a day."""
    text = text_of(cell)
    if not text or text.casefold() in NO_WORD:
        return Until()
    plain = text.replace(" ", "")
    if AT_ONCE.fullmatch(plain):
        return Until(found, at_once=True)
    read = read_day(cell, near=found, later=True)
    if read.day:
        return Until(read.day, how=read.how)
    for read_it in (_span, _end_of_month, _end_of_year):
        if until := read_it(plain, text, found, calendar):
            return until
    return _in_words(plain, text, read)


def _span(plain: str, text: str, found: date | None, calendar: Calendar) -> Until | None:
    match = _SPAN.fullmatch(plain)
    if match is None:
        return None
    if found is None:
        return Until(wrong=f"“{text}”须从检查日期起算，检查日期没有读出")
    amount, unit = _amount(match[1]), match[3]
    if unit == "月" and not match[2]:
        return None  # 9月 is a month of the year
    day = _after(found, amount, unit, calendar)
    if day is None:
        return None
    said = "" if match[4] or unit == "工作日" else f"“{text}”按 {match[1]}{match[2] or ''}{unit}内理解，"
    return Until(day, how=f"{said}自 {found} 起 {match[1]}{match[2] or ''}{unit} = {day}")


def _amount(text: str) -> float:
    if text == "半":
        return 0.5
    return float(text if text.isdigit() else figures(text.replace("两", "二")))


def _after(found: date, amount: float, unit: str, calendar: Calendar) -> date | None:
    if unit == "工作日":
        return calendar.add_working_days(found, int(amount))
    if unit in DAYS_OF:
        return found + timedelta(days=int(amount * DAYS_OF[unit]))
    if unit in ("小时", "h"):
        return found + timedelta(days=-(-int(amount) // HOURS_A_DAY))
    if amount == 0.5:  # noqa: PLR2004 - half a month, half a year
        return found + timedelta(days=15) if unit in ("月", "个月") else _months_on(found, 6)
    return _months_on(found, int(amount) * (12 if unit == "年" else 1))


def _months_on(found: date, months: int) -> date:
    year, month = divmod(found.year * 12 + found.month - 1 + months, 12)
    return date(year, month + 1, min(found.day, monthrange(year, month + 1)[1]))


def _end_of_month(plain: str, text: str, found: date | None, _calendar: Calendar) -> Until | None:
    if match := _MONTH_END.fullmatch(plain):
        year, month, which = match.groups()
    elif match := _MONTH.fullmatch(plain):
        (year, month), which = match.groups(), None
    else:
        return None
    if found is None and not (year and month):
        return Until(wrong=f"“{text}”须从检查日期推算，检查日期没有读出")
    base = found or date(int(year), int(month), 1)
    wanted = int(month) if month else _months_on(base, 1 if which == "下" else 0).month
    of_year = int(year) if year else base.year + (wanted < base.month)
    if not 1 <= wanted <= 12:  # noqa: PLR2004 - months
        return Until(wrong=f"“{text}”是不存在的月份")
    day = date(of_year, wanted, monthrange(of_year, wanted)[1])
    return Until(day, how=f"“{text}”按 {day} 理解")


def _end_of_year(plain: str, text: str, found: date | None, _calendar: Calendar) -> Until | None:
    match = _YEAR_END.fullmatch(plain)
    if match is None or not (match[1] or found):
        return None
    day = date(int(match[1]) if match[1] else (found or date.max).year, 12, 31)
    return Until(day, how=f"“{text}”按 {day} 理解")


def _in_words(plain: str, text: str, read: Day) -> Until:
    if BY_PLAN.search(plain):
        inside = _DAY_INSIDE.findall(plain)
        days = {one.day for each in inside if (one := read_day(each)).day}
        if len(days) == 1 and len(inside) == 1:
            day = days.pop()
            return Until(day, how=f"“{text}”按其中的日期 {day} 理解")
        return Until(by_plan=True)
    if ENDLESS.search(plain):
        return Until(endless=True)
    return Until(wrong=read.wrong, doubt=read.doubt)

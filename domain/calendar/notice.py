"""Reads a year's days off and make-up days from the State Council's notice, pasted whole, or written a day a line.

Nothing is guessed: what contradicts itself is refused with the words it concerns, and sentences with a date that say
neither off nor worked are handed back.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.calendar.working_days import CERTAIN_HOLIDAYS, FIRST_DAY_SET_BY_NEXT_NOTICE, SATURDAY
from domain.calendar.years import OfficialYear
from domain.errors import WrongInput

FIELD = "text"
ONE_DAY = timedelta(days=1)
LONGEST_SPAN = 31
DAY = r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:\(([^()]*)\))?"
SPAN = re.compile(DAY + r"(?:[至到~\-—]+(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?)?")
VERB = re.compile(r"(?P<work>上班|补班)|(?P<off>放假|补休)")
IS_A_NOTICE = re.compile("放假")
NAME = re.compile(r"^(?:[一二三四五六七八九十]+、)?([\u4e00-\u9fff、]{2,20}):")
ITEM = re.compile(r"[。:;]?(?=[一二三四五六七八九十]{1,2}、[\u4e00-\u9fff、]{2,20}:)")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
NAMED_LINE = re.compile(rf"^{SPAN.pattern}[\s:,]*([\u4e00-\u9fff、]{{2,12}})$")
WEEKDAY = re.compile("(?:周|星期)([一二三四五六日天])")
IN_ALL = re.compile(r"共(\d{1,2})天")
TITLE_YEAR = re.compile(r"关于(\d{4})年")
NUMBER = re.compile(r"国办发明电〔\d{4}〕\d+号")
FEASTS = re.compile("元旦|春节|清明|劳动|端午|中秋|国庆")
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
WEEKDAY_OF = {name: n for n, name in enumerate(WEEKDAYS)} | {"天": 6}
STOP = re.compile("。")


@dataclass
class Recognised:
    """What a text says of a year; `left`: sentences with a date that say neither off nor worked."""

    year: int
    off: dict[date, str] = field(default_factory=dict)
    work: set[date] = field(default_factory=set)
    left: list[str] = field(default_factory=list)
    number: str = ""
    """The notice's own number, where the text shows it."""

    @property
    def official(self) -> OfficialYear:
        """The year as a calendar takes it."""
        return OfficialYear(self.year, self.off, frozenset(self.work))


def recognise(text: str, year: int) -> Recognised:
    """The year that the text sets; WrongInput (field `text` or `year`) quotes what is missing or contradicts itself."""
    plain = ISO.sub(r"\1年\2月\3日", unicodedata.normalize("NFKC", text))
    found = Recognised(year)
    told = TITLE_YEAR.search(plain)
    if told and int(told[1]) != year:
        raise WrongInput(
            f"通知写的是 {told[1]} 年，选的是 {year} 年，请改选年份或换用该年的通知。", field="year"
        )
    if number := NUMBER.search(plain):
        found.number = number[0]
    for sentence in _sentences(plain):
        _take(found, sentence)
    _refuse_what_cannot_be(found)
    return found


@dataclass
class _Sentence:
    text: str
    feast: str


def _sentences(plain: str) -> Iterator[_Sentence]:
    """A notice sentence by sentence, whichever way its lines were broken; else line by line."""
    feast = ""
    if not IS_A_NOTICE.search(plain):
        yield from (_Sentence(line.strip(), "") for line in plain.splitlines() if line.strip())
        return
    whole = re.sub(r"\s", "", plain)
    for text in (part for piece in ITEM.split(whole) for part in STOP.split(piece)):
        if named := NAME.match(text):
            feast = named[1]
        if text:
            yield _Sentence(text, feast)


def _take(found: Recognised, sentence: _Sentence) -> None:
    """Each day of a sentence goes with the verb that follows it: 放假, or 上班."""
    text, waiting = sentence.text, list[re.Match[str]]()
    pieces = sorted([*SPAN.finditer(text), *VERB.finditer(text)], key=lambda piece: piece.start())
    off_here = 0
    for piece in pieces:
        if piece.re is SPAN:
            waiting.append(piece)
        elif waiting and piece["work"]:
            found.work.update(_all_days(found, waiting, text))
            waiting = []
        elif waiting:
            off_here += _off(found, _all_days(found, waiting, text), sentence.feast, text)
            waiting = []
    if waiting and (named := NAMED_LINE.match(text)):
        _off(found, _all_days(found, waiting, text), named[named.re.groups], text)
    elif waiting:
        found.left.append(text)
    told = IN_ALL.search(text)
    if told and off_here and int(told[1]) != off_here:
        raise WrongInput(
            f"“{text}”写明共 {told[1]} 天，日期却是 {off_here} 天，请对照通知核对。", field=FIELD
        )


def _all_days(found: Recognised, pieces: list[re.Match[str]], text: str) -> list[date]:
    return [day for piece in pieces for day in _days(found.year, piece, text)]


def _off(found: Recognised, days: list[date], feast: str, text: str) -> int:
    if not feast:
        raise WrongInput(f"“{text}”没有写明是哪个节日，请写作“元旦：1月1日放假”。", field=FIELD)
    found.off |= dict.fromkeys(days, feast)
    return len(days)


def _days(year: int, piece: re.Match[str], text: str) -> list[date]:
    first_year, month, day, said, last_year, last_month, last_day, last_said = piece.groups()[:8]
    turns = first_year is None and last_month is not None and int(last_month) < int(month)
    first = _day(int(first_year or (year - 1 if turns else year)), month, day, said, text)
    if last_day is None:
        days = [first]
    else:
        its_year = int(last_year or (year if turns else first.year))
        last = _day(its_year, last_month or month, last_day, last_said, text)
        if not 0 <= (last - first).days < LONGEST_SPAN:
            raise WrongInput(f"“{text}”的结束日早于开始日，或间隔过长，请对照通知核对。", field=FIELD)
        days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    for one in days:
        before = one.year == year - 1 and (one.month, one.day) >= FIRST_DAY_SET_BY_NEXT_NOTICE
        if one.year != year and not before:
            raise WrongInput(f"“{text}”中的 {one} 不属于 {year} 年的安排，请核对年份。", field=FIELD)
    return days


def _day(year: int, month: str, day: str, said: str | None, text: str) -> date:
    try:
        found = date(year, int(month), int(day))
    except ValueError:
        raise WrongInput(
            f"“{text}”中的 {year}年{month}月{day}日 不存在，请对照通知核对。", field=FIELD
        ) from None
    told = WEEKDAY.search(said or "")
    if told and WEEKDAY_OF[told[1]] != found.weekday():
        raise WrongInput(
            f"“{text}”中 {found} 是周{WEEKDAYS[found.weekday()]}，不是周{told[1]}，请核对日期和年份。",
            field=FIELD,
        )
    return found


def _refuse_what_cannot_be(found: Recognised) -> None:
    if not found.off:
        raise WrongInput(
            "没有认出放假日期。请粘贴国务院办公厅通知原文，或每行写一天，例如“2027-01-01 元旦”“2027-01-09 上班”。",
            field=FIELD,
        )
    told = set(FEASTS.findall("".join(found.off.values())))
    if missing := [feast for feast in FEASTS.pattern.split("|") if feast not in told]:
        raise WrongInput(f"缺少{'、'.join(missing)}的放假安排，请补全后再录入。", field=FIELD)
    for (month, day), feast in CERTAIN_HOLIDAYS.items():
        if date(found.year, month, day) not in found.off:
            raise WrongInput(f"{month}月{day}日是法定的{feast}假日，安排中没有放假，请核对。", field=FIELD)
    if clash := found.work & found.off.keys():
        raise WrongInput(f"{min(clash)} 既是放假日又是调休上班日，请核对。", field=FIELD)
    if strange := [day for day in sorted(found.work) if day.weekday() < SATURDAY]:
        raise WrongInput(f"调休上班日 {strange[0]} 不是周六或周日，请核对。", field=FIELD)

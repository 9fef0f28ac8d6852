"""Of a row: when it was found, until when it should be done, when it was done and seen. No day is ever made up."""

from dataclasses import dataclass
from datetime import date

from domain.intake.asking import EMPTY, NOT_TAKEN, Choice, Hand, Question
from domain.intake.columns import Column
from domain.intake.days import Day, read_day
from domain.intake.setting import Cells, Setting
from domain.intake.terms import Until, read_until

SAME_DAY = frozenset({"当日", "当天", "当场", "立即", "同日", "现场"})
NO_DAY = frozenset(
    {"/", "-", "—", "无", "未完成", "未整改", "整改中", "--", "\\", "未复查", "待复查", "未销号", "——"}
)


@dataclass(frozen=True)
class Term:
    """The last day, where one is written, and whether it says 立即整改."""

    day: date | None = None
    at_once: bool = False


def found_on(cells: Cells, setting: Setting, hand: Hand, before: date | None) -> date | None:
    """The day it was found. `before`: that of the row above, whose year counts where none is written."""
    text = cells.text(Column.FOUND)
    read = read_day(cells.cell(Column.FOUND), near=before or setting.today)
    if read.day is not None and read.day <= setting.today:
        if read.how:
            hand.say(Column.FOUND, read.how)
        return read.day
    if read.day is not None:
        read = Day(wrong=f"“{text}”在今天之后", doubt=_a_year_before(read.day) if read.how else ())
    why = read.wrong or "没有写检查日期"
    sought = _Sought("found", Column.FOUND, text, why, read.doubt, last=setting.today)
    return _typed_day(sought, hand)


def until(cells: Cells, setting: Setting, hand: Hand, found: date) -> Term:
    """The last day to rectify; what sets none is asked, and may be left for whoever hands it over."""
    text = cells.text(Column.DUE)
    read = read_until(cells.cell(Column.DUE), found, setting.calendar)
    if read.day is not None and read.day >= found:
        if read.how:
            hand.say(Column.DUE, read.how)
        return Term(read.day, read.at_once)
    if read.day is not None:
        why = f"整改期限 {read.day} 早于检查日期 {found}"
        sought = _Sought("due_before_found", Column.DUE, text, why, first=found, may_be_empty=True)
        return Term(_typed_day(sought, hand))
    kind, why = _why_no_day(read, text)
    if not kind:
        return Term()
    return Term(
        _typed_day(_Sought(kind, Column.DUE, text, why, read.doubt, first=found, may_be_empty=True), hand)
    )


def _why_no_day(read: Until, text: str) -> tuple[str, str]:
    if read.endless:
        return "due_endless", f"“{text}”不是整改期限，须补正为日期"
    if read.by_plan:
        return "due_by_plan", f"“{text}”没有写日期"
    return ("due", read.wrong) if read.wrong else ("", "")


def done_on(cells: Cells, column: Column, hand: Hand, found: date) -> date | None:
    """A day on which it was done, or seen; nothing where nothing is written."""
    text = cells.text(column)
    if not text or text in NO_DAY:
        return None
    if text in SAME_DAY:
        hand.say(column, f"“{text}”按检查当日 {found} 理解")
        return found
    read = read_day(cells.cell(column), near=found, later=True)
    if read.day is not None:
        if read.how:
            hand.say(column, read.how)
        return read.day
    sought = _Sought(column.value, column, text, read.wrong, read.doubt, first=found, may_be_empty=True)
    return _typed_day(sought, hand)


@dataclass(frozen=True)
class _Sought:
    """A day that somebody must say: why, which it may be, and between which days it lies."""

    kind: str
    column: Column
    text: str
    why: str
    doubt: tuple[date, ...] = ()
    first: date = date.min
    last: date = date.max
    may_be_empty: bool = False

    def question(self, before: str = "") -> Question:
        """What is asked; `before`: what was wrong with an answer."""
        choices = [Choice(day.isoformat(), day.isoformat()) for day in self.doubt]
        choices += [Choice(EMPTY, "日期留空")] if self.may_be_empty else []
        return Question(
            self.kind, self.text, self.column, before + self.why, (*choices, NOT_TAKEN), typed="day"
        )


def _typed_day(sought: _Sought, hand: Hand) -> date | None:
    """The day that somebody chooses, types, or leaves empty; one that cannot be is asked for again."""
    answer = hand.ask(sought.question())
    if answer in (None, EMPTY):
        return None
    day = date.fromisoformat(answer)
    if sought.first <= day <= sought.last:
        return day
    wrong = f"早于检查日期 {sought.first}" if day < sought.first else "在今天之后"
    hand.questions.append(sought.question(f"您填的 {day} {wrong}，请重新填写；"))
    return None


def _a_year_before(day: date) -> tuple[date, ...]:
    try:
        return (day.replace(year=day.year - 1),)
    except ValueError:  # 29 February
        return ()

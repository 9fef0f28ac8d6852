"""Of a row: how far the work is. What its state says and what its days say are compared; a contradiction is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from domain.intake.asking import NOT_TAKEN, Choice, Hand, Question
from domain.intake.columns import Column
from domain.intake.kinds import (
    LATE_WORDS,
    LISTED_WORDS,
    SENT_BACK,
    Stage,
    ended_otherwise,
    is_done_perhaps,
    stage_of,
)
from domain.intake.setting import Cells, Setting
from domain.intake.when import Term, done_on

FAILED = ("不合格", "未通过", "不通过", "未完成")


@dataclass(frozen=True)
class Stood:
    """How far it was: the stage, the day the work was done, the day it was closed."""

    stage: Stage
    fixed: date | None = None
    closed: date | None = None


@dataclass(frozen=True)
class Told:
    """What a row says of it: its word, and its days."""

    cells: Cells
    setting: Setting
    hand: Hand
    found: date
    due: Term
    fixed: date | None
    verified: date | None

    @property
    def word(self) -> str:
        """What its state says."""
        return self.cells.text(Column.STATE)

    def ask(self, kind: str, why: str, *stages: Stage, column: Column = Column.STATE) -> Stage | None:
        """Which stage it is; None while nobody has said."""
        choices = (*(Choice(one, f"按“{one.label}”导入") for one in stages), NOT_TAKEN)
        answer = self.hand.ask(Question(kind, self.word, column, why, choices))
        return Stage(answer) if answer else None


def stood(cells: Cells, setting: Setting, hand: Hand, found: date, due: Term) -> Stood | None:
    """How far the work is; None when it is asked or refused."""
    fixed = done_on(cells, Column.FIXED, hand, found)
    verified = done_on(cells, Column.VERIFIED, hand, found)
    told = Told(cells, setting, hand, found, due, fixed, verified)
    if not _in_order(told):
        return None
    stage = _by_the_word(told)
    return _CHECKS[stage](told) if stage else None


def _in_order(told: Told) -> bool:
    """Days that cannot be are asked; the row waits for it."""
    later = [day for day in (told.fixed, told.verified) if day and day > told.setting.today]
    if later:
        why = f"完成或复查日期 {max(later)} 在今天之后"
        told.hand.ask(Question("in_future", "", Column.FIXED, why, (NOT_TAKEN,)))
        return False
    if told.fixed and told.fixed < told.found:
        why = f"完成日期 {told.fixed} 早于检查日期 {told.found}"
        told.hand.ask(Question("fixed_before_found", "", Column.FIXED, why, (NOT_TAKEN,)))
        return False
    if told.verified and told.verified < (told.fixed or told.found):
        why = f"复查日期 {told.verified} 早于完成日期 {told.fixed or told.found}"
        choices = (Choice("as_fixed", "按完成日期销号"), NOT_TAKEN)
        question = Question("verified_before_fixed", "", Column.VERIFIED, why, choices)
        return bool(told.fixed) and told.hand.ask(question) is not None
    return True


def _by_the_word(told: Told) -> Stage | None:
    cell, word = told.cells.cell(Column.STATE), told.word
    if not word:
        return _without_a_word(told)
    if ended_otherwise(cell):
        return told.ask(
            "state_ended", f"状态“{word}”：不是整改销号，请确认是否导入", Stage.CLOSED, Stage.WORKING
        )
    if is_done_perhaps(cell):
        if told.verified or told.cells.text(Column.VERIFIER):
            told.hand.say(Column.STATE, f"“{word}”且有复查人或复查日期，按已销号记")
            return Stage.CLOSED
        why = f"“{word}”没有复查人和复查日期：是已经验收销号，还是只改完了"
        return told.ask("state_done", why, Stage.CLOSED, Stage.VERIFYING)
    known = stage_of(cell)
    return known or told.ask("state", f"状态“{word}”看不出办到哪一步", *reversed(Stage))


def _without_a_word(told: Told) -> Stage | None:
    if told.verified or told.fixed:
        done = "复查日期" if told.verified else "完成日期"
        why = f"没有写状态，但填有{done}"
        return told.ask("state_blank_but_done", why, Stage.CLOSED, Stage.VERIFYING, Stage.WORKING)
    return told.ask("state_blank", "没有写状态，也没有完成日期", Stage.WORKING, Stage.REGISTERED)


def _closed(told: Told) -> Stood | None:
    if (result := told.cells.text(Column.RESULT)) and any(word in result for word in FAILED):
        why = f"状态“{told.word}”，复查结论却是“{result}”"
        stage = told.ask("closed_but_failed", why, Stage.CLOSED, Stage.WORKING)
        if stage is not Stage.CLOSED:
            return Stood(stage, told.fixed) if stage else None
    if not (told.verified or told.fixed):
        why = f"状态“{told.word}”，却没有完成日期和复查日期"
        stage = told.ask("closed_without_day", why, Stage.WORKING, column=Column.FIXED)
        return Stood(stage) if stage else None
    if told.verified is None:
        told.hand.say(Column.VERIFIED, f"没有复查日期，按完成日期 {told.fixed} 销号")
    if told.fixed is None:
        told.hand.say(Column.FIXED, f"没有完成日期，按复查日期 {told.verified} 记")
    closed = max(day for day in (told.verified, told.fixed) if day)
    _say_if_late(told, told.fixed or closed)
    return Stood(Stage.CLOSED, told.fixed or closed, closed)


def _verifying(told: Told) -> Stood | None:
    if told.verified:
        why = f"状态“{told.word}”，却已有复查日期 {told.verified}"
        stage = told.ask("verifying_but_verified", why, Stage.CLOSED, Stage.WORKING)
        if stage is Stage.CLOSED:
            return _closed(told)
        return Stood(stage) if stage else None
    if told.fixed is None:
        why = f"状态“{told.word}”，却没有完成日期"
        stage = told.ask("verifying_without_day", why, Stage.WORKING, column=Column.FIXED)
        return Stood(stage) if stage else None
    _say_if_late(told, told.fixed)
    return Stood(Stage.VERIFYING, told.fixed)


def _working(told: Told) -> Stood | None:
    if (told.fixed or told.verified) and not SENT_BACK.search(told.word):
        why = f"状态“{told.word}”，却填有完成日期 {told.fixed or told.verified}"
        stages = (Stage.WORKING, Stage.CLOSED if told.verified else Stage.VERIFYING)
        stage = told.ask("open_but_done", why, *stages)
        if stage is not Stage.WORKING:
            return _CHECKS[stage](told) if stage else None
    elif told.fixed:
        told.hand.say(Column.STATE, f"曾于 {told.fixed} 报验，“{told.word}”，按整改中记")
    if told.due.day is None:
        told.hand.say(Column.DUE, "没有可用的整改期限，按待交办导入，由交办时定期限")
        return Stood(Stage.REGISTERED)
    days = (told.setting.today - told.due.day).days
    if days > 0 and not LATE_WORDS.search(told.word):
        told.hand.say(Column.STATE, f"状态“{told.word}”，按期限 {told.due.day} 已超期 {days} 天")
    if days <= 0 and LATE_WORDS.search(told.word):
        told.hand.say(Column.STATE, f"状态“{told.word}”，但期限 {told.due.day} 未到，按期限记")
    if LISTED_WORDS.search(told.word):
        told.hand.say(Column.STATE, "台账记为挂牌督办，但没有文号和日期：导入后请由卫健委“签发挂牌”补登")
    return Stood(Stage.WORKING)


def _registered(told: Told) -> Stood | None:
    if told.fixed or told.verified:
        return _working(told)
    told.hand.say(Column.STATE, f"已登记未交办 {(told.setting.today - told.found).days} 天，期限从交办起算")
    return Stood(Stage.REGISTERED)


def _say_if_late(told: Told, fixed: date) -> None:
    if told.due.day and fixed > told.due.day:
        told.hand.say(Column.FIXED, f"完成日期 {fixed} 晚于期限 {told.due.day}，记为逾期整改")


_CHECKS: dict[Stage, Callable[[Told], Stood | None]] = {
    Stage.CLOSED: _closed,
    Stage.VERIFYING: _verifying,
    Stage.WORKING: _working,
    Stage.REGISTERED: _registered,
}

"""Of a row: what it is, how grave, how it was found, what it costs."""

from decimal import Decimal

from domain.intake.asking import EMPTY, NOT_TAKEN, Choice, Hand, Question
from domain.intake.columns import Column
from domain.intake.kinds import (
    category_of,
    is_local_level,
    level_of,
    likely_categories,
    likely_sources,
    source_of,
)
from domain.intake.money import A_WAN, read_money, unit_in
from domain.intake.setting import Cells, Setting
from domain.intake.vocabulary import plain_word
from domain.words import AUTHORITY_SOURCES, Category, Level, Source

UNSTATED = "未注明部位"
WAN, YUAN = Choice("wan", "万元"), Choice("yuan", "元")
BARE_SELF_CHECK = frozenset({"自查", "单位自查", "自查自纠", "院内自查", "本单位自查"})


def place_of(cells: Cells, hand: Hand) -> str | None:
    """Where; a department stands for a place that is not said."""
    if text := cells.text(Column.PLACE):
        return text
    if department := cells.text(Column.DEPARTMENT):
        hand.say(Column.PLACE, f"没有写部位，按科室“{department}”记")
        return department
    why = "没有写部位"
    choices = (Choice(UNSTATED, f"部位记为“{UNSTATED}”"), NOT_TAKEN)
    return hand.ask(Question("place_blank", "", Column.PLACE, why, choices))


def level_in(cells: Cells, setting: Setting, hand: Hand) -> Level | None:
    """The level; a local third word is 一般, and said so. A unit's own 重大 is taken in by the commission."""
    text, level = cells.text(Column.LEVEL), level_of(cells.cell(Column.LEVEL))
    if level is None:
        choices = (*(Choice(one, one.label) for one in Level), NOT_TAKEN)
        why = f"级别“{text}”不在一般、重大之列" if text else "没有写级别"
        answer = hand.ask(Question("level" if text else "level_blank", text, Column.LEVEL, why, choices))
        level = Level(answer) if answer else None
    elif is_local_level(text):
        hand.say(Column.LEVEL, f"级别“{text}”是地方叫法，按一般事故隐患记")
    if level is Level.MAJOR and setting.own is not None:
        hand.refuse(Column.LEVEL, "重大事故隐患由卫健委经办人导入，请把这一行报送卫健委")
    return level


def category_in(cells: Cells, hand: Hand) -> Category | None:
    """The category by the words that offices use."""
    cell, text = cells.cell(Column.CATEGORY), cells.text(Column.CATEGORY)
    if (known := category_of(cell)) is not None:
        return known
    likely = likely_categories(cell) if text else []
    choices = [Choice(one, one.label) for one in dict.fromkeys([*likely, *Category])]
    why = f"类别“{text}”没有对应" if text else "没有写类别"
    if likely:
        why += f"，可能是：{'、'.join(one.label for one in likely)}"
    kind = "category" if text else "category_blank"
    answer = hand.ask(Question(kind, text, Column.CATEGORY, why, (*choices, NOT_TAKEN)))
    return Category(answer) if answer else None


def source_in(cells: Cells, setting: Setting, hand: Hand) -> Source | None:
    """How it was found: it decides who closes it. Of a ledger that does not say, 历史导入 (监管级)."""
    text, source = cells.text(Column.SOURCE), source_of(cells.cell(Column.SOURCE))
    if source is Source.SPECIAL_CHECK and plain_word(text) in BARE_SELF_CHECK:
        hand.say(Column.SOURCE, f"“{text}”没有写日查、周查、月查，按{source.label}记")
    if source is None and not text and setting.own is None:
        hand.say(Column.SOURCE, "没有写发现方式，按历史导入记（监管级）")
        return Source.HISTORY_IMPORT
    if source is None:
        source = _which_source(cells, text, setting, hand)
    if source in AUTHORITY_SOURCES and setting.own is not None:
        hand.refuse(Column.SOURCE, f"{source.label}发现的隐患属监管级，由卫健委经办人导入")
        return None
    return source


def _which_source(cells: Cells, text: str, setting: Setting, hand: Hand) -> Source | None:
    own = setting.own is not None
    every = [one for one in Source if not (own and one in AUTHORITY_SOURCES)]
    likely = [one for one in likely_sources(cells.cell(Column.SOURCE)) if one in every] if text else []
    choices = [Choice(one, one.label) for one in dict.fromkeys([*likely, *every])]
    why = f"发现方式“{text}”没有对应：是单位自己查出的，还是检查组查出的" if text else "没有写发现方式"
    kind = "source" if text else "source_blank"
    answer = hand.ask(Question(kind, text, Column.SOURCE, why, (*choices, NOT_TAKEN)))
    return Source(answer) if answer else None


def funds_in(cells: Cells, hand: Hand) -> Decimal | None:
    """The sum in 万元."""
    cell, text = cells.cell(Column.FUNDS), cells.text(Column.FUNDS)
    money = read_money(cell, unit_in(cells.title(Column.FUNDS)))
    if money.wrong:
        choices = (Choice(EMPTY, "资金留空"), NOT_TAKEN)
        hand.ask(Question("funds", text, Column.FUNDS, money.wrong, choices))
        return None
    if money.bare or money.large:
        title = cells.title(Column.FUNDS)
        why = f"“{title}”列没有写单位" if money.bare else f"“{text}”万元数额过大，可能是元"
        kind = "funds_unit" if money.bare else "funds_large"
        subject = "" if money.bare else text
        answer = hand.ask(Question(kind, subject, Column.FUNDS, why, (WAN, YUAN, NOT_TAKEN)))
        if answer is None:
            return None
        return read_money(cell, 1 / A_WAN if answer == YUAN.value else Decimal(1)).amount
    if money.how:
        hand.say(Column.FUNDS, money.how)
    return money.amount

"""Of a row: its unit, department and 责任人. A name nearly known is asked, one that is not stays a text."""

import re

from domain.directory.organisation import UnitCard
from domain.intake.asking import NOT_TAKEN, Choice, Hand, Question
from domain.intake.columns import Column
from domain.intake.named import Named
from domain.intake.setting import Cells, Setting

SEVERAL = re.compile(r"[、,;，；]|\s和\s")
BY_TEXT = "by_text"


def unit_of(cells: Cells, setting: Setting, hand: Hand) -> UnitCard | None:
    """The unit of a row; None when it is asked or refused."""
    directory, text = setting.names.directory, cells.text(Column.UNIT)
    if not text:
        return _without_a_name(cells, setting, hand)
    found = setting.names.unit(text)
    unit = found.id
    if (
        unit is None
        and setting.own is not None
        and any(one.is_called(text) for one in directory.units.values())
    ):
        own = directory.units[setting.own].name
        hand.refuse(Column.UNIT, f"“{text}”不是{own}，本单位只能导入自己的台账，请由卫健委经办人导入")
        return None
    if unit is None:
        answer = hand.ask(_which_unit(text, found, setting))
        unit = setting.names.unit(answer).id if answer else None
    return directory.units[unit] if unit is not None else None


def _without_a_name(cells: Cells, setting: Setting, hand: Hand) -> UnitCard | None:
    """Whoever takes in its own ledger means itself; the commission is asked."""
    if setting.own is not None:
        return setting.names.directory.units[setting.own]
    why = "单位为空" if cells.has(Column.UNIT) else "这张表没有单位一列"
    answer = hand.ask(Question("unit_blank", "", Column.UNIT, why, (NOT_TAKEN,), typed="unit"))
    named = setting.names.unit(answer).id if answer else None
    return setting.names.directory.units[named] if named is not None else None


def _which_unit(text: str, found: Named, setting: Setting) -> Question:
    units = [setting.names.directory.units[one] for one in found.likely]
    meant = "、".join(unit.name for unit in units)
    why = f"没有叫“{text}”的单位" + (f"，您是不是要找：{meant}" if units else "，请先在“单位与人员”中建立")
    choices = (*(Choice(unit.code, unit.name) for unit in units), NOT_TAKEN)
    return Question("unit", text, Column.UNIT, why, choices, typed="unit")


def department_of(cells: Cells, setting: Setting, hand: Hand, unit: UnitCard) -> str | None:
    """The code of the department where it was found; one that is not known stays a text."""
    text = cells.text(Column.DEPARTMENT)
    if not text:
        return None
    found = setting.names.department(unit.id, text)
    if found is None:
        hand.say(Column.DEPARTMENT, f"{unit.name}没有建“{text}”，科室只作文字留存")
    return found.code if found else None


def fixer_of(cells: Cells, setting: Setting, hand: Hand, unit: UnitCard, *, is_open: bool) -> str | None:
    """The key of the 责任人 where the ledger names one whom we know; of closed rows the name is kept as it stands."""
    text = cells.text(Column.FIXER)
    if not text:
        return None
    directory = setting.names.directory
    if SEVERAL.search(text):
        if is_open:
            hand.say(Column.FIXER, f"“{text}”不止一人，导入后由单位签收时落实责任人")
        return None
    found = setting.names.person(unit.id, text)
    if found.id is not None:
        person = directory.people[found.id]
        hand.say(Column.FIXER, f"责任人对应在册人员 {person.name}（{directory.unit_short(person.unit_id)}）")
        return person.key
    if not is_open:
        return None
    if found.likely:
        return _which_person(text, found, setting, hand, unit)
    hand.say(Column.FIXER, f"{unit.name}没有在册的“{text}”，姓名只作文字留存，由单位签收时落实责任人")
    return None


def _which_person(text: str, found: Named, setting: Setting, hand: Hand, unit: UnitCard) -> str | None:
    directory = setting.names.directory
    people = [directory.people[one] for one in found.likely]
    shown = [f"{one.name}（{directory.unit_short(one.unit_id)}，{one.key}）" for one in people]
    choices = (
        *(Choice(one.key, label) for one, label in zip(people, shown, strict=True)),
        Choice(BY_TEXT, "都不是，姓名只作文字留存，由单位签收时落实"),
        NOT_TAKEN,
    )
    why = f"{unit.name}没有叫“{text}”的在册人员，您是不是要找：{'、'.join(shown)}"
    answer = hand.ask(Question("person", f"{unit.code} {text}", Column.FIXER, why, choices))
    return None if answer in (None, BY_TEXT) else answer

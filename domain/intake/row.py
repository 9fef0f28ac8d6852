"""One row of a ledger becomes what is taken in, or questions, or reasons against it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from domain.commands.importing import Import, Origin
from domain.directory.naming import same
from domain.directory.organisation import UnitCard
from domain.intake.asking import Hand, Question, Remark
from domain.intake.columns import KEPT, Column
from domain.intake.grid import kept_of, text_of
from domain.intake.kinds import Stage
from domain.intake.setting import Cells, Setting
from domain.intake.stage import Stood, stood
from domain.intake.what import category_in, funds_in, level_in, place_of, source_in
from domain.intake.when import Term, found_on, until
from domain.intake.who import department_of, fixer_of, unit_of
from domain.typed_text import folded
from domain.word import Word

LONGEST_KEPT = 2000
OF_THE_FIELD = {"original_number": Column.NUMBER, "basis": Column.BASIS}


class Ruling(Word):
    """What becomes of a line of a ledger."""

    READY = "ready", "可导入"
    ASKED = "asked", "要您决定"
    REFUSED = "refused", "不能导入"
    LEFT_OUT = "left_out", "已略过"
    KNOWN = "known", "以前已导入"
    TAKEN_IN = "taken_in", "已导入"


@dataclass(frozen=True)
class Verdict:
    """What is said of one line: the ruling, remarks, open questions, and the row as it is taken in.

    `key` is the same for the same row whenever it is read; `found`: the day that counts for the row below.
    """

    line: int
    ruling: Ruling
    remarks: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    command: Import | None = None
    key: str = ""
    found: date | None = None


def read_row(cells: Cells, setting: Setting, origin: Origin, before: date | None) -> Verdict:
    """Read one row. `before`: the day on which the row above was found."""
    hand = Hand(setting.answers)
    for column in cells.instead:
        if cells.line.text(cells.head.at[column]):
            hand.say(
                column,
                f"{column.label}“{cells.line.text(cells.head.at[column])}”，取上一行的“{cells.text(column)}”",
            )
        else:
            hand.say(column, f"{column.label}为空，取上一行（合并单元格）")
    unit, found = unit_of(cells, setting, hand), found_on(cells, setting, hand, before)
    values = _of_itself(cells, setting, hand)
    if found is not None:
        values |= _of_the_work(cells, setting, hand, unit, found)
    command = None
    if not (hand.questions or hand.faults or hand.left_out) and unit is not None and found is not None:
        command = _made(values | {"unit": unit.code, "found_on": found, "origin": origin}, hand)
    key = key_of(unit.code, found, values) if unit is not None and found is not None else ""
    verdict = Verdict(cells.line.number, _ruling(hand, command), tuple(hand.remarks), key=key, found=found)
    if command is not None:
        return replace(verdict, command=command)
    if hand.left_out:
        return verdict
    return replace(verdict, remarks=(*hand.faults, *hand.remarks), questions=tuple(hand.questions))


def key_of(unit: str, found: date, values: dict[str, Any]) -> str:
    """What names a row whenever its ledger is read again: where, when and what was found; nothing until all is said."""
    if not (values["place"] and values["description"]):
        return ""
    told = (unit, found.isoformat(), folded(values["place"]), folded(values["description"]))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:40]


def _ruling(hand: Hand, command: Import | None) -> Ruling:
    if hand.left_out:
        return Ruling.LEFT_OUT
    if hand.faults:
        return Ruling.REFUSED
    return Ruling.READY if command is not None else Ruling.ASKED


def _of_itself(cells: Cells, setting: Setting, hand: Hand) -> dict[str, Any]:
    """What a row says without its unit and its days."""
    description = kept_of(cells.cell(Column.DESCRIPTION))
    if not description:
        hand.refuse(Column.DESCRIPTION, "没有写隐患描述")
    return {
        "description": description,
        "place": place_of(cells, hand),
        "level": level_in(cells, setting, hand),
        "category": category_in(cells, hand),
        "source": source_in(cells, setting, hand),
        "funds": funds_in(cells, hand),
        "measures": kept_of(cells.cell(Column.MEASURES)) or None,
        "interim": kept_of(cells.cell(Column.INTERIM)) or None,
        "basis": kept_of(cells.cell(Column.BASIS)) or None,
        "original_number": cells.text(Column.NUMBER) or None,
    }


def _of_the_work(
    cells: Cells, setting: Setting, hand: Hand, unit: UnitCard | None, found: date
) -> dict[str, Any]:
    """How far it is; and who, once it is known at which unit."""
    due = until(cells, setting, hand, found)
    reached = stood(cells, setting, hand, found, due)
    is_open = reached is None or reached.stage is not Stage.CLOSED
    fixer = fixer_of(cells, setting, hand, unit, is_open=is_open) if unit else None
    department = department_of(cells, setting, hand, unit) if unit else None
    _say_if_the_same(cells, hand)
    values = {"department": department, "fixer": fixer, "kept": _kept(cells, department)}
    return values | _of_the_stage(reached, due)


def _of_the_stage(reached: Stood | None, due: Term) -> dict[str, Any]:
    if reached is None:
        return {}
    handed_over = reached.stage is not Stage.REGISTERED
    return {
        "stage": reached.stage.value,
        "due": due.day if handed_over else None,
        "immediate": due.at_once and handed_over,
        "fixed_on": reached.fixed,
        "closed_on": reached.closed,
    }


def _kept(cells: Cells, department: str | None) -> dict[str, str]:
    """What stands beside: each column that is kept as it is, names, and the words of what was worked out."""
    wanted = KEPT | {Column.FIXER, Column.DUE, Column.STATE} | (set() if department else {Column.DEPARTMENT})
    told = {
        one.title: text_of(cells.instead.get(one.meaning)) or kept_of(cells.line.cell(one.column))
        for one in cells.head.columns
        if one.meaning in wanted
    }
    return {title: text[:LONGEST_KEPT] for title, text in told.items() if text}


def _say_if_the_same(cells: Cells, hand: Hand) -> None:
    fixer, verifier = (cells.text(column).split() for column in (Column.FIXER, Column.VERIFIER))
    if fixer and verifier and same(fixer[-1], verifier[-1]):
        hand.say(Column.VERIFIER, f"责任人与复查人疑似同一人（{verifier[-1]}），请核对“谁整改谁回避”")


def _made(values: dict[str, Any], hand: Hand) -> Import | None:
    """The row as it is taken in; what does not fit is refused by the name of its column."""
    try:
        return Import.model_validate({name: value for name, value in values.items() if value is not None})
    except ValidationError as wrong:
        for one in wrong.errors():
            name = str(one["loc"][0]) if one["loc"] else ""
            column = OF_THE_FIELD.get(name) or next((c for c in Column if c.value == name), None)
            limit = (one.get("ctx") or {}).get("max_length")
            hand.refuse(column, f"超过 {limit} 个字，请缩短后重新导入" if limit else "填写的内容无法识别")
    return None

"""What somebody says of a kept ledger: what a column means, what becomes of rows of a kind. It is judged again."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from domain.calendar import day_of
from domain.cases.store.writing import retried
from domain.directory.organisation import Actor
from domain.errors import NotReady, WrongInput
from domain.imports.reading import Asked, Judge, line_of, sheet_of
from domain.imports.rows import WORDS, Stage, head_of, judged, ledger_of, question_of, row_of, said_of
from domain.imports.who_may import refuse_unless_side, units_of
from domain.intake.asking import EVERY, LEAVE_OUT, Question
from domain.intake.columns import LEFT_ALONE, Column
from domain.intake.days import read_day
from domain.intake.grid import Line
from domain.intake.named import Names
from domain.store.base import Store
from domain.tables.core import LEDGER, LEDGER_ROW

AT_ONCE = 1000
MAY_BE_SEVERAL = LEFT_ALONE | {Column.OTHER}
_JUDGED = (
    update(LEDGER_ROW)
    .where(LEDGER_ROW.c.ledger_id == bindparam("of"), LEDGER_ROW.c.n == bindparam("at"))
    .values(
        ruling=bindparam("ruling"),
        remarks=bindparam("remarks"),
        questions=bindparam("questions"),
        command=bindparam("command"),
        row_key=bindparam("row_key"),
    )
)


def decide(store: Store, ref: str, answers: dict[str, str], *, by: Actor, at: datetime) -> None:
    """Answer questions, by their keys; an empty answer takes one back. Raises WrongInput for what is no answer."""
    retried(store, partial(_decide, store, ref, answers, by, at))


def correct(store: Store, ref: str, meaning: dict[str, dict[str, str]], *, by: Actor, at: datetime) -> None:
    """Say what columns mean: sheet -> column -> meaning."""
    retried(store, partial(_correct, store, ref, meaning, by, at))


def _decide(
    store: Store, ref: str, answers: dict[str, str], by: Actor, at: datetime, connection: Connection
) -> None:
    ledger = _open(connection, store, ref, by, at)
    asked = open_questions(connection, ledger.id)
    names = _names(connection, store, by, at)
    said, words = dict(ledger.answers), dict(ledger.answers.get(WORDS, {}))
    for key, answer in answers.items():
        if not answer:
            said.pop(key, None)
            words.pop(key, None)
            continue
        meant = [one for one in asked if key in (one.key, f"{one.kind}:{EVERY}")]
        if key.endswith(f":{EVERY}") and (meant or answer == LEAVE_OUT):
            said[key] = _of_all(meant, answer)
        elif meant:
            said[key] = _checked(meant[0], answer, names, at)
        if meant:
            words[key] = _in_words(meant[0], said[key], names, of_all=key.endswith(f":{EVERY}"))
    _judge_again(connection, store, ledger, {"answers": {**said, WORDS: words}}, by, at)


def _correct(
    store: Store,
    ref: str,
    meaning: dict[str, dict[str, str]],
    by: Actor,
    at: datetime,
    connection: Connection,
) -> None:
    ledger = _open(connection, store, ref, by, at)
    for of_sheet in meaning.values():
        given = [one for one in of_sheet.values() if Column(one) not in MAY_BE_SEVERAL]
        if double := next((one for one in given if given.count(one) > 1), None):
            raise WrongInput(f"“{Column(double).label}”对应了两列，请只留一列。", field="meaning")
    _judge_again(connection, store, ledger, {"meaning": {**ledger.meaning, **meaning}}, by, at)


def open_questions(connection: Connection, ledger_id: int) -> list[Question]:
    """Every question that is open, each once."""
    asked = select(LEDGER_ROW.c.questions).where(
        LEDGER_ROW.c.ledger_id == ledger_id, LEDGER_ROW.c.questions != []
    )
    found: dict[str, Question] = {}
    for questions in connection.execute(asked).scalars():
        for kept in questions:
            question = question_of(kept)
            found.setdefault(question.key, question)
    return list(found.values())


def _in_words(question: Question, answer: str, names: Names, *, of_all: bool) -> str:
    """A decision as it is shown when it may be taken back."""
    label = next((one.label for one in question.choices if one.value == answer), answer)
    if question.typed == "unit" and (unit := names.unit(answer).id) is not None:
        label = names.directory.units[unit].name
    return f"{question.why}{'，以及同类的各项' if of_all else ''} → {label}"


def _of_all(questions: list[Question], answer: str) -> str:
    """One answer for a kind, also for what is asked of it only once something else is decided."""
    if answer != LEAVE_OUT and not any(answer in _values(one) for one in questions):
        why = f"“{answer}”是为一项填写的，不能用于同类的各项；请去掉“都这样办”，或改选列出的选项。"
        raise WrongInput(why, field=questions[0].key)
    return answer


def _values(question: Question) -> set[str]:
    return {choice.value for choice in question.choices}


def _checked(question: Question, answer: str, names: Names, at: datetime) -> str:
    """The answer as it is kept; raises WrongInput for one that is no answer."""
    if answer in _values(question):
        return answer
    if question.typed == "day":
        read = read_day(answer, near=day_of(at))
        if read.day is None or read.day > day_of(at).replace(year=day_of(at).year + 10):
            raise WrongInput(f"“{answer}”不是日期，请写作 2026-11-30。", field=question.key)
        return read.day.isoformat()
    if question.typed == "unit":
        found = names.unit(answer)
        if found.id is None:
            raise WrongInput(f"没有叫“{answer}”的单位，请填写单位代码或全称。", field=question.key)
        return names.directory.units[found.id].code
    raise WrongInput("请从列出的选项中选择。", field=question.key)


def _open(connection: Connection, store: Store, ref: str, by: Actor, at: datetime) -> Row[Any]:
    ledger = ledger_of(connection, store, ref, by, at, lock=True)
    if ledger.state != Stage.CHECKED:
        raise NotReady(f"这次导入现为“{Stage(ledger.state).label}”，不能再改；要收回请用“撤销导入”。")
    return ledger


def _names(connection: Connection, store: Store, by: Actor, at: datetime) -> Names:
    directory = store.directory(connection)
    return Names(directory, units_of(directory, refuse_unless_side(directory, by, at)))


def _judge_again(
    connection: Connection, store: Store, ledger: Row[Any], said: dict[str, Any], by: Actor, at: datetime
) -> None:
    """Judge every line anew and write what changed; a line is known by its sheet and number."""
    directory = store.directory(connection)
    side = refuse_unless_side(directory, by, at)
    now = {"meaning": ledger.meaning, "answers": ledger.answers, **said}
    asked = Asked(ledger.ref, ledger.file, side, directory, at, now["meaning"], now["answers"])
    sheets = [sheet_of(kept) for kept in ledger.sheets]
    judge = Judge(connection, asked, sheets, {})
    before, all_of_them = _kept(connection, ledger.id), "meaning" in said
    judged_now = (
        (before[place, verdict.line], line, verdict)
        for place, line, verdict in judge.verdicts(_lines(connection, ledger.id))
    )
    changed = (
        {"of": ledger.id, "at": n, **row_of(line, verdict)}
        for (n, was), line, verdict in judged_now
        if all_of_them or was != _told_by(judged(verdict), verdict.key)
    )
    while some := list(islice(changed, AT_ONCE)):
        connection.execute(
            _JUDGED, [{k: v for k, v in one.items() if k not in ("line", "cells")} for one in some]
        )
    heads = judge.heads
    shown = [said_of(sheet, heads.get(n) or head_of(ledger.sheets[n])) for n, sheet in enumerate(sheets)]
    connection.execute(update(LEDGER).where(LEDGER.c.id == ledger.id).values(**now, sheets=shown))


def _lines(connection: Connection, ledger_id: int) -> Iterator[tuple[int, Line]]:
    """The lines of a ledger in their order, some at a time."""
    last = 0
    while True:
        asked = select(LEDGER_ROW.c.n, LEDGER_ROW.c.sheet, LEDGER_ROW.c.line, LEDGER_ROW.c.cells)
        rows = asked.where(LEDGER_ROW.c.ledger_id == ledger_id, LEDGER_ROW.c.n > last).order_by(
            LEDGER_ROW.c.n
        )
        some = connection.execute(rows.limit(AT_ONCE)).all()
        if not some:
            return
        for row in some:
            last = row.n
            if row.cells:
                yield row.sheet, line_of(row.line, row.cells)


def _kept(connection: Connection, ledger_id: int) -> dict[tuple[int, int], tuple[int, int]]:
    """(sheet, line) -> (the place of the row, what was said of it in short)."""
    known = LEDGER_ROW.c.sheet, LEDGER_ROW.c.line, LEDGER_ROW.c.n
    told = LEDGER_ROW.c.ruling, LEDGER_ROW.c.remarks, LEDGER_ROW.c.questions, LEDGER_ROW.c.row_key
    wanted = select(*known, *told).where(LEDGER_ROW.c.ledger_id == ledger_id).order_by(LEDGER_ROW.c.n)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    last = 0
    while some := connection.execute(wanted.where(LEDGER_ROW.c.n > last).limit(AT_ONCE)).all():
        last = some[-1].n
        for row in some:
            said = {"ruling": row.ruling, "remarks": row.remarks, "questions": row.questions}
            found[row.sheet, row.line] = row.n, _told_by(said, row.row_key)
    return found


def _told_by(said: dict[str, Any], row_key: str) -> int:
    return hash(json.dumps([said["ruling"], said["remarks"], said["questions"], row_key]))

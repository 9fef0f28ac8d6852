"""The rows of an import as they are kept: a ledger, its lines, and what is said of each."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from domain.directory.organisation import Actor
from domain.errors import NotFound
from domain.imports.who_may import refuse_unless_side
from domain.intake.asking import Choice, Question, Remark
from domain.intake.columns import Column
from domain.intake.grid import Cell, Line, Sheet
from domain.intake.head import Head, Meant
from domain.intake.row import Verdict
from domain.store.base import Store
from domain.tables.core import LEDGER
from domain.word import Word

WORDS = "words"
"""Where an import keeps, beside what was decided, how each decision reads."""


class Stage(Word):
    """How far an import is."""

    CHECKED = "checked", "预检"
    TAKING_IN = "taking_in", "正在导入"
    TAKEN_IN = "taken_in", "已导入"
    TAKING_BACK = "taking_back", "正在撤销"
    TAKEN_BACK = "taken_back", "已撤销"


def ledger_of(
    connection: Connection, store: Store, ref: str, by: Actor, at: datetime, *, lock: bool = False
) -> Row[Any]:
    """An import of this person's commission or unit; raises NotFound, or NotAllowed for whoever takes none in."""
    side = refuse_unless_side(store.directory(connection), by, at)
    asked = select(LEDGER).where(LEDGER.c.ref == ref, LEDGER.c.unit_id == side.unit.id)
    found = connection.execute(asked.with_for_update() if lock else asked).first()
    if found is None:
        raise NotFound("没有这次导入。")
    return found


def row_of(line: Line | None, verdict: Verdict) -> dict[str, Any]:
    """A line with its verdict as a row."""
    command = verdict.command.model_dump(mode="json", exclude_none=True) if verdict.command else None
    return {
        "line": verdict.line,
        "cells": [_kept(cell) for cell in line.cells] if line else [],
        **judged(verdict),
        "command": command,
        "row_key": verdict.key,
    }


def judged(verdict: Verdict) -> dict[str, Any]:
    """What is said of a line."""
    return {
        "ruling": str(verdict.ruling),
        "remarks": [
            [str(one.column or ""), one.text, *([True] if one.bad else [])] for one in verdict.remarks
        ],
        "questions": [_asked(one) for one in verdict.questions],
    }


def _asked(question: Question) -> dict[str, Any]:
    choices = [asdict(choice) for choice in question.choices]
    return {**asdict(question), "column": str(question.column), "choices": choices}


def remark_of(kept: list[Any]) -> Remark:
    """What is said, as it was."""
    column, text, *bad = kept
    return Remark(Column(column) if column else None, text, bad=bool(bad))


def question_of(kept: dict[str, Any]) -> Question:
    """A question, as it was."""
    choices = tuple(Choice(**choice) for choice in kept["choices"])
    return Question(**{**kept, "column": Column(kept["column"]), "choices": choices})


def said_of(sheet: Sheet, head: Head | None) -> dict[str, Any]:
    """A sheet with its head, as an import keeps it."""
    columns = [asdict(one) for one in head.columns] if head else []
    return {
        **asdict(sheet),
        "head": {"first": head.first, "last": head.last, "columns": columns} if head else None,
    }


def head_of(kept: dict[str, Any]) -> Head | None:
    """The head of a kept sheet."""
    head = kept["head"]
    if head is None:
        return None
    columns = tuple(Meant(**{**one, "meaning": Column(one["meaning"])}) for one in head["columns"])
    return Head(head["first"], head["last"], columns)


def _kept(cell: Cell) -> Any:  # noqa: ANN401 - what JSON takes
    if cell is None or isinstance(cell, str | float | bool):
        return cell
    return [cell.isoformat()]

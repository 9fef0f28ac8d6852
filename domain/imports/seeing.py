"""What somebody sees of their imports: the list, one with its counts, its lines by verdict, what is asked of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from domain.directory.organisation import Actor
from domain.imports.reading import line_of
from domain.imports.rows import WORDS, Stage, head_of, ledger_of, question_of, remark_of
from domain.imports.who_may import refuse_unless_side
from domain.intake.asking import Question, Remark
from domain.intake.grid import letter_of, text_of
from domain.intake.head import Head
from domain.intake.row import Ruling
from domain.store.base import Store
from domain.tables.core import HAZARD, LEDGER, LEDGER_ROW

MOST = 50
MOST_LINES_NAMED = 8


@dataclass(frozen=True)
class Told:
    """What is said of a cell, or of a whole line (`cell` empty), such as N41."""

    cell: str
    text: str


@dataclass(frozen=True)
class Seen:
    """One line as it is shown: where it stands, its first words, the verdict and why; the hazard that it became."""

    n: int
    sheet: str
    line: int
    ruling: Ruling
    words: str
    remarks: tuple[Told, ...]
    questions: tuple[Told, ...]
    ref: str | None
    number: str | None


@dataclass(frozen=True)
class Group:
    """One question with how many lines wait for it, the first of them, and what was answered."""

    question: Question
    many: int
    lines: tuple[int, ...]
    answer: str = ""


@dataclass(frozen=True)
class Whole:
    """An import with how many lines it has of each verdict, and the heads of its sheets by their place."""

    row: Row[Any]
    stage: Stage
    counts: dict[Ruling, int]
    heads: dict[int, Head]

    @property
    def decided(self) -> dict[str, str]:
        """What was decided, by its question, as it reads."""
        words = self.row.answers.get(WORDS, {})
        return {
            key: words.get(key, f"{key} → {answer}") for key, answer in self.row.answers.items() if ":" in key
        }

    @property
    def many(self) -> int:
        """How many lines there are to take in, or to take back."""
        return sum(self.counts.get(ruling, 0) for ruling in (Ruling.READY, Ruling.TAKEN_IN))


def imports_seen(store: Store, by: Actor, at: datetime) -> list[Row[Any]]:
    """The imports of this person's commission or unit, the latest first."""
    with store.asking() as connection:
        side = refuse_unless_side(store.directory(connection), by, at)
        mine = select(LEDGER).where(LEDGER.c.unit_id == side.unit.id).order_by(LEDGER.c.id.desc()).limit(MOST)
        return list(connection.execute(mine))


def import_seen(store: Store, ref: str, by: Actor, at: datetime) -> Whole:
    """One import; raises NotFound."""
    with store.asking() as connection:
        ledger = ledger_of(connection, store, ref, by, at)
        of_it = select(LEDGER_ROW.c.ruling, func.count()).where(LEDGER_ROW.c.ledger_id == ledger.id)
        counted = connection.execute(of_it.group_by(LEDGER_ROW.c.ruling)).tuples()
        counts = {Ruling(name): many for name, many in counted}
    heads = {n: head for n, kept in enumerate(ledger.sheets) if (head := head_of(kept)) is not None}
    return Whole(ledger, Stage(ledger.state), counts, heads)


def lines_seen(
    store: Store, whole: Whole, ruling: Ruling | None, after: int = 0, most: int = MOST
) -> tuple[list[Seen], bool]:
    """Lines of one verdict, or of all, after a place; and whether there are more."""
    asked = (
        select(LEDGER_ROW, HAZARD.c.ref.label("hazard"), HAZARD.c.number)
        .outerjoin(HAZARD, HAZARD.c.id == LEDGER_ROW.c.case_id)
        .where(LEDGER_ROW.c.ledger_id == whole.row.id, LEDGER_ROW.c.n > after)
        .order_by(LEDGER_ROW.c.n)
        .limit(most + 1)
    )
    if ruling is not None:
        asked = asked.where(LEDGER_ROW.c.ruling == ruling)
    with store.asking() as connection:
        rows = connection.execute(asked).all()
    return [_seen(row, whole) for row in rows[:most]], len(rows) > most


def questions_seen(store: Store, whole: Whole) -> list[Group]:
    """What is asked, the kinds with most lines first."""
    asked = select(LEDGER_ROW.c.line, LEDGER_ROW.c.questions).where(
        LEDGER_ROW.c.ledger_id == whole.row.id, LEDGER_ROW.c.questions != []
    )
    found: dict[str, tuple[Question, list[int]]] = {}
    with store.asking() as connection:
        for line, questions in connection.execute(asked.order_by(LEDGER_ROW.c.n)).tuples():
            for kept in questions:
                question = question_of(kept)
                found.setdefault(question.key, (question, []))[1].append(line)
    groups = [Group(one, len(lines), tuple(lines[:MOST_LINES_NAMED])) for one, lines in found.values()]
    return sorted(groups, key=lambda group: -group.many)


def _seen(row: Row[Any], whole: Whole) -> Seen:
    head = whole.heads.get(row.sheet)
    line = line_of(row.line, row.cells)
    texts = [text for cell in line.cells if (text := text_of(cell))]
    asked = [question_of(kept) for kept in row.questions]
    return Seen(
        n=row.n,
        sheet=whole.row.sheets[row.sheet]["name"],
        line=row.line,
        ruling=Ruling(row.ruling),
        words=" ｜ ".join(texts)[:160],
        remarks=tuple(_told(remark_of(kept), head, row.line) for kept in row.remarks),
        questions=tuple(_told(Remark(one.column, one.why), head, row.line) for one in asked),
        ref=row.hazard,
        number=row.number,
    )


def _told(remark: Remark, head: Head | None, line: int) -> Told:
    """With the name of its cell, such as N41."""
    column = head.at.get(remark.column) if head and remark.column else None
    return Told("" if column is None else f"{letter_of(column)}{line}", remark.text)

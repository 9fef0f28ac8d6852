"""The same row twice: exactly, nearly, or under one number; within a ledger and against what is known already."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from domain.commands.importing import Import
from domain.intake.alike import same_thing
from domain.intake.asking import LEAVE_OUT, NOT_TAKEN, Answers, Choice, Hand, Question, Remark
from domain.intake.columns import Column
from domain.intake.row import Ruling, Verdict
from domain.typed_text import folded

WITHIN = timedelta(days=45)
ALIKE, ALIKE_OTHERWISE = 55.0, 75.0
"""How alike two rows of a unit are that may be one: of the same category, and of another."""
LATEST = 150
"""So many of a unit's rows of a kind, in the weeks around, are compared."""
SAID = tuple(name for name in Import.model_fields if name != "origin")
ANOTHER = Choice("another", "不是同一条，一并导入")


@dataclass(frozen=True, slots=True)
class Known:
    """A hazard that a row may be: found when, where, what. `name`: how people call it, or its line in this ledger."""

    name: str | int
    category: str
    found: date
    place: str
    description: str

    @property
    def called(self) -> str:
        """As it is named to people."""
        return self.name if isinstance(self.name, str) else f"第 {self.name} 行"


@dataclass
class Doubles:
    """What was seen so far. `taken`: the keys of rows that were imported before, with how each is called.

    `answers` as in the setting; `known` gives the hazards of a unit by its code.
    """

    answers: Answers
    taken: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[str], Iterable[Known]] = lambda _unit: ()
    _met: set[str] = field(default_factory=set)
    _rows: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    _numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    _near: dict[int, Known | list[Known]] = field(default_factory=dict)
    """Rows by the hashes of their keys, and by what they may be one with: of a long ledger there are many."""

    def judge(self, verdict: Verdict) -> Verdict:
        """The verdict with what was seen before; a row that may be taken in is remembered."""
        if verdict.key and (called := self.taken.get(verdict.key)) is not None:
            return _left_out(verdict, Ruling.KNOWN, f"以前已导入：{called}")
        row = verdict.command
        if row is None:
            return verdict
        if (first := self._rows.get(hash(verdict.key))) is not None:
            return self._again(verdict, row, first)
        judged = self._alike(verdict, row)
        if judged.ruling is Ruling.READY:
            self._remember(verdict.line, judged.key, row)
        return judged

    def _again(self, verdict: Verdict, row: Import, first: tuple[int, bytes]) -> Verdict:
        line, before = first
        if _print_of(row) == before:
            return _left_out(verdict, Ruling.LEFT_OUT, f"与第 {line} 行完全相同")
        names = "、".join(Import.model_fields[name].title or name for name in _differing(row, before))
        return self._asked(verdict, row, "same_row", f"与第 {line} 行是同一条，但{names}不同")

    def _alike(self, verdict: Verdict, row: Import) -> Verdict:
        if row.original_number and (other := self._numbers.get(row.original_number)):
            line, key = other
            if key != hash(verdict.key):
                why = f"编号 {row.original_number} 与第 {line} 行相同，内容不同"
                verdict = self._asked(verdict, row, "number_twice", why, Column.NUMBER)
        near = self._nearest(row) if verdict.ruling is Ruling.READY else None
        if near is None:
            return verdict
        why = f"疑似与{near.called}是同一条：{near.place}，{near.description[:30]}"
        return self._asked(verdict, row, "alike", why)

    def _asked(
        self, verdict: Verdict, row: Import, kind: str, why: str, column: Column = Column.DESCRIPTION
    ) -> Verdict:
        hand = Hand(self.answers)
        answer = hand.ask(Question(kind, verdict.key, column, why, (ANOTHER, NOT_TAKEN)))
        remarks = (*verdict.remarks, *hand.remarks)
        if hand.left_out:
            return _left_out(verdict, Ruling.LEFT_OUT, f"{why}；您已决定：{NOT_TAKEN.label}")
        if answer is None:
            return replace(
                verdict, ruling=Ruling.ASKED, questions=tuple(hand.questions), command=None, remarks=remarks
            )
        again = f"{verdict.key}:{row.origin.line}" if kind == "same_row" else verdict.key
        return replace(verdict, remarks=remarks, key=again)

    def _nearest(self, row: Import) -> Known | None:
        if row.unit not in self._met:  # sorted by what they are and when, so that few are compared
            self._met.add(row.unit)
            for one in self.known(row.unit):
                self._note(row.unit, one)
        months = {_month(row.found_on + days) for days in (-WITHIN, timedelta(0), WITHIN)}
        near = {
            id(known): known
            for month in months
            for what in (row.category, folded(row.place))
            for known in self._latest(_drawer(row.unit, what, month))
            if abs(known.found - row.found_on) <= WITHIN
        }
        scored = [
            (score, known.called, known) for known in near.values() if (score := _score(row, known)) > 0
        ]
        return max(scored)[2] if scored else None

    def _note(self, unit: str, known: Known) -> None:
        for what in (known.category, folded(known.place)):
            drawer = _drawer(unit, what, _month(known.found))
            there = self._near.setdefault(drawer, known)
            if isinstance(there, list):
                there.append(known)
            elif there is not known:
                self._near[drawer] = [there, known]

    def _latest(self, drawer: int) -> list[Known]:
        there = self._near.get(drawer, [])
        return there[-LATEST:] if isinstance(there, list) else [there]

    def _remember(self, line: int, key: str, row: Import) -> None:
        self._rows[hash(key)] = (line, _print_of(row))
        if row.original_number:
            self._numbers.setdefault(row.original_number, (line, hash(key)))
        seen = Known(line, row.category, row.found_on, row.place, row.description)
        self._note(row.unit, seen)


def _left_out(verdict: Verdict, ruling: Ruling, why: str) -> Verdict:
    return replace(verdict, ruling=ruling, remarks=(Remark(None, why),), questions=(), command=None)


def _print_of(row: Import) -> bytes:
    """What a row says, field by field, in 4 bytes each: of a long ledger every row is remembered."""
    return array("I", [hash(repr(getattr(row, name))) & 0xFFFFFFFF for name in SAID]).tobytes()


def _differing(row: Import, other: bytes) -> list[str]:
    mine, theirs = array("I", _print_of(row)), array("I", other)
    return [name for name, one, another in zip(SAID, mine, theirs, strict=True) if one != another]


def _drawer(unit: str, what: str, month: int) -> int:
    """Where rows lie that may be one; two things in one drawer only cost a comparison."""
    return hash((unit, what, month))


def _score(row: Import, known: Known) -> float:
    score = same_thing(row.place, row.description, known.place, known.description)
    least = ALIKE if row.category == known.category else ALIKE_OTHERWISE
    return score if score >= least else 0.0


def _month(day: date) -> int:
    return day.year * 12 + day.month


__all__ = ["LEAVE_OUT", "Doubles", "Known"]

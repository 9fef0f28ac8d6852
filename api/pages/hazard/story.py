"""The record of a hazard in words: what each line said, by the types of its command."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Literal, get_origin

from api.pages.acting.choices import LITERALS
from api.pages.forms import plain
from domain import clock
from domain.cases.names import NAMING
from domain.commands import PRESSED_BY_PEOPLE, Command, FollowMain, HandOver, Recalculate, TakeOn
from domain.directory.organisation import Directory
from domain.queries import Entry
from domain.word import Word

PHOTOS = "photos"
UNSAID = frozenset(
    {"paper", "scan", "place", "unit", "department", "description", "addressed_to", "action", "fixed"}
)
SAID: dict[str, type[Command]] = {
    **PRESSED_BY_PEOPLE,
    **{str(command.action): command for command in (HandOver, TakeOn, FollowMain, Recalculate)},
}
"""What a line of the record was said in; of the system's own, those that no clock wrote."""
PEOPLE = frozenset({*NAMING, "holders"})
"""Fields that name people, by key or sign-in."""
SHOWN_OF_A_RUN = 1
"""Of what the clock wrote in a row, so many lines stand open."""


@dataclass
class Line:
    """One line of the record as people read it: `said` are (label, words) pairs, `photos` hashes."""

    entry: Entry
    said: list[tuple[str, str]] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stretch:
    """Lines that stand open, and those of the clock folded behind them: people look for what people did."""

    shown: list[Line]
    folded: list[Line]


def stretches(lines: Iterable[Line]) -> Iterator[Stretch]:
    """The record, with each long run of the clock's own lines folded behind its first."""
    for by_clock, run in groupby(lines, key=lambda line: line.entry.clock is not None):
        every = list(run)
        open_ = SHOWN_OF_A_RUN if by_clock and len(every) > SHOWN_OF_A_RUN + 1 else len(every)
        yield Stretch(every[:open_], every[open_:])


def in_words(entry: Entry, directory: Directory) -> Line:
    """A journal line with everything it said, and its photos."""
    line = Line(entry)
    if entry.clock:
        words = entry.because or ""
        line.said = [(entry.clock, words)]
        return line
    command = SAID.get(entry.action)
    fields = command.model_fields if command else {}
    for name, value in entry.said.items():
        if name == PHOTOS:
            line.photos = list(value)
        elif name not in UNSAID and value not in (None, "", [], False):
            kind = plain(fields[name]) if name in fields else str
            title = fields[name].title if name in fields else None
            line.said.append((title or name, _said(name, kind, value, directory, entry.names)))
    fixed = entry.said.get("fixed") or {}
    line.photos += list(fixed.get(PHOTOS, ()))
    return line


def _said(name: str, kind: object, value: object, directory: Directory, names: dict[str, str]) -> str:
    """What a field said, by its type: a person or a unit by name, a moment as people write it."""
    if isinstance(value, list):
        return "、".join(_said(name, str, one, directory, names) for one in value)
    text = str(value)
    if name in PEOPLE:
        return names.get(text) or _called(text, directory)
    if kind is datetime:
        return clock.in_words(datetime.fromisoformat(text))
    if isinstance(kind, type) and issubclass(kind, Word):
        return kind(text).label
    if value is True:
        return "是"
    return LITERALS.get(text, text) if get_origin(kind) is Literal else text


def _called(text: str, directory: Directory) -> str:
    """A person by their key or sign-in, or a unit by its code, as they are called now."""
    if person := directory.names.get(text):
        return directory.name_of(person)
    return next((unit.name for unit in directory.units.values() if unit.code == text), text)

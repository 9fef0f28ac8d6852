"""The record of a hazard in words: what each line said, by the types of its command."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, get_origin

from api.labels import field_label
from api.pages.acting.choices import LITERALS
from api.pages.acting.widgets import LABELS
from api.pages.forms import is_model, plain
from domain.commands import PRESSED_BY_PEOPLE
from domain.queries import Entry
from domain.rules.organisation import Directory
from domain.word import Word

PHOTOS = "photos"
UNSAID = frozenset(
    {"paper", "scan", "place", "unit", "department", "description", "addressed_to", "action", "fixed"}
)
ONLY_ASKED = frozenset({"assign.due", "assign.term"})
"""Fields whose label on the form makes sense only there."""
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
    command = PRESSED_BY_PEOPLE.get(entry.action)
    fields = command.model_fields if command else {}
    for name, value in entry.said.items():
        if name == PHOTOS:
            line.photos = list(value)
        elif name not in UNSAID and value not in (None, "", [], False):
            kind = plain(fields[name]) if name in fields else str
            key = f"{entry.action}.{name}"
            label = field_label(name) if key in ONLY_ASKED else LABELS.get(key) or field_label(name)
            line.said.append((label, _word(kind, value, directory)))
    fixed = entry.said.get("fixed") or {}
    line.photos += list(fixed.get(PHOTOS, ()))
    return line


def _word(kind: Any, value: Any, directory: Directory) -> str:  # noqa: ANN401 - whatever a command holds
    if isinstance(value, list):
        return "、".join(_word(str, one, directory) for one in value)
    if isinstance(kind, type) and issubclass(kind, Word):
        return kind(value).label
    if value is True:
        return "是"
    if get_origin(kind) is not None or is_model(kind):
        return LITERALS.get(str(value), str(value))
    text = str(value)
    person = directory.names.get(text)
    return directory.name_of(person) if person else text

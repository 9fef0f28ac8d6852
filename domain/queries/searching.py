"""Finding hazards by what people type: each word is in the number, place, text, unit, or a person shown there."""

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from domain.queries.reader import Reader, shares
from domain.tables.core import HAZARD, HAZARD_WORDS
from domain.typed_text import words_of

_OTHER_LETTER = re.compile("([^\x00-\x7f])")
SHOWN_IN_LISTS = ("holders", "helpers", "panel", "passed_by")
SHOWN_ALONE = ("fixer_id", "assigner_id", "submitted_by", "closed_by")
"""Columns of people whom everybody who sees the hazard sees there. The reporter is not among them."""


def holds_the_words(reader: Reader, text: str) -> ColumnElement[bool]:
    """Every word of the text somewhere in what this reader is shown of a hazard; marks alone are nowhere."""
    words = words_of(text)
    return and_(*(_has(reader, word) for word in words)) if words else false()


def in_short(columns: Sequence[ColumnElement[str]], text: str) -> ColumnElement[bool]:
    """Every word of the text somewhere in short columns that no index keeps, such as a number."""
    written, words = func.bihuan_spaced(func.concat_ws(" ", *columns)), words_of(text)
    return and_(*(_like(written, word) for word in words)) if words else false()


def spaced(text: str) -> str:
    """A text as `hazard_words` keeps it: plain, lower, every Chinese letter a word of its own.

    A trigram index finds words of two letters only so. The trigger of the table does the same in SQL.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(" +", " ", _OTHER_LETTER.sub(r" \1 ", plain))


def _has(reader: Reader, word: str) -> ColumnElement[bool]:
    found = HAZARD.c.id.in_(select(HAZARD_WORDS.c.hazard_id).where(_like(HAZARD_WORDS.c.words, word)))
    units, people = _units_called(reader, word), _people_called(reader, word)
    by_unit = [or_(HAZARD.c.unit_id.in_(units), HAZARD.c.department_id.in_(units))] if units else []
    return or_(found, *by_unit, *(_shows(people) if people else []))


def _like(written: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return written.like(f"%{_plain(spaced(word))}%", escape="\\")


def _units_called(reader: Reader, word: str) -> list[int]:
    sought = _folded(word)
    units = reader.directory.units.values()
    return [u.id for u in units if sought in _folded(u.name) or sought in _folded(u.short_name)]


def _people_called(reader: Reader, word: str) -> list[int]:
    sought = _folded(word)
    return [person.id for person in reader.directory.people.values() if sought in _folded(person.name)]


def _shows(people: list[int]) -> list[ColumnElement[bool]]:
    alone = [HAZARD.c[name].in_(people) for name in SHOWN_ALONE]
    return [*alone, *(shares(HAZARD.c[name], people) for name in SHOWN_IN_LISTS)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _plain(words: str) -> str:
    """The words themselves, where % and _ mean nothing."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

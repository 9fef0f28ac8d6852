"""Finding hazards by what is written about them."""

import re

from sqlalchemy import ColumnElement, or_, select

from domain.tables.core import HAZARD, HAZARD_WORDS

PART_OF_A_NUMBER = re.compile(r"[\d-]{3,}", re.ASCII)


def holds_the_words(text: str) -> ColumnElement[bool]:
    """Every word somewhere in place or description; a ref or any part of a number finds its hazard."""
    words = (HAZARD_WORDS.c.words.ilike(f"%{_plain(word)}%", escape="\\") for word in text.split())
    found = select(HAZARD_WORDS.c.hazard_id).where(*words)
    part = HAZARD.c.number.contains(text) if PART_OF_A_NUMBER.fullmatch(text) else HAZARD.c.number == text
    named = select(HAZARD.c.id).where(or_(HAZARD.c.ref == text, part))
    return HAZARD.c.id.in_(found.union(named))


def _plain(word: str) -> str:
    """The word itself, where % and _ mean nothing."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

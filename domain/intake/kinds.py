"""Level, category, way of finding and state by the words that offices use. A word that may mean two things is asked."""

import re
from functools import lru_cache

from domain.intake.alike import candidates
from domain.intake.grid import Cell, text_of
from domain.intake.vocabulary import plain_word, words_in, words_of
from domain.word import Word
from domain.words import Category, Level, Source


class Stage(Word):
    """How far a ledger says the work is: what becomes of the row with us."""

    REGISTERED = "registered", "待交办"
    WORKING = "working", "整改中"
    VERIFYING = "verifying", "待复核"
    CLOSED = "closed", "已销号"


LATE_WORDS = re.compile(r"逾期|超期")
SENT_BACK = re.compile(r"退回|不合格|重新整改")
LISTED_WORDS = re.compile("挂牌")
_LEVELS = words_of("levels", Level)
_CATEGORIES = words_of("categories", Category)
_SOURCES = words_of("sources", Source)
_STAGES = words_of("stages", Stage)
_LOCAL_LEVELS = words_in("lists", "local_levels")
_DONE_PERHAPS = words_in("lists", "done_perhaps")
_NOTHING_DONE = words_in("lists", "nothing_done")


def is_local_level(cell: Cell) -> bool:
    """Whether it is a local third word: the law knows two levels (16号令 3), and it is no 重大."""
    return _plain(cell) in _LOCAL_LEVELS


def level_of(cell: Cell) -> Level | None:
    """The level that a word means; None when it must be asked."""
    return Level.GENERAL if is_local_level(cell) else _LEVELS.get(_plain(cell))


def category_of(cell: Cell) -> Category | None:
    """The category that a word means; None when it must be asked."""
    return _CATEGORIES.get(_plain(cell))


def source_of(cell: Cell) -> Source | None:
    """The way of finding that a word means; None when it must be asked."""
    return _SOURCES.get(_plain(cell))


def stage_of(cell: Cell) -> Stage | None:
    """How far the work is, as far as the word alone says it."""
    return _STAGES.get(_plain(cell))


def is_done_perhaps(cell: Cell) -> bool:
    """Whether it is put right, without a word of who saw it: only a day or a name of the review tells."""
    return _plain(cell) in _DONE_PERHAPS


def ended_otherwise(cell: Cell) -> bool:
    """Whether it went elsewhere, or was none: 移交, 作废, 不属实."""
    return _plain(cell) in _NOTHING_DONE


def likely_categories(cell: Cell) -> list[Category]:
    """What an unknown word may mean: categories named in it, or alike."""
    return list(_likely_categories(_plain(cell)))


@lru_cache(maxsize=2048)
def _likely_categories(word: str) -> tuple[Category, ...]:
    inside = [meaning for name, meaning in _CATEGORIES.items() if len(name) > 1 and name in word]
    near = [_CATEGORIES[name] for name in candidates(word, _CATEGORIES)]
    return tuple(dict.fromkeys([*inside, *near]))


def likely_sources(cell: Cell) -> list[Source]:
    """The same of a way of finding."""
    return list(_likely_sources(_plain(cell)))


@lru_cache(maxsize=2048)
def _likely_sources(word: str) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(_SOURCES[name] for name in candidates(word, _SOURCES)))


def _plain(cell: Cell) -> str:
    return plain_word(text_of(cell))

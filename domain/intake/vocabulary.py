"""The words of ledgers, as `words.toml` gives them: data, so that an office's own words are added without a program."""

import re
from functools import lru_cache
from typing import TypeVar

from domain import shipped
from domain.typed_text import half_width
from domain.word import Word

W = TypeVar("W", bound=Word)
_ASIDE = re.compile(r"[(\[【].*?[)\]】]")
_HEAD_MARKS = re.compile(r"[\s*:、,。.·/\\_\-—“”\"'《》<>]")
_WORD_MARKS = re.compile(r"[\s()\[\]【】、,。.;:/·\-—_\"“”‘’'√✓]|安全隐患|事故隐患|隐患|风险")
_SHIPPED = shipped.values("domain.intake", "words")


@lru_cache(maxsize=16384)
def plain_head(text: str) -> str:
    """A head as it is compared: without what stands in brackets, blanks and marks."""
    return _HEAD_MARKS.sub("", _ASIDE.sub("", half_width(text))).casefold()


@lru_cache(maxsize=16384)
def plain_word(text: str) -> str:
    """A word in a cell as it is compared: without blanks, marks, and what every cell of its column may add."""
    return _WORD_MARKS.sub("", half_width(text)).casefold()


def heads_of(kind: type[W]) -> dict[str, W]:
    """Head -> what a column means that is called so."""
    return {name: kind(meaning) for meaning, names in _SHIPPED["columns"].items() for name in names.split()}


def heads_in_doubt(kind: type[W]) -> dict[str, W]:
    """Heads that may mean this, or something else."""
    return {name: kind(meaning) for name, meaning in _SHIPPED["perhaps"].items()}


def words_of(section: str, kind: type[W]) -> dict[str, W]:
    """Word -> meaning, each meaning's own label among them."""
    labels = {plain_word(meaning.label): meaning for meaning in kind}
    told = {plain_word(n): kind(m) for m, names in _SHIPPED[section].items() for n in names.split()}
    return labels | told


def words_in(section: str, name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(plain_word(word) for word in _SHIPPED[section][name].split())

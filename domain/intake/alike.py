"""How alike two texts are, by letters and by sound: the only file that knows RapidFuzz."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from domain.typed_text import folded

CLOSE, SOUNDS_CLOSE = 72.0, 90.0
MOST = 5
SAME_PLACE = 40.0
_FIGURES = re.compile(r"[0-9]+")
OF_WORDS, OF_PLACE = 0.6, 0.4


def closest(text: str, among: Sequence[str], least: float) -> str | None:
    """The text that is most alike, or None when none is so much."""
    found = process.extractOne(text, among, scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else None


def candidates(text: str, among: Iterable[str]) -> list[str]:
    """What somebody may have meant by a name, the likeliest first: alike in letters, or in sound."""
    meant, sound = folded(text), _sound(text)
    scored = []
    for name in dict.fromkeys(among):
        plain = folded(name)
        letters = max(
            fuzz.ratio(meant, plain), fuzz.partial_ratio(meant, plain) if len(plain) > len("某医院") else 0
        )
        heard = fuzz.ratio(sound, _sound(name))
        if letters >= CLOSE or heard >= SOUNDS_CLOSE:
            scored.append((max(letters, heard), name))
    return [name for _, name in sorted(scored, key=lambda one: -one[0])[:MOST]]


def same_thing(place: str, words: str, other_place: str, other_words: str) -> float:
    """0 to 100: how much two descriptions of a place say the same."""
    numbers, others = _FIGURES.findall(place), _FIGURES.findall(other_place)
    if numbers and others and numbers != others:
        return 0.0  # 5层 and 6层 are two places, however alike
    where = fuzz.partial_ratio(place, other_place)
    if where < SAME_PLACE:
        return 0.0
    said = max(fuzz.ratio(words, other_words), fuzz.partial_ratio(words, other_words))
    return OF_WORDS * said + OF_PLACE * where


@lru_cache(maxsize=16384)
def _sound(text: str) -> str:
    return " ".join(lazy_pinyin(folded(text)))

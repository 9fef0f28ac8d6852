"""What people type, paste and dictate, made into the one form in which it is kept, compared and looked for."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = frozenset(
    map(
        chr,
        [
            0x00AD,
            0x034F,
            0x061C,
            0x180E,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            0xFEFF,
        ],
    )
)
"""What shows nothing, or turns the writing round for what follows."""
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their class that show nothing."""


_VARIANTS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
"""How the letter before them looks, such as in colour."""
_WITHIN_A_NUMBER = re.compile(r"(?<=[0-9])[-.](?=[0-9])")
BLANKS = r"[\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff]"
MARKS = (
    r"[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2010-\u2bff\u2e00-\u2e7f"
    r"\u3001-\u3004\u3008-\u3020\u3030\u303b-\u303f\u30fb\ufe10-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff65\uffe0-\uffef]"
)
"""Punctuation and signs, written so that Python and PostgreSQL read it alike, whatever the database's locale."""
BETWEEN_DIGITS = rf"([0-9]){MARKS}+(?=[0-9])"
TO = "至"
"""What stands for any mark between digits: 3-1 is 3－1 and 3~1, and not 31."""


def kept_text(text: str) -> str:
    """A text as it is kept: line ends of every kind are one, what shows nothing or controls a machine is gone."""
    if text.isprintable() and not _INVISIBLE & set(text):
        return text.strip()  # as nearly everything that is typed
    lines = _LINE_END.sub("\n", text)
    return "".join(char for char in lines if char in "\n\t" or not _is_dropped(char)).strip()


def on_one_line(text: str) -> str:
    """A kept text whose blanks and line ends, of whatever kind, are single spaces."""
    return " ".join(kept_text(text).split())


def half_width(text: str) -> str:
    """Codes, telephones, names to sign in with, words to look for: full-width forms are the plain ones (NFKC)."""
    return on_one_line(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def folded(place: str) -> str:
    """A place as it is compared: width, case, blanks and punctuation make no other place of it."""
    plain = re.sub(BLANKS, "", unicodedata.normalize("NFKC", place).casefold())
    return re.sub(MARKS, "", re.sub(BETWEEN_DIGITS, rf"\1{TO}", plain)) or place


def words_of(text: str) -> list[str]:
    """The words looked for: parted by blanks and by marks of every kind; a number keeps its hyphens and points."""
    plain = unicodedata.normalize("NFKC", text)
    kept = {found.start() for found in _WITHIN_A_NUMBER.finditer(plain)}
    return "".join(char if n in kept or _is_of_a_word(char) else " " for n, char in enumerate(plain)).split()


def shows_nothing(text: str) -> bool:
    """Whether a text holds nothing that can be seen."""
    return not set(kept_text(text)) - _BLANK_LETTERS - set(" \n\t")


def _is_of_a_word(char: str) -> bool:
    if char in _BLANK_LETTERS or char in _VARIANTS:
        return False
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def _is_dropped(char: str) -> bool:
    return char in _INVISIBLE or unicodedata.category(char) in ("Cc", "Cs")

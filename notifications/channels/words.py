"""Words made fit for a channel: cut by bytes on a character's edge, and marks of its markdown made harmless."""

import re
import unicodedata

from domain.messages.defanging import defang

WIDE = 0xFEE0
"""From an ASCII mark to its full-width form: no client reads that as markdown, and Chinese readers hardly see it."""
_MARKS = "\\`*_[]()!#<>@~|{}"
_HARMLESS = str.maketrans({mark: chr(ord(mark) + WIDE) for mark in _MARKS})
_AT_A_LINE_START = re.compile(r"^(\s*)([-+=]|\d{1,9}\.)(?=\s|$|[-+=])")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_TIES = frozenset({"Mn", "Me", "Sk"})
ZERO_WIDTH_JOINER = "\u200d"
LAST_OF_THE_BASIC_PLANE = "\uffff"


def plain(text: str) -> str:
    """One line without control characters, invisible marks or runs of blanks."""
    seen = "".join(" " if unicodedata.category(letter) in _INVISIBLE else letter for letter in text)
    return " ".join(seen.split())


def harmless(text: str) -> str:
    """One line that no markdown or HTML of a chat reads as anything but words, and no client as a link."""
    words = defang(plain(text)).translate(_HARMLESS)
    return _AT_A_LINE_START.sub(lambda found: found[1] + found[2][:-1] + chr(ord(found[2][-1]) + WIDE), words)


def cut_bytes(text: str, most: int) -> str:
    """Keep at most `most` bytes of UTF-8, cut between whole characters; what is missing is marked by “…”."""
    if len(text.encode()) <= most:
        return text
    mark = "…" if most >= len("…".encode()) else ""
    return _untied(text.encode()[: most - len(mark.encode())].decode("utf-8", "ignore"), text) + mark


def cut_letters(text: str, most: int) -> str:
    """Keep at most `most` characters; what is missing is marked by “…”."""
    return text if len(text) <= most else _untied(text[: most - 1], text) + "…"


def without_pictures(text: str) -> str:
    """Leave out emoji and other characters beyond the basic plane, which some vendors refuse."""
    basic = (letter for letter in text if letter <= LAST_OF_THE_BASIC_PLANE)
    kept = (letter for letter in basic if unicodedata.category(letter) not in {"So", *_TIES})
    return defang(plain("".join(kept)))


def without_link(body: str, link: str) -> str:
    """Take the link off a text whose channel shows it as a button."""
    return body.replace(link, "").rstrip() if link else body


def with_link_below(body: str, link: str) -> str:
    """Put the link on a line of its own, where every mail program finds it; no other is one."""
    words = defang(without_link(body, link))
    return f"{words}\n\n{link}" if link and link in body else words


def _untied(kept: str, whole: str) -> str:
    """Take off a last character whose accents or joined parts were cut away."""
    following = whole[len(kept) : len(kept) + 1]
    torn = following == ZERO_WIDTH_JOINER or (following and unicodedata.category(following) in _TIES)
    while kept and (torn or kept[-1] == ZERO_WIDTH_JOINER):
        torn = unicodedata.category(kept[-1]) in _TIES
        kept = kept[:-1]
    return kept


def words_alone(text: str) -> str:
    """One line in which no client finds a link, for channels that know no marks."""
    return defang(plain(text))

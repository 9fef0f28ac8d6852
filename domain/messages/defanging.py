"""Links in texts that people wrote are defanged: no chat, phone or mail program makes them something to tap.

A message of the office must not lead to a stranger's address. Its own link is added after this.
Words are looked at as an address line reads them: full width, circled letters and look-alikes of `.`, `:` and `/` count
as what they stand for (NFKC, and the marks that Unicode's table of confusables adds).
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3164\ufeff"
    "\U000e0000-\U000e007f]"
)
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u06d4\u0701\u0702\ua4f8\ua60e\uff61\U00010a50\U0001d16d", "."),
        **dict.fromkeys(
            "\u02d0\u02f8\u0589\u05c3\u0703\u0704\u16ec\u1803\u1809\u205a\u2236\ua4fd\ua789\ufe30", ":"
        ),
        **dict.fromkeys("\u1735\u2041\u2044\u2215\u2571\u27cb\u29f8\u2cc6\U0001d23a", "/"),
        **dict.fromkeys("\u2216\u27cd\u29f5\u29f9", "\\"),
    }
)
_LEFT_ALONE = "\u2025\u2026"
"""Leaders of two and three dots: Chinese sentences break off with them, and no address has them."""
_SCHEME = re.compile(
    r"\b(https?|ftp|file|mailto|tel|sms|smsto|data|javascript|vbscript|dingtalk|weixin|wxwork|alipays?|intent):+\s*",
    re.IGNORECASE,
)
_SLASHES = re.compile(r":\s*[/\\]{2,}\s*")
_NUMBERS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_TIED = "\u0300-\u036f\u200d\ufe00-\ufe0f"
_DOTS = re.compile(
    rf"(?<=[\w{_TIED}-])\.(?=[{_TIED}]*[A-Za-z])|(?<=[^\W\d])\.(?=[{_TIED}]*[^\W\d])|"
    rf"(?<=[A-Za-z0-9{_TIED}-])\u3002(?=[{_TIED}]*[A-Za-z0-9])"
)
_A_DOT = re.compile(r"\.")
APART = " . "


def defang(text: str) -> str:
    """Take a text's links apart: `http://evil.cn/x` becomes `http： evil . cn/x`. Numbers such as 3.5 stay."""
    seen = _INVISIBLE.sub("", text)
    spelled = "".join(_spelled_out(letter) for letter in seen)
    apart = _apart(spelled)
    return seen if apart == spelled else apart


def _apart(text: str) -> str:
    text = _sub(_SLASHES, lambda _: "： ", text)
    text = _sub(_SCHEME, lambda scheme: f"{_without_its_colon(scheme)}： ", text)
    text = _sub(_NUMBERS, lambda address: _sub(_A_DOT, lambda _: APART, address), text)
    return _sub(_DOTS, lambda _: APART, text)


def _without_its_colon(scheme: str) -> str:
    return "".join(letter for letter in scheme if _read_as(letter).isalpha())


def _sub(pattern: re.Pattern[str], instead: Callable[[str], str], text: str) -> str:
    """Replace in a text, as it is written, what the pattern finds in it as it is read."""
    parts, done = [], 0
    for found in pattern.finditer("".join(_read_as(letter) for letter in text)):
        parts += [text[done : found.start()], instead(text[found.start() : found.end()])]
        done = found.end()
    return "".join([*parts, text[done:]])


@lru_cache(maxsize=8192)
def _read_as(letter: str) -> str:
    """The one character that a character stands for; itself where it stands for several."""
    meant = letter.translate(_ALIKE)
    meant = meant if meant != letter or letter in _LEFT_ALONE else unicodedata.normalize("NFKC", letter)
    return meant if len(meant) == 1 else letter


@lru_cache(maxsize=8192)
def _spelled_out(letter: str) -> str:
    """A character that stands for several, in those: `⒈` is `1.`, `℡` is `TEL`."""
    if letter in _LEFT_ALONE or letter.translate(_ALIKE) != letter:
        return letter
    meant = unicodedata.normalize("NFKC", letter)
    return meant if len(meant) > 1 else letter

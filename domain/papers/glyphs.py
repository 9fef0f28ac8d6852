"""Which characters of a text the fonts of papers do not have, and what stands for them in a PDF.

A PDF would show an empty box, or nothing: rare Han, emoji, other scripts, a maker's own characters. Whoever signs is
told before; and whatever is laid out says it itself, since nobody may have read it beforehand.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
SIZE = 16
NO_CHARACTER = "\U0010fffe"
_NOTHING_TO_SEE = ("Cc", "Cf", "Zs", "Zl", "Zp")
_VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_IS_VARIANT = re.compile(f"[{_VARIANTS}]")


def unshown(text: str) -> str:
    """The characters that no font of ours shows, each once."""
    return "".join(sorted(letter for letter in set(text) if not letter.isascii() and _is_unshown(letter)))


def in_print(text: str) -> str:
    """A text as it can be printed: `〔缺字 U+1F525〕` for a run of characters that no font of ours shows."""
    missing = re.escape(unshown(text))
    if not missing:
        return text
    run = re.compile(f"[{missing}](?:[\u200d{_VARIANTS}]*[{missing}])*[\u200d{_VARIANTS}]*")
    return run.sub(lambda found: _named(found[0], missing), text)


def _named(run: str, missing: str) -> str:
    return f"〔缺字 {' '.join(f'U+{ord(letter):04X}' for letter in run if letter in missing)}〕"


@cache
def _is_unshown(letter: str) -> bool:
    if unicodedata.category(letter) in _NOTHING_TO_SEE or _IS_VARIANT.match(letter):
        return False
    return all(_shape(name, letter) == _shape(name, NO_CHARACTER) for name in ("Serif", "Sans"))


@cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    face = FONTS / f"Noto{name}SC-Regular.otf"
    return ImageFont.truetype(face, SIZE, layout_engine=ImageFont.Layout.BASIC)


@cache
def _shape(name: str, letter: str) -> bytes:
    """What the font draws; for a character that it lacks always the same box."""
    return bytes(_font(name).getmask(letter))

"""Which characters of a text the fonts of papers do not have: in the PDF they would be empty boxes."""

from functools import cache

from PIL import ImageFont

from domain.papers.pdf import FONTS

SIZE = 16
NO_CHARACTER = "\U0010fffe"


def unshown(text: str) -> str:
    """The characters that no font of ours shows, each once."""
    asked = {
        letter for letter in text if not letter.isascii() and letter.isprintable() and not letter.isspace()
    }
    return "".join(sorted(letter for letter in asked if _shape(letter) == _shape(NO_CHARACTER)))


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "NotoSerifSC-Regular.otf", SIZE, layout_engine=ImageFont.Layout.BASIC)


@cache
def _shape(letter: str) -> bytes:
    """What the font draws; for a character that it lacks always the same box."""
    return bytes(_font().getmask(letter))

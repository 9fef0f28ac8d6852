"""Whom and what a typed text names: a code or a name means one, several (then it is asked which) or none."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice, product
from typing import TypeVar

from pypinyin import Style, pinyin

from domain.errors import WrongInput

T = TypeVar("T")
MOST_TOLD = 8
MOST_WAYS = 64


def the_one(found: Iterable[T], text: str, *, field: str, told: Callable[[T], str], ask_for: str) -> T | None:
    """The only one found, or None; several are told with what tells them apart. Raises WrongInput."""
    several = list(found)
    if len(several) < 2:  # noqa: PLR2004 - two are several
        return next(iter(several), None)
    some = "、".join(told(one) for one in several[:MOST_TOLD])
    more = f"等 {len(several)} 个" if len(several) > MOST_TOLD else ""
    raise WrongInput(f"“{text}”不止一个：{some}{more}，{ask_for}。", field=field)


def same(text: str, other: str) -> bool:
    """Whether two names are one when written plainly: full width, blanks and case make no difference."""
    return _plainly(text) == _plainly(other)


def sounds_like(text: str, name: str) -> bool:
    """Whether a text is a name's whole pinyin or its first letters, such as `wangfang` or `wf`."""
    return _plainly(text) in spellings(name)


@lru_cache(maxsize=65536)
def spellings(name: str) -> frozenset[str]:
    """A name's whole pinyin and its first letters, in lower case; nothing for a name without Chinese letters.

    A letter read in several ways is spelled in each of them: 曾 is zeng as a name and ceng otherwise.
    """
    if name.isascii():
        return frozenset()
    styles = (Style.NORMAL, Style.FIRST_LETTER)
    read = [product(*pinyin(name, style=style, heteronym=True)) for style in styles]
    return frozenset("".join(letters).lower() for ways in read for letters in islice(ways, MOST_WAYS))


def _plainly(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())

"""重大事故隐患判定清单: what makes a hazard 重大, by edition; the one in force on the day of finding counts."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from domain.typed_text import folded, half_width

AROUND_A_CODE = r"^(判定)?(清单|标准)?第*|[项条款]+$"
LETTERS, DIFFERENT = 6, 4
"""Letters and digits, and different ones among them, below which nothing can name a standard and its clause."""


@dataclass(frozen=True)
class Criterion:
    """An item of a list: its short code (ours), a summary of its text, and the list with its edition (文号)."""

    code: str
    text: str
    title: str
    edition: str
    since: date
    until: date | None

    def in_words(self) -> str:
        """As the record and the papers cite it."""
        return f"{self.text}（《{self.title}》{self.edition}，{self.code}）"


def criteria_in_force(day: date) -> list[Criterion]:
    """The items that count for a hazard found on this day, in the order of their list."""
    return [each for each in _all() if each.since <= day and (each.until is None or day < each.until)]


def cited(text: str, day: date) -> str:
    """A code (YL-3, （YL-3）, 清单第YL-3项) becomes its item; whatever else was written stays in its own words."""
    wanted = re.sub(AROUND_A_CODE, "", folded(text))
    return next((each.in_words() for each in criteria_in_force(day) if folded(each.code) == wanted), text)


def names_a_clause(basis: str) -> bool:
    """Whether a basis can name a standard and its clause: 随便随便随便, abcdef and 123456 cannot.

    Latin letters by themselves name nothing here; a standard's number (GB 45067) has digits too. Whether the clause
    exists, the panel says: no rule knows every standard.
    """
    signs = {char for char in half_width(basis).casefold() if char.isalnum()}
    in_chinese = any("\u4e00" <= char <= "\u9fff" for char in signs)
    a_number = any(char.isdigit() for char in signs) and any("a" <= char <= "z" for char in signs)
    long_enough = sum(char.isalnum() for char in basis) >= LETTERS
    return long_enough and len(signs) >= DIFFERENT and (in_chinese or a_number)


@cache
def _all() -> tuple[Criterion, ...]:
    return tuple(_read(resources.files(__package__).joinpath("criteria.toml").read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Criterion]:
    for part in tomllib.loads(text)["list"]:
        about = {name: part.get(name) for name in ("title", "edition", "since", "until")}
        for code, item in part["items"].items():
            yield Criterion(code=code, text=item, **about)

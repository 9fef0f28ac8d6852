"""重大事故隐患判定清单: what makes a hazard 重大, by edition; the one in force on the day of finding counts."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


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
    """A code becomes the item it stands for; whatever else was written is a basis in its own words."""
    wanted = text.strip().upper()
    return next((each.in_words() for each in criteria_in_force(day) if each.code == wanted), text)


@cache
def _all() -> tuple[Criterion, ...]:
    return tuple(_read(resources.files(__package__).joinpath("criteria.toml").read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Criterion]:
    for part in tomllib.loads(text)["list"]:
        about = {name: part.get(name) for name in ("title", "edition", "since", "until")}
        for code, item in part["items"].items():
            yield Criterion(code=code, text=item, **about)

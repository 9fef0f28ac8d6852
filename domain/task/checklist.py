"""Checklists (检查表) as data: what is looked at, under which clause, and what a finding is filed under."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

DAILY_PATROL = "daily_patrol"
"""每日巡查 of a hospital's departments (公安部令第61号 第二十五条)."""


@dataclass(frozen=True)
class Item:
    """One thing to look at. `category`: the 隐患类别 under which a finding is reported."""

    code: str
    text: str
    clause: str
    category: str


@dataclass(frozen=True)
class Checklist:
    """An edition of a checklist; answers are kept with its name and edition."""

    name: str
    title: str
    edition: str
    items: tuple[Item, ...]


@cache
def checklist(name: str) -> Checklist:
    """The checklist of this name; raises KeyError."""
    text = resources.files(__package__).joinpath("checklists.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)[name]
    items = tuple(Item(**item) for item in found["items"])
    return Checklist(name, found["title"], found["edition"], items)

"""The invented county 临澄县: its units, people and 40 hazards, cleaned by hand from a messy ledger.

`county.toml` holds the organisation, `hazards.csv` the hazards; a row's `note` says what was wrong before.
"""

import csv
import tomllib
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain.calendar import Calendar, Term, at_time, due, last_day
from domain.unit_facts import Facts
from domain.words import Category, ClosingKind, Level, Role, Source

Stage = Literal[
    "reported",
    "registered",
    "assigned",
    "rectifying",
    "verifying",
    "sent_back",
    "verified",
    "closed",
    "listed",
]
OrNone = BeforeValidator(lambda value: None if value == "" else value)
IMMEDIATE = "immediate"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Body(_Frozen):
    """The authority or an institution; `type` is its kind in the ledger's words (县级公立医院 ...)."""

    code: str
    name: str
    short_name: str
    type: str = "主管部门"


class Department(_Frozen):
    """A department; the first three digits of its code are its institution's."""

    code: str
    name: str


class Post(_Frozen):
    """A role at a unit, named by the unit's code."""

    role: Role
    unit: str


class Person(_Frozen):
    """An invented person; those with `login` sign in by their key."""

    key: str
    name: str
    title: str
    unit: str
    posts: tuple[Post, ...]
    phone: str
    email: str
    login: bool = False


class Points(_Frozen):
    """Places of one unit that bear a printed code."""

    unit: str
    category: Category | None = None
    places: tuple[str, ...]


class County(_Frozen):
    """The whole organisation of the demonstration; `password` opens every sign-in of it, `facts` are by unit code."""

    region: str
    county: str
    posts_since: date
    password: str
    authority: Body
    institutions: tuple[Body, ...]
    departments: tuple[Department, ...]
    people: tuple[Person, ...]
    points: tuple[Points, ...] = ()
    facts: dict[str, Facts] = {}


class SampleHazard(_Frozen):
    """One hazard as the ledger tells it: people are keys, units codes, money 万元, days last days."""

    key: str
    original_number: str
    found_on: date
    unit: str
    department: Annotated[str | None, OrNone]
    place: str
    category: Category
    level: Level
    local_grade: str
    description: str
    source: Source
    basis: str
    measures: str
    fixer: str
    due_rule: str = Field(pattern=r"^(immediate|none|(3|7|15|30)d|date:\d{4}-\d\d-\d\d)$")
    funds_wan: Annotated[Decimal | None, OrNone]
    interim: str
    stage: Stage
    submitted_on: Annotated[date | None, OrNone]
    verified_by: Annotated[str | None, OrNone]
    returned_by: Annotated[str | None, OrNone]
    returned_on: Annotated[date | None, OrNone]
    closed_by: Annotated[str | None, OrNone]
    closed_on: Annotated[date | None, OrNone]
    closing: Annotated[ClosingKind | None, OrNone]
    note: str

    @property
    def immediate(self) -> bool:
        """Whether it was to be rectified the day it was found (立即整改)."""
        return self.due_rule == IMMEDIATE

    def rectify_by(self, calendar: Calendar) -> date | None:
        """Give the last day of rectification: the date written, or the term counted from the day found."""
        if self.due_rule == "none":
            return None
        if self.immediate:
            return self.found_on
        if self.due_rule.startswith("date:"):
            return date.fromisoformat(self.due_rule.removeprefix("date:"))
        return last_day(due(Term.parse(self.due_rule), at_time(self.found_on, "09:00"), calendar).due_at)


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _post(text: str, unit: str) -> dict[str, str]:
    role, _, elsewhere = text.partition("@")
    return {"role": role, "unit": elsewhere or unit}


def read_county() -> County:
    """Read `county.toml`."""
    data = tomllib.loads(_text("county.toml"))
    data["institutions"] = [{"code": code, **body} for code, body in data["institutions"].items()]
    data["departments"] = [{"code": code, "name": name} for code, name in data["departments"].items()]
    data["people"] = [
        {
            **person,
            "key": key,
            "posts": [_post(post, person["unit"]) for post in person["posts"]],
            "email": f"{key}@bihuan.invalid",
        }
        for key, person in data["people"].items()
    ]
    return County.model_validate(data)


def read_hazards() -> list[SampleHazard]:
    """Read `hazards.csv` in the order of the ledger."""
    return [SampleHazard.model_validate(row) for row in csv.DictReader(_text("hazards.csv").splitlines())]

"""What people and units were called on the day of an act: later names are others', the record keeps its own."""

from typing import Any

from domain.actions import Action
from domain.cases.case import Case
from domain.cases.steps import Act
from domain.commands import Command

HIDDEN_ACTORS = frozenset({Action.REPORT, Action.REPORT_UP})
"""Acts whose actor would give the reporter away."""
NAMING = (
    "to",
    "fixer",
    "helpers",
    "leader",
    "members",
    "panel",
    "leaver",
    "successor",
    "ordered_by",
    "agreed_by",
)
"""Fields of commands in which people (or a unit) are named by key, sign-in or code."""


def names_of_the_day(case: Case, command: Command, act: Act) -> dict[str, Any]:
    """`unit` as it is called, and by key everybody who acts or is named; the reporter is not among them."""
    directory = case.directory
    acting = () if command.action in HIDDEN_ACTORS else sorted(act.people)
    people = {directory.people[person].key: directory.name_of(person) for person in acting}
    for text in _named(command):
        if person := directory.names.get(text):
            people[text] = directory.name_of(person)
    return {"unit": directory.units[case.row.unit_id].name, "people": people}


def _named(command: Command) -> list[str]:
    given = [getattr(command, name, None) for name in NAMING]
    given.append(getattr(getattr(command, "fixed", None), "fixer", None))
    return [text for one in given for text in (one if isinstance(one, list) else [one]) if text]


def shown_name(data: dict[str, Any], key: str, now: str) -> str:
    """Somebody's name as a journal line kept it; of a line from before names were kept, the name of today."""
    people: dict[str, str] = (data.get("names") or {}).get("people") or {}
    return people.get(key, now)

"""What a command's references mean: names, pinyin and first letters become keys and codes before anything is decided.

So the rules and the record know nobody by a text that may later mean somebody else.
"""

from typing import Any, TypeVar

from pydantic import BaseModel

from domain.cases.case import Case
from domain.directory.organisation import Actor
from domain.directory.unconfirmed import principals_of
from domain.words import UnitKind

PEOPLE = frozenset({"fixer", "helpers", "panel", "leader", "members", "on_behalf_of"})
"""Fields that name people of the hazard's unit or of its commission."""
PERSON_OR_UNIT = "to"
OF_THE_UNIT = frozenset({PERSON_OR_UNIT, "fixer", "helpers"})
"""Fields that can mean nobody but the unit's own people."""

M = TypeVar("M", bound=BaseModel)


def with_keys(case: Case, command: M, who: Actor) -> M:
    """The command with each person by key or login and each unit by code; raises WrongInput at the field.

    `who` writes it: a unit's people are not told whom in the commission a text may mean.
    """
    given = ((name, getattr(command, name)) for name in type(command).model_fields)
    meant = {name: _meant(case, name, value, who) for name, value in given if value}
    changed = {name: value for name, value in meant.items() if value != getattr(command, name)}
    return command.model_copy(update=changed) if changed else command


def _meant(case: Case, name: str, value: Any, who: Actor) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, BaseModel):
        return with_keys(case, value, who)
    if name in PEOPLE:
        several = value if isinstance(value, list) else [value]
        keys = [_key(case, name, one, who) for one in several]
        return keys if isinstance(value, list) else keys[0]
    return _unit_or_key(case, value, who) if name == PERSON_OR_UNIT else value


def _key(case: Case, field: str, text: str, who: Actor) -> str:
    directory = case.directory
    own, seen = field in OF_THE_UNIT, _knows_the_commission(case, who)
    person = directory.find_person(text, field=field, near=case.row.unit_id, staff=own, tells=seen)
    return text if directory.names.get(text) == person else directory.people[person].key


def _knows_the_commission(case: Case, who: Actor) -> bool:
    """Whether they are of the commission, or act for somebody who is."""
    meant = {who.person_id} | principals_of(case.directory, who, case.at)
    return any(person is None or case.directory.belongs_to_authority(person, case.at) for person in meant)


def _unit_or_key(case: Case, text: str, who: Actor) -> str:
    """转给、交办给: a unit of the same authority that is in use, or a person."""
    directory = case.directory
    top = directory.authority_of(case.row.unit_id).path
    below = (u.id for u in directory.units.values() if u.path.startswith(top))
    institutions = (unit for unit in below if directory.units[unit].kind == UnitKind.INSTITUTION)
    unit = None if text in directory.names else directory.unit_named(text, institutions, field=PERSON_OR_UNIT)
    return unit.code if unit else _key(case, PERSON_OR_UNIT, text, who)

"""Who may see which hazards: role and subtree, own, assigned, reported, verified. Deny by default.

`scope_of` is the one rule; `may_see` asks it of one hazard and `domain.queries` of the whole ledger.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.rules.organisation import Directory
from domain.tables import Hazard
from domain.words import INSTITUTION_ROLES, Role, State, UnitKind

OVERSEEING = frozenset({Role.DESK, Role.LEADER, Role.HEAD, Role.AUDITOR})


@dataclass(frozen=True)
class Scope:
    """What somebody sees: whole institutions as their supervisor, own institutions and departments, own hazards."""

    overseen: frozenset[int]
    institutions: frozenset[int]
    departments: frozenset[int]
    people: frozenset[int]


def scope_of(directory: Directory, person_id: int, at: datetime) -> Scope:
    """The scope of a person, and of those for whom he may act now."""
    people = frozenset({person_id}) | directory.principals_of(person_id, at)
    posts = [post for person in people for post in directory.roles_of(person, at)]
    tops = [directory.units[unit].path for unit, role in posts if role in OVERSEEING]
    overseen = (
        unit.id
        for unit in directory.units.values()
        if unit.kind == UnitKind.INSTITUTION and any(unit.path.startswith(top) for top in tops)
    )
    return Scope(
        overseen=frozenset(overseen),
        institutions=frozenset(unit for unit, role in posts if role in INSTITUTION_ROLES),
        departments=frozenset(unit for unit, role in posts if role is Role.DEPARTMENT_HEAD),
        people=people,
    )


def may_see(hazard: Hazard, directory: Directory, person_id: int, at: datetime) -> bool:
    """Whether this person sees this hazard; a direct report stays with the commission until, unless, registered."""
    scope = scope_of(directory, person_id, at)
    if hazard.unit_id in scope.overseen or scope.people & set(hazard.involved):
        return True
    if hazard.addressed_up and (hazard.state == State.REPORTED or hazard.number is None):
        return False
    return hazard.unit_id in scope.institutions or hazard.department_id in scope.departments

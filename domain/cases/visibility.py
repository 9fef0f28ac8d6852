"""Who may see which hazards: role and subtree, own, assigned, reported, verified. Deny by default.

`scope_of` is the one rule; `may_see` asks it of one hazard and `domain.queries` of the whole ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.directory.organisation import Actor, Directory
from domain.directory.unconfirmed import AMONG, NAMED, is_hidden, posts_of, principals_of
from domain.roles import COMMISSION, INSTITUTION_ROLES, OVERSEEING, RUNNING
from domain.tables import Hazard
from domain.words import AUTHORITY_SOURCES, Role, State, UnitKind

MOST_NAMED = 5


@dataclass(frozen=True)
class Scope:
    """What somebody sees: whole institutions as their supervisor, own institutions and departments, own hazards.

    `handled`: the overseen whose direct reports (直报) are their business too, as 经办, 委分管, 委主要.
    """

    overseen: frozenset[int]
    handled: frozenset[int]
    institutions: frozenset[int]
    departments: frozenset[int]
    people: frozenset[int]


def scope_of(directory: Directory, who: Actor, at: datetime) -> Scope:
    """The scope of a person, and of those for whom they may act now; a sign-in that waits for a yes has no post."""
    principals = principals_of(directory, who, at)
    posts = posts_of(directory, who, at)
    posts += [post for person in principals for post in directory.roles_of(person, at)]
    return Scope(
        overseen=_below(directory, posts, OVERSEEING),
        handled=_below(directory, posts, frozenset(COMMISSION)),
        institutions=frozenset(unit for unit, role in posts if role in INSTITUTION_ROLES),
        departments=frozenset(unit for unit, role in posts if role is Role.DEPARTMENT_HEAD),
        people=principals | {who.person_id or 0},
    )


def _below(directory: Directory, posts: list[tuple[int, Role]], roles: frozenset[Role]) -> frozenset[int]:
    tops = [directory.units[unit].path for unit, role in posts if role in roles]
    return frozenset(
        unit.id
        for unit in directory.units.values()
        if unit.kind == UnitKind.INSTITUTION and any(unit.path.startswith(top) for top in tops)
    )


def kept_by_the_commission(hazard: Hazard) -> bool:
    """Found by or sent to the commission, and not registered there yet, or never (settled 15).

    What was inspected is kept like a direct report (直报): a unit that saw the one and not the other would know
    of whatever comes to it registered that its own staff wrote.
    """
    is_theirs = hazard.addressed_up or hazard.source in AUTHORITY_SOURCES
    return is_theirs and (hazard.state == State.REPORTED or hazard.number is None)


def is_unregistered_direct_report(hazard: Hazard) -> bool:
    """A direct report whose words are still its reporter's: it is registered in the commission's own."""
    return hazard.addressed_up and kept_by_the_commission(hazard)


def may_see(hazard: Hazard, directory: Directory, who: Actor, at: datetime) -> bool:
    """Whether this person sees this hazard. A report is its reporter's own: no delegate of theirs learns of it."""
    scope, me = scope_of(directory, who, at), who.person_id or 0
    if kept_by_the_commission(hazard):
        readers = scope.handled if hazard.addressed_up else scope.overseen
        return hazard.unit_id in readers or (hazard.reporter_id == me and not is_hidden(hazard, who))
    if hazard.unit_id in scope.overseen or (me in hazard.involved and not is_hidden(hazard, who)):
        return True
    if any(_worked_on(hazard, principal) for principal in scope.people - {me}):
        return True
    return hazard.unit_id in scope.institutions or hazard.department_id in scope.departments


def _worked_on(hazard: Hazard, person: int) -> bool:
    """Whether it concerns this person in another way than as its reporter."""
    named = {getattr(hazard, name) for name in NAMED}
    many = {each for name in AMONG for each in getattr(hazard, name)}
    return person in hazard.involved and (person != hazard.reporter_id or person in named | many)


def sees_person(directory: Directory, me: int, person_id: int, at: datetime) -> bool:
    """Whether `me` may know of this person: of their own institution, or below where they oversee."""
    home = directory.units[directory.people[person_id].unit_id]
    own = directory.institution_of(directory.people[me].unit_id)
    tops = (directory.units[unit].path for unit, role in directory.roles_of(me, at) if role in RUNNING)
    return directory.institution_of(home.id).id == own.id or any(home.path.startswith(top) for top in tops)


def nameable(hazard: Hazard, directory: Directory, people: Iterable[int], at: datetime) -> list[int]:
    """Whom of these a refusal may name: of what it keeps only who holds a post of the commission."""
    if not kept_by_the_commission(hazard):
        return list(people)
    return [one for one in people if any(role in COMMISSION for _, role in directory.roles_of(one, at))]


def names_for(directory: Directory, me: int, people: Iterable[int], at: datetime) -> str:
    """The names among these that a sentence to `me` may say: where a sentence meets its reader."""
    known = [person for person in people if sees_person(directory, me, person, at)]
    return "、".join(directory.name_of(person) for person in known[:MOST_NAMED])

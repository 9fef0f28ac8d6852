"""Who keeps a person's sign-in: one rule for every act on an account, a post, a telephone or a delegation.

The highest post that somebody holds anywhere, or stands in for, decides. Whoever keeps a sign-in could use it;
so nobody keeps one that reaches further than their own: a higher post, another institution, another's duty.
"""

from datetime import datetime
from math import inf

from domain.directory.organisation import Directory
from domain.roles import ADMINISTERING, POSTS
from domain.words import Role, UnitKind

KEEPERS = frozenset({Role.OFFICER, Role.CHIEF})
Held = frozenset[tuple[int, Role]]
"""(institution or authority, post)."""


def reach_of(directory: Directory, person: int, at: datetime, *, by: int | None = None) -> Held:
    """What a sign-in of this person opens, now or on a day that is fixed already: their posts and their principals'.

    What they may do for `by` counts for nothing: whoever asks may do that anyway.
    """
    found = set()
    for who in {person, *directory.principals_to_come(person, at)} - {by}:
        found.add((directory.institution_of(directory.people[who].unit_id).id, Role.STAFF))
        found |= {(directory.institution_of(u).id, role) for u, role in directory.roles_to_come(who, at)}
    return frozenset(found)


def keeps_as_administrator(directory: Directory, by: int, reached: Held, at: datetime) -> bool:
    """Whether somebody administers every unit that this reaches: their own authority and what stands below it."""
    held = directory.roles_of(by, at)
    tops = [directory.units[unit].path for unit, role in held if role in ADMINISTERING]
    return any(all(directory.units[unit].path.startswith(top) for unit, _ in reached) for top in tops)


def keeps_at_the_unit(directory: Directory, by: int, unit: int, reached: Held, at: datetime) -> bool:
    """Whether an officer or head of this unit stands strictly above all that this reaches, and all of it is here."""
    institution = directory.institution_of(unit)
    if institution.kind != UnitKind.INSTITUTION:
        return False
    mine = {role for u, role in directory.roles_of(by, at) if u == institution.id and role in KEEPERS}
    if not mine:
        return False
    top = max(_rank(role) for role in mine)
    return all(u == institution.id and _rank(role) < top for u, role in reached)


def _rank(role: Role) -> float:
    """The rank of a post of a unit; those of the commission, in its line or beside it, stand above all of them."""
    return inf if POSTS[role].at is UnitKind.AUTHORITY else POSTS[role].rank or 0

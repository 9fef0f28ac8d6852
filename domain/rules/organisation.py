"""Who is who: the unit tree, posts and dated delegation as one immutable snapshot, and the actor."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from domain.errors import WrongInput
from domain.words import AUTHORITY_ROLES, Role, UnitKind


@dataclass(frozen=True, slots=True)
class Actor:
    """A person behind one account, or the clock."""

    person_id: int | None
    account_id: int | None = None


THE_CLOCK = Actor(None)


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit as the rules see it."""

    id: int
    parent_id: int | None
    kind: str
    code: str
    name: str
    short_name: str
    region: str
    path: str
    policy: str | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the rules see him."""

    id: int
    key: str
    name: str
    unit_id: int
    phone: str
    active: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """Somebody holds something from one moment until another (legal time)."""

    person_id: int
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Directory:
    """The whole organisation at one `version`; every question takes the moment it is asked for."""

    version: int
    units: dict[int, UnitCard]
    people: dict[int, PersonCard]
    posts: dict[tuple[int, str], list[Dated]]
    delegates: dict[int, list[Dated]]
    names: dict[str, int] = field(default_factory=dict)

    def holders(self, unit_id: int | None, role: Role, at: datetime) -> tuple[int, ...]:
        """Who holds the post; empty when nobody does."""
        found = self.posts.get((unit_id or 0, role), ())
        return tuple(
            post.person_id for post in found if post.holds(at) and self.people[post.person_id].active
        )

    def delegates_of(self, people: Iterable[int], at: datetime) -> frozenset[int]:
        """Everybody who may act for one of these people now."""
        found = (d for person in people for d in self.delegates.get(person, ()))
        return frozenset(d.person_id for d in found if d.holds(at))

    def principals_of(self, person_id: int, at: datetime) -> frozenset[int]:
        """Everybody for whom this person may act now."""
        return frozenset(
            who
            for who, dated in self.delegates.items()
            if any(d.person_id == person_id and d.holds(at) for d in dated)
        )

    def institution_of(self, unit_id: int) -> UnitCard:
        """The institution (or authority) that a unit belongs to."""
        unit = self.units[unit_id]
        while unit.kind == UnitKind.DEPARTMENT and unit.parent_id:
            unit = self.units[unit.parent_id]
        return unit

    def authority_of(self, unit_id: int) -> UnitCard:
        """The authority above a unit, or the unit at the top of the tree."""
        unit = self.units[unit_id]
        while unit.kind != UnitKind.AUTHORITY and unit.parent_id:
            unit = self.units[unit.parent_id]
        return unit

    def people_of(self, institution_id: int) -> frozenset[int]:
        """The unit's own staff: those whose home is the institution or one of its departments."""
        return frozenset(
            p.id
            for p in self.people.values()
            if p.active and self.institution_of(p.unit_id).id == institution_id
        )

    def roles_of(self, person_id: int, at: datetime) -> list[tuple[int, Role]]:
        """The posts a person holds: (unit id, role)."""
        held = self._posts_by_person.get(person_id, ())
        return list(dict.fromkeys((unit, role) for unit, role, dated in held if dated.holds(at)))

    @cached_property
    def _posts_by_person(self) -> dict[int, list[tuple[int, Role, Dated]]]:
        """Person -> his posts, in the order of the units' posts."""
        found: defaultdict[int, list[tuple[int, Role, Dated]]] = defaultdict(list)
        for (unit_id, role), held in self.posts.items():
            for dated in held:
                found[dated.person_id].append((unit_id, Role(role), dated))
        return dict(found)

    def belongs_to_authority(self, person_id: int, at: datetime) -> bool:
        """Whether the person acts for the commission rather than for a unit."""
        home = self.units[self.people[person_id].unit_id]
        return home.kind == UnitKind.AUTHORITY or any(
            r in AUTHORITY_ROLES for _, r in self.roles_of(person_id, at)
        )

    def in_force(self, at: datetime) -> str:
        """What holders rest on at this moment, in short: posts, delegations, who has left, how units hang together.

        Plain staff, names and telephones are left out: nobody holds a hazard by them.
        """
        posts = [
            (unit, role, sorted(dated.person_id for dated in held if dated.holds(at)))
            for (unit, role), held in self.posts.items()
            if role != Role.STAFF
        ]
        given = [(who, d.person_id) for who, rows in self.delegates.items() for d in rows if d.holds(at)]
        left = [person.id for person in self.people.values() if not person.active]
        units = [(unit.id, unit.parent_id, unit.active) for unit in self.units.values()]
        whole = sorted(post for post in posts if post[2]), sorted(given), sorted(left), sorted(units)
        return hashlib.sha256(repr(whole).encode()).hexdigest()[:16]

    def with_unit(self, unit: UnitCard) -> "Directory":
        """The organisation as it would be with one more unit."""
        return replace(self, units={**self.units, unit.id: unit})

    def without(self, person_id: int) -> "Directory":
        """The organisation as it would be if this person had left."""
        gone = replace(self.people[person_id], active=False)
        return replace(self, people={**self.people, person_id: gone})

    def find_person(self, text: str, *, field: str) -> int:
        """The active person whom this key, login or id names; raises WrongInput."""
        person_id = self.names.get(text) or (int(text) if text.isdigit() else 0)
        if person_id not in self.people or not self.people[person_id].active:
            raise WrongInput(f"没有叫“{text}”的在岗人员，请填写人员代号或登录名。", field=field)
        return person_id

    def find_unit(self, text: str, *, field: str) -> UnitCard:
        """The unit that this code, name or short name means; raises WrongInput."""
        for unit in self.units.values():
            if unit.active and text in (unit.code, unit.name, unit.short_name):
                return unit
        raise WrongInput(f"没有代码或名称为“{text}”的单位，请填写单位代码或全称。", field=field)

    def name_of(self, person_id: int | None) -> str:
        """The name to show; the clock is 系统自动."""
        return "系统自动" if person_id is None else self.people[person_id].name

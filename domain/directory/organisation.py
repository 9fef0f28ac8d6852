"""Who is who: the unit tree, posts and dated delegation as one immutable snapshot, and the actor."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from domain.directory.cards import THE_CLOCK, Actor, Dated, PersonCard, UnitCard
from domain.directory.naming import same, sounds_like, the_one
from domain.errors import WrongInput
from domain.roles import AUTHORITY_ROLES
from domain.words import Role, UnitKind

__all__ = ["THE_CLOCK", "Actor", "Dated", "Directory", "PersonCard", "UnitCard"]


@dataclass(frozen=True)
class Directory:
    """The whole organisation at one `version`; every question takes the moment it is asked for."""

    version: int
    units: dict[int, UnitCard]
    people: dict[int, PersonCard]
    posts: dict[tuple[int, str], list[Dated]]
    delegates: dict[int, list[Dated]]
    names: dict[str, int] = field(default_factory=dict)
    with_account: frozenset[int] = frozenset()
    """Who has an account that is open, and so can press for themselves."""

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
        return self.principals_of_any({person_id}, at)

    def principals_of_any(self, people: AbstractSet[int], at: datetime) -> frozenset[int]:
        """Everybody for whom one of these people may act now."""
        return frozenset(
            who
            for who, dated in self.delegates.items()
            if any(d.person_id in people and d.holds(at) for d in dated)
        )

    def principals_to_come(self, person_id: int, at: datetime) -> frozenset[int]:
        """Everybody for whom this person may act, now or from a day on that is fixed already."""
        return frozenset(
            who
            for who, dated in self.delegates.items()
            if any(d.person_id == person_id and d.lasts(at) for d in dated)
        )

    def institution_of(self, unit_id: int) -> UnitCard:
        """The institution (or authority) that a unit belongs to."""
        return self._above(unit_id, lambda unit: unit.kind != UnitKind.DEPARTMENT)

    def authority_of(self, unit_id: int) -> UnitCard:
        """The authority above a unit, or the unit at the top of the tree."""
        return self._above(unit_id, lambda unit: unit.kind == UnitKind.AUTHORITY)

    def _above(self, unit_id: int, is_meant: Callable[[UnitCard], bool]) -> UnitCard:
        """The first of a unit and those above it that is meant, else the top.

        Raises ValueError when units stand in a circle, which only whoever writes past the rules can make of them.
        """
        unit = self.units[unit_id]
        for _ in self.units:
            if is_meant(unit) or not unit.parent_id:
                return unit
            unit = self.units[unit.parent_id]
        msg = f"units stand in a circle around {unit.code}"
        raise ValueError(msg)

    def people_of(self, institution_id: int) -> frozenset[int]:
        """The unit's own staff: those whose home is the institution or one of its departments."""
        return self._staff.get(institution_id, frozenset())

    @cached_property
    def _staff(self) -> dict[int, frozenset[int]]:
        """Institution -> its active people."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for unit, people in self.at_home.items():
            found[self.institution_of(unit).id].update(people)
        return {institution: frozenset(people) for institution, people in found.items()}

    @cached_property
    def at_home(self) -> dict[int, list[int]]:
        """Unit -> the active people whose home it is, departments apart."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for person in self.people.values():
            if person.active:
                found[person.unit_id].append(person.id)
        return dict(found)

    def roles_of(self, person_id: int, at: datetime) -> list[tuple[int, Role]]:
        """The posts a person holds: (unit id, role)."""
        held = self._posts_by_person.get(person_id, ())
        return list(dict.fromkeys((unit, role) for unit, role, dated in held if dated.holds(at)))

    def roles_to_come(self, person_id: int, at: datetime) -> list[tuple[int, Role]]:
        """The posts a person holds, or will hold from a day on that is fixed already: (unit id, role)."""
        held = self._posts_by_person.get(person_id, ())
        return list(dict.fromkeys((unit, role) for unit, role, dated in held if dated.lasts(at)))

    @cached_property
    def _posts_by_person(self) -> dict[int, list[tuple[int, Role, Dated]]]:
        """Person -> their posts, in the order of the units' posts."""
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

    def find_person(
        self, text: str, *, field: str, near: int | None = None, staff: bool = False, tells: bool = True
    ) -> int:
        """The active person whom a key or login names; or else a name, its pinyin or its first letters.

        With a unit that is `near` one of its people (`staff`), or else of its commission, without one anybody; whoever
        is elsewhere is unknown. Several of one name are never chosen between, and told unless it `tells` none of the
        commission. Raises WrongInput.
        """
        person_id = self.names.get(text) or self.names.get(text.lower())
        if person_id is not None and self._can_be_meant(person_id, near):
            return person_id
        groups = self._groups(near)
        together = [frozenset[int]().union(*groups)]
        looked_in = groups[:1] if staff else together if tells else groups
        which = "请从名单中选择，或填写人员代号"
        for n, group in enumerate(looked_in):
            by_name = [p for p in group if same(text, self.people[p].name)]
            by_sound = by_name or [p for p in group if sounds_like(text, self.people[p].name)]
            if n and len(by_sound) > 1:
                raise WrongInput(f"“{text}”不止一个，{which}。", field=field)
            found = the_one(by_sound, text, field=field, told=self._told_apart, ask_for=which)
            if found is not None:
                return found
        where, whose = ("本单位", "本单位人员的") if staff else ("", "")
        raise WrongInput(
            f"{where}没有叫“{text}”的在岗人员，请填写{whose}姓名、人员代号或登录名。", field=field
        )

    def _can_be_meant(self, person_id: int, near: int | None) -> bool:
        """Whether somebody is in post, and of the institution that is near or of its commission."""
        person = self.people.get(person_id)
        if person is None or not person.active:
            return False
        return near is None or self.institution_of(person.unit_id).id in self._around(near)

    def _around(self, near: int) -> list[int]:
        """The institution of a unit, and the commission above it."""
        return list(dict.fromkeys((self.institution_of(near).id, self.authority_of(near).id)))

    def _groups(self, near: int | None) -> list[frozenset[int]]:
        """The people of a unit's institution and those of the commission above it; without a unit everybody."""
        if near is None:
            return [frozenset(person.id for person in self.people.values() if person.active)]
        return [self.people_of(unit) for unit in self._around(near)]

    def find_unit(self, text: str, *, field: str) -> UnitCard:
        """The active unit that a code means, or else a name or short name that only one has; raises WrongInput."""
        found = self.unit_named(text, self.units, field=field)
        if found is None:
            raise WrongInput(f"没有代码或名称为“{text}”的在用单位，请填写单位代码或全称。", field=field)
        return found

    def unit_named(self, text: str, among: Iterable[int], *, field: str) -> UnitCard | None:
        """The active one of these units that a text names, or None; WrongInput when it names several."""
        active = [self.units[unit] for unit in among if self.units[unit].active]
        return next((unit for unit in active if unit.code == text), None) or the_one(
            (unit for unit in active if unit.is_called(text)),
            text,
            field=field,
            told=lambda unit: f"{unit.code}（{unit.name}）",
            ask_for="请填写单位代码",
        )

    def unit_short(self, unit_id: int) -> str:
        """A unit's short name, or its name where it has none."""
        unit = self.units[unit_id]
        return unit.short_name or unit.name

    def _told_apart(self, person_id: int) -> str:
        """A person with what tells them from others of the same name."""
        person = self.people[person_id]
        return f"{person.name}（{self.unit_short(person.unit_id)}，{person.key}）"

    @cached_property
    def _namesakes(self) -> dict[int, str]:
        """Those who share their name with somebody of their institution, as they are shown there."""
        by_name: defaultdict[tuple[int, str], list[PersonCard]] = defaultdict(list)
        for person in self.people.values():
            by_name[self.institution_of(person.unit_id).id, person.name].append(person)
        shown: dict[int, str] = {}
        for same_name in by_name.values():
            units = [person.unit_id for person in same_name]
            for person in same_name if len(same_name) > 1 else ():
                unit = self.unit_short(person.unit_id)
                alone = units.count(person.unit_id) == 1
                shown[person.id] = f"{person.name}（{unit}）" if alone else self._told_apart(person.id)
        return shown

    def name_of(self, person_id: int | None) -> str:
        """The name to show, told apart from namesakes of the same institution; the clock is 系统自动."""
        if person_id is None:
            return "系统自动"
        return self._namesakes.get(person_id) or self.people[person_id].name

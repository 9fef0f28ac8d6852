"""Who sees whom: one's own unit's people; the commission everybody. Phones only where work needs them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from domain.cases.visibility import sees_person
from domain.directory.organisation import Directory, PersonCard, UnitCard
from domain.organisation.commands import CHANGES, AccountChange, Change, ResetPassword
from domain.organisation.sealing import SEAL
from domain.organisation.who_may import WHO_MAY, Ask, may
from domain.roles import ADMINISTERING, COMMISSION, INSTITUTION_ROLES, RUNNING
from domain.tables.core import ACCOUNT, DELEGATION, ORGANISATION_JOURNAL, PERSON, POST
from domain.typed_text import half_width, words_of
from domain.words import Role

MAY_CALL = ADMINISTERING | {*COMMISSION}
OVER_SIGN_INS = ADMINISTERING | {Role.AUDITOR}
MOST_FOUND = 200
OF_SIGN_INS = sorted(act for act, change in CHANGES.items() if issubclass(change, AccountChange))
TELEPHONES = frozenset({"phone", "email"})
SIGN_INS = frozenset({"login", "logins", "second_factor", "reset"})


@dataclass(frozen=True)
class Eyes:
    """What one person sees of the organisation at a moment."""

    directory: Directory
    me: int
    at: datetime
    confirmed: bool = True
    """Whether their own sign-in is; whoever uses one that somebody else gave has no post yet."""

    def _below(self, roles: frozenset[Role]) -> list[str]:
        held = self.directory.roles_of(self.me, self.at) if self.confirmed else []
        return [self.directory.units[unit].path for unit, role in held if role in roles]

    def sees_unit(self, unit: UnitCard) -> bool:
        """Those below where they oversee; their own institution; what stands above it, by name."""
        if any(unit.path.startswith(top) for top in self._below(RUNNING)):
            return True
        own = self.own_institution
        return self.directory.institution_of(unit.id).id == own.id or own.path.startswith(unit.path)

    def knows_unit(self, unit: UnitCard) -> bool:
        """Those they see whole: what only stands above their own is known by name alone."""
        own = self.directory.institution_of(unit.id).id == self.own_institution.id
        return own or any(unit.path.startswith(top) for top in self._below(RUNNING))

    @property
    def own_institution(self) -> UnitCard:
        """The institution of their home."""
        return self.directory.institution_of(self.directory.people[self.me].unit_id)

    def sees(self, person: PersonCard) -> bool:
        """Whether they may see this person at all."""
        own = self.directory.institution_of(person.unit_id) == self.own_institution
        return own or (self.confirmed and sees_person(self.directory, self.me, person.id, self.at))

    def may_call(self, person: PersonCard) -> bool:
        """Phone and e-mail: their own, those of people they lead or manage, and for the commission of everybody."""
        if person.id == self.me:
            return True
        home = self.directory.units[person.unit_id]
        if any(home.path.startswith(top) for top in self._below(MAY_CALL)):
            return True
        return any(
            home.path.startswith(top) for top in self._below(INSTITUTION_ROLES | {Role.DEPARTMENT_HEAD})
        )

    def may(self, change: type[Change], unit: UnitCard, person: PersonCard | None = None) -> bool:
        """Whether they may do this there; what it gives is asked again when they press."""
        return self.confirmed and may(change, Ask(self.directory, self.me, self.at, unit, person))

    def may_give(self, change: type[Change], unit: UnitCard, person: PersonCard | None, role: Role) -> bool:
        """Whether they may give this role to somebody whose home is there."""
        return self.confirmed and may(change, Ask(self.directory, self.me, self.at, unit, person, role))

    def offers(self, person: PersonCard) -> list[type[Change]]:
        """The acts on a person that they may press."""
        home = self.directory.units[person.unit_id]
        return [change for change in WHO_MAY if self.may(change, home, person)]

    @cached_property
    def oversees(self) -> bool:
        """Whether they oversee or administer anything at all."""
        return bool(self._below(RUNNING))

    def signs_in_for(self, person: PersonCard) -> bool:
        """Whether this person's sign-ins are the reader's business: their own, or of somebody they manage."""
        home = self.directory.units[person.unit_id]
        return person.id == self.me or self.may(ResetPassword, home, person)

    def kept_from_them(self, person: PersonCard | None) -> frozenset[str]:
        """The fields of a change that they may not read: telephones, and names of sign-ins."""
        if person is None:
            return frozenset()
        phones = frozenset() if self.may_call(person) else TELEPHONES
        knows = self.signs_in_for(person) or bool(self._below(OVER_SIGN_INS))
        return phones | (frozenset() if knows else SIGN_INS)

    def manages(self, person: PersonCard) -> bool:
        """Whether accounts and open work of this person are the reader's business."""
        return person.id == self.me or bool({c.act for c in self.offers(person)} & {"leave"})


def posts_of(connection: Connection, person_id: int, at: datetime) -> list[Row[Any]]:
    """A person's posts now and to come, with their ids."""
    open_ = POST.c.until.is_(None) | (POST.c.until > at)
    query = select(POST).where(POST.c.person_id == person_id, open_).order_by(POST.c.since, POST.c.id)
    return list(connection.execute(query))


def delegations_of(connection: Connection, person_id: int, at: datetime) -> list[Row[Any]]:
    """Delegations given and taken, now and to come, with their ids."""
    mine = or_(DELEGATION.c.from_id == person_id, DELEGATION.c.to_id == person_id)
    query = (
        select(DELEGATION).where(mine, DELEGATION.c.until > at).order_by(DELEGATION.c.since, DELEGATION.c.id)
    )
    return list(connection.execute(query))


def accounts_of(connection: Connection, person_id: int) -> list[Row[Any]]:
    """A person's accounts, by login."""
    query = select(ACCOUNT).where(ACCOUNT.c.person_id == person_id).order_by(ACCOUNT.c.login)
    return list(connection.execute(query))


def details_of(connection: Connection, person_id: int) -> Row[Any]:
    """The row with phone, e-mail and version."""
    return connection.execute(select(PERSON).where(PERSON.c.id == person_id)).one()


def find_people(
    eyes: Eyes,
    *,
    q: str = "",
    unit: UnitCard | None = None,
    role: Role | None = None,
    active: bool | None = True,
) -> list[PersonCard]:
    """Whom the reader sees and means: by a part of name or key, below a unit, holding a role, in office or not."""
    words, directory = [word.casefold() for word in words_of(q)], eyes.directory
    if q.strip() and not words:
        return []
    found = []
    for person in directory.people.values():
        if active is not None and person.active != active:
            continue
        named = f"{half_width(person.name).casefold()} {person.key}"
        if not all(word in named for word in words):
            continue
        if unit and not directory.units[person.unit_id].path.startswith(unit.path):
            continue
        if role and role not in {r for _, r in directory.roles_of(person.id, eyes.at)}:
            continue
        if eyes.sees(person):
            found.append(person)
    path = {u.id: u.path for u in directory.units.values()}
    return sorted(found, key=lambda p: (path[p.unit_id], p.id))[:MOST_FOUND]


def changes_seen(
    connection: Connection, eyes: Eyes, person_id: int | None, limit: int = 100
) -> list[Row[Any]]:
    """Lines of the organisation's journal that the reader may know, newest first: of one person, or of everything."""
    seen = _may_know(eyes)
    if person_id is not None:
        seen = and_(seen, ORGANISATION_JOURNAL.c.person_id == person_id)
    query = (
        select(ORGANISATION_JOURNAL)
        .where(seen, ORGANISATION_JOURNAL.c.act != SEAL)
        .order_by(ORGANISATION_JOURNAL.c.seq.desc())
    )
    return list(connection.execute(query.limit(limit)))


def _may_know(eyes: Eyes) -> ColumnElement[bool]:
    """Their own lines, those of units they know whole, and of sign-ins only those they manage or oversee."""
    line, units = ORGANISATION_JOURNAL.c, eyes.directory.units.values()
    known = [unit.id for unit in units if eyes.knows_unit(unit)]
    about_me = line.person_id == eyes.me
    if eyes.oversees:
        return or_(about_me, line.unit_id.in_(known))
    managed = [person.id for person in eyes.directory.people.values() if eyes.signs_in_for(person)]
    others = line.act.not_in(OF_SIGN_INS)
    return or_(about_me, and_(line.unit_id.in_(known), or_(others, line.person_id.in_(managed))))

"""Who sees whom: one's own unit's people; the commission everybody. Phones only where work needs them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select, true

from domain.organisation.commands import Change
from domain.organisation.who_may import WHO_MAY, Ask, may
from domain.rules.organisation import Directory, PersonCard, UnitCard
from domain.tables.core import ACCOUNT, DELEGATION, ORGANISATION_JOURNAL, PERSON, POST
from domain.words import INSTITUTION_ROLES, Role

OVERSEEING = frozenset({Role.DESK, Role.LEADER, Role.HEAD, Role.AUDITOR, Role.ADMIN})
MAY_CALL = frozenset({Role.DESK, Role.LEADER, Role.HEAD, Role.ADMIN})
MOST_FOUND = 200


@dataclass(frozen=True)
class Eyes:
    """What one person sees of the organisation at a moment."""

    directory: Directory
    me: int
    at: datetime

    def _below(self, roles: frozenset[Role]) -> list[str]:
        held = self.directory.roles_of(self.me, self.at)
        return [self.directory.units[unit].path for unit, role in held if role in roles]

    def sees_unit(self, unit: UnitCard) -> bool:
        """Those below where he oversees; his own institution; what stands above it, by name."""
        if any(unit.path.startswith(top) for top in self._below(OVERSEEING)):
            return True
        own = self.own_institution
        return self.directory.institution_of(unit.id).id == own.id or own.path.startswith(unit.path)

    def knows_unit(self, unit: UnitCard) -> bool:
        """Those he sees whole: what only stands above his own is known by name alone."""
        own = self.directory.institution_of(unit.id).id == self.own_institution.id
        return own or any(unit.path.startswith(top) for top in self._below(OVERSEEING))

    @property
    def own_institution(self) -> UnitCard:
        """The institution of his home."""
        return self.directory.institution_of(self.directory.people[self.me].unit_id)

    def sees(self, person: PersonCard) -> bool:
        """Whether he may see this person at all."""
        home = self.directory.units[person.unit_id]
        if any(home.path.startswith(top) for top in self._below(OVERSEEING)):
            return True
        return self.directory.institution_of(home.id).id == self.own_institution.id

    def may_call(self, person: PersonCard) -> bool:
        """Phone and e-mail: his own, those of people he leads or manages, and for the commission of everybody."""
        if person.id == self.me:
            return True
        home = self.directory.units[person.unit_id]
        if any(home.path.startswith(top) for top in self._below(MAY_CALL)):
            return True
        return any(
            home.path.startswith(top) for top in self._below(INSTITUTION_ROLES | {Role.DEPARTMENT_HEAD})
        )

    def may(self, change: type[Change], unit: UnitCard, person: PersonCard | None = None) -> bool:
        """Whether he may do this there; what it gives is asked again when he presses."""
        return may(change, Ask(self.directory, self.me, self.at, unit, person))

    def may_give(self, change: type[Change], unit: UnitCard, person: PersonCard | None, role: Role) -> bool:
        """Whether he may give this role to somebody whose home is there."""
        return may(change, Ask(self.directory, self.me, self.at, unit, person, role))

    def offers(self, person: PersonCard) -> list[type[Change]]:
        """The acts on a person that he may press."""
        home = self.directory.units[person.unit_id]
        return [change for change in WHO_MAY if self.may(change, home, person)]

    def manages(self, person: PersonCard) -> bool:
        """Whether accounts and open work of this person are his business."""
        return person.id == self.me or bool({c.act for c in self.offers(person)} & {"leave"})


def posts_of(connection: Connection, person_id: int, at: datetime) -> list[Row[Any]]:
    """His posts now and to come, with their ids."""
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
    """His accounts, by login."""
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
    """Whom he sees and means: by a part of name or key, below a unit, holding a role, in office or not."""
    needle, directory = q.strip().casefold(), eyes.directory
    found = []
    for person in directory.people.values():
        if active is not None and person.active != active:
            continue
        if needle and needle not in person.name.casefold() and needle not in person.key:
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
    """Lines of the organisation's journal, newest first: of one person, or of everything he oversees."""
    seen: ColumnElement[bool] = true()
    if person_id is not None:
        seen = ORGANISATION_JOURNAL.c.person_id == person_id
    elif not eyes._below(OVERSEEING):  # noqa: SLF001 - its own question
        units = [u.id for u in eyes.directory.units.values() if eyes.sees_unit(u)]
        seen = ORGANISATION_JOURNAL.c.unit_id.in_(units)
    query = select(ORGANISATION_JOURNAL).where(seen).order_by(ORGANISATION_JOURNAL.c.seq.desc())
    return list(connection.execute(query.limit(limit)))

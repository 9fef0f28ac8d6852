"""The first administrator of an empty installation, and the authority they administer."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select

from domain.cases.store.writing import retried
from domain.directory.organisation import Actor, Directory
from domain.organisation import accounts, commands as c, people, units
from domain.organisation.work import Work
from domain.organisation.writer import Changed
from domain.signing_in.profile import profile_of
from domain.store.base import Store
from domain.store.organisation import load_directory
from domain.tables.core import ACCOUNT, ORGANISATION_VERSION
from domain.words import Role, UnitKind

THE_COMMAND_LINE = Actor(None)


@dataclass(frozen=True)
class First:
    """What the first person at the terminal says: the authority, their name, how they sign in."""

    unit: str
    code: str
    region: str
    name: str
    login: str


def administrators(directory: Directory, at: datetime) -> list[int]:
    """Whoever is an administrator now."""
    return [
        person.id
        for person in directory.people.values()
        if person.active and any(role is Role.ADMIN for _, role in directory.roles_of(person.id, at))
    ]


def logins_of_administrators(store: Store, at: datetime) -> list[str]:
    """Their logins in use; none on an empty installation."""
    with store.asking() as connection:
        found = administrators(store.directory(connection), at)
        mine = (ACCOUNT.c.person_id.in_(found)) & ACCOUNT.c.active
        return sorted(connection.execute(select(ACCOUNT.c.login).where(mine)).scalars())


def install(store: Store, first: First, at: datetime) -> Changed:
    """Write the authority (unless there is one) and its administrator; gives the administrator's temporary password.

    Raises WrongInput when login or code are taken. Everything stands in the journal as done at the command line.
    """
    return retried(store, partial(_install, store, first, at))


def _install(store: Store, first: First, at: datetime, connection: Connection) -> Changed:
    seen = (
        connection.execute(select(ORGANISATION_VERSION.c.version).with_for_update()).scalar_one_or_none() or 0
    )
    work = Work(store, connection, load_directory(connection, seen), profile_of(store), THE_COMMAND_LINE, at)
    top = next((u for u in work.directory.units.values() if u.kind == UnitKind.AUTHORITY and u.active), None)
    if top is None:
        said = c.CreateUnit(parent=first.code, unit_kind=UnitKind.AUTHORITY, code=first.code, name=first.unit)
        made = units.write_new(work, said, None, first.region)
        becomes = {**said.model_dump(mode="json", exclude={"parent"}), "region": first.region}
        work.note(said, unit=made, becomes=becomes)
        top = work.directory.units[made]
    person = people.add(work, c.AddPerson(unit=top.code, name=first.name, role=Role.ADMIN))
    accounts.create(work, person, c.CreateAccount(login=first.login))
    return Changed(person.key, tuple(work.entries), work.secret)

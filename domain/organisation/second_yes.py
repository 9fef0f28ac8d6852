"""The sign-ins that wait for a second person's yes, as far as it may be the reader's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from domain.directory.organisation import PersonCard
from domain.organisation.accounts import waits_since
from domain.organisation.commands import ConfirmAccount
from domain.organisation.keeping import KEEPERS
from domain.organisation.seeing import Eyes
from domain.organisation.who_may import Ask, may
from domain.roles import ENTRUSTED
from domain.tables.core import ACCOUNT
from domain.words import Role


@dataclass(frozen=True)
class WaitingAccount:
    """An account that another gave, the last act on it (`since`: legal time), and its posts (unit id, role)."""

    person: PersonCard
    login: str
    given_by: int | None
    since: datetime
    posts: tuple[tuple[int, Role], ...]


def waiting_for_my_yes(connection: Connection, eyes: Eyes) -> list[WaitingAccount]:
    """Those in use: with a post first, the longest waiting first. Whoever has none is their own unit's, if it can.

    While its owner has not changed a temporary password, nobody is asked yet.
    """
    given = ACCOUNT.c.given_at.is_not(None) & ACCOUNT.c.shows_from.is_(None)
    temporary = ACCOUNT.c.given_at.is_not(None) & ACCOUNT.c.must_change
    waits = ACCOUNT.c.active & ~temporary & or_(given, ACCOUNT.c.appointed_at.is_not(None))
    found: list[WaitingAccount] = []
    rows = connection.execute(select(ACCOUNT).where(waits)).all()
    waiting = {row.person_id for row in rows}
    for row in rows:
        person = eyes.directory.people[row.person_id]
        held = eyes.directory.roles_to_come(person.id, eyes.at)
        posts = tuple((unit, role) for unit, role in held if role in ENTRUSTED)
        home = eyes.directory.units[person.unit_id]
        hands = {*row.givers, *row.appointers}
        theirs = (
            posts
            or eyes.directory.institution_of(home.id) == eyes.own_institution
            or not _can_be_said_at_the_unit(eyes, person, hands | waiting)
        )
        if theirs and eyes.me not in hands and eyes.may(ConfirmAccount, home, person):
            by = row.given_by or next(reversed(row.appointers), None)
            found.append(WaitingAccount(person, row.login, by, waits_since(row), posts))
    return sorted(found, key=lambda one: (not one.posts, one.since, one.person.id))


def _can_be_said_at_the_unit(eyes: Eyes, person: PersonCard, barred: set[int]) -> bool:
    """Whether an officer or head of the person's unit is left who may: a unit with one keeper has no second person."""
    directory, home = eyes.directory, eyes.directory.units[person.unit_id]
    unit = directory.institution_of(home.id).id
    keepers = {who for role in KEEPERS for who in directory.holders(unit, role, eyes.at)}
    return any(
        may(ConfirmAccount, Ask(directory, keeper, eyes.at, home, person))
        for keeper in keepers - barred - {person.id}
    )

"""The sign-ins that wait for a second person's yes, as far as it may be the reader's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from domain.organisation.accounts import waits_since
from domain.organisation.commands import ConfirmAccount
from domain.organisation.seeing import Eyes
from domain.roles import ENTRUSTED
from domain.rules.organisation import PersonCard
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
    """Those in use: with a post first, the longest waiting first. Staff without one are their own unit's alone."""
    given = ACCOUNT.c.given_at.is_not(None) & ~ACCOUNT.c.agreed
    waits = ACCOUNT.c.active & or_(given, ACCOUNT.c.appointed_at.is_not(None))
    found: list[WaitingAccount] = []
    rows = connection.execute(select(ACCOUNT).where(waits))
    for row in rows:
        person = eyes.directory.people[row.person_id]
        held = eyes.directory.roles_to_come(person.id, eyes.at)
        posts = tuple((unit, role) for unit, role in held if role in ENTRUSTED)
        home = eyes.directory.units[person.unit_id]
        theirs = posts or eyes.directory.institution_of(home.id) == eyes.own_institution
        had_a_hand = eyes.me in (*row.givers, *row.appointers)
        if theirs and not had_a_hand and eyes.may(ConfirmAccount, home, person):
            by = row.given_by or next(reversed(row.appointers), None)
            found.append(WaitingAccount(person, row.login, by, waits_since(row), posts))
    return sorted(found, key=lambda one: (not one.posts, one.since, one.person.id))

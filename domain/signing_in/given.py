"""What is kept of a sign-in that somebody else had a hand in: since when, by whom, and the code that ends it."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select, update

from domain.directory.organisation import Actor
from domain.tables.core import ACCOUNT, ACCOUNT_LINK, BINDING_CODE, HAZARD, SESSION
from domain.tables.sent import SENT_AT

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that look like others."""
LENGTH = 8
LASTS = timedelta(hours=72)


def mark_given(connection: Connection, account: int, by: Actor, at: datetime) -> str | None:
    """Somebody else set this sign-in's password: gives the code that confirms it. The command line needs none."""
    if by.person_id is None:
        settle(connection, account)
        return None
    code = new_code(LENGTH)
    waits = case((ACCOUNT.c.given_at.is_not(None), ACCOUNT.c.givers), else_=[])
    values = {
        "given_at": at,
        "given_by": by.person_id,
        "givers": func.array_append(waits, by.person_id),
        "confirm_hash": hash_of_code(code),
        "shows_from": None,
    }
    this = update(ACCOUNT).where(ACCOUNT.c.id == account)
    connection.execute(this.values(**values, confirm_until=func.clock_timestamp() + LASTS))
    return code


def mark_appointed(connection: Connection, person: int, by: Actor, at: datetime) -> None:
    """An administrator alone gave a post: no word of the owner's stands for a second person. Stopped accounts too."""
    if by.person_id is not None:
        mine = update(ACCOUNT).where(ACCOUNT.c.person_id == person)
        added = func.array_append(ACCOUNT.c.appointers, by.person_id)
        connection.execute(mine.values(appointers=added, appointed_at=at))


def keep_appointers(connection: Connection, account: int) -> None:
    """Another account of the same person is no way round a yes that their earlier ones still wait for."""
    person = select(ACCOUNT.c.person_id).where(ACCOUNT.c.id == account).scalar_subquery()
    earlier = (ACCOUNT.c.person_id == person) & (ACCOUNT.c.id != account)
    asked = select(ACCOUNT.c.appointers, ACCOUNT.c.appointed_at).where(
        earlier, ACCOUNT.c.appointed_at.is_not(None)
    )
    waits = connection.execute(asked.order_by(ACCOUNT.c.appointed_at.desc()).limit(1)).first()
    if waits is not None:
        this = update(ACCOUNT).where(ACCOUNT.c.id == account)
        connection.execute(this.values(appointers=waits.appointers, appointed_at=waits.appointed_at))


def who_had_a_hand(connection: Connection, account: int) -> frozenset[int]:
    """Everybody who gave this sign-in, appointed its person, bound an app that waits, or fetched a binding code."""
    row = connection.execute(
        select(ACCOUNT.c.givers, ACCOUNT.c.appointers).where(ACCOUNT.c.id == account)
    ).one()
    bound = select(ACCOUNT_LINK.c.bound_by).where(
        ACCOUNT_LINK.c.account_id == account, ACCOUNT_LINK.c.given_at.is_not(None)
    )
    fetched = select(BINDING_CODE.c.given_by).where(
        BINDING_CODE.c.account_id == account, BINDING_CODE.c.given_at.is_not(None)
    )
    others = [by for query in (bound, fetched) for by in connection.execute(query).scalars() if by]
    return frozenset([*row.givers, *row.appointers, *others])


def confirm_session(connection: Connection, who: Actor) -> None:
    """The owner's password, said in a session of an app that another bound: this session and its bond are theirs."""
    for table, its in ((SESSION, who.session), (ACCOUNT_LINK, who.bond)):
        this = (table.c.id == its) & (table.c.account_id == who.account_id)
        connection.execute(update(table).where(this).values(given_at=None))


def agree(connection: Connection, account: int, at: datetime) -> None:
    """A second person's yes, at this legal time. What the owner reported before stays hidden until their own word.

    Where one password is the only way in, whatever was reported since it was given came from whoever holds it.
    """
    freed = update(ACCOUNT).where(ACCOUNT.c.id == account)
    connection.execute(freed.values(appointers=[], appointed_at=None))
    kept = connection.execute(
        select(ACCOUNT.c.person_id, ACCOUNT.c.given_at).where(ACCOUNT.c.id == account)
    ).one()
    if kept.given_at is None:
        return
    others = select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == kept.person_id, ACCOUNT.c.id != account)
    apps = select(ACCOUNT_LINK.c.id).where(ACCOUNT_LINK.c.account_id == account)
    another_way_in = connection.execute(select(others.exists() | apps.exists())).scalar_one()
    shows_from = at if another_way_in else kept.given_at
    earlier = select(HAZARD.c.id).where(HAZARD.c.reporter_id == kept.person_id, shows_from > SENT_AT)
    if connection.execute(select(earlier.exists())).scalar_one():
        connection.execute(freed.values(shows_from=shows_from))
    else:
        settle(connection, account)


def settle(connection: Connection, account: int) -> None:
    """It is its owner's own again; apps that others bound go on waiting, and so does an appointment."""
    nothing = dict.fromkeys(("given_at", "given_by", "confirm_hash", "confirm_until"))
    this = update(ACCOUNT).where(ACCOUNT.c.id == account)
    connection.execute(this.values(**nothing, givers=[], shows_from=None))


def new_code(length: int) -> str:
    """A code to be typed by a person."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def hash_of_code(code: str) -> bytes:
    """What is kept of it: letters count in either case, blanks not at all."""
    return hashlib.sha256("".join(code.split()).upper().encode()).digest()

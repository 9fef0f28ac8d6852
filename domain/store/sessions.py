"""Signing in: passwords (argon2id) and sessions, of which only the SHA-256 of the token is kept. Machine time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select

from domain.rules.organisation import Actor
from domain.tables.core import ACCOUNT, PERSON, SESSION

LASTS = timedelta(days=7)
# OWASP's smallest argon2id: enough against guessing, and many sign-ins at once do not fill a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@dataclass(frozen=True)
class SignedIn:
    """A new session: its token is told once. `expires_at` is machine time."""

    token: str
    expires_at: datetime
    who: Actor


def hash_password(password: str) -> str:
    """The argon2id hash to keep for an account."""
    return _hasher.hash(password)


@cache
def _nobody() -> str:
    """A hash to check when no such account exists, so that a wrong login takes as long as a wrong password."""
    return hash_password(secrets.token_hex())


def password_is_right(connection: Connection, login: str, password: str) -> Actor | None:
    """The person behind this login and password, or None."""
    query = (
        select(ACCOUNT.c.id, ACCOUNT.c.person_id, ACCOUNT.c.password_hash)
        .join(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
        .where(ACCOUNT.c.login == login, ACCOUNT.c.active, PERSON.c.active)
    )
    found = connection.execute(query).first()
    connection.rollback()  # the slow part holds no transaction
    try:
        _hasher.verify(found.password_hash if found else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return None
    return Actor(found.person_id, found.id) if found else None


def open_session(connection: Connection, who: Actor) -> SignedIn:
    """Give the person a token; sessions that have ended are cleared away."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(SESSION).where(SESSION.c.expires_at < func.clock_timestamp()))
    new = insert(SESSION).values(
        token_hash=_digest(token), account_id=who.account_id, expires_at=func.clock_timestamp() + LASTS
    )
    expires_at = connection.execute(new.returning(SESSION.c.expires_at)).scalar_one()
    return SignedIn(token, expires_at, who)


def session_of(connection: Connection, token: str) -> Actor | None:
    """Whose token this is; None when it is unknown or has ended, or the account or person is no longer active."""
    query = (
        select(ACCOUNT.c.person_id, ACCOUNT.c.id)
        .join(SESSION, SESSION.c.account_id == ACCOUNT.c.id)
        .join(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
        .where(SESSION.c.token_hash == _digest(token), SESSION.c.expires_at > func.clock_timestamp())
        .where(ACCOUNT.c.active, PERSON.c.active)
    )
    found = connection.execute(query).first()
    return Actor(found.person_id, found.id) if found else None


def close_session(connection: Connection, token: str) -> None:
    """Sign out: the token opens nothing any more."""
    connection.execute(delete(SESSION).where(SESSION.c.token_hash == _digest(token)))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

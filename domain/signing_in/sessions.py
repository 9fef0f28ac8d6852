"""Sessions, of which only the SHA-256 of the token is kept; how long they live, and what ends them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.directory.organisation import Actor
from domain.signing_in.profile import Profile, load_profile
from domain.signing_in.record import Whence
from domain.tables.core import ACCOUNT, BINDING_CODE, PERSON, POST, SESSION

NOW = func.clock_timestamp()
SECOND_STEP = timedelta(minutes=5)
TOUCHED_EVERY = timedelta(minutes=1)
OPEN, SECOND = "open", "second"


@dataclass(frozen=True)
class SignedIn:
    """A new session: its token is told once. `expires_at` is machine time; `duty`: what they must do first."""

    token: str
    expires_at: datetime
    who: Actor
    duty: str | None = None


@dataclass(frozen=True)
class SessionCard:
    """A session that a token opens. `duty`: password or second_factor, what must be done before anything else."""

    id: int
    who: Actor
    duty: str | None


@dataclass(frozen=True)
class Listed:
    """A session as its owner sees it; machine time."""

    id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    device: str
    address: str
    login: str


def open_session(
    connection: Connection,
    who: Actor,
    profile: Profile | None = None,
    whence: Whence | None = None,
    *,
    stage: str = OPEN,
) -> SignedIn:
    """Give the person a token of 256 bits, never one that was known before; ended sessions are cleared away."""
    token = secrets.token_urlsafe(32)
    hours = (profile or load_profile()).session.absolute_hours
    lasts = SECOND_STEP if stage == SECOND else timedelta(hours=hours)
    connection.execute(delete(SESSION).where(SESSION.c.expires_at < NOW))
    new = insert(SESSION).values(
        token_hash=_digest(token),
        account_id=who.account_id,
        stage=stage,
        expires_at=NOW + lasts,
        given_at=who.bound_at,
        bond_id=who.bond,
        **(whence or Whence()).columns,
    )
    expires_at = connection.execute(new.returning(SESSION.c.expires_at)).scalar_one()
    return SignedIn(token, expires_at, who)


def session_of(connection: Connection, token: str, profile: Profile, stage: str = OPEN) -> SessionCard | None:
    """Whose token this is; None when it is unknown, has ended or idled, or account or person are active no more."""
    found = connection.execute(_opened_by(profile), {"digest": _digest(token), "stage": stage}).first()
    if found is None:
        return None
    if found.to_touch:
        connection.execute(update(SESSION).where(SESSION.c.id == found.id).values(seen_at=NOW))
        connection.commit()
    duty = "password" if found.must_change else "second_factor" if found.must_enrol else None
    return SessionCard(found.id, _actor(found), duty)


def _actor(found: Row[Any]) -> Actor:
    since = max(filter(None, (found.bound_at, found.shows_from or found.account_given_at)), default=None)
    return Actor(
        found.person_id,
        found.account_id,
        since,
        # A yes to the account is none to an app that somebody else bound to it.
        agreed=found.shows_from is not None and found.bound_at is None,
        bound_at=found.bound_at,
        bond=found.bond_id,
        appointed=bool(found.appointers),
        givers=frozenset(found.givers),
        session=found.id,
        reported=frozenset(found.reported),
    )


def close_session(connection: Connection, token: str) -> int | None:
    """Sign out: the token opens nothing any more. Gives the account it belonged to."""
    gone = delete(SESSION).where(SESSION.c.token_hash == _digest(token)).returning(SESSION.c.account_id)
    return connection.execute(gone).scalar()


def end_sessions(connection: Connection, accounts: list[int], *, but: int | None = None) -> int:
    """End every session of these accounts, or all but one, and void codes that bind an app; gives how many sessions."""
    connection.execute(delete(BINDING_CODE).where(BINDING_CODE.c.account_id.in_(accounts)))
    which = SESSION.c.account_id.in_(accounts) & (SESSION.c.id != (but or 0))
    return connection.execute(delete(SESSION).where(which)).rowcount


def end_one(connection: Connection, person_id: int, session_id: int) -> bool:
    """End one session of a person; says whether there was one."""
    own = select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == person_id)
    which = (SESSION.c.id == session_id) & SESSION.c.account_id.in_(own)
    return bool(connection.execute(delete(SESSION).where(which)).rowcount)


def sessions_of(connection: Connection, person_id: int, profile: Profile) -> list[Listed]:
    """A person's sessions that still live, the latest used first."""
    idle = timedelta(minutes=profile.session.idle_minutes)
    query = (
        select(SESSION, ACCOUNT.c.login)
        .join(ACCOUNT, ACCOUNT.c.id == SESSION.c.account_id)
        .where(ACCOUNT.c.person_id == person_id, SESSION.c.stage == OPEN)
        .where(SESSION.c.expires_at > NOW, SESSION.c.seen_at > NOW - idle)
        .order_by(SESSION.c.seen_at.desc(), SESSION.c.id.desc())
    )
    return [
        Listed(row.id, row.created_at, row.seen_at, row.expires_at, row.device, row.address, row.login)
        for row in connection.execute(query)
    ]


@lru_cache
def _opened_by(profile: Profile) -> Select[Any]:
    """What every request asks first; composed once, because composing it costs more than its answer."""
    idle = timedelta(minutes=profile.session.idle_minutes)
    return (
        select(
            SESSION.c.id,
            ACCOUNT.c.person_id,
            ACCOUNT.c.id.label("account_id"),
            SESSION.c.given_at.label("bound_at"),
            SESSION.c.bond_id,
            SESSION.c.reported,
            ACCOUNT.c.given_at.label("account_given_at"),
            ACCOUNT.c.shows_from,
            ACCOUNT.c.givers,
            ACCOUNT.c.appointers,
            _must_change(profile).label("must_change"),
            _must_enrol(profile).label("must_enrol"),
            (SESSION.c.seen_at < NOW - TOUCHED_EVERY).label("to_touch"),
        )
        .join(SESSION, SESSION.c.account_id == ACCOUNT.c.id)
        .join(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
        .where(SESSION.c.token_hash == bindparam("digest"), SESSION.c.stage == bindparam("stage"))
        .where(SESSION.c.expires_at > NOW, SESSION.c.seen_at > NOW - idle)
        .where(ACCOUNT.c.active, PERSON.c.active)
    )


def _must_change(profile: Profile) -> ColumnElement[Any]:
    """A password that somebody else gave, or one that has grown old; a demonstration's printed one never."""
    must: ColumnElement[Any] = ACCOUNT.c.must_change.is_(True)
    if profile.password.lasts_days:
        must = or_(must, ACCOUNT.c.changed_at < NOW - timedelta(days=profile.password.lasts_days))
    return must & ~ACCOUNT.c.public_demo


def _must_enrol(profile: Profile) -> ColumnElement[Any]:
    """A role that must have a second factor, and none enrolled."""
    roles = sorted(profile.second_factor.required_for)
    held = exists().where(POST.c.person_id == ACCOUNT.c.person_id, POST.c.role.in_(roles))
    return held & ACCOUNT.c.totp_secret.is_(None) & ~ACCOUNT.c.public_demo


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

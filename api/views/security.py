"""安全设置 and the record of sign-ins as they are shown."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.devices import device_name
from domain.organisation.seeing import OVER_SIGN_INS
from domain.queries.reader import Reader
from domain.signing_in import own
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Tried, latest
from domain.signing_in.sessions import SessionCard, sessions_of
from domain.signing_in.telling import told_to
from domain.store.base import Store

Secret = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=32)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewPassword(_Said):
    """The old password and the new one."""

    old: Secret = Field(title="原密码")
    new: Secret = Field(title="新密码")


class CodeSaid(_Said):
    """A code of the phone, or a recovery code."""

    code: Code = Field(title="动态口令")


class SessionRow(BaseModel):
    """A session of mine; machine time."""

    id: int
    device: str
    address: str
    login: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    this_one: bool


class TriedView(BaseModel):
    """A try to sign in; machine time."""

    at: datetime
    login: str | None
    name: str | None
    outcome: str
    label: str
    address: str
    device: str


class ToldView(BaseModel):
    """What was done to my sign-in, contact or delegation, as I was told; machine time."""

    id: int
    at: datetime
    title: str
    words: str


class SecurityView(BaseModel):
    """How my account stands.

    `unconfirmed`: somebody else (`given_by`) had a hand in this sign-in; the code that I was told confirms it, or
    (`by_password`) my password. `appointed`: a post of mine waits for another person's yes. `told`: every act on it.
    """

    login: str
    must_change: bool
    password_changed_at: datetime
    has_second_factor: bool
    recovery_left: int
    shortest_password: int
    sessions: list[SessionRow]
    tries: list[TriedView]
    unconfirmed: bool
    appointed: bool
    given_by: str | None
    by_password: bool
    told: list[ToldView]


def security_view(mine: SessionCard, store: Store) -> SecurityView:
    """My account, my sessions and my latest sign-ins."""
    stands = own.standing(store, mine.who)
    person = mine.who.person_id or 0
    with store.asking() as connection:
        sessions = sessions_of(connection, person, profile_of(store))
        tries = latest(connection, person_id=person, limit=20)
        told = told_to(connection, person)
    rows = [
        SessionRow(**{**vars(s), "device": device_name(s.device)}, this_one=s.id == mine.id) for s in sessions
    ]
    return SecurityView(
        login=stands.login,
        must_change=mine.duty == "password",
        password_changed_at=stands.changed_at,
        has_second_factor=stands.has_second_factor,
        recovery_left=stands.recovery_left,
        shortest_password=profile_of(store).password.shortest,
        sessions=rows,
        tries=[tried_view(one) for one in tries],
        unconfirmed=mine.who.unconfirmed is not None,
        appointed=mine.who.appointed,
        given_by=stands.given_by,
        by_password=stands.by_password,
        told=[ToldView(id=row.id, at=row.at, title=row.title, words=row.words) for row in told],
    )


def sign_ins_view(reader: Reader, limit: int) -> list[TriedView]:
    """Everybody's tries, newest first; raises NotAllowed for whoever neither administers nor audits."""
    reader.refuse_without(OVER_SIGN_INS, "登录记录由系统管理员、审计管理员查看。")
    return [tried_view(one) for one in latest(reader.connection, limit=limit)]


def tried_view(one: Tried) -> TriedView:
    """A line of the record."""
    outcome = {"outcome": str(one.outcome), "label": one.outcome.label}
    return TriedView(**{**vars(one), **outcome, "device": device_name(one.device)})

"""安全设置: my password, my second factor, my sessions; and the record of sign-ins for those who audit."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.cookies import keep_session
from api.current import Mine, Reading, TheStore, whence_of
from api.devices import device_name
from api.routes.session import SessionView
from domain.errors import NotAllowed
from domain.signing_in import own
from domain.signing_in.record import Tried, latest
from domain.signing_in.sessions import sessions_of
from domain.words import Role

router = APIRouter(tags=["security"])
Secret = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=32)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewPassword(_Said):
    """The old password and the new one."""

    old: Secret
    new: Secret


class CodeSaid(_Said):
    """A code of the phone, or a recovery code."""

    code: Code


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


class SecurityView(BaseModel):
    """How my account stands."""

    login: str
    must_change: bool
    password_changed_at: datetime
    has_second_factor: bool
    recovery_left: int
    shortest_password: int
    sessions: list[SessionRow]
    tries: list[TriedView]


class EnrolmentView(BaseModel):
    """What an authenticator reads: the address for a QR code, or the secret typed by hand."""

    secret: str
    address: str


class RecoveryView(BaseModel):
    """Recovery codes, told this once; each opens once."""

    codes: list[str]


@router.get("/me/security", summary="安全设置")
def security(mine: Mine, store: TheStore) -> SecurityView:
    """My account, my sessions and my latest sign-ins."""
    stands = own.standing(store, mine.who)
    person = mine.who.person_id or 0
    with store.asking() as connection:
        sessions = sessions_of(connection, person, store.profile)
        tries = latest(connection, person_id=person, limit=20)
    rows = [
        SessionRow(**{**vars(s), "device": device_name(s.device)}, this_one=s.id == mine.id) for s in sessions
    ]
    return SecurityView(
        login=stands.login,
        must_change=mine.duty == "password",
        password_changed_at=stands.changed_at,
        has_second_factor=stands.has_second_factor,
        recovery_left=stands.recovery_left,
        shortest_password=store.profile.password.shortest,
        sessions=rows,
        tries=[tried_view(one) for one in tries],
    )


@router.post("/me/password", summary="修改密码")
def change_password(
    said: NewPassword, request: Request, response: Response, mine: Mine, store: TheStore
) -> SessionView:
    """All sessions of the account end; a new token and cookie take their place."""
    session = own.change_password(store, mine.who, said.old, said.new, whence_of(request))
    keep_session(request, response, session)
    return SessionView(token=session.token, expires_at=session.expires_at)


@router.post("/me/second-factor", summary="启用动态口令（第一步）")
def begin(mine: Mine, store: TheStore) -> EnrolmentView:
    """A new secret; it counts once a code of it was confirmed."""
    return EnrolmentView.model_validate(vars(own.begin_enrolment(store, mine.who)))


@router.post("/me/second-factor/confirm", summary="启用动态口令（第二步）")
def confirm(said: CodeSaid, request: Request, mine: Mine, store: TheStore) -> RecoveryView:
    """The first code of the phone; gives the recovery codes."""
    return RecoveryView(codes=own.finish_enrolment(store, mine.who, said.code, whence_of(request)))


@router.post("/me/second-factor/recovery-codes", summary="更换恢复码")
def recovery_codes(said: CodeSaid, request: Request, mine: Mine, store: TheStore) -> RecoveryView:
    """New recovery codes; the old ones open nothing any more."""
    return RecoveryView(codes=own.make_recovery_codes(store, mine.who, said.code, whence_of(request)))


@router.post("/me/second-factor/remove", status_code=204, summary="停用动态口令")
def remove(said: CodeSaid, request: Request, mine: Mine, store: TheStore) -> None:
    """Off again."""
    own.remove_second_factor(store, mine.who, said.code, whence_of(request))


@router.delete("/me/sessions/{session}", status_code=204, summary="结束一个登录")
def end_that_one(session: int, mine: Mine, store: TheStore) -> None:
    """Sign out one device."""
    own.end_that_session(store, mine.who, session)


@router.delete("/me/sessions", status_code=204, summary="结束其他登录")
def end_the_others(request: Request, mine: Mine, store: TheStore) -> None:
    """Sign out everywhere else."""
    own.end_other_sessions(store, mine.who, mine.id, whence_of(request))


@router.get("/sign-ins", summary="登录记录")
def sign_ins(reader: Reading, limit: int = 100) -> list[TriedView]:
    """Everybody's tries, newest first: for those who administer and audit."""
    if not reader.roles & {Role.ADMIN, Role.AUDITOR}:
        raise NotAllowed("登录记录由系统管理员、审计管理员查看。")
    return [tried_view(one) for one in latest(reader.connection, limit=max(1, min(limit, 500)))]


def tried_view(one: Tried) -> TriedView:
    """A line of the record."""
    outcome = {"outcome": str(one.outcome), "label": one.outcome.label}
    return TriedView(**{**vars(one), **outcome, "device": device_name(one.device)})

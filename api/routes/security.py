"""安全设置: my password, my second factor, my sessions; and the record of sign-ins for those who audit."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.cookies import keep_session
from api.current import Mine, Reading, TheStore, whence_of
from api.devices import device_name
from api.routes.session import SessionView
from domain.fields import Lines, Whole
from domain.organisation.seeing import OVER_SIGN_INS
from domain.signing_in import confirming, own
from domain.signing_in.confirming import Confirmation
from domain.signing_in.guessing import NO_PROOF, Proof
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Tried, latest
from domain.signing_in.sessions import sessions_of
from domain.signing_in.telling import told_to

router = APIRouter(tags=["security"])
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


@router.post("/me/security/confirm", status_code=204, summary="确认是本人使用")
def confirm_own(said: Confirmation, request: Request, mine: Mine, store: TheStore) -> None:
    """The code that was told to me, or my password where only an app was bound by somebody else."""
    confirming.confirm_own(store, mine.who, said, whence_of(request))


@router.post("/me/password", summary="修改密码")
def change_password(
    said: NewPassword, request: Request, response: Response, mine: Mine, store: TheStore
) -> SessionView:
    """All sessions of the account end; a new token and cookie take their place."""
    session = own.change_password(store, mine.who, said.old, said.new, whence_of(request))
    keep_session(request, response, session)
    return SessionView(token=session.token, expires_at=session.expires_at)


@router.post("/me/second-factor", summary="启用动态口令（第一步）")
def begin(request: Request, mine: Mine, store: TheStore, said: Proof = NO_PROOF) -> EnrolmentView:
    """A new secret, for the password or a present code; it counts once a code of it was confirmed."""
    begun = own.begin_enrolment(store, mine.who, said, whence_of(request))
    return EnrolmentView.model_validate(vars(begun))


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
def end_that_one(session: Annotated[Whole, Path(title="登录")], mine: Mine, store: TheStore) -> None:
    """Sign out one device."""
    own.end_that_session(store, mine.who, session)


@router.delete("/me/sessions", status_code=204, summary="结束其他登录")
def end_the_others(request: Request, mine: Mine, store: TheStore) -> None:
    """Sign out everywhere else."""
    own.end_other_sessions(store, mine.who, mine.id, whence_of(request))


@router.get("/sign-ins", summary="登录记录")
def sign_ins(reader: Reading, limit: Annotated[Lines, Query(title="每页条数")] = 100) -> list[TriedView]:
    """Everybody's tries, newest first: for those who administer and audit."""
    reader.refuse_without(OVER_SIGN_INS, "登录记录由系统管理员、审计管理员查看。")
    return [tried_view(one) for one in latest(reader.connection, limit=limit)]


def tried_view(one: Tried) -> TriedView:
    """A line of the record."""
    outcome = {"outcome": str(one.outcome), "label": one.outcome.label}
    return TriedView(**{**vars(one), **outcome, "device": device_name(one.device)})

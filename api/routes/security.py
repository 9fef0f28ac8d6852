"""安全设置: my password, my second factor, my sessions; and the record of sign-ins for those who audit."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from api.cookies import keep_session
from api.current import Mine, Reading, TheStore, whence_of
from api.routes.session import SessionView
from api.views.security import CodeSaid, NewPassword, SecurityView, TriedView, security_view, sign_ins_view
from domain.fields import Lines, Whole
from domain.signing_in import confirming, own
from domain.signing_in.confirming import Confirmation
from domain.signing_in.guessing import NO_PROOF, Proof

router = APIRouter(tags=["security"])


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
    return security_view(mine, store)


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
    return sign_ins_view(reader, limit)

"""安全设置: my password, my second factor, where I am signed in."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Response
from pydantic import Field

from api.cookies import keep_session
from api.current import Mine, whence_of
from api.pages.forms import Form
from api.pages.navigation import first_page
from api.pages.routers import pages_router
from api.pages.visitor import FIRST, HalfPage, HalfSent, Sent, SentVisit, Visit
from api.views.security import CodeSaid, NewPassword, security_view
from domain.directory.organisation import Actor
from domain.errors import WrongInput
from domain.signing_in import confirming, own, totp
from domain.signing_in.confirming import Confirmation
from domain.signing_in.guessing import Proof
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Whence
from domain.signing_in.sessions import SessionCard
from domain.store.base import Store

router = pages_router()
HERE = "/me/security"


class TwicePassword(NewPassword):
    """The new password twice, so that a slip is noticed."""

    again: Annotated[str, Field(title="再输一次新密码", min_length=1, max_length=200)]


@router.get("/me/security")
def overview(page: HalfPage, mine: Mine) -> Response:
    """How my account stands, and where I am signed in."""
    return _overview(page, mine, Form(Confirmation), 200)


@router.get("/me/password")
def ask_password(page: HalfPage) -> Response:
    """修改密码."""
    return _password(page, Form(TwicePassword), 200)


@router.post("/me/password")
def change_password(page: HalfSent) -> Response:
    """All sessions of the account end; this browser gets a new one."""

    def save(said: TwicePassword) -> Response:
        if said.new != said.again:
            raise WrongInput("两次填写的新密码不一样，请重新填写。", field="again")
        onward = first_page(page.roles) if page.duty else HERE
        session = own.change_password(page.store, page.who, said.old, said.new, whence_of(page.request))
        elsewhere = "。" if page.duty else "，其他设备上的登录已全部退出。"
        answer = page.go(onward, said=f"密码已修改{elsewhere}")
        keep_session(page.request, answer, session)
        return answer

    return page.submit(TwicePassword, save, lambda form, status: _password(page, form, status))


@router.get("/me/second-factor")
def ask_second_factor(page: HalfPage) -> Response:
    """启用、更换或停用动态口令."""
    return _second_factor(page, Form(CodeSaid), 200)


@router.post("/me/second-factor")
def begin(page: HalfSent) -> Response:
    """A new secret to scan, for the password or a present code."""

    def save(said: Proof) -> Response:
        own.begin_enrolment(page.store, page.who, said, whence_of(page.request))
        return page.go("/me/second-factor")

    return page.submit(Proof, save, lambda form, status: _second_factor(page, Form(CodeSaid), status, form))


@router.post("/me/security/confirm")
def confirm_own(page: HalfSent, mine: Mine) -> Response:
    """It is I who use this sign-in."""

    def save(said: Confirmation) -> Response:
        confirming.confirm_own(page.store, page.who, said, whence_of(page.request))
        return page.go(FIRST.get(page.duty or "", HERE), said="已确认是您本人使用。")

    return page.submit(Confirmation, save, lambda form, status: _overview(page, mine, form, status))


@router.post("/me/second-factor/confirm")
def confirm(page: HalfSent) -> Response:
    """The first code; then the recovery codes, once."""
    return _by_code(page, own.finish_enrolment)


@router.post("/me/second-factor/recovery-codes")
def recovery_codes(page: Sent) -> Response:
    """New recovery codes, once."""
    return _by_code(page, own.make_recovery_codes)


@router.post("/me/second-factor/remove")
def remove(page: Sent) -> Response:
    """Off."""
    return _by_code(page, own.remove_second_factor)


@router.post("/me/sessions/end")
def end_that_one(page: Sent) -> Response:
    """Sign out one device."""
    own.end_that_session(page.store, page.who, page.number("session") or 0)
    return page.go(HERE, said="这个设备已退出登录。")


@router.post("/me/sessions/end-others")
def end_the_others(page: Sent, mine: Mine) -> Response:
    """Sign out everywhere else."""
    ended = own.end_other_sessions(page.store, page.who, mine.id, whence_of(page.request))
    return page.go(HERE, said=f"已退出其他 {ended} 个登录。")


def _password(page: Visit, form: Form[TwicePassword], status: int) -> Response:
    rules = profile_of(page.store).password
    return page.render("me/password.html", status, form=form, rules=rules, must=page.duty == "password")


def _by_code(page: SentVisit, change: Callable[[Store, Actor, str, Whence], list[str] | None]) -> Response:
    """Change the second factor by a code of it: then its new recovery codes, once, or none because it is off."""

    def save(said: CodeSaid) -> Response:
        codes = change(page.store, page.who, said.code, whence_of(page.request))
        if codes is None:
            return page.go(HERE, said="动态口令已停用。")
        return page.render("me/recovery_codes.html", codes=codes)

    return page.submit(CodeSaid, save, lambda form, status: _second_factor(page, form, status))


def _overview(page: Visit, mine: SessionCard, form: Form[Confirmation], status: int) -> Response:
    return page.render(
        "me/security.html",
        status,
        stands=security_view(mine, page.store),
        form=form,
        first=FIRST.get(page.duty or ""),
    )


def _second_factor(
    page: Visit | SentVisit, form: Form[CodeSaid], status: int, proof: Form[Proof] | None = None
) -> Response:
    stands, pending = own.standing(page.store, page.who), own.enrolment(page.store, page.who)
    picture = totp.qr_svg(pending.address).decode() if pending else ""
    return page.render(
        "me/second_factor.html",
        status,
        form=form,
        stands=stands,
        pending=pending,
        picture=picture,
        must=page.duty,
        proof=proof or Form(Proof),
    )

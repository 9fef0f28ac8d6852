"""Signing in and out in a browser."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from api.cookies import keep
from api.current import TheStore, session_person, token_of
from api.errors import status_of
from api.letting_in import SignIn, end_session, let_in
from api.pages import frame
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.sign_in.code import ask_for_code
from api.pages.sign_in.entering import HERE, ON_THE_WAY, Typed, enter, onward_to
from api.pages.visitor import SEE_OTHER, Sent
from domain.errors import CodeNeeded, Refusal
from domain.signing_in.door import nobody_has_an_account
from domain.signing_in.external.kinds import ServiceKind
from domain.signing_in.external.services import services
from domain.store.base import Store

router = pages_router()
APPS = (("wxwork", ServiceKind.WECOM), ("DingTalk", ServiceKind.DINGTALK))
"""What the browser inside an app calls itself, and whose app it is."""
STAYS_OUT = 600
"""So many seconds after signing out, an app does not sign in again by itself."""


@router.get("/sign-in")
def ask(request: Request, store: TheStore, wanted: Annotated[str, Query(alias="next")] = "/") -> Response:
    """The sign-in page; whoever is signed in already goes on, and an app goes straight to its own service."""
    onward = onward_to(wanted)
    if session_person(store, token_of(request)) is not None:
        return RedirectResponse(onward, SEE_OTHER)
    if (app := _app_of(request, store)) is not None:
        return RedirectResponse(f"/sign-in/with/{app}?next={quote(onward, safe='/')}", SEE_OTHER)
    return show(request, store, onward)


def show(
    request: Request,
    store: Store,
    onward: str,
    *,
    form: Form[SignIn] | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> Response:
    """The page that asks for a password, with the other ways in; `refusal` says why another way failed."""
    form = form or Form(SignIn)
    if refusal is not None:
        form.refuse(refusal)
        status = status_of(refusal)
    with store.asking() as connection:
        found, is_empty = services(connection), nobody_has_an_account(connection)
    return frame.render(
        request,
        "sign_in/password.html",
        status,
        form=form,
        onward=onward,
        services=found,
        is_empty=is_empty,
        needs_https=not request.app.state.demo,
    )


def _app_of(request: Request, store: Store) -> int | None:
    """The service of the app that shows this page, if there is one of that kind, once in ten minutes."""
    agent = request.headers.get("user-agent", "")
    kind = next((kind for mark, kind in APPS if mark in agent), None)
    if kind is None or ON_THE_WAY in request.cookies:
        return None
    with store.asking() as connection:
        return next((found.id for found in services(connection) if found.kind is kind), None)


@router.post("/sign-in")
def sign_in(request: Request, store: TheStore, typed: Typed) -> Response:
    """Open a session and go to where the person wanted to be; only to addresses of ours."""
    onward = onward_to(typed.pop("next", ["/"])[0])
    form = Form(SignIn, typed)
    said = form.read()
    if said is None:
        return show(request, store, onward, form=form, status=422)
    try:
        return enter(request, store, let_in(said, request, store), onward)
    except CodeNeeded as needed:
        return ask_for_code(request, store, needed, onward)
    except Refusal as refusal:
        return show(request, store, onward, form=form, refusal=refusal)


@router.post("/sign-out")
def sign_out(page: Sent) -> Response:
    """End this session."""
    answer = page.go(HERE, said="您已退出。")
    keep(page.request, answer, ON_THE_WAY, "out", seconds=STAYS_OUT, path=HERE)
    end_session(page.request, answer, page.store)
    return answer

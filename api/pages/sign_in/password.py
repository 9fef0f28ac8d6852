"""Signing in and out in a browser."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.current import TheStore, session_person, token_of
from api.errors import status_of
from api.pages import frame
from api.pages.forms import Form
from api.pages.navigation import first_page
from api.pages.refusals import is_local
from api.pages.routers import pages_router
from api.pages.sign_in.half_way import ask_for_code
from api.pages.visitor import SEE_OTHER, Sent
from api.routes.session import SignIn, end_session, give_cookie, let_in
from domain.errors import CodeNeeded, Refusal
from domain.queries import reading
from domain.rules.organisation import Actor
from domain.signing_in.foreign.kinds import ServiceKind
from domain.signing_in.foreign.services import services
from domain.store.base import Store

router = pages_router()
APPS = (("wxwork", ServiceKind.WECOM), ("DingTalk", ServiceKind.DINGTALK))
"""What the browser inside an app calls itself, and whose app it is."""
TRIED = "bihuan-flow"
"""The cookie of a sign-in under way: while it stands, nobody is sent away a second time unasked."""
STAYS_OUT = 600
"""So many seconds after signing out, an app does not sign in again by itself."""


@router.get("/sign-in")
def ask(request: Request, store: TheStore, next: str = "/") -> Response:  # noqa: A002 - the address says next
    """The sign-in page; whoever is signed in already goes on, and an app goes straight to its own service."""
    onward = next if is_local(next) else "/"
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
    with store.engine.connect() as connection:
        found = services(connection)
    return frame.render(request, "sign_in/password.html", status, form=form, onward=onward, services=found)


def _app_of(request: Request, store: Store) -> int | None:
    """The service of the app that shows this page, if there is one of that kind, once in ten minutes."""
    agent = request.headers.get("user-agent", "")
    kind = next((kind for mark, kind in APPS if mark in agent), None)
    if kind is None or TRIED in request.cookies:
        return None
    with store.engine.connect() as connection:
        return next((found.id for found in services(connection) if found.kind is kind), None)


async def typed_texts(request: Request) -> dict[str, list[str]]:
    """What somebody typed who is not signed in yet; files are not read."""
    async with request.form(max_files=0, max_fields=20) as form:
        texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return {name: [value for other, value in texts if other == name] for name, _ in texts}


@router.post("/sign-in")
def sign_in(
    request: Request, store: TheStore, typed: Annotated[dict[str, list[str]], Depends(typed_texts)]
) -> Response:
    """Open a session and go to where the person wanted to be; only to addresses of ours."""
    onward = typed.pop("next", ["/"])[0]
    onward = onward if is_local(onward) else "/"
    form = Form(SignIn, typed)
    said = form.read()
    if said is None:
        return show(request, store, onward, form=form, status=422)
    try:
        session = let_in(said, request, store)
        answer = RedirectResponse(begins_at(request, store, session.who, onward), SEE_OTHER)
        give_cookie(request, answer, session)
    except CodeNeeded as needed:
        return ask_for_code(request, store, needed.account_id, onward)
    except Refusal as refusal:
        return show(request, store, onward, form=form, refusal=refusal)
    return answer


def begins_at(request: Request, store: Store, who: Actor, onward: str) -> str:
    """Where he wanted to be; whoever wanted nothing begins with the first page of his posts."""
    if onward != "/":
        return onward
    with reading(store, who, request.app.state.now()) as reader:
        return first_page(frozenset(role for _, role in reader.directory.roles_of(reader.person, reader.at)))


@router.post("/sign-out")
def sign_out(page: Sent) -> Response:
    """End this session."""
    answer = page.go("/sign-in", said="您已退出。")
    secure = page.request.app.state.secure_cookie
    answer.set_cookie(
        TRIED, "out", max_age=STAYS_OUT, path="/sign-in", httponly=True, samesite="lax", secure=secure
    )
    end_session(page.request, answer, page.store)
    return answer

"""Signing in and out in a browser."""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.current import TheStore, session_person, token_of
from api.errors import status_of
from api.pages import frame
from api.pages.forms import Form
from api.pages.navigation import first_page
from api.pages.refusals import is_local
from api.pages.routers import pages_router
from api.pages.visitor import SEE_OTHER, Sent
from api.routes.session import SignIn, end_session, give_cookie, let_in
from domain.errors import Refusal
from domain.queries import reading
from domain.rules.organisation import Actor
from domain.store.base import Store

router = pages_router()


@router.get("/sign-in")
def ask(request: Request, store: TheStore, next: str = "/") -> Response:  # noqa: A002 - the address says next
    """The sign-in page; whoever is signed in already goes on."""
    onward = next if is_local(next) else "/"
    if session_person(store, token_of(request)) is not None:
        return RedirectResponse(onward, SEE_OTHER)
    return frame.render(request, "sign_in.html", form=Form(SignIn), onward=onward)


async def _typed(request: Request) -> dict[str, list[str]]:
    async with request.form(max_files=0, max_fields=20) as form:
        texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return {name: [value for other, value in texts if other == name] for name, _ in texts}


@router.post("/sign-in")
def sign_in(
    request: Request, store: TheStore, typed: Annotated[dict[str, list[str]], Depends(_typed)]
) -> Response:
    """Open a session and go to where the person wanted to be; only to addresses of ours."""
    onward = typed.pop("next", ["/"])[0]
    onward = onward if is_local(onward) else "/"
    form = Form(SignIn, typed)
    said, status = form.read(), 422
    try:
        if said is not None:
            session = let_in(said, request, store)
            answer = RedirectResponse(begins_at(request, store, session.who, onward), SEE_OTHER)
            give_cookie(request, answer, session)
            return answer
    except Refusal as refusal:
        form.refuse(refusal)
        status = status_of(refusal)
    return frame.render(request, "sign_in.html", status, form=form, onward=onward)


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
    end_session(page.request, answer, page.store)
    return answer

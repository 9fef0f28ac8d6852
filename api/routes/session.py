"""Signing in and out, and who I am."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import MeView, TasksView, me_view, task_view
from api.current import Reading, TheStore, Who, cookie_name, refuse_foreign_pages, token_of
from domain.errors import NotSignedIn
from domain.queries import tasks
from domain.store.base import Store
from domain.store.sessions import LASTS, SignedIn, close_session, open_session, password_is_right

router = APIRouter(tags=["session"])


class SignIn(BaseModel):
    """Login and password."""

    model_config = ConfigDict(extra="forbid")

    login: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class SessionView(BaseModel):
    """A new session: the token for `Authorization: Bearer`, told once; `expires_at` is machine time."""

    token: str
    expires_at: datetime


@router.post("/session", summary="登录")
def sign_in(said: SignIn, request: Request, response: Response, store: TheStore) -> SessionView:
    """Give a cookie and a bearer token."""
    session = let_in(said, request, store)
    give_cookie(request, response, session)
    return SessionView(token=session.token, expires_at=session.expires_at)


def let_in(said: SignIn, request: Request, store: Store) -> SignedIn:
    """Open a session for whoever names the right password; raises NotSignedIn or TooManyTries."""
    refuse_foreign_pages(request)
    address = request.client.host if request.client else ""
    patience = request.app.state.patience
    patience.ask(said.login, address)
    with store.engine.connect() as connection:
        who = password_is_right(connection, said.login, said.password)
    patience.note(said.login, address, failed=who is None)
    if who is None:
        raise NotSignedIn("登录名或密码不对，请核对后重试。")
    with store.engine.begin() as connection:
        return open_session(connection, who)


def give_cookie(request: Request, response: Response, session: SignedIn) -> None:
    """The browser keeps the session; no script sees it."""
    response.set_cookie(
        cookie_name(request),
        session.token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.app.state.secure_cookie,
    )


def end_session(request: Request, response: Response, store: Store) -> None:
    """Close the session and take the cookie back."""
    with store.engine.begin() as connection:
        close_session(connection, token_of(request) or "")
    response.delete_cookie(
        cookie_name(request), httponly=True, samesite="lax", secure=request.app.state.secure_cookie
    )


@router.delete("/session", status_code=204, summary="退出")
def sign_out(request: Request, response: Response, store: TheStore, _who: Who) -> None:
    """End this session; the token opens nothing any more."""
    end_session(request, response, store)


@router.get("/me", summary="我")
def me(reader: Reading) -> MeView:
    """Who I am: my posts, and for whom I may act."""
    return me_view(reader)


@router.get("/me/tasks", summary="待办")
def my_tasks(reader: Reading) -> TasksView:
    """What waits for me, most urgent first."""
    return TasksView(items=[task_view(task, reader) for task in tasks(reader)])

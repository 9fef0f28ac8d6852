"""Signing in and out, and who I am."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.cookies import drop_session, keep_session
from api.current import Mine, Reading, TheStore, refuse_foreign_pages, session_card, token_of, whence_of
from api.problems import refusals
from api.views.answers import MeView, TasksView, me_view, task_views
from domain.queries import tasks
from domain.signing_in import door
from domain.signing_in.door import Knock
from domain.signing_in.sessions import SignedIn
from domain.store.base import Store

router = APIRouter(tags=["session"])


class SignIn(BaseModel):
    """Login and password, and the code of a second factor where one is enrolled (or a recovery code)."""

    model_config = ConfigDict(extra="forbid")

    login: Annotated[str, Field(title="登录名", min_length=1, max_length=64)]
    password: Annotated[str, Field(title="密码", min_length=1, max_length=200)]
    code: Annotated[str | None, Field(title="动态口令", max_length=32)] = None


class SessionView(BaseModel):
    """A new session: the token for `Authorization: Bearer`, told once; `expires_at` is machine time.

    `first`: what must be done before anything else is answered: password or second_factor.
    """

    token: str
    expires_at: datetime
    first: str | None = None


@router.post("/session", summary="登录", responses=refusals(401, 403))
def sign_in(said: SignIn, request: Request, response: Response, store: TheStore) -> SessionView:
    """Give a cookie and a bearer token."""
    session = let_in(said, request, store)
    keep_session(request, response, session)
    card = session_card(store, session.token)
    first = card.duty if card else None
    return SessionView(token=session.token, expires_at=session.expires_at, first=first)


def let_in(said: SignIn, request: Request, store: Store) -> SignedIn:
    """Open a session for whoever names the right password; raises NotSignedIn, CodeNeeded or TooManyTries."""
    refuse_foreign_pages(request)
    return door.sign_in(store, Knock(said.login, said.password, said.code, whence_of(request)))


def end_session(request: Request, response: Response, store: Store) -> None:
    """Close the session and take the cookie back."""
    door.sign_out(store, token_of(request) or "", whence_of(request))
    drop_session(request, response)


@router.delete("/session", status_code=204, summary="退出")
def sign_out(request: Request, response: Response, store: TheStore, _mine: Mine) -> None:
    """End this session; the token opens nothing any more."""
    end_session(request, response, store)


@router.get("/me", summary="我")
def me(reader: Reading) -> MeView:
    """Who I am: my posts, and for whom I may act."""
    return me_view(reader)


@router.get("/me/tasks", summary="待办")
def my_tasks(reader: Reading) -> TasksView:
    """What waits for me, most urgent first."""
    return TasksView(items=task_views(tasks(reader), reader))

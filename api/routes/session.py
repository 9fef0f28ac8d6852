"""Signing in and out, and who I am."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from api.cookies import keep_session
from api.current import Mine, Reading, TheStore, session_card
from api.letting_in import SignIn, end_session, let_in
from api.problems import refusals
from api.views.answers import MeView, TasksView, me_view, task_views
from domain.queries import tasks

router = APIRouter(tags=["session"])


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

"""Cookies of ours: no script reads them, no other site's form brings them, plain HTTP carries them only in a demo."""

from fastapi import Request, Response

from domain.signing_in.browsers import KEPT_DAYS, keepsake
from domain.signing_in.profile import profile_of
from domain.signing_in.sessions import SignedIn

PLAIN = "bihuan"
BOUND = "__Host-bihuan"
KNOWN = "bihuan-known"
DAY = 24 * 3600


def session_cookie(request: Request) -> str:
    """The session's cookie: bound to this host and to HTTPS, a plain one only in the demonstration over HTTP."""
    return PLAIN if request.app.state.demo else BOUND


def keep(request: Request, answer: Response, name: str, value: str, *, seconds: int, path: str = "/") -> None:
    """Let the browser keep something; Lax, because links from outside lead here and services lead back here."""
    secure = not request.app.state.demo
    answer.set_cookie(name, value, seconds, path=path, httponly=True, samesite="lax", secure=secure)


def keep_session(request: Request, answer: Response, session: SignedIn) -> None:
    """The browser keeps the session, and what shows later that the account signed in from it."""
    hours = profile_of(request.app.state.store).session.absolute_hours
    keep(request, answer, session_cookie(request), session.token, seconds=hours * 3600)
    if session.who.account_id is not None:
        kept = keepsake(request.app.state.store.keys, session.who.account_id)
        keep(request, answer, KNOWN, kept, seconds=KEPT_DAYS * DAY)


def drop_session(request: Request, answer: Response) -> None:
    """The browser forgets the session; a bound cookie is forgotten only by one that is as strict."""
    answer.delete_cookie(
        session_cookie(request), httponly=True, samesite="lax", secure=not request.app.state.demo
    )

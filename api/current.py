"""What a handler may ask for: the store, the moment, who is signed in, and a reader for him."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Header, Request

from api.cookies import session_cookie
from domain.errors import FirstThis, NotAllowed, NotSignedIn, OtherPerson
from domain.queries import Reader, reading
from domain.rules.organisation import Actor
from domain.signing_in.record import Whence
from domain.signing_in.sessions import SessionCard, session_of
from domain.store.base import Store

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})
LONGEST_KEY = 200


async def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


async def _moment(request: Request) -> datetime:
    moment: datetime = request.app.state.now()
    return moment


TheStore = Annotated[Store, Depends(_store)]
At = Annotated[datetime, Depends(_moment)]
"""Legal time, read once a request."""


def token_of(request: Request) -> str | None:
    """The bearer token, else the cookie's."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return request.cookies.get(session_cookie(request))


def refuse_foreign_pages(request: Request) -> None:
    """Refuse what a page of another site sends along with our cookie.

    Browsers name the sending page; a program that names none holds the token itself and is no browser.
    """
    if request.method in HARMLESS or "authorization" in request.headers:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    foreign_site = site is not None and site not in SAME_SITE
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign_site or foreign_origin:
        raise NotAllowed("这个请求来自其他网站，未予办理。请从本系统页面操作。")


def whence_of(request: Request) -> Whence:
    """From where a request comes, for the record of sign-ins."""
    address = request.client.host if request.client else ""
    return Whence(address, request.headers.get("user-agent", ""), request.app.state.demo)


def session_card(store: Store, token: str | None) -> SessionCard | None:
    """The session that a token opens, or None."""
    if token is None:
        return None
    with store.asking() as connection:
        return session_of(connection, token, store.profile)


def session_person(store: Store, token: str | None) -> Actor | None:
    """Whose session this token is, or None."""
    card = session_card(store, token)
    return card.who if card else None


def _signed_in(request: Request, store: TheStore) -> SessionCard:
    refuse_foreign_pages(request)
    token = token_of(request)
    if token is None:
        raise NotSignedIn
    card = session_card(store, token)
    if card is None:
        raise NotSignedIn("登录已过期，请重新登录。")
    meant = request.headers.get("x-bihuan-person")
    if meant is not None and meant != str(card.who.person_id):
        raise OtherPerson
    return card


Mine = Annotated[SessionCard, Depends(_signed_in)]
"""The session, even of somebody who must change his password first: for what he needs to do so."""


def _free(card: Mine) -> Actor:
    if card.duty is not None:
        raise FirstThis(card.duty)
    return card.who


Who = Annotated[Actor, Depends(_free)]
"""The person who is signed in, by bearer token or cookie, with nothing that must be done first.

A phone that sends what it kept names in `X-Bihuan-Person` whose it is: it is never taken as somebody else's.
"""


def _reader(store: TheStore, who: Who, at: At) -> Iterator[Reader]:
    with reading(store, who, at) as reader:
        yield reader


Reading = Annotated[Reader, Depends(_reader, scope="function")]
"""A reader for him; its connection is given back before the answer is sent."""
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY)]
"""Makes a repeated request one: one effect, one answer."""

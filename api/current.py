"""What a handler may ask for: the store, the moment, who is signed in, and a reader for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Header, Path, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer

from api.cookies import BOUND, KNOWN, session_cookie
from domain.directory.organisation import Actor
from domain.errors import FirstThis, NotAllowed, NotSignedIn, OtherPerson
from domain.queries import Reader, reading
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Whence
from domain.signing_in.sessions import SessionCard, session_of
from domain.store.base import Store

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})
LONGEST_KEY = 200

ByToken = Annotated[object, Security(HTTPBearer(auto_error=False, scheme_name="token"))]
ByCookie = Annotated[object, Security(APIKeyCookie(name=BOUND, auto_error=False, scheme_name="cookie"))]
"""The two ways to show a session, for `/openapi.json`; `token_of` reads them."""


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
    return bearer_of(request) or request.cookies.get(session_cookie(request))


def bearer_of(request: Request) -> str | None:
    """The token that a request shows by itself, or None: any other `Authorization` is not ours."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def refuse_foreign_pages(request: Request) -> None:
    """Refuse what a page of another site sends along with our cookie.

    A request that shows its own bearer token has no need of the cookie. Browsers over HTTPS say themselves whether
    the page is ours (`Sec-Fetch-Site`), whatever a proxy makes of the host; others name the page (`Origin`, old ones
    `Referer` alone), which must stand at an address of ours. A program that names none holds the cookie itself.
    """
    if request.method in HARMLESS or bearer_of(request) is not None:
        return
    site = request.headers.get("sec-fetch-site")
    named = request.headers.get("origin", request.headers.get("referer"))
    ours = named is None or _address(named) in _our_addresses(request)
    if (site not in SAME_SITE) if site is not None else not ours:
        raise NotAllowed(
            "这个请求来自其他网站，未予办理。请从本系统页面操作；经代理访问仍出现此提示的，请系统管理员设置"
            " BIHUAN_NOTIFY_PUBLIC_URL，并让代理传递 Host。"
        )


def _our_addresses(request: Request) -> set[str]:
    """By what names this system is known: as it was asked, as a proxy says it was asked, and as it is configured.

    No page can make a browser name another host, nor send `X-Forwarded-Host` without asking us first.
    """
    named = (request.headers.get("host", ""), request.headers.get("x-forwarded-host", "").partition(",")[0])
    known = {_address(f"//{name.strip()}") for name in named}
    return (known | {_address(request.app.state.outside.public_url)}) - {""}


def _address(url: str) -> str:
    """Host and port of an address, without the port that its scheme means anyway; nothing for what is none."""
    try:
        netloc = urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    return netloc.removesuffix(":443").removesuffix(":80")


def whence_of(request: Request) -> Whence:
    """From where a request comes, for the record of sign-ins."""
    address = request.client.host if request.client else ""
    device, kept = request.headers.get("user-agent", ""), request.cookies.get(KNOWN, "")
    return Whence(address, device, request.app.state.demo, kept)


def session_card(store: Store, token: str | None) -> SessionCard | None:
    """The session that a token opens, or None."""
    if token is None:
        return None
    with store.asking() as connection:
        return session_of(connection, token, profile_of(store))


def session_person(store: Store, token: str | None) -> Actor | None:
    """Whose session this token is, or None."""
    card = session_card(store, token)
    return card.who if card else None


def _signed_in(request: Request, store: TheStore, _by_token: ByToken, _by_cookie: ByCookie) -> SessionCard:
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
"""The session, even of somebody who must change their password first: for what they need to do so."""


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
"""A reader for whoever is signed in; its connection is given back before the answer is sent."""
Key = Annotated[
    str | None, Header(title="幂等键", alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY)
]
"""Makes a repeated request one: one effect, one answer."""
HazardNamed = Annotated[str, Path(title="隐患编号")]
"""A hazard by its ref or official number."""
UnitNamed = Annotated[str, Path(title="单位代码")]
PersonNamed = Annotated[str, Path(title="人员代号")]

"""What every way in shares: the texts typed, where the link led, and the session that begins."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.cookies import keep_session
from api.pages.navigation import first_page
from api.pages.visitor import SEE_OTHER
from domain.queries import reading
from domain.signing_in.sessions import SignedIn
from domain.store.base import Store

HERE = "/sign-in"
ON_THE_WAY = "bihuan-flow"
"""The cookie of a sign-in that a service is asked for; while it stands, nobody is sent away a second time unasked."""
HALF_WAY = "bihuan-second"
"""The cookie that opens nothing but the second step."""


async def _texts(request: Request) -> dict[str, list[str]]:
    async with request.form(max_files=0, max_fields=20) as form:
        texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return {name: [value for other, value in texts if other == name] for name, _ in texts}


Typed = Annotated[dict[str, list[str]], Depends(_texts)]
"""What somebody typed who is not signed in yet; files are not read."""


def onward_to(path: str) -> str:
    """Where a link led, if to an address of ours alone, which no browser reads as another host; else the first page."""
    parts = urlsplit(path)
    plain = path.isprintable() and "\\" not in path
    ours = plain and path.startswith("/") and not path.startswith("//") and not (parts.scheme or parts.netloc)
    return path if ours else "/"


def enter(request: Request, store: Store, session: SignedIn, onward: str) -> Response:
    """The session begins at the page asked for; whoever asked for none begins with the first page of their posts."""
    if onward == "/":
        with reading(store, session.who, request.app.state.now()) as reader:
            onward = first_page(reader.roles)
    answer = RedirectResponse(onward, SEE_OTHER)
    keep_session(request, answer, session)
    for cookie in (ON_THE_WAY, HALF_WAY):
        answer.delete_cookie(cookie, path=HERE)
    return answer

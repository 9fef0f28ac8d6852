"""A form that was sent too late (the session ended, or began anew) loses nothing: it is shown again to be sent."""

from fastapi import Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.exceptions import HTTPException

from api.current import token_of
from api.pages import csrf, frame
from api.pages.multipart import read_form

OURS = ("_csrf",)
TITLES = "_titles"
FORBIDDEN = 403
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def was_typed_here(request: Request) -> bool:
    """Whether the browser itself says that a page of ours sent this form; one that says nothing is not believed."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    is_form = request.headers.get("content-type", "").startswith(FORMS)
    return request.method == "POST" and is_form and (site == "same-origin" or origin is not None)


async def texts_of(request: Request) -> list[tuple[str, str]]:
    """What was typed; files have to be chosen again. Nothing, where it is no form that can be read."""
    try:
        typed = (await read_form(request)).multi_items()
    except HTTPException:
        return []
    return [(name, value) for name, value in typed if isinstance(value, str) and name not in OURS]


def titles_in(text: str) -> dict[str, str]:
    """What a form of ours says that its fields are called; only those are shown, the rest goes along unseen."""
    try:
        return TypeAdapter(dict[str, str]).validate_json(text)
    except ValidationError:
        return {}


async def ask_again(request: Request, status: int, why: str = "") -> Response:
    """The same fields once more, with a token of the session in force, or the way to sign in first."""
    token, typed = token_of(request), await texts_of(request)
    values = {
        "typed": typed,
        "titles": titles_in(dict(typed).get(TITLES, "{}")),
        "action": request.url.path,
        "signed_in": status == FORBIDDEN,
        "why": why,
        "csrf": csrf.make_token(token) if token else "",
    }
    return frame.render(request, "again.html", status, **values)

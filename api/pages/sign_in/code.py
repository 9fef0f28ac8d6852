"""Half way in: a password or a service has said who it is, and the code of the second factor is still to come."""

from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api.cookies import keep
from api.current import TheStore, refuse_foreign_pages, whence_of
from api.errors import status_of
from api.pages import frame
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.sign_in.entering import HALF_WAY, HERE, Typed, enter, onward_to
from api.pages.visitor import SEE_OTHER
from domain.errors import CodeNeeded, Refusal
from domain.signing_in import door
from domain.signing_in.sessions import SECOND_STEP
from domain.store.base import Store

router = pages_router()


class Code(BaseModel):
    """A code of the phone, or a recovery code."""

    code: Annotated[str, Field(title="动态口令", min_length=1, max_length=32)]


def ask_for_code(request: Request, store: Store, needed: CodeNeeded, onward: str) -> Response:
    """The page of the second step, with the cookie that opens it."""
    half = door.begin_second_step(store, needed, whence_of(request))
    answer = _show(request, Form(Code), onward, 200)
    keep(request, answer, HALF_WAY, half.token, seconds=SECOND_STEP.seconds, path=HERE)
    return answer


@router.get("/sign-in/code")
def from_the_start() -> Response:
    """Whoever comes back here begins with the password."""
    return RedirectResponse(HERE, SEE_OTHER)


@router.post("/sign-in/code")
def second_step(request: Request, store: TheStore, typed: Typed) -> Response:
    """The code of the phone, or a recovery code; the session that opens has a token of its own."""
    refuse_foreign_pages(request)
    onward = onward_to(typed.pop("next", ["/"])[0])
    form = Form(Code, typed)
    said, status = form.read(), 422
    try:
        if said is not None:
            half = request.cookies.get(HALF_WAY, "")
            return enter(request, store, door.second_step(store, half, said.code, whence_of(request)), onward)
    except Refusal as refusal:
        form.refuse(refusal)
        status = status_of(refusal)
    return _show(request, form, onward, status)


def _show(request: Request, form: Form[Code], onward: str, status: int) -> Response:
    return frame.render(request, "sign_in/code.html", status, form=form, onward=onward)

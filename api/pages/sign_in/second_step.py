"""The second step of signing in: the code after the password."""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.current import TheStore, refuse_foreign_pages, whence_of
from api.errors import status_of
from api.pages.forms import Form
from api.pages.refusals import is_local
from api.pages.routers import pages_router
from api.pages.sign_in.half_way import SECOND, Code, show
from api.pages.sign_in.password import begins_at, typed_texts
from api.pages.visitor import SEE_OTHER
from api.routes.session import give_cookie
from domain.errors import Refusal
from domain.signing_in import door

router = pages_router()


@router.get("/sign-in/code")
def from_the_start() -> Response:
    """Whoever comes back here begins with the password."""
    return RedirectResponse("/sign-in", SEE_OTHER)


@router.post("/sign-in/code")
def second_step(
    request: Request, store: TheStore, typed: Annotated[dict[str, list[str]], Depends(typed_texts)]
) -> Response:
    """The code of the phone, or a recovery code; the session that opens has a token of its own."""
    refuse_foreign_pages(request)
    onward = typed.pop("next", ["/"])[0]
    onward = onward if is_local(onward) else "/"
    form = Form(Code, typed)
    said, status = form.read(), 422
    try:
        if said is not None:
            half = request.cookies.get(SECOND, "")
            session = door.second_step(store, half, said.code, whence_of(request))
            answer = RedirectResponse(begins_at(request, store, session.who, onward), SEE_OTHER)
            give_cookie(request, answer, session)
            answer.delete_cookie(SECOND, path="/sign-in")
            return answer
    except Refusal as refusal:
        form.refuse(refusal)
        status = status_of(refusal)
    return show(request, form, onward, status)

"""Half way in: the password was right, the code is still to come."""

from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import BaseModel, Field

from api.current import whence_of
from api.pages import frame
from api.pages.forms import Form
from domain.signing_in import door
from domain.store.base import Store

SECOND = "bihuan-second"
"""The cookie that opens nothing but the second step."""
LASTS = 300


class Code(BaseModel):
    """A code of the phone, or a recovery code."""

    code: Annotated[str, Field(min_length=1, max_length=32)]


def ask_for_code(request: Request, store: Store, account_id: int, onward: str) -> Response:
    """The second step, with a cookie for five minutes."""
    half = door.begin_second_step(store, account_id, whence_of(request))
    answer = show(request, Form(Code), onward, 200)
    answer.set_cookie(
        SECOND,
        half.token,
        max_age=LASTS,
        path="/sign-in",
        httponly=True,
        samesite="lax",
        secure=request.app.state.secure_cookie,
    )
    return answer


def show(request: Request, form: Form[Any], onward: str, status: int) -> Response:
    """The page that asks for the code."""
    return frame.render(request, "sign_in/code.html", status, form=form, onward=onward)

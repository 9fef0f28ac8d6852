"""How somebody is let in, and out: shared by the page and the route."""

from typing import Annotated

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.cookies import drop_session
from api.current import refuse_foreign_pages, token_of, whence_of
from domain.signing_in import door
from domain.signing_in.door import Knock
from domain.signing_in.sessions import SignedIn
from domain.store.base import Store


class SignIn(BaseModel):
    """Login and password, and the code of a second factor where one is enrolled (or a recovery code)."""

    model_config = ConfigDict(extra="forbid")

    login: Annotated[str, Field(title="登录名", min_length=1, max_length=64)]
    password: Annotated[str, Field(title="密码", min_length=1, max_length=200)]
    code: Annotated[str | None, Field(title="动态口令", max_length=32)] = None


def let_in(said: SignIn, request: Request, store: Store) -> SignedIn:
    """Open a session for whoever names the right password; raises NotSignedIn, CodeNeeded or TooManyTries."""
    refuse_foreign_pages(request)
    return door.sign_in(store, Knock(said.login, said.password, said.code, whence_of(request)))


def end_session(request: Request, response: Response, store: Store) -> None:
    """Close the session and take the cookie back."""
    door.sign_out(store, token_of(request) or "", whence_of(request))
    drop_session(request, response)

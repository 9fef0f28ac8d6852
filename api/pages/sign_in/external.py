"""A tapped link lands signed in: away to DingTalk, WeCom or an OIDC service, and back to where the link led.

Nothing is stored on the way: the browser carries a sealed cookie, without which an answer is worth nothing.
"""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from api.cookies import keep
from api.current import TheStore, refuse_foreign_pages, session_person, token_of, whence_of
from api.errors import status_of
from api.ids import ServiceId
from api.letting_in import SignIn
from api.pages import frame
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.sign_in.code import ask_for_code
from api.pages.sign_in.entering import HERE, ON_THE_WAY, Typed, enter, onward_to
from api.pages.sign_in.password import show
from api.pages.visitor import SEE_OTHER
from domain.errors import CodeNeeded, NotSignedIn, Refusal
from domain.signing_in.door import Knock
from domain.signing_in.external.arriving import arrive, begin, bind_by_code, bind_by_password
from domain.signing_in.external.flow import EXPIRED, LASTS_SECONDS, Flow, Ticket, seal, unseal
from domain.signing_in.external.services import service
from domain.signing_in.sessions import SignedIn
from domain.store.base import Store

router = pages_router()


class BindingCode(BaseModel):
    """The code that an administrator, or the person themselves at another device, was given."""

    model_config = ConfigDict(extra="forbid")

    binding_code: Annotated[str, Field(title="绑定码", min_length=6, max_length=20)]


@router.get("/sign-in/with/{service_id}")
def go(
    request: Request,
    store: TheStore,
    service_id: ServiceId,
    wanted: Annotated[str, Query(alias="next")] = "/",
) -> Response:
    """Away to the service, or, for DingTalk, to a page that asks its app for a code."""
    onward = onward_to(wanted)
    if session_person(store, token_of(request)) is not None:
        return RedirectResponse(onward, SEE_OTHER)
    outside = request.app.state.outside
    try:
        flow, found, away = begin(
            store, outside.allowed, service_id, onward, outside.back(request, service_id)
        )
    except NotSignedIn as refusal:
        return show(request, store, onward, refusal=refusal)
    if away:
        answer: Response = RedirectResponse(away, SEE_OTHER)
    else:
        answer = frame.render(request, "sign_in/dingtalk.html", service=found, flow=flow)
    keep(request, answer, ON_THE_WAY, seal(store.keys, flow), seconds=LASTS_SECONDS, path=HERE)
    return answer


@router.get("/sign-in/back/{service_id}")
def back(
    request: Request, store: TheStore, service_id: ServiceId, state: str = "", code: str = ""
) -> Response:
    """The browser comes back with a code; it counts only with the cookie of the browser that went away."""
    return _arrived(request, store, service_id, (state, code))


@router.post("/sign-in/with/{service_id}")
def handed_over(request: Request, store: TheStore, service_id: ServiceId, typed: Typed) -> Response:
    """The page for DingTalk hands its code over."""
    refuse_foreign_pages(request)
    said = (typed.get("state", [""])[0], typed.get("code", [""])[0])
    return _arrived(request, store, service_id, said)


@router.post("/sign-in/bind")
def bind(request: Request, store: TheStore, typed: Typed) -> Response:
    """Whoever is not bound yet says once who they are: by password, or by a code."""
    refuse_foreign_pages(request)
    sealed = typed.pop("ticket", [""])[0]
    by_code = "binding_code" in typed
    form: Form[SignIn] | Form[BindingCode] = Form(BindingCode, typed) if by_code else Form(SignIn, typed)
    try:
        ticket = unseal(store.keys, sealed, Ticket)
    except Refusal as refusal:
        return show(request, store, "/", refusal=refusal)
    try:
        said = form.read()
        if said is not None:
            return enter(request, store, _bound(request, store, ticket, said), ticket.onward)
        status = 422
    except CodeNeeded as needed:
        if by_code:
            return ask_for_code(request, store, needed, ticket.onward)
        form.refuse(needed)
        status = status_of(needed)
    except Refusal as refusal:
        form.refuse(refusal)
        status = status_of(refusal)
    return _ask_who(request, store, ticket, status, form)


def _bound(request: Request, store: Store, ticket: Ticket, said: SignIn | BindingCode) -> SignedIn:
    if isinstance(said, BindingCode):
        return bind_by_code(store, ticket, said.binding_code, whence_of(request))
    return bind_by_password(store, ticket, Knock(said.login, said.password, said.code, whence_of(request)))


def _arrived(request: Request, store: Store, service_id: int, said: tuple[str, str]) -> Response:
    """Let in whoever is known; ask once who else it is; say what to do when the service does not vouch."""
    outside, onward = request.app.state.outside, "/"
    try:
        flow = unseal(store.keys, request.cookies.get(ON_THE_WAY, ""), Flow)
        onward = flow.onward
        if flow.service != str(service_id):
            raise NotSignedIn(EXPIRED)
        back_here = outside.back(request, service_id)
        found = arrive(store, outside.allowed, flow, said, back_here, whence_of(request))
    except CodeNeeded as needed:
        return ask_for_code(request, store, needed, onward)
    except Refusal as refusal:
        answer = show(request, store, onward, refusal=refusal)
        answer.delete_cookie(ON_THE_WAY, path=HERE)
        return answer
    if isinstance(found, Ticket):
        return _ask_who(request, store, found, 200, Form(SignIn))
    return enter(request, store, found, onward)


def _ask_who(
    request: Request, store: Store, ticket: Ticket, status: int, form: Form[SignIn] | Form[BindingCode]
) -> Response:
    """The page on which somebody binds themselves."""
    with store.asking() as connection:
        found = service(connection, int(ticket.service))
    by_code = form.model is BindingCode
    answer = frame.render(
        request,
        "sign_in/bind.html",
        status,
        service=found,
        ticket=seal(store.keys, ticket),
        form=Form(SignIn) if by_code else form,
        code_form=form if by_code else Form(BindingCode),
    )
    answer.delete_cookie(ON_THE_WAY, path=HERE)
    return answer

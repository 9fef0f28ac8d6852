"""What the pages and the routes of sign-in services share."""

from datetime import datetime

from fastapi import Request
from pydantic import BaseModel

from api.views.shapes import WordView
from domain.queries import Reader
from domain.roles import ADMINISTERING
from domain.signing_in.external.bindings import Bound
from domain.signing_in.external.kinds import ServiceSaid
from domain.signing_in.external.services import Service, keep_service, open_or_close


class ServiceView(BaseModel):
    """A way to sign in beside a password."""

    id: int
    kind: WordView
    name: str


class ServiceDetails(ServiceView):
    """As its administrator sees it; nothing of its secret but that there is one."""

    base_url: str
    client_id: str
    corp_id: str
    agent_id: str
    door: str
    claim: str
    active: bool
    has_secret: bool
    back: str


class BoundView(BaseModel):
    """An account of a service that opens one of ours; machine time."""

    id: int
    service: int
    name: str
    subject: str
    login: str
    bound_at: datetime


def service_view(found: Service) -> ServiceView:
    """As everybody sees it."""
    return ServiceView(id=found.id, kind=WordView(code=found.kind, label=found.kind.label), name=found.name)


def details(found: Service, request: Request) -> ServiceDetails:
    """As its administrator sees it; `back` is what the service must be told to allow."""
    told = {
        name: getattr(found, name)
        for name in ("base_url", "client_id", "corp_id", "agent_id", "door", "claim")
    }
    return ServiceDetails(
        **vars(service_view(found)),
        **told,
        active=found.active,
        has_secret=bool(found.sealed),
        back=request.app.state.outside.back(request, found.id),
    )


def bound_view(found: Bound) -> BoundView:
    """One bond."""
    return BoundView(
        id=found.id,
        service=found.service_id,
        name=found.service,
        subject=found.subject,
        login=found.login,
        bound_at=found.bound_at,
    )


def refuse_who_administers_not(reader: Reader) -> None:
    """Only 系统管理员 decides whose word counts here."""
    reader.refuse_without(ADMINISTERING, "登录方式由系统管理员设置。")


def set_up(reader: Reader, request: Request, said: ServiceSaid, known: int | None = None) -> int:
    """Write a service, new or known; gives its id."""
    refuse_who_administers_not(reader)
    return keep_service(
        reader.store, request.app.state.outside.allowed, said, known, reader.person, reader.at
    )


def switch(reader: Reader, service_id: int, *, active: bool) -> None:
    """Open or close a service."""
    refuse_who_administers_not(reader)
    open_or_close(reader.store, service_id, active=active, by=reader.person)

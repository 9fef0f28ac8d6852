"""Sign-in services: which there are, how an administrator sets them up, and who is bound to what."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from api.current import Key, PersonNamed, Reading, TheStore
from api.organising import Looking, Pressing
from api.views.people_shapes import ChangedView
from api.views.shapes import WordView
from domain.errors import NotAllowed, NotFound
from domain.fields import Whole
from domain.organisation import commands as c
from domain.queries import Reader
from domain.roles import ADMINISTERING
from domain.signing_in.guessing import NO_PROOF, Proof
from domain.signing_in.own import standing
from domain.signing_in.vouching.bindings import Bound, bound_to
from domain.signing_in.vouching.kinds import ServiceSaid
from domain.signing_in.vouching.services import Service, keep_service, open_or_close, service, services

router = APIRouter(tags=["sign-in services"])
ServiceId = Annotated[Whole, Path(title="登录方式")]


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
    return keep_service(reader.store, request.app.state.outside.doors, said, known, reader.person, reader.at)


def switch(reader: Reader, service_id: int, *, active: bool) -> None:
    """Open or close a service."""
    refuse_who_administers_not(reader)
    open_or_close(reader.store, service_id, active=active, by=reader.person)


@router.get("/sign-in-services", summary="登录方式")
def all_services(store: TheStore) -> list[ServiceView]:
    """The ways to sign in beside a password; for everybody, because nobody is signed in yet."""
    with store.asking() as connection:
        return [service_view(found) for found in services(connection)]


@router.get("/sign-in-services/details", summary="登录方式（管理）")
def all_details(reader: Reading, request: Request) -> list[ServiceDetails]:
    """Every service, closed ones too, as its administrator sees it."""
    refuse_who_administers_not(reader)
    return [details(found, request) for found in services(reader.connection, closed_too=True)]


@router.post("/sign-in-services", status_code=201, summary="新增登录方式")
def add(
    said: ServiceSaid, reader: Reading, store: TheStore, request: Request, response: Response
) -> ServiceView:
    """A new service; its secret is never shown again."""
    made = set_up(reader, request, said)
    response.headers["Location"] = f"/api/sign-in-services/{made}"
    with store.asking() as connection:
        return service_view(service(connection, made))


@router.put("/sign-in-services/{service_id}", status_code=204, summary="修改登录方式")
def change(service_id: ServiceId, said: ServiceSaid, reader: Reading, request: Request) -> None:
    """Changed as a whole; a secret left empty stays."""
    set_up(reader, request, said, service_id)


@router.post("/sign-in-services/{service_id}/close", status_code=204, summary="停用登录方式")
def close(service_id: ServiceId, reader: Reading) -> None:
    """Nobody signs in with it from now on; bonds stay for the day it is opened again."""
    switch(reader, service_id, active=False)


@router.post("/sign-in-services/{service_id}/open", status_code=204, summary="启用登录方式")
def reopen(service_id: ServiceId, reader: Reading) -> None:
    """As before."""
    switch(reader, service_id, active=True)


@router.get("/people/{person}/identities", summary="绑定的平台账号")
def identities(person: PersonNamed, looking: Looking) -> list[BoundView]:
    """What opens this person's accounts: for the person and whoever manages the person."""
    card = looking.person(person)
    if card.id != looking.eyes.me and not looking.eyes.manages(card):
        raise NotAllowed("绑定的平台账号由本人和有权为其办理账号的人员查看。")
    return [bound_view(found) for found in bound_to(looking.connection, card.id)]


@router.post("/me/binding-code", summary="获取绑定码")
def my_code(
    press: Pressing, reader: Reading, store: TheStore, said: Proof = NO_PROOF, key: Key = None
) -> ChangedView:
    """A code to type into an app on the phone; good for half an hour, told once, for password or present code."""
    me = reader.directory.people.get(reader.person)
    if me is None:
        raise NotFound("没有这个人员。")
    login = standing(store, reader.who).login
    return press.make(me.key, c.GiveBindingCode(login=login), key, said)

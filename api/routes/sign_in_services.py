"""Sign-in services: which there are, how an administrator sets them up, and who is bound to what."""

from fastapi import APIRouter, Request, Response

from api.current import Key, PersonNamed, Reading, TheStore
from api.ids import ServiceId
from api.organising import Looking, Pressing
from api.sign_in_services import (
    BoundView,
    ServiceDetails,
    ServiceView,
    bound_view,
    details,
    refuse_who_administers_not,
    service_view,
    set_up,
    switch,
)
from api.views.people_shapes import ChangedView
from domain.errors import NotAllowed, NotFound
from domain.organisation import commands as c
from domain.signing_in.external.bindings import bound_to
from domain.signing_in.external.kinds import ServiceSaid
from domain.signing_in.external.services import service, services
from domain.signing_in.guessing import NO_PROOF, Proof
from domain.signing_in.own import standing

router = APIRouter(tags=["sign-in services"])


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

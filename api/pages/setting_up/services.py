"""登录方式: an administrator sets up services and binds people to them."""

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, Visit
from api.sign_in_services import details, refuse_who_administers_not, set_up, switch
from domain.errors import NotFound
from domain.fields import Subject, Whole
from domain.organisation import change_organisation, commands as c
from domain.signing_in.external.bindings import person_of_login
from domain.signing_in.external.kinds import ServiceKind, ServiceSaid
from domain.signing_in.external.services import services

router = pages_router()
HOME = "/sign-in-services"
KINDS = [(kind.value, kind.label) for kind in ServiceKind]


class AccountLink(BaseModel):
    """Whose account an account of a service is to open."""

    model_config = ConfigDict(extra="forbid")

    login: Annotated[str, Field(title="登录名", min_length=1, max_length=64)]
    service: Whole = Field(title="登录方式")
    subject: Subject = Field(title="平台账号")


@router.get(HOME)
def ways(page: Page) -> Response:
    """Every service, forms for a new one and for a bond."""
    return _ways(page, Form(ServiceSaid), 200)


def _ways(
    page: Visit, form: Form[ServiceSaid], status: int, bond: Form[AccountLink] | None = None
) -> Response:
    refuse_who_administers_not(page.reader)
    found = [details(each, page.request) for each in services(page.reader.connection, closed_too=True)]
    return page.render(
        "setting_up/services.html",
        status,
        services=found,
        form=form,
        bond=bond or Form(AccountLink),
        kinds=KINDS,
        known=[(each.id, each.name) for each in found if each.active],
    )


@router.post(HOME)
def add(page: Sent) -> Response:
    """A new service, or what is known of one changed as a whole."""
    known = page.number("_service")

    def save(said: ServiceSaid) -> Response:
        set_up(page.reader, page.request, said, known)
        return page.go(HOME, said=f"{said.name}已保存。")

    return page.submit(ServiceSaid, save, lambda form, status: _ways(page, form, status))


@router.post(HOME + "/switch")
def turn(page: Sent) -> Response:
    """Open or close a service."""
    active = page.typed.get("active") == ["1"]
    switch(page.reader, page.number("_service") or 0, active=active)
    return page.go(HOME, said="已启用。" if active else "已停用，绑定关系保留。")


@router.post(HOME + "/bind")
def bind(page: Sent) -> Response:
    """An administrator says whose account it is."""

    def save(said: AccountLink) -> Response:
        key = person_of_login(page.reader.connection, said.login)
        if key is None:
            raise NotFound(f"没有登录名“{said.login}”。", field="login")
        change = c.BindIdentity(login=said.login, service=said.service, subject=said.subject)
        change_organisation(page.store, key, change, by=page.who, at=page.at, key=page.key)
        return page.go(HOME, said=f"{said.subject} 已绑定到 {said.login}。")

    return page.submit(AccountLink, save, lambda form, status: _ways(page, Form(ServiceSaid), status, form))

"""绑定的平台账号: what opens my account; a code binds another one, a press releases it."""

from fastapi import Response

from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, Visit
from api.routes.sign_in_services import bound_view
from domain.errors import NotFound
from domain.organisation import change_organisation, commands as c
from domain.signing_in.own import standing
from domain.signing_in.vouching.bindings import bound_to
from domain.signing_in.vouching.services import services

router = pages_router()
HERE = "/me/bindings"


@router.get(HERE)
def mine(page: Page) -> Response:
    """What opens my account."""
    return _mine(page)


def _mine(page: Visit, code: str | None = None) -> Response:
    bound = [bound_view(each) for each in bound_to(page.reader.connection, page.reader.person)]
    return page.render("me/bindings.html", bound=bound, code=code, services=services(page.reader.connection))


@router.post(HERE + "/code")
def my_code(page: Sent) -> Response:
    """A code for the phone, shown this once."""
    change = c.GiveBindingCode(login=standing(page.store, page.who).login)
    done = change_organisation(page.store, page.me.key, change, by=page.who, at=page.at)
    return _mine(page, done.secret)


@router.post(HERE + "/release")
def release(page: Sent) -> Response:
    """It opens my account no more."""
    number = page.number("_bond")
    mine = (each for each in bound_to(page.reader.connection, page.reader.person) if each.id == number)
    if (bond := next(mine, None)) is None:
        raise NotFound("没有这个绑定，或已解除。")
    change = c.ReleaseIdentity(login=bond.login, service=bond.service_id, subject=bond.subject)
    change_organisation(page.store, page.me.key, change, by=page.who, at=page.at)
    return page.go(HERE, said=f"{bond.service}账号已解除绑定。")

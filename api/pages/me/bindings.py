"""绑定的平台账号: what opens my account; a code binds another one, a press releases it."""

from fastapi import Response

from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, Visit
from api.proving import refuse_unproven
from api.sign_in_services import bound_view
from domain.errors import NotFound
from domain.organisation import change_organisation, commands as c
from domain.signing_in.external.bindings import bound_to
from domain.signing_in.external.services import services
from domain.signing_in.guessing import Proof
from domain.signing_in.own import standing

router = pages_router()
HERE = "/me/bindings"


@router.get(HERE)
def mine(page: Page) -> Response:
    """What opens my account."""
    return _mine(page)


def _mine(
    page: Visit, code: str | None = None, form: Form[Proof] | None = None, status: int = 200
) -> Response:
    bound = [bound_view(each) for each in bound_to(page.reader.connection, page.reader.person)]
    ways, form = services(page.reader.connection), form or Form(Proof)
    return page.render("me/bindings.html", status, bound=bound, code=code, services=ways, form=form)


@router.post(HERE + "/code")
def my_code(page: Sent) -> Response:
    """A code for the phone, shown this once, for the password or a present code."""

    def save(said: Proof) -> Response:
        change = c.GiveBindingCode(login=standing(page.store, page.who).login)
        refuse_unproven(page.request, page.store, page.who, change, page.me.key, said)
        done = change_organisation(page.store, page.me.key, change, by=page.who, at=page.at)
        return _mine(page, done.secret)

    return page.submit(Proof, save, lambda form, status: _mine(page, None, form, status))


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

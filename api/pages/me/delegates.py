"""我的委托: who may act for me, from when until when."""

from typing import Any

from fastapi import Response

from api.organising import looker_of
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, Visit
from api.proving import refuse_unproven
from api.views import people as views
from domain.organisation import change_organisation
from domain.organisation.commands import Delegate, EndDelegation
from domain.organisation.seeing import delegations_of, find_people

router = pages_router()
HERE = "/me/delegates"


@router.get(HERE)
def overview(page: Page) -> Response:
    """Delegations given and taken, and the form for a new one."""
    return _show(page, Form(Delegate), 200)


@router.post(HERE)
def delegate(page: Sent) -> Response:
    """委托."""

    def save(said: Delegate) -> Response:
        refuse_unproven(page.request, page.store, page.who, said, page.me.key, page.proof)
        change_organisation(page.store, page.me.key, said, by=page.who, at=page.at, key=page.key)
        return page.go(HERE, said="委托已生效，记录中会同时写明您和受托人。")

    return page.submit(Delegate, save, lambda form, status: _show(page, form, status))


@router.post(HERE + "/end")
def end(page: Sent) -> Response:
    """终止委托."""

    def save(said: EndDelegation) -> Response:
        change_organisation(page.store, page.me.key, said, by=page.who, at=page.at, key=page.key)
        return page.go(HERE, said="委托已终止。")

    return page.submit(EndDelegation, save, lambda form, status: _show(page, form, status))


def _show(page: Visit, form: Form[Any], status: int) -> Response:
    look = looker_of(page.reader)
    me, directory = look.eyes.me, look.eyes.directory
    rows = [views.delegation(look.eyes, row) for row in delegations_of(look.connection, me, page.at)]
    near = find_people(look.eyes, unit=look.eyes.own_institution)
    people = [(p.key, f"{p.name}（{directory.units[p.unit_id].name}）") for p in near if p.id != me]
    given = [row for row in rows if row.from_person.key == page.me.key]
    taken = [row for row in rows if row.to_person.key == page.me.key]
    return page.render("me/delegates.html", status, form=form, given=given, taken=taken, people=people)

"""Accounts of services (DingTalk, WeCom, OIDC) that open accounts of ours: bound and released by those who may."""

from datetime import datetime

from domain.directory.organisation import PersonCard
from domain.errors import NotFound, NotReady
from domain.organisation import commands as c
from domain.organisation.accounts import own_account
from domain.organisation.telling import tell_owner, tell_the_commission
from domain.organisation.work import Work
from domain.signing_in.external import bindings
from domain.signing_in.external.services import service


def give_code(work: Work, person: PersonCard, change: c.GiveBindingCode) -> None:
    """发绑定码."""
    work.check(change, work.directory.units[person.unit_id], person)
    account = own_account(work, person, change.login)
    if not account.active:
        raise NotReady(f"账号“{change.login}”已停用，请先启用。")
    work.secret = bindings.give_code(work.connection, account.id, work.by.person_id, _given(work, person))
    tell_owner(work, person, f"取得了{person.name}的账号“{change.login}”的绑定码")
    work.note(change, unit=person.unit_id, person=person.id, becomes={"login": change.login})


def bind(work: Work, person: PersonCard, change: c.BindIdentity) -> None:
    """绑定平台账号: the administrator knows whose it is."""
    work.check(change, work.directory.units[person.unit_id], person)
    account = own_account(work, person, change.login)
    found = service(work.connection, change.service)
    bindings.bind(
        work.connection, found.id, change.subject, account.id, work.by.person_id, _given(work, person)
    )
    tell_owner(work, person, f"为{person.name}的账号“{change.login}”绑定了{found.name}账号 {change.subject}")
    tell_the_commission(work, person, f"为账号“{change.login}”绑定了{found.name}账号")
    _note(work, person, change, found.name)


def release(work: Work, person: PersonCard, change: c.ReleaseIdentity) -> None:
    """解除平台账号: it opens nothing any more; what it opened goes on until it is signed out."""
    work.check(change, work.directory.units[person.unit_id], person)
    account = own_account(work, person, change.login)
    found = service(work.connection, change.service, closed_too=True)
    if not bindings.release(work.connection, found.id, change.subject, account.id, work.by.person_id):
        raise NotFound(f"账号“{change.login}”没有绑定这个{found.name}账号。")
    tell_owner(work, person, f"解除了{person.name}的账号“{change.login}”绑定的{found.name}账号")
    _note(work, person, change, found.name)


def _given(work: Work, person: PersonCard) -> datetime | None:
    """Since when what it opens waits for its owner's word: at once, when somebody else of the house gives it."""
    return work.at if work.by.person_id not in (None, person.id) else None


def _note(work: Work, person: PersonCard, change: c.BindIdentity | c.ReleaseIdentity, name: str) -> None:
    becomes = {"login": change.login, "service": name, "subject": change.subject}
    work.note(change, unit=person.unit_id, person=person.id, becomes=becomes)

"""Accounts of people: opened, stopped, given a temporary password that is told once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from domain.errors import NotFound, NotReady, WrongInput
from domain.organisation import commands as c
from domain.organisation.work import Work
from domain.rules.organisation import PersonCard
from domain.signing_in.passwords import hash_password, temporary_password
from domain.signing_in.sessions import end_sessions
from domain.tables.core import ACCOUNT


def create(work: Work, person: PersonCard, change: c.CreateAccount) -> None:
    """开通账号: one person may have several, and stays one person."""
    _check(work, person, change)
    if not person.active:
        raise NotReady(f"{person.name}已离岗，请先办理复岗。")
    taken = work.directory.names.get(change.login)
    own = taken == person.id and change.login == person.key
    if _find(work, change.login) is not None or (taken is not None and not own):
        raise WrongInput(f"登录名“{change.login}”已有人使用，请换一个。", field="login")
    values = {"person_id": person.id, "login": change.login, "active": True, "password_hash": "-"}
    work.connection.execute(insert(ACCOUNT).values(**values))
    _give_temporary_password(work, change.login)
    work.note(change, unit=person.unit_id, person=person.id, becomes={"login": change.login})


def disable(work: Work, person: PersonCard, change: c.DisableAccount) -> None:
    """停用账号: the next request of its sessions is refused."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    if not account.active:
        raise NotReady(f"账号“{change.login}”已经停用。")
    work.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(active=False))
    end_sessions(work.connection, [account.id])
    _note(work, person, change, active=False)


def enable(work: Work, person: PersonCard, change: c.EnableAccount) -> None:
    """启用账号, with its old password."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    if account.active:
        raise NotReady(f"账号“{change.login}”正在使用。")
    if not person.active:
        raise NotReady(f"{person.name}已离岗，请先办理复岗。")
    work.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(active=True))
    _note(work, person, change, active=True)


def reset_password(work: Work, person: PersonCard, change: c.ResetPassword) -> None:
    """重置密码: a temporary one; whoever was signed in is signed out."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    _give_temporary_password(work, change.login)
    end_sessions(work.connection, [account.id])
    _note(work, person, change, reset=True)


def remove_second_factor(work: Work, person: PersonCard, change: c.RemoveSecondFactor) -> None:
    """解除动态口令, when phone and recovery codes are lost."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    if account.totp_secret is None:
        raise NotReady(f"账号“{change.login}”没有启用动态口令。")
    off = {"totp_secret": None, "totp_pending": None, "totp_step": None, "recovery": None}
    work.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(**off))
    end_sessions(work.connection, [account.id])
    _note(work, person, change, second_factor=False)


def stop_all(work: Work, person: PersonCard) -> list[str]:
    """Stop every account of a person and end its sessions; gives the logins that were in use."""
    mine = select(ACCOUNT.c.id, ACCOUNT.c.login, ACCOUNT.c.active).where(ACCOUNT.c.person_id == person.id)
    rows = work.connection.execute(mine).all()
    ids = [row.id for row in rows]
    work.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id.in_(ids)).values(active=False))
    end_sessions(work.connection, ids)
    return [row.login for row in rows if row.active]


def _give_temporary_password(work: Work, login: str) -> None:
    work.secret = temporary_password()
    until = func.clock_timestamp() + timedelta(hours=work.profile.password.temporary_hours)
    values = {"must_change": True, "temporary_until": until, "changed_at": func.clock_timestamp()}
    this = update(ACCOUNT).where(ACCOUNT.c.login == login)
    work.connection.execute(
        this.values(password_hash=hash_password(work.secret), public_demo=False, **values)
    )


def _check(work: Work, person: PersonCard, change: c.PersonChange) -> None:
    work.check(change, work.directory.units[person.unit_id], person)


def _note(work: Work, person: PersonCard, change: Any, **becomes: Any) -> None:  # noqa: ANN401 - plain JSON
    work.note(change, unit=person.unit_id, person=person.id, becomes={"login": change.login, **becomes})


def _find(work: Work, login: str) -> Row[Any] | None:
    return work.connection.execute(select(ACCOUNT).where(ACCOUNT.c.login == login)).first()


def own_account(work: Work, person: PersonCard, login: str) -> Row[Any]:
    """The account of this login, if it is his; raises NotFound."""
    account = _find(work, login)
    if account is None or account.person_id != person.id:
        raise NotFound(f"{person.name}没有登录名为“{login}”的账号。")
    return account

"""Accounts of people: opened, stopped, given a temporary password that is told once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from domain.directory.organisation import PersonCard
from domain.errors import NotAllowed, NotFound, NotReady, Stale, WrongInput
from domain.organisation import commands as c
from domain.organisation.keeping import keeps_at_the_unit, reach_of
from domain.organisation.telling import give_to_owner, tell_owner, tell_the_commission
from domain.organisation.work import Work
from domain.roles import ENTRUSTED
from domain.signing_in.given import agree, keep_appointers, mark_appointed
from domain.signing_in.passwords import hash_password, temporary_password
from domain.signing_in.sessions import end_sessions
from domain.tables.core import ACCOUNT


def create(work: Work, person: PersonCard, change: c.CreateAccount | c.OpenSecondAccount) -> None:
    """开通账号: one a person; a second only by the person or the commission. They stay one person."""
    _check(work, person, change)
    second = _is_second(work, person)
    if not person.active:
        raise NotReady(f"{person.name}已离岗，请先办理复岗。")
    taken = work.directory.names.get(change.login)
    own = taken == person.id and change.login == person.key
    if _find(work, change.login) is not None or (taken is not None and not own):
        raise WrongInput(f"登录名“{change.login}”已有人使用，请换一个。", field="login")
    values = {"person_id": person.id, "login": change.login, "active": True, "password_hash": "-"}
    new = insert(ACCOUNT).values(**values, second=second).returning(ACCOUNT.c.id)
    account = work.connection.execute(new).scalar_one()
    _give_temporary_password(work, change.login)
    if work.by.person_id == person.id:
        tell_owner(work, person, f"开通了第二个账号“{change.login}”")
    else:
        keep_appointers(work.connection, account)
        if not second and _has_a_post_from_the_administrator(work, person):
            mark_appointed(work.connection, person.id, work.by, work.at)
        give_to_owner(work, person, account, f"为{person.name}开通了账号“{change.login}”")
    work.note(change, unit=person.unit_id, person=person.id, becomes={"login": change.login})


def _has_a_post_from_the_administrator(work: Work, person: PersonCard) -> bool:
    """Whether a post waits that came before the first account: the administrator opens what they have entrusted."""
    held = work.directory.roles_to_come(person.id, work.at)
    reached = reach_of(work.directory, person.id, work.at, by=work.by.person_id)
    above = keeps_at_the_unit(work.directory, work.by.person_id or 0, person.unit_id, reached, work.at)
    return any(role in ENTRUSTED for _, role in held) and not above


def disable(work: Work, person: PersonCard, change: c.DisableAccount) -> None:
    """停用账号: the next request of its sessions is refused."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    if not account.active:
        raise NotReady(f"账号“{change.login}”已经停用。")
    work.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(active=False))
    end_sessions(work.connection, [account.id])
    tell_owner(work, person, f"停用了{person.name}的账号“{change.login}”")
    _note(work, person, change, active=False)


def enable(work: Work, person: PersonCard, change: c.EnableAccount) -> None:
    """启用账号, with its old password."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    if account.active:
        raise NotReady(f"账号“{change.login}”正在使用。")
    if not person.active:
        raise NotReady(f"{person.name}已离岗，请先办理复岗。")
    second = _is_second(work, person)
    this = update(ACCOUNT).where(ACCOUNT.c.id == account.id)
    work.connection.execute(this.values(active=True, second=second))
    tell_owner(work, person, f"启用了{person.name}的账号“{change.login}”")
    tell_the_commission(work, person, f"启用了账号“{change.login}”")
    _note(work, person, change, active=True)


def reset_password(work: Work, person: PersonCard, change: c.ResetPassword) -> None:
    """重置密码: a temporary one; whoever was signed in is signed out."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    _give_temporary_password(work, change.login)
    give_to_owner(work, person, account.id, f"重置了{person.name}的账号“{change.login}”的密码")
    work.write_person(person.id)  # who says yes to what they saw before is refused
    end_sessions(work.connection, [account.id])  # after it was asked who had fetched a binding code
    _note(work, person, change, reset=True)


def confirm_given(work: Work, person: PersonCard, change: c.ConfirmAccount) -> None:
    """同意使用: a second person's yes to a sign-in that another opened or reset."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    if (account.given_at is None or account.shows_from is not None) and not account.appointers:
        raise NotReady(f"账号“{change.login}”无需另一人同意。")
    if change.as_of is not None and change.as_of != waits_since(account):
        raise Stale(f"账号“{change.login}”又有变动，请核对后重新同意。", state="", version=0, won_by="")
    if work.by.person_id in (*account.givers, *account.appointers):
        raise NotAllowed("这个账号由您开通、重置或任职，须由另一位有权人员同意，或由本人在安全设置中确认。")
    if account.given_at is not None and account.must_change and work.by.person_id is not None:
        raise NotReady(
            f"账号“{change.login}”的临时密码尚未由本人修改，请本人先登录并改成自己的密码，再来同意。"
        )
    agree(work.connection, account.id, work.at)
    tell_owner(work, person, f"同意启用{person.name}的账号“{change.login}”")
    tell_the_commission(work, person, f"同意启用账号“{change.login}”")
    _note(work, person, change, confirmed=True)


def waits_since(account: Row[Any]) -> datetime:
    """The last act that a second person says yes to, legal time; the yes is to what they saw."""
    last: datetime = max(filter(None, (account.given_at, account.appointed_at)))
    return last


def remove_second_factor(work: Work, person: PersonCard, change: c.RemoveSecondFactor) -> None:
    """解除动态口令, when phone and recovery codes are lost."""
    _check(work, person, change)
    account = own_account(work, person, change.login)
    if account.totp_secret is None:
        raise NotReady(f"账号“{change.login}”没有启用动态口令。")
    off = {"totp_secret": None, "totp_pending": None, "totp_step": None, "recovery": None}
    work.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(**off))
    end_sessions(work.connection, [account.id])
    tell_owner(work, person, f"解除了{person.name}的账号“{change.login}”的动态口令")
    tell_the_commission(work, person, f"解除了账号“{change.login}”的动态口令")
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


def _is_second(work: Work, person: PersonCard) -> bool:
    """Whether another one is in use; then only the person or the commission opens one more."""
    mine = (ACCOUNT.c.person_id == person.id) & ACCOUNT.c.active
    login = work.connection.execute(
        select(ACCOUNT.c.login).where(mine).order_by(ACCOUNT.c.id).limit(1)
    ).scalar()
    if login is None:
        return False
    by = work.by.person_id
    if by in (None, person.id) or work.directory.belongs_to_authority(by or 0, work.at):
        return True
    raise NotAllowed(
        f"{person.name}已有账号“{login}”。忘记密码请办理“重置密码”；确需第二个账号的，由本人在安全设置中开通，"
        "或由卫健委系统管理员开通。"
    )


def _find(work: Work, login: str) -> Row[Any] | None:
    return work.connection.execute(select(ACCOUNT).where(ACCOUNT.c.login == login)).first()


def own_account(work: Work, person: PersonCard, login: str) -> Row[Any]:
    """The account of this login, if it is the person's; raises NotFound."""
    account = _find(work, login)
    if account is None or account.person_id != person.id:
        raise NotFound(f"{person.name}没有登录名为“{login}”的账号。")
    return account

"""Whose account an account of a service is: bound by an administrator, by a code, or by the owner's own password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotReady
from domain.signing_in.given import hash_of_code, new_code
from domain.tables.core import ACCOUNT, ACCOUNT_LINK, BINDING_CODE, PERSON, SIGN_IN_SERVICE

CODE_LASTS = timedelta(minutes=30)
CODE_LENGTH = 10
NOW = func.clock_timestamp()


@dataclass(frozen=True)
class Bound:
    """An account of a service that opens one of ours; machine time."""

    id: int
    service_id: int
    service: str
    subject: str
    login: str
    bound_at: datetime


def account_of(connection: Connection, service_id: int, subject: str) -> Row[Any] | None:
    """The binding (id), whose it is (account_id), and given_at while it waits for the owner's word; or None."""
    query = select(ACCOUNT_LINK.c.id, ACCOUNT_LINK.c.account_id, ACCOUNT_LINK.c.given_at).where(
        *_standing(service_id, subject)
    )
    return connection.execute(query).one_or_none()


def bind(
    connection: Connection,
    service_id: int,
    subject: str,
    account_id: int,
    by: int | None,
    given_at: datetime | None = None,
) -> None:
    """Let it open an account; raises `NotReady` when it opens another one already.

    `given_at`: somebody else than the owner binds it, who has yet to confirm.
    """
    values = {"service_id": service_id, "subject": subject, "account_id": account_id, "bound_by": by}
    new = insert(ACCOUNT_LINK).values(**values, given_at=given_at)
    if connection.execute(new.on_conflict_do_nothing().returning(ACCOUNT_LINK.c.id)).first() is not None:
        return
    standing = account_of(connection, service_id, subject)
    if standing is None or standing.account_id != account_id:
        raise NotReady("这个平台账号已绑定另一个账号，请先由管理员解除原绑定。")


def release(connection: Connection, service_id: int, subject: str, account_id: int, by: int | None) -> bool:
    """Let it open nothing any more; says whether there was such a bond."""
    ended = update(ACCOUNT_LINK).where(
        *_standing(service_id, subject), ACCOUNT_LINK.c.account_id == account_id
    )
    return bool(connection.execute(ended.values(ended_at=NOW, ended_by=by)).rowcount)


def bound_to(connection: Connection, person_id: int) -> list[Bound]:
    """What opens the accounts of a person."""
    query = (
        select(ACCOUNT_LINK, ACCOUNT.c.login, SIGN_IN_SERVICE.c.name.label("service"))
        .join(ACCOUNT, ACCOUNT.c.id == ACCOUNT_LINK.c.account_id)
        .join(SIGN_IN_SERVICE, SIGN_IN_SERVICE.c.id == ACCOUNT_LINK.c.service_id)
        .where(ACCOUNT.c.person_id == person_id, ACCOUNT_LINK.c.ended_at.is_(None))
        .order_by(ACCOUNT_LINK.c.id)
    )
    return [
        Bound(row.id, row.service_id, row.service, row.subject, row.login, row.bound_at)
        for row in connection.execute(query)
    ]


def person_of_login(connection: Connection, login: str) -> str | None:
    """The key of the person who has this login."""
    query = select(PERSON.c.key).join(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    return connection.execute(query.where(ACCOUNT.c.login == login)).scalar_one_or_none()


def give_code(
    connection: Connection, account_id: int, by: int | None, given_at: datetime | None = None
) -> str:
    """A code for this account, told once, good for half an hour; older ones of it are void."""
    code = new_code(CODE_LENGTH)
    of_it = (BINDING_CODE.c.account_id == account_id) | (BINDING_CODE.c.until < NOW)
    connection.execute(delete(BINDING_CODE).where(of_it))
    values = {
        "code_hash": hash_of_code(code),
        "account_id": account_id,
        "until": NOW + CODE_LASTS,
        "given_by": by,
    }
    values["given_at"] = given_at
    connection.execute(insert(BINDING_CODE).values(**values))
    return code


def redeem(connection: Connection, code: str) -> Row[Any] | None:
    """Whose account a code binds (account_id, given_by, given_at); it serves once."""
    gone = delete(BINDING_CODE).where(
        BINDING_CODE.c.code_hash == hash_of_code(code), BINDING_CODE.c.until > NOW
    )
    columns = (BINDING_CODE.c.account_id, BINDING_CODE.c.given_by, BINDING_CODE.c.given_at)
    return connection.execute(gone.returning(*columns)).one_or_none()


def _standing(service_id: int, subject: str) -> tuple[ColumnElement[bool], ...]:
    return (
        ACCOUNT_LINK.c.service_id == service_id,
        ACCOUNT_LINK.c.subject == subject,
        ACCOUNT_LINK.c.ended_at.is_(None),
    )

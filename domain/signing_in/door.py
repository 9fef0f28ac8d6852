"""The door: a login, a password and perhaps a code become a session, or a refusal that gives nothing away."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from domain import clock
from domain.directory.organisation import Actor
from domain.errors import CodeNeeded, NotSignedIn
from domain.signing_in import totp, waiting
from domain.signing_in.browsers import browser_of
from domain.signing_in.passwords import matches
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Outcome, Whence, knows, note
from domain.signing_in.seals import unseal
from domain.signing_in.sessions import SECOND, SignedIn, close_session, open_session, session_of
from domain.store.base import Store
from domain.tables.core import ACCOUNT, ACCOUNT_LINK, PERSON
from domain.typed_text import half_width

WRONG = "登录名或密码不对，请核对后重试。"
WRONG_CODE = "动态口令不对或已用过，请等下一个口令再试。"
NOWHERE = Whence()
ASK_KEEPER = "请联系本单位安全管理员或系统管理员"
_SAID = {
    Outcome.DISABLED: f"账号已停用，{ASK_KEEPER}。",
    Outcome.EXPIRED: f"临时密码已过期，{ASK_KEEPER}重新设置。",
    Outcome.DEMO_ONLY: "演示账号不能用于正式运行。",
    Outcome.CODE_WRONG: WRONG_CODE,
}


@dataclass(frozen=True)
class Knock:
    """Who wants in: what was typed, and from where. `code`: six digits or a recovery code."""

    login: str
    password: str
    code: str | None = None
    whence: Whence = NOWHERE


def sign_in(store: Store, knock: Knock) -> SignedIn:
    """A session for whoever names the right password (and code); NotSignedIn, CodeNeeded or TooManyTries else."""
    login, whence = half_width(knock.login).lower(), knock.whence
    with store.asking() as connection:
        account = _account(connection, ACCOUNT.c.login == login)
        account_id = account.id if account else None
        counted = _counted(store, connection, login, account_id, whence)
    with waiting.trying(store, counted, whence, account_id):
        if not matches(account.password_hash if account else None, knock.password) or account is None:
            with store.engine.begin() as connection:
                note(connection, account_id, Outcome.WRONG_PASSWORD if account else Outcome.UNKNOWN, whence)
            raise NotSignedIn(WRONG)
        return _enter(store, account, knock.code, whence)


def _counted(
    store: Store, connection: Connection, login: str, account_id: int | None, whence: Whence
) -> list[waiting.Subject]:
    """What a try of this login, from there, counts for."""
    known = account_id is not None and knows(connection, account_id, whence.address)
    browser = browser_of(store.keys, whence.kept, account_id)
    return waiting.subjects(profile_of(store).wait, login, whence.address, known=known, browser=browser)


def nobody_has_an_account(connection: Connection) -> bool:
    """Whether this house has just been built: there is no sign-in at all yet."""
    return connection.execute(select(ACCOUNT.c.id).limit(1)).first() is None


def enter_known(store: Store, bond: Row[Any], whence: Whence) -> SignedIn:
    """A session for whom a trusted service named, by its binding; CodeNeeded where a second factor of ours is enrolled.

    While somebody else's binding waits for the owner's word (`given_at`), so does the session.
    """
    with store.asking() as connection:
        account = _account(connection, ACCOUNT.c.id == bond.account_id)
    if account is None:
        raise NotSignedIn(_SAID[Outcome.DISABLED])
    return _enter(store, account, None, whence, bond)


def begin_second_step(store: Store, needed: CodeNeeded, whence: Whence) -> SignedIn:
    """Only the code is still to come: a token that opens nothing but the second step, for five minutes."""
    half = Actor(None, needed.account_id, bond=needed.bond)
    with store.engine.begin() as connection:
        return open_session(connection, half, profile_of(store), whence, stage=SECOND)


def second_step(store: Store, token: str, code: str, whence: Whence) -> SignedIn:
    """The code that was still to come; the session that opens has a token of its own.

    Whoever came by an app that somebody else bound waits for the owner's word behind the code as well.
    """
    with store.asking() as connection:
        half = session_of(connection, token, profile_of(store), stage=SECOND)
        account = _account(connection, ACCOUNT.c.id == half.who.account_id) if half else None
        bond = _bond(connection, half.who.bond) if half and half.who.bond else None
        if half is None or account is None or (half.who.bond and bond is None):
            raise NotSignedIn("登录已过期，请重新登录。")
        counted = _counted(store, connection, account.login, account.id, whence)
    with waiting.trying(store, counted, whence, account.id):
        session = _enter(store, account, code, whence, bond)
    with store.engine.begin() as connection:
        close_session(connection, token)
    return session


def sign_out(store: Store, token: str, whence: Whence) -> None:
    """The token opens nothing any more."""
    with store.engine.begin() as connection:
        note(connection, close_session(connection, token), Outcome.SIGNED_OUT, whence)


def _enter(
    store: Store,
    account: Row[Any],
    code: str | None,
    whence: Whence,
    bond: Row[Any] | None = None,
) -> SignedIn:
    """It is the person, by password or by a service's word; the account and its second factor may still refuse."""
    refused = _why_not(account, whence)
    with store.engine.begin() as connection:
        if refused is None and account.totp_secret:
            if code is None:
                raise CodeNeeded(account.id, bond.id if bond else None)
            if not code_is_right(store, connection, account, code, whence):
                refused = Outcome.CODE_WRONG
        note(connection, account.id, refused or (Outcome.VOUCHED if bond else Outcome.SUCCESS), whence)
        if refused is None:
            given, through = (bond.given_at, bond.id) if bond else (None, None)
            who = Actor(account.person_id, account.id, given, bound_at=given, bond=through)
            return open_session(connection, who, profile_of(store), whence)
    raise NotSignedIn(_SAID[refused], field="code" if refused is Outcome.CODE_WRONG else None)


def code_is_right(store: Store, connection: Connection, account: Row[Any], code: str, whence: Whence) -> bool:
    """Whether the code opens: a new one of the phone, or a recovery code not yet used. It is used up."""
    locked = select(ACCOUNT).where(ACCOUNT.c.id == account.id).with_for_update()
    now = connection.execute(locked).one()
    secret = unseal(store.keys, now.totp_secret)
    step = totp.step_of(secret, code, now.totp_step) if secret else None
    this = update(ACCOUNT).where(ACCOUNT.c.id == account.id)
    if step is not None:
        connection.execute(this.values(totp_step=step))
        return True
    hashed, kept = totp.hash_code(code), now.recovery or []
    if hashed not in kept:
        return False
    connection.execute(this.values(recovery=[one for one in kept if one != hashed]))
    note(connection, account.id, Outcome.RECOVERY_USED, whence)
    return True


def _why_not(account: Row[Any], whence: Whence) -> Outcome | None:
    if not (account.active and account.person_active):
        return Outcome.DISABLED
    if account.public_demo and not whence.demo:
        return Outcome.DEMO_ONLY
    if account.temporary_until is not None and account.temporary_until < clock.machine_now():
        return Outcome.EXPIRED
    return None


def _bond(connection: Connection, bond: int) -> Row[Any] | None:
    """The binding by which somebody came, while it stands."""
    query = select(ACCOUNT_LINK.c.id, ACCOUNT_LINK.c.given_at).where(
        ACCOUNT_LINK.c.id == bond, ACCOUNT_LINK.c.ended_at.is_(None)
    )
    return connection.execute(query).one_or_none()


def _account(connection: Connection, which: ColumnElement[bool]) -> Row[Any] | None:
    query = select(ACCOUNT, PERSON.c.active.label("person_active"))
    joined = query.join(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
    return connection.execute(joined.where(which)).first()

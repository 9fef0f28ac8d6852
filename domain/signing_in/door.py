"""The door: a login, a password and perhaps a code become a session, or a refusal that gives nothing away."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from domain import clock
from domain.errors import CodeNeeded, NotSignedIn, TooManyTries
from domain.rules.organisation import Actor
from domain.signing_in import totp, waiting
from domain.signing_in.passwords import matches
from domain.signing_in.record import Outcome, Whence, knows, note
from domain.signing_in.seals import unseal
from domain.signing_in.sessions import SECOND, SignedIn, close_session, open_session, session_of
from domain.store.base import Store
from domain.tables.core import ACCOUNT, PERSON

WRONG = "登录名或密码不对，请核对后重试。"
WRONG_CODE = "动态口令不对或已用过，请等下一个口令再试。"
NOWHERE = Whence()
ASK_KEEPER = "请联系本单位安全管理员或系统管理员"
_SAID = {
    Outcome.DISABLED: f"账号已停用，{ASK_KEEPER}。",
    Outcome.EXPIRED: f"临时密码已过期，{ASK_KEEPER}重新设置。",
    Outcome.DEMO_ONLY: "演示账号不能用于正式运行。",
}


@dataclass(frozen=True)
class Knock:
    """Who wants in: what was typed, and from where. `code`: six digits or a recovery code."""

    login: str
    password: str
    code: str | None = None
    whence: Whence = NOWHERE


def sign_in(store: Store, knock: Knock, *, demo: bool = False) -> SignedIn:
    """A session for whoever names the right password (and code); NotSignedIn, CodeNeeded or TooManyTries else."""
    login, rules, whence = knock.login.strip().lower(), store.profile.wait, knock.whence
    with store.engine.begin() as connection:
        account = _account(connection, login)
        known = account is not None and knows(connection, account.id, whence.address)
        counted = waiting.subjects(rules, login, whence.address, known=known)
    _count(store, account, counted, whence)
    if not matches(account.password_hash if account else None, knock.password) or account is None:
        with store.engine.begin() as connection:
            outcome = Outcome.WRONG_PASSWORD if account else Outcome.UNKNOWN
            note(connection, account.id if account else None, outcome, whence)
        raise NotSignedIn(WRONG)
    return _enter(store, account, knock.code, counted, whence, demo=demo)


def enter_known(store: Store, account_id: int, whence: Whence, *, demo: bool = False) -> SignedIn:
    """A session for somebody whom a trusted service named; CodeNeeded where a second factor of ours is enrolled."""
    with store.engine.begin() as connection:
        account = _by_id(connection, account_id)
        reason = _why_not(account, demo=demo) if account else Outcome.DISABLED
        if account and reason is None and not account.totp_secret:
            note(connection, account.id, Outcome.FOREIGN, whence)
            return open_session(connection, Actor(account.person_id, account.id), store.profile, whence)
        if reason is not None:
            note(connection, account_id, reason, whence)
    if reason is None:
        raise CodeNeeded(account_id)
    raise NotSignedIn(_SAID[reason])


def begin_second_step(store: Store, account_id: int, whence: Whence) -> SignedIn:
    """The password was right: a token that opens nothing but the second step, for five minutes."""
    with store.engine.begin() as connection:
        return open_session(connection, Actor(None, account_id), store.profile, whence, stage=SECOND)


def second_step(store: Store, token: str, code: str, whence: Whence) -> SignedIn:
    """The code after the password; the session that opens has a token of its own."""
    with store.engine.connect() as connection:
        half = session_of(connection, token, store.profile, stage=SECOND)
        account = _by_id(connection, half.who.account_id or 0) if half else None
    if half is None or account is None:
        raise NotSignedIn("登录已过期，请重新输入登录名和密码。")
    counted = waiting.subjects(store.profile.wait, account.login, whence.address, known=False)
    _count(store, account, counted, whence)
    session = _enter(store, account, code, counted, whence, demo=True)
    with store.engine.begin() as connection:
        close_session(connection, token)
    return session


def _enter(
    store: Store,
    account: Row[Any],
    code: str | None,
    counted: list[waiting.Subject],
    whence: Whence,
    *,
    demo: bool,
) -> SignedIn:
    """The password was right; the rest may still refuse."""
    reason = _why_not(account, demo=demo)
    with store.engine.begin() as connection:
        if reason is not None:
            note(connection, account.id, reason, whence)
        elif account.totp_secret and code is None:
            waiting.take_back(connection, counted, forgive=False)
        elif account.totp_secret and not code_is_right(store, connection, account, code or "", whence):
            reason = Outcome.CODE_WRONG
            note(connection, account.id, reason, whence)
        else:
            waiting.take_back(connection, counted, forgive=True)
            waiting.forget_old(connection)
            note(connection, account.id, Outcome.SUCCESS, whence)
            who = Actor(account.person_id, account.id)
            return open_session(connection, who, store.profile, whence)
    if reason is None:
        raise CodeNeeded(account.id)
    raise NotSignedIn(_SAID.get(reason, WRONG_CODE), field="code" if reason is Outcome.CODE_WRONG else None)


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


def _count(store: Store, account: Row[Any] | None, counted: list[waiting.Subject], whence: Whence) -> None:
    try:
        with store.engine.begin() as connection:
            waiting.begin(connection, store.profile.wait, counted)
    except TooManyTries:
        with store.engine.begin() as connection:
            note(connection, account.id if account else None, Outcome.WAITING, whence)
        raise


def _why_not(account: Row[Any], *, demo: bool) -> Outcome | None:
    if not (account.active and account.person_active):
        return Outcome.DISABLED
    if account.public_demo and not demo:
        return Outcome.DEMO_ONLY
    if account.temporary_until is not None and account.temporary_until < clock.machine_now():
        return Outcome.EXPIRED
    return None


_ACCOUNT = select(ACCOUNT, PERSON.c.active.label("person_active")).join(
    PERSON, PERSON.c.id == ACCOUNT.c.person_id
)


def _account(connection: Connection, login: str) -> Row[Any] | None:
    return connection.execute(_ACCOUNT.where(ACCOUNT.c.login == login)).first()


def _by_id(connection: Connection, account_id: int) -> Row[Any] | None:
    return connection.execute(_ACCOUNT.where(ACCOUNT.c.id == account_id)).first()

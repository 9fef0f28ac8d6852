"""安全设置: what somebody does with their own password, second factor and sessions. Each is on the record."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from domain.directory.organisation import Actor
from domain.errors import FirstThis, NotFound, NotReady, WrongInput
from domain.signing_in import totp
from domain.signing_in.door import WRONG_CODE, code_is_right
from domain.signing_in.guessing import Proof, guess, prove
from domain.signing_in.passwords import hash_password, matches, refuse_weak
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Outcome, Whence, note
from domain.signing_in.seals import seal, unseal
from domain.signing_in.sessions import SignedIn, end_one, end_sessions, open_session
from domain.signing_in.telling import OBJECT, SECURITY, tell
from domain.store.base import Store
from domain.tables.core import ACCOUNT, PERSON

BEGUN_IN = ":"
"""Stands between the session in which an enrolment was begun and its secret."""


@dataclass(frozen=True)
class Enrolment:
    """A second factor about to be enrolled: shown until a code of it is entered."""

    secret: str
    address: str


@dataclass(frozen=True)
class Standing:
    """How an account stands: its login, whether a second factor is on, recovery codes left, its password's age.

    `given_by`: whose act waits for its owner's word; `by_password`: the password is that word, else the code told.
    """

    login: str
    has_second_factor: bool
    recovery_left: int
    changed_at: Any
    must_change: bool
    given_by: str | None
    by_password: bool


def standing(store: Store, who: Actor) -> Standing:
    """The account that is signed in."""
    with store.asking() as connection:
        row = _row(connection, who)
        given_by = connection.execute(select(PERSON.c.name).where(PERSON.c.id == row.given_by)).scalar()
    return Standing(
        login=row.login,
        has_second_factor=row.totp_secret is not None,
        recovery_left=len(row.recovery or []),
        changed_at=row.changed_at,
        must_change=row.must_change,
        given_by=given_by,
        by_password=row.given_at is None,
    )


def change_password(store: Store, who: Actor, old: str, new: str, whence: Whence) -> SignedIn:
    """A new password for whoever knows the old one; every session of the account ends, and a new one begins."""
    with store.asking() as connection:
        account = _row(connection, who)
    with guess(store, who, whence, Outcome.WRONG_PASSWORD):
        if not matches(account.password_hash, old):
            raise WrongInput("原密码不对，请重新填写。", field="old")
    person = account.person_name, account.phone, account.login
    refuse_weak(profile_of(store).password, new, known=person, field="new")
    if matches(account.password_hash, new):
        raise WrongInput("新密码不能与原密码相同。", field="new")
    hashed = hash_password(new)
    with store.engine.begin() as connection:
        changed = {"must_change": False, "temporary_until": None, "changed_at": func.clock_timestamp()}
        this = update(ACCOUNT).where(ACCOUNT.c.id == account.id)
        connection.execute(this.values(password_hash=hashed, public_demo=False, **changed))
        end_sessions(connection, [account.id])
        note(connection, account.id, Outcome.PASSWORD_CHANGED, whence)
        _tell(connection, who, "修改了密码")
        return open_session(connection, who, profile_of(store), whence)


def begin_enrolment(store: Store, who: Actor, proof: Proof, whence: Whence) -> Enrolment:
    """A new secret to be scanned, for whoever names the password or a present code; no password of another's.

    The one in force goes on until a code of the new one was entered, in the session in which it was begun.
    """
    secret = totp.new_secret()
    _refuse_given(who)
    with store.asking() as connection:
        if _row(connection, who).must_change:
            raise FirstThis("password")
    prove(store, who, proof, whence)
    with store.engine.begin() as connection:
        login = _row(connection, who).login
        _set(connection, who, totp_pending=seal(store.keys, f"{who.session}{BEGUN_IN}{secret}"))
    return Enrolment(secret, totp.address_of(secret, login))


def enrolment(store: Store, who: Actor) -> Enrolment | None:
    """The enrolment that waits for its first code; no other session than the one in which it was begun is shown it."""
    with store.asking() as connection:
        row = _row(connection, who)
    session, _, secret = (unseal(store.keys, row.totp_pending) or "").partition(BEGUN_IN)
    here = secret and session == str(who.session) and not who.is_given
    return Enrolment(secret, totp.address_of(secret, row.login)) if here else None


def finish_enrolment(store: Store, who: Actor, code: str, whence: Whence) -> list[str]:
    """The second factor is on once a code of it was right; gives the recovery codes, told once."""
    _refuse_given(who)
    pending = enrolment(store, who)
    if pending is None:
        raise NotReady("请先扫描二维码，再填写口令。")
    step = totp.step_of(pending.secret, code, None)
    if step is None:
        raise WrongInput("动态口令不对，请核对手机时间后填写新的 6 位数字。", field="code")
    codes = totp.new_recovery_codes()
    sealed = seal(store.keys, pending.secret)
    hashes = [totp.hash_code(one) for one in codes]
    with store.engine.begin() as connection:
        _set(connection, who, totp_secret=sealed, totp_pending=None, totp_step=step, recovery=hashes)
        note(connection, who.account_id, Outcome.SECOND_FACTOR_ON, whence)
        _tell(connection, who, "启用或更换了动态口令")
    return codes


def make_recovery_codes(store: Store, who: Actor, code: str, whence: Whence) -> list[str]:
    """New recovery codes for whoever has the phone; the old ones open nothing any more."""
    codes = totp.new_recovery_codes()
    hashes = [totp.hash_code(one) for one in codes]
    _by_code(store, who, code, whence, Outcome.RECOVERY_MADE, recovery=hashes)
    return codes


def remove_second_factor(store: Store, who: Actor, code: str, whence: Whence) -> None:
    """Off again, for whoever has the phone or a recovery code."""
    nothing = dict.fromkeys(("totp_secret", "totp_pending", "totp_step", "recovery"))
    _by_code(store, who, code, whence, Outcome.SECOND_FACTOR_OFF, **nothing)


def end_that_session(store: Store, who: Actor, session: int) -> None:
    """Sign one of this person's devices out; raises NotFound."""
    _refuse_given(who)
    with store.engine.begin() as connection:
        if not end_one(connection, who.person_id or 0, session):
            raise NotFound("没有这个登录，或已经结束。")


def end_other_sessions(store: Store, who: Actor, this_one: int, whence: Whence) -> int:
    """Sign the account out everywhere else; gives of how many."""
    _refuse_given(who)
    with store.engine.begin() as connection:
        note(connection, who.account_id, Outcome.SESSIONS_ENDED, whence)
        return end_sessions(connection, [who.account_id or 0], but=this_one)


def _refuse_given(who: Actor) -> None:
    """Whoever may not be its owner neither locks the owner out nor adds a factor of their own."""
    if who.is_given:
        raise FirstThis("confirm")


def _by_code(
    store: Store,
    who: Actor,
    code: str,
    whence: Whence,
    done: Outcome,
    **values: Any,  # noqa: ANN401 - columns of the table
) -> None:
    """Change the second factor for whoever has a right code of it."""
    with store.asking() as connection:
        account = _row(connection, who)
    if account.totp_secret is None:
        raise NotReady("尚未启用动态口令。")
    with guess(store, who, whence, Outcome.CODE_WRONG), store.engine.begin() as connection:
        if not code_is_right(store, connection, account, code, whence):
            raise WrongInput(WRONG_CODE, field="code")
        _set(connection, who, **values)
        note(connection, who.account_id, done, whence)
        _tell(connection, who, f"办理了“{done.label}”")


def _tell(connection: Connection, who: Actor, done: str) -> None:
    login = _row(connection, who).login
    tell(connection, who.person_id or 0, SECURITY, f"用您的账号“{login}”{done}。{OBJECT}")


def _row(connection: Connection, who: Actor) -> Row[Any]:
    query = select(ACCOUNT, PERSON.c.name.label("person_name"), PERSON.c.phone).join(
        PERSON, PERSON.c.id == ACCOUNT.c.person_id
    )
    return connection.execute(query.where(ACCOUNT.c.id == who.account_id)).one()


def _set(connection: Connection, who: Actor, **values: Any) -> None:  # noqa: ANN401 - columns of the table
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == who.account_id).values(**values))

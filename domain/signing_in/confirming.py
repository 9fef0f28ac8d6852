"""A sign-in that somebody else had a hand in is confirmed: by a code told to its owner, by a password of their own."""

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select

from domain import clock
from domain.directory.organisation import Actor
from domain.errors import FirstThis, NotReady, WrongInput
from domain.signing_in.given import confirm_session, hash_of_code, settle
from domain.signing_in.guessing import guess
from domain.signing_in.passwords import matches
from domain.signing_in.record import Outcome, Whence, note
from domain.signing_in.sessions import end_sessions
from domain.store.base import Store
from domain.tables.core import ACCOUNT


class Confirmation(BaseModel):
    """The code that was told, and the password; where only an app was bound, the password alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str = Field(title="确认码", default="", max_length=32)
    password: str = Field(title="登录密码", default="", max_length=200)


def confirm_own(store: Store, who: Actor, said: Confirmation, whence: Whence) -> None:
    """The owner's word; NotReady when there is nothing to confirm, WrongInput for a wrong code or password.

    What is confirmed is what stands when both were right: this sign-in. Every other session of the account ends.
    """
    if who.unconfirmed is None:
        raise NotReady("这个账号无需确认。")
    with guess(store, who, whence, Outcome.CODE_WRONG), store.engine.begin() as connection:
        _confirm(connection, who, said)
        note(connection, who.account_id, Outcome.CONFIRMED, whence)


def _confirm(connection: Connection, who: Actor, said: Confirmation) -> None:
    locked = select(ACCOUNT).where(ACCOUNT.c.id == who.account_id).with_for_update()
    account = connection.execute(locked).one()
    if not matches(account.password_hash, said.password):
        raise WrongInput(
            "密码不对，请填写您自己的登录密码。不知道现在的密码，说明已被他人改动，请另一位有权人员重置。",
            field="password",
        )
    if account.must_change:
        raise FirstThis("password")
    if account.given_at is None:
        confirm_session(connection, who)
        end_sessions(connection, [account.id], but=who.session)
        return
    fresh = account.confirm_until is not None and account.confirm_until > clock.machine_now()
    if not (fresh and hash_of_code(said.code) == bytes(account.confirm_hash or b"")):
        raise WrongInput(
            "确认码不对或已过期。确认码随账号安全提醒发到您原来的手机和邮箱；收不到，请由另一位有权人员在"
            "“单位与人员”中同意。",
            field="code",
        )
    settle(connection, account.id)
    end_sessions(connection, [account.id], but=who.session)

"""A secret asked for once more within a session: guessing waits as at the door, and each wrong guess is on record."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from domain.directory.organisation import Actor
from domain.errors import WrongInput
from domain.signing_in import waiting
from domain.signing_in.door import code_is_right
from domain.signing_in.passwords import matches
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Outcome, Whence, note
from domain.store.base import Store
from domain.tables.core import ACCOUNT

LONGEST, LONGEST_CODE = 200, 32


class Proof(BaseModel):
    """That it is still the owner: the password, or a code of the second factor that stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    password: str = Field(title="登录密码", default="", max_length=LONGEST + 1)
    code: str = Field(title="动态口令", default="", max_length=LONGEST_CODE + 1)


NO_PROOF = Proof()


def proof_of(password: str, code: str) -> Proof:
    """What was typed as proof; what is longer than any password or code is simply wrong."""
    return Proof(password=password[: LONGEST + 1], code=code[: LONGEST_CODE + 1])


@contextmanager
def guess(store: Store, who: Actor, whence: Whence, wrong: Outcome) -> Iterator[None]:
    """A stolen session guesses no faster than somebody at the door."""
    counted = [waiting.Subject(f"own:{who.account_id}", profile_of(store).wait.free_tries)]
    with waiting.trying(store, counted, whence, who.account_id):
        try:
            yield
        except WrongInput:
            with store.engine.begin() as connection:
                note(connection, who.account_id, wrong, whence)
            raise


def prove(store: Store, who: Actor, proof: Proof, whence: Whence) -> None:
    """Raise WrongInput unless the session's owner names the password or a present code once more."""
    if not (proof.password or proof.code):
        raise WrongInput(
            "请再填一次登录密码（已启用动态口令的也可填动态口令），确认是本人操作。", field="password"
        )
    with store.asking() as connection:
        account = connection.execute(select(ACCOUNT).where(ACCOUNT.c.id == who.account_id)).one()
    with guess(store, who, whence, Outcome.WRONG_PASSWORD):
        if proof.password and not matches(account.password_hash, proof.password):
            raise WrongInput("密码不对，请重新填写。", field="password")
        if not proof.password:
            with store.engine.begin() as connection:
                known = account.totp_secret is not None
                if not (known and code_is_right(store, connection, account, proof.code, whence)):
                    raise WrongInput(
                        "动态口令不对或已用过，请等下一个口令再试，或填写登录密码。", field="code"
                    )

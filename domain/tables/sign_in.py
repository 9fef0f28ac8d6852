"""Accounts, sessions, the record of sign-ins, and who must wait after failures. Machine time throughout."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, func
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, flag, key, link, machine_moment, moment


class Account(SQLModel, table=True):
    """A way to sign in. Two accounts of one person are one person.

    `temporary_until` bounds a password that somebody else gave; `must_change` asks for one of his own.
    `public_demo` marks a demonstration's printed password: exempt from every rule, refused in real operation.
    """

    __tablename__: ClassVar[str] = "account"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = link("person.id", index=True)
    login: str = Field(max_length=64, unique=True)
    password_hash: str = Field(max_length=200)
    active: bool = True
    public_demo: bool = flag(default=False)
    must_change: bool = flag(default=False)
    changed_at: datetime = machine_moment()
    temporary_until: datetime | None = moment(nullable=True)
    totp_secret: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    """The enrolled secret, sealed; `totp_pending` one that is shown but not yet confirmed."""
    totp_pending: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    totp_step: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """The time step of the last accepted code: no code opens twice."""
    recovery: list[str] | None = document(nullable=True)
    """SHA-256 of the recovery codes not yet used."""


class Session(SQLModel, table=True):
    """A signed-in session; only the SHA-256 of its token is kept. `stage`: open, or second (code still asked)."""

    __tablename__: ClassVar[str] = "session"

    id: int | None = key()
    token_hash: bytes = Field(unique=True)
    account_id: int = link("account.id", index=True)
    stage: str = Field(
        default="open", max_length=8, nullable=False, sa_column_kwargs={"server_default": "open"}
    )
    created_at: datetime = machine_moment()
    seen_at: datetime = machine_moment()
    expires_at: datetime = moment()
    device: str = Field(default="", max_length=200, nullable=False, sa_column_kwargs={"server_default": ""})
    address: str = Field(default="", max_length=64, nullable=False, sa_column_kwargs={"server_default": ""})


class SignIn(SQLModel, table=True):
    """One try to sign in, or one end of sessions. Append-only. Never a password, nor a login that nobody has."""

    __tablename__: ClassVar[str] = "sign_in"
    __table_args__ = (Index("sign_in_known", "account_id", "address"),)

    id: int | None = key()
    at: datetime = machine_moment()
    account_id: int | None = link("account.id", nullable=True)
    outcome: str = Field(max_length=24)
    address: str = Field(default="", max_length=64)
    device: str = Field(default="", max_length=200)


class SignInWait(SQLModel, table=True):
    """How often a subject (account, address, or both together) failed in a row, and until when it waits."""

    __tablename__: ClassVar[str] = "sign_in_wait"

    subject: str = Field(primary_key=True, max_length=160)
    failures: int = 0
    last_at: datetime = machine_moment()
    until: datetime = Field(
        default=None,
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )

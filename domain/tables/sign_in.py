"""Accounts, sessions, the record of sign-ins, and who must wait after failures. Machine time throughout."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Index, LargeBinary, func, text
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, flag, key, link, machine_moment, moment, people


class Account(SQLModel, table=True):
    """A way to sign in. Two accounts of one person are one person; `second` says that this one was meant.

    `temporary_until` bounds a password that somebody else gave; `must_change` asks for one of the owner's own.
    `public_demo` marks a demonstration's printed password: exempt from every rule, refused in real operation.
    `given_at` (legal time), `given_by` (the last) and `givers` (all) stand while others' acts on it are unconfirmed by
    its owner; the code that confirms it is told to the owner alone, and only its SHA-256 is kept.
    """

    __tablename__: ClassVar[str] = "account"
    __table_args__ = (
        Index("account_once", "person_id", unique=True, postgresql_where=text("active AND NOT second")),
    )

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
    second: bool = flag(default=False)
    given_at: datetime | None = moment(nullable=True)
    given_by: int | None = link("person.id", nullable=True)
    givers: list[int] = people()
    appointers: list[int] = people()
    """Administrators who gave its person a post, alone: until another says yes it uses none. Since `appointed_at`."""
    appointed_at: datetime | None = moment(nullable=True)
    confirm_hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    confirm_until: datetime | None = moment(nullable=True)
    shows_from: datetime | None = moment(nullable=True)
    """A second person said yes while `given_at` stands: it acts, and shows no report from before this moment."""


class Session(SQLModel, table=True):
    """A signed-in session; only the SHA-256 of its token is kept. `stage`: open, or second (code still asked).

    `bond_id`: the app's binding that opened it; `given_at` stands while somebody else made that binding and the
    account's owner has not confirmed it.
    `reported`: the hazards that were reported through it while it waited; such a session sees no others of its person.
    """

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
    given_at: datetime | None = moment(nullable=True)
    bond_id: int | None = link("bond.id", nullable=True, index=True)
    reported: list[int] = Field(
        default_factory=list, sa_column=Column(ARRAY(BigInteger), nullable=False, server_default="{}")
    )
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


class SignInLink(SQLModel, table=True):
    """The record of sign-ins as a chain, one link a line, made by a trigger as its transaction ends. Append-only."""

    __tablename__: ClassVar[str] = "sign_in_link"
    __table_args__ = (Index("sign_in_link_line", "sign_in_id", unique=True),)

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    sign_in_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


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

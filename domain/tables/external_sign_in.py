"""Signing in with an account of somebody else: which services are trusted, and whose account is whose. Machine time."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, key, link, machine_moment, moment


class SignInService(SQLModel, table=True):
    """DingTalk, WeCom or an OIDC service whose word on who somebody is counts here. Never deleted, only closed.

    `settings` are plain; `secret` is sealed with the installation's key and never shown again.
    """

    __tablename__: ClassVar[str] = "sign_in_service"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    name: str = Field(max_length=40)
    base_url: str = Field(max_length=200)
    client_id: str = Field(max_length=200)
    settings: dict[str, Any] = document()
    secret: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    active: bool = True
    changed_at: datetime = machine_moment()
    changed_by: int | None = link("person.id", nullable=True)


class AccountLink(SQLModel, table=True):
    """An account of ours that somebody enters with an account of a service. One that has ended stays on record."""

    __tablename__: ClassVar[str] = "bond"
    __table_args__ = (
        Index(
            "bond_once",
            "service_id",
            "subject",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = key()
    service_id: int = link("sign_in_service.id")
    subject: str = Field(max_length=200)
    account_id: int = link("account.id", index=True)
    bound_at: datetime = machine_moment()
    bound_by: int | None = link("person.id", nullable=True)
    given_at: datetime | None = moment(nullable=True)
    """Since when (legal time) somebody else's binding waits to be confirmed by the account's owner."""
    ended_at: datetime | None = moment(nullable=True)
    ended_by: int | None = link("person.id", nullable=True)


class UsedOnce(SQLModel, table=True):
    """What may serve one time: a sign-in under way, a ticket, a code. Gone once it would no longer be taken anyway."""

    __tablename__: ClassVar[str] = "used_once"

    mark: str = Field(primary_key=True, max_length=80)
    until: datetime = moment()


class BindingCode(SQLModel, table=True):
    """A code that its owner types into an app to bind it to their account; only its SHA-256 is kept."""

    __tablename__: ClassVar[str] = "binding_code"

    code_hash: bytes = Field(primary_key=True)
    account_id: int = link("account.id", index=True)
    until: datetime = moment()
    given_by: int | None = link("person.id", nullable=True)
    given_at: datetime | None = moment(nullable=True)
    """When (legal time) somebody else than the owner fetched it."""

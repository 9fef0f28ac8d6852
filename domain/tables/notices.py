"""A notice is owed once per journal entry and person; attempts carry it over a channel."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, key, link, machine_moment, moment


class Notice(SQLModel, table=True):
    """Something a person is owed to hear. Written with its journal entry, in the same transaction.

    In-app delivery is the notice itself (`seen_at`, `acknowledged_at` 知道了). `settled_at` is set when an attempt
    carried it, when the person has no channel, or when it was set aside.
    """

    __tablename__: ClassVar[str] = "notice"
    __table_args__ = (
        # The person first, so that the same index serves his list, newest entry first.
        UniqueConstraint("person_id", "entry_id", name="notice_once"),
        Index("notice_owed", "person_id", "id", postgresql_where=text("settled_at IS NULL")),
    )

    id: int | None = key()
    entry_id: int = Field(sa_column=Column(BigInteger, ForeignKey("journal.id"), nullable=False))
    hazard_id: int = Field(sa_column=Column(BigInteger, ForeignKey("hazard.id"), nullable=False))
    person_id: int = link("person.id")
    kind: str = Field(max_length=20)
    urgency: str = Field(default="normal", max_length=8)
    at: datetime = moment()
    data: dict[str, Any] = document()
    recorded_at: datetime = machine_moment()
    settled_at: datetime | None = moment(nullable=True)
    seen_at: datetime | None = moment(nullable=True)
    acknowledged_at: datetime | None = moment(nullable=True)


class Attempt(SQLModel, table=True):
    """One message to one person over one channel, carrying one notice or a digest of several.

    Machine time throughout. `tries` counts sends and crashes alike; after 8 the attempt is `set_aside`.
    """

    __tablename__: ClassVar[str] = "attempt"
    __table_args__ = (
        Index("attempt_ready", "next_try_at", "id", postgresql_where=text("state IN ('waiting', 'sending')")),
    )

    id: int | None = key()
    person_id: int = link("person.id", index=True)
    channel: str = Field(max_length=16)
    state: str = Field(default="waiting", max_length=12)
    tries: int = 0
    next_try_at: datetime = machine_moment()
    lease: str | None = Field(default=None, sa_column=Column(UUID(as_uuid=False), nullable=True))
    outcome: str | None = None
    created_at: datetime = machine_moment()
    finished_at: datetime | None = moment(nullable=True)


class AttemptNotice(SQLModel, table=True):
    """Which notices an attempt carries."""

    __tablename__: ClassVar[str] = "attempt_notice"

    attempt_id: int = Field(sa_column=Column(BigInteger, ForeignKey("attempt.id"), primary_key=True))
    notice_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("notice.id"), primary_key=True, index=True)
    )

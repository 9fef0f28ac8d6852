"""A notice is owed once per journal entry and person; attempts carry it over a channel."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, flag, key, link, machine_moment, moment, people


class Notice(SQLModel, table=True):
    """Something a person is owed to hear. Written with its journal entry, in the same transaction.

    In-app delivery is the notice itself (`seen_at`, `acknowledged_at` 知道了).
    """

    __tablename__: ClassVar[str] = "notice"
    __table_args__ = (
        # The person first, so that the same index serves a person's list, newest entry first.
        UniqueConstraint("person_id", "entry_id", name="notice_once"),
    )

    id: int | None = key()
    entry_id: int = Field(sa_column=Column(BigInteger, ForeignKey("journal.id"), nullable=False))
    case_id: int = Field(sa_column=Column(BigInteger, ForeignKey("cases.id"), nullable=False))
    person_id: int = link("person.id")
    kind: str = Field(max_length=20)
    urgency: str = Field(default="normal", max_length=8)
    at: datetime = moment()
    data: dict[str, Any] = document()
    recorded_at: datetime = machine_moment()
    seen_at: datetime | None = moment(nullable=True)
    acknowledged_at: datetime | None = moment(nullable=True)


class PersonalNotice(SQLModel, table=True):
    """What was done to somebody's sign-in, contact or delegation: told at once over all their ways. Machine time.

    `phone` and `email` are where they were reached before, so that a change is told at the old address too. `code`
    is a sealed word that goes only to addresses which nobody in `kept_from` has a hand in.
    """

    __tablename__: ClassVar[str] = "personal_notice"
    __table_args__ = (
        Index("personal_notice_of_person", "person_id", "id"),
        Index("personal_notice_owed", "id", postgresql_where=text("NOT planned")),
    )

    id: int | None = key()
    person_id: int = link("person.id")
    at: datetime = machine_moment()
    title: str = Field(max_length=60)
    words: str = Field(max_length=600)
    phone: str = Field(default="", max_length=32)
    email: str = Field(default="", max_length=200)
    code: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    code_by_phone: bool = flag(default=False)
    code_by_email: bool = flag(default=False)
    kept_from: list[int] = people()
    planned: bool = flag(default=False)


class NoticeOwed(SQLModel, table=True):
    """The queue of notices that no attempt carries yet: a trigger puts them in, delivery takes them out.

    Beside the notice, because settling it there would write the row and its indexes anew. The night takes only
    what is urgent. Without foreign keys: both ids come from the notice in the same statement.
    """

    __tablename__: ClassVar[str] = "notice_owed"

    person_id: int = Field(primary_key=True)
    notice_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    urgent: bool = False


class Attempt(SQLModel, table=True):
    """One message to one person over one channel, carrying one notice or a digest of several (`notices`, their ids).

    Without notices it is a trial of the channel, to `address`. Machine time throughout. `tries` counts sends and
    crashes alike; after 8 the attempt is `set_aside`. States: waiting, sending, sent (the vendor took it), set_aside,
    answered (知道了 before it was sent). `receipt` is the vendor's id under which `reached` is asked at `ask_at`.
    """

    __tablename__: ClassVar[str] = "attempt"
    __table_args__ = (
        # Without state and moment, so that a claim touches no index.
        Index("attempt_unfinished", "id", postgresql_where=text("finished_at IS NULL")),
        # What carried a notice is found by its time; this kind of index costs a write next to nothing.
        Index("attempt_time", "created_at", postgresql_using="brin"),
        Index("attempt_to_ask", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
        Index("attempt_set_aside", "id", postgresql_where=text("state = 'set_aside'")),
    )

    id: int | None = key()
    person_id: int = link("person.id")
    notices: list[int] = Field(sa_column=Column(ARRAY(BigInteger), nullable=False))
    channel_id: int
    """The channel; 0 is the mail server of the settings."""
    urgent: bool = False
    state: str = Field(default="waiting", max_length=12)
    tries: int = 0
    next_try_at: datetime = machine_moment()
    lease: str | None = Field(default=None, sa_column=Column(UUID(as_uuid=False), nullable=True))
    outcome: str | None = None
    receipt: str | None = Field(default=None, max_length=120)
    reached: str | None = Field(default=None, max_length=12)
    ask_at: datetime | None = moment(nullable=True)
    asked: int | None = None
    tried: list[int] | None = Field(default=None, sa_column=Column(ARRAY(Integer), nullable=True))
    """The channels that failed before this one."""
    lost: int | None = None
    """How many of its sends went out whole and were never answered: each may have arrived."""
    copies: int | None = None
    """How many copies of it may have arrived over the channels before."""
    personal_id: int | None = Field(
        default=None, sa_column=Column(BigInteger, ForeignKey("personal_notice.id"), nullable=True)
    )
    """The personal notice that it carries to `address`, and no hazard's."""
    address: str | None = Field(default=None, max_length=200)
    created_at: datetime = machine_moment()
    finished_at: datetime | None = moment(nullable=True)

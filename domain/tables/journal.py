"""The journal (办理记录) with its hash chain, official numbers, evidence and idempotency keys."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, key, link, machine_moment, moment


class JournalEntry(SQLModel, table=True):
    """One act on one case. Append-only: triggers refuse UPDATE and DELETE.

    `at` is legal time; for the clock it is the moment that was due, however late the sweep. `recorded_at` and
    `flow_run_id` tell when and by which run it was written; they are machine facts and stand outside the hash.
    `(clock, since, rung)` is the rung that fired: unique per case, so none fires twice.
    """

    __tablename__: ClassVar[str] = "journal"
    __table_args__ = (
        UniqueConstraint("case_id", "seq", name="journal_seq"),
        Index(
            "journal_rung_once",
            "case_id",
            "clock",
            "since",
            "rung",
            unique=True,
            postgresql_where="clock IS NOT NULL",
        ),
        # What somebody pressed, newest first.
        # Letters are few: their numbers are looked for among them, not in the whole journal.
        Index("journal_letters", "case_id", postgresql_where="action = 'transfer'"),
        Index("journal_actor", "actor_id", "id", postgresql_where="actor_id IS NOT NULL"),
        Index("journal_run", "flow_run_id", postgresql_where="flow_run_id IS NOT NULL"),
    )

    id: int | None = key()
    case_id: int = Field(sa_column=Column(BigInteger, ForeignKey("cases.id"), nullable=False))
    seq: int
    action: str = Field(max_length=24)
    actor_id: int | None = link("person.id", nullable=True)
    for_id: int | None = link("person.id", nullable=True)
    account_id: int | None = link("account.id", nullable=True)
    from_state: str | None = Field(default=None, max_length=16)
    to_state: str = Field(max_length=16)
    at: datetime = moment()
    recorded_at: datetime = machine_moment()
    data: dict[str, Any] = document()
    clock: str | None = Field(default=None, max_length=24)
    since: int | None = None
    rung: int | None = None
    flow_run_id: str | None = Field(default=None, sa_column=Column(UUID(as_uuid=False), nullable=True))
    seal: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    """The digests of the rows as this line leaves them (`domain.seals.sealed`), on the last line of a press."""
    previous: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Counter(SQLModel, table=True):
    """The last serial given in a series (unit and year): gapless, never re-used."""

    __tablename__: ClassVar[str] = "counter"

    series: str = Field(primary_key=True, max_length=80)
    last: int = 0


class Evidence(SQLModel, table=True):
    """A file somebody uploaded, named by the SHA-256 of its bytes; two people may upload the same bytes.

    When and where a photo was taken is kept only as far as the policy asks; `taken_from` says who claims the moment:
    the photo itself (`exif`) or the sending phone (`device`). Degrees are WGS 84.
    """

    __tablename__: ClassVar[str] = "evidence"

    hash: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=40)
    size: int
    width: int | None = None
    height: int | None = None
    uploaded_by: int = Field(sa_column=Column(ForeignKey("person.id"), primary_key=True))
    uploaded_at: datetime = moment()
    recorded_at: datetime = machine_moment()
    taken_at: datetime | None = moment(nullable=True)
    taken_from: str | None = Field(default=None, max_length=8)
    latitude: float | None = None
    longitude: float | None = None
    picture: str | None = Field(default=None, max_length=64, index=True)
    """SHA-256 of the copy that is shown: the same picture in other bytes. None for files of earlier releases."""


class CaseEvidence(SQLModel, table=True):
    """Which case shows which file, kept by a trigger on the journal: what no line names is shown to nobody."""

    __tablename__: ClassVar[str] = "case_evidence"

    hash: str = Field(primary_key=True, max_length=64)
    case_id: int = Field(sa_column=Column(BigInteger, ForeignKey("cases.id"), primary_key=True))


class IdempotencyKey(SQLModel, table=True):
    """The stored answer to a request that carried an Idempotency-Key; refusals are not stored."""

    __tablename__: ClassVar[str] = "idempotency_key"

    person_id: int = Field(sa_column=Column(ForeignKey("person.id"), primary_key=True))
    key: str = Field(primary_key=True, max_length=200)
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answer: dict[str, Any] | None = document(nullable=True)
    created_at: datetime = machine_moment()

"""The papers (督办措施) that supervision hangs on a hazard, its listings (挂牌督办) and its times out of use (停用)."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, link, moment, people


class Paper(SQLModel, table=True):
    """A paper proposed by the clock or a person, signed or declined by a named person."""

    __tablename__: ClassVar[str] = "paper"
    __table_args__ = (
        Index(
            "paper_open_once", "hazard_id", "kind", unique=True, postgresql_where=text("state = 'proposed'")
        ),
        Index("paper_holders", "holders", postgresql_using="gin"),
        Index(
            "paper_check",
            text("substring(content_hash FROM 1 FOR 10)"),
            unique=True,
            postgresql_where=text("content_hash IS NOT NULL"),
        ),
    )

    hazard_id: int = Field(sa_column=Column(BigInteger, ForeignKey("hazard.id"), primary_key=True))
    seq: int = Field(primary_key=True)
    """The journal line that proposed it: what names a paper within its hazard."""
    kind: str = Field(max_length=24)
    state: str = Field(max_length=12)
    because: str = ""
    rung: int = 0
    since: int = 0
    since_at: datetime = moment()
    holders: list[int] = people()
    number: str | None = Field(default=None, max_length=60, unique=True)
    signer_id: int | None = link("person.id", nullable=True)
    signed_at: datetime | None = moment(nullable=True)
    names: dict[str, Any] | None = document(nullable=True)
    """What signer, unit and issuing body were called on the day of signing."""
    served: str | None = None
    served_on: date | None = None
    served_way: str | None = Field(default=None, max_length=12)
    acknowledged_by: int | None = link("person.id", nullable=True)
    """Who signed for it in the system (签收文书), at `acknowledged_at`; seen is not signed for."""
    acknowledged_at: datetime | None = moment(nullable=True)
    acknowledged_as: str | None = Field(default=None, max_length=200)
    """What they were called that day; of a delegate: 张某（李某代）."""
    meeting: dict[str, Any] | None = document(nullable=True)
    """约谈: when, where and with whom it was called; its record is a paper of its own.

    Of an older one also the day it was held and who came, its minutes in the answer.
    """
    answer: str | None = None
    declined_because: str | None = None
    look_again: date | None = None
    draft: dict[str, Any] | None = document(nullable=True)
    """What somebody wrote into its draft: addressee, asks, cc, meeting."""
    content: dict[str, Any] | None = document(nullable=True)
    """What it said when it was signed (`domain.papers.content`); none of one signed before contents were kept."""
    content_hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    pdf_hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    """SHA-256 of its PDF in `paper_file`."""
    template_id: int | None = link("paper_template.id", nullable=True)
    """The edition of its body's Word template that was in force when it was signed; none: the one that is shipped."""


class ListingRecord(SQLModel, table=True):
    """One 挂牌督办 with its number, dates and publication; a second listing of the same hazard is a second row."""

    __tablename__: ClassVar[str] = "listing"

    hazard_id: int = Field(sa_column=Column(BigInteger, ForeignKey("hazard.id"), primary_key=True))
    seq: int = Field(primary_key=True)
    """The journal line that listed it."""
    level: str = Field(max_length=12)
    number: str | None = Field(default=None, max_length=60)
    until: date
    leader_id: int | None = link("person.id", nullable=True)
    listed_by: int | None = link("person.id", nullable=True)
    listed_at: datetime = moment()
    lifted_by: int | None = link("person.id", nullable=True)
    lifted_at: datetime | None = moment(nullable=True)
    lifting_number: str | None = Field(default=None, max_length=60)
    names: dict[str, Any] | None = document(nullable=True)
    published: list[dict[str, Any]] = document()
    """公示: each with its day, place and whether it told of the listing or of its lifting."""


class Suspension(SQLModel, table=True):
    """One time out of use (停用), from the order to the consent; a further order while it lasts is a further row.

    Of those that were never resumed the last is in force.
    """

    __tablename__: ClassVar[str] = "suspension"

    hazard_id: int = Field(sa_column=Column(BigInteger, ForeignKey("hazard.id"), primary_key=True))
    seq: int = Field(primary_key=True)
    """The journal line that ordered it."""
    scope: str = Field(max_length=12)
    what: str = Field(max_length=200)
    since: datetime = moment()
    moved_out: str
    for_good: bool = False
    ordered_by: int | None = link("person.id", nullable=True)
    ordered_as: str = Field(max_length=24)
    """The post that ordered it."""
    suspended_at: datetime = moment()
    number: str | None = Field(default=None, max_length=60)
    photos: list[str] = document()
    names: dict[str, Any] | None = document(nullable=True)
    """What who ordered it, their body and the unit were called that day."""
    requests: list[dict[str, Any]] = document()
    """Each request to resume, with what was decided on it."""
    resumed_by: int | None = link("person.id", nullable=True)
    resumed_at: datetime | None = moment(nullable=True)


class PaperTemplate(SQLModel, table=True):
    """An edition of an authority's Word template for one kind of paper: kept for ever, in force from `begun_at`.

    Times are legal time (UTC). One that never began is a trial; at most one of a kind is in force.
    """

    __tablename__: ClassVar[str] = "paper_template"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "edition"),
        Index(
            "paper_template_in_force",
            "unit_id",
            "kind",
            unique=True,
            postgresql_where=text("begun_at IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = link("unit.id")
    kind: str = Field(max_length=24)
    edition: int
    """Counted for each unit and kind from 1."""
    name: str = Field(max_length=200)
    """What the file was called."""
    file_hash: bytes = Field(sa_column=Column(LargeBinary, ForeignKey("paper_file.hash"), nullable=False))
    used: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False, server_default="{}"))
    """The placeholders that it shows."""
    kept_by: int | None = link("person.id", nullable=True)
    kept_at: datetime = moment()
    begun_by: int | None = link("person.id", nullable=True)
    begun_at: datetime | None = moment(nullable=True)
    ended_by: int | None = link("person.id", nullable=True)
    ended_at: datetime | None = moment(nullable=True)


class PaperFile(SQLModel, table=True):
    """The PDF of a signed paper, or the file of a template, by the SHA-256 of its bytes; written once."""

    __tablename__: ClassVar[str] = "paper_file"

    hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))

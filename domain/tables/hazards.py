"""The hazard (隐患), whom it concerns, its words for the search, and where it was moved from."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, LargeBinary, Numeric, text
from sqlmodel import Field, SQLModel

from domain.tables.columns import case_key, document, link, machine_moment, moment, people

_OF_THE_CLOSED = ["id", "state", "closing_kind", "found_at", "first_rectify_by", "rectify_by", "submitted_at"]
_OF_THE_CLOSED += ["extensions"]


class Hazard(SQLModel, table=True):
    """One hazard: what it is, where it stands on each track, and four indexes recomputed at every write.

    `version` equals the sequence of its last journal entry and `head` that entry's hash. `terms` keeps, for each
    running term, the journal sequence and moment that began it; deadlines are derived from it and never stored.
    `next_action_at`, `holders`, `late_holders`, `involved` are indexes: true after every write, recomputed by
    `recalculate`.
    """

    __tablename__: ClassVar[str] = "hazard"
    __table_args__ = (
        Index("hazard_due", "next_action_at", "id", postgresql_where=text("next_action_at IS NOT NULL")),
        # A pending list would write its meta page at every act: few keys a row, so they go straight in.
        Index("hazard_holders", "holders", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        # A unit's open hazards are those without a day of closing, so one index finds them and orders the rest; by
        # their state, or those that were dismissed would be read along with them, more every year.
        Index("hazard_unit", "unit_id", "closed_at", "state"),
        # For boards: the closed from the index alone, and the last one found before a day; what came in lately, by
        # blocks.
        Index(
            "hazard_closed",
            "unit_id",
            "closed_at",
            postgresql_include=_OF_THE_CLOSED,
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index(
            "hazard_reported", "reported_at", postgresql_using="brin", postgresql_with={"pages_per_range": 32}
        ),
        # Which places of a unit may not be used: few, asked for on every page of the place.
        Index("hazard_out_of_use", "unit_id", "place", postgresql_where=text("use <> 'in_use'")),
        Index("hazard_duplicate_of", "duplicate_of", postgresql_where=text("duplicate_of IS NOT NULL")),
        Index(
            "hazard_same_place",
            "unit_id",
            "place",
            "category",
            postgresql_where=text("closing_kind = 'on_spot'"),
        ),
    )

    id: int | None = case_key()
    ref: str = Field(max_length=16, unique=True)
    number: str | None = Field(default=None, max_length=40, unique=True)
    unit_id: int = link("unit.id")
    department_id: int | None = link("unit.id", nullable=True)
    policy: str = Field(max_length=60)

    # What it is
    line: str = Field(max_length=12)
    level: str = Field(default="general", max_length=12)
    suspected: bool = False
    category: str = Field(max_length=4)
    subcategory: str | None = Field(default=None, max_length=6)
    place: str = Field(max_length=120)
    description: str
    source: str = Field(max_length=24)
    criterion: str | None = None
    addressed_up: bool = False
    taken_over: bool = False
    fixed_on_spot: bool = False
    reporter_id: int | None = link("person.id", nullable=True)
    found_at: datetime = moment()
    reported_at: datetime = moment()
    before_photos: list[str] = document()
    after_photos: list[str] = document()

    original_number: str | None = Field(default=None, max_length=60)
    """Its number in the ledger from which it was imported."""

    duplicate_of: int | None = Field(
        default=None, sa_column=Column(BigInteger, ForeignKey("hazard.id"), nullable=True)
    )
    """The main hazard that this report was dismissed as a duplicate of."""

    # Where it stands
    state: str = Field(max_length=16)
    version: int = 0
    head: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    acted_at: datetime = moment()
    terms: dict[str, Any] = document()
    fired: dict[str, Any] = document()
    next_action_at: datetime | None = moment(nullable=True)
    rung: int = 0
    holders: list[int] = people()
    late_holders: list[int] = people()
    """Who holds a wait of their own (登记, 验收, 签发 ...) that has passed its time."""
    involved: list[int] = people()

    # Rectification
    fixers: list[int] = people()
    helpers: list[int] = people()
    fixer_id: int | None = link("person.id", nullable=True)
    receiver_id: int | None = link("person.id", nullable=True)
    assigner_id: int | None = link("person.id", nullable=True)
    measures: str | None = None
    interim: str | None = None
    funds: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 4)))
    spent: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 4)))
    immediate: bool = False
    rectify_by: datetime | None = moment(nullable=True)
    first_rectify_by: datetime | None = moment(nullable=True)
    round: int = 1
    send_backs: int = 0
    extensions: int = 0
    extension: dict[str, Any] | None = document(nullable=True)
    blocker: str | None = Field(default=None, max_length=20)
    cause: dict[str, Any] | None = document(nullable=True)
    """Why it came to be (`cause`, `note`) and what keeps it from coming back (`measure`)."""
    plan: dict[str, Any] | None = document(nullable=True)
    declined: bool = False
    submitted_by: int | None = link("person.id", nullable=True)
    submitted_at: datetime | None = moment(nullable=True)
    panel: list[int] = people()
    passed_by: list[int] = people()
    transfer: dict[str, Any] | None = document(nullable=True)
    closing_kind: str | None = Field(default=None, max_length=16)
    closed_at: datetime | None = moment(nullable=True)
    closed_by: int | None = link("person.id", nullable=True)
    thin_staff: bool = False

    # Supervision
    listing: str = Field(default="none", max_length=12)
    listed: dict[str, Any] | None = document(nullable=True)

    # Use
    use: str = Field(default="in_use", max_length=12, sa_column_kwargs={"server_default": "in_use"})
    suspended: dict[str, Any] | None = document(nullable=True)
    """The suspension in force, else the last: what, how much, since when, which post ordered it, who asks to resume."""


class CaseInvolved(SQLModel, table=True):
    """Whom a case concerns, one row a person, kept by a trigger: the list in its row, walked from the person.

    Beside the hazard, because an index of the list there took every person anew at every act. Whoever was once
    concerned stays so. Without foreign keys: both ids come from the hazard in the same statement.
    """

    __tablename__: ClassVar[str] = "case_involved"

    person_id: int = Field(primary_key=True)
    case_id: int = Field(sa_column=Column(BigInteger, primary_key=True))


class HazardWords(SQLModel, table=True):
    """The words a hazard is found by: its place, description, number and ref, as `searching.spaced` writes them.

    Kept by a trigger, beside the hazard, because there every act would write the trigrams of its text anew.
    """

    __tablename__: ClassVar[str] = "hazard_words"
    __table_args__ = (
        Index(
            "hazard_words_parts", "words", postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}
        ),
    )

    hazard_id: int = Field(sa_column=Column(BigInteger, ForeignKey("hazard.id"), primary_key=True))
    words: str


class HazardMoved(SQLModel, table=True):
    """Where a hazard stood in the ledger's orders before one act moved it; written by a trigger, kept for a day.

    `xid` is the transaction that moved it, so that a list goes on as it was when its first page was read.
    """

    __tablename__: ClassVar[str] = "hazard_moved"

    xid: int = Field(sa_column=Column(BigInteger, primary_key=True))
    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    hazard_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    open: bool
    rectify_by: datetime | None = moment(nullable=True)
    rung: int
    unit_id: int
    number: str | None = Field(default=None, max_length=40)
    recorded_at: datetime = machine_moment()

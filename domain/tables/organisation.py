"""Units as a tree, people, their posts, dated delegation, and the journal of every change of them."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from domain.tables.columns import counted, document, flag, key, link, machine_moment, moment


class Unit(SQLModel, table=True):
    """A node of the tree: authority -> institutions -> departments. `path` is `/1/4/9/`, itself included."""

    __tablename__: ClassVar[str] = "unit"
    __table_args__ = (Index("unit_path", "path", postgresql_ops={"path": "text_pattern_ops"}),)

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = link("unit.id", nullable=True, index=True)
    kind: str = Field(max_length=16)
    code: str = Field(max_length=16, unique=True)
    name: str = Field(max_length=120)
    short_name: str = Field(default="", max_length=40)
    region: str = Field(default="", max_length=6)
    path: str = Field(default="/", max_length=200)
    policy: str | None = Field(default=None, max_length=40)
    active: bool = flag(default=True)
    version: int = counted()


class UnitFacts(SQLModel, table=True):
    """What `domain.unit_facts.Facts` records of a unit; no row while nothing was recorded."""

    __tablename__: ClassVar[str] = "unit_facts"

    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    unit_type: str | None = Field(default=None, max_length=20, index=True)
    credit_code: str | None = Field(default=None, max_length=18)
    licence_number: str | None = Field(default=None, max_length=60)
    address: str | None = Field(default=None, max_length=200)
    legal_representative: str | None = Field(default=None, max_length=60)
    staff_count: int | None = None
    beds: int | None = None
    high_rise: bool | None = None
    fire_key: bool | None = None


class Person(SQLModel, table=True):
    """A human being. Bars and duties belong to the person, whichever account they use."""

    __tablename__: ClassVar[str] = "person"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=60)
    unit_id: int = link("unit.id", index=True)
    phone: str = Field(default="", max_length=32)
    email: str = Field(default="", max_length=200)
    active: bool = True
    version: int = counted()


class Post(SQLModel, table=True):
    """A role of a person at a unit, with its dates. An empty post is skipped upward."""

    __tablename__: ClassVar[str] = "post"
    __table_args__ = (
        Index(
            "post_once", "person_id", "unit_id", "role", unique=True, postgresql_where=text("until IS NULL")
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = link("person.id", index=True)
    unit_id: int = link("unit.id", index=True)
    role: str = Field(max_length=20)
    since: datetime = moment()
    until: datetime | None = moment(nullable=True)


class Delegation(SQLModel, table=True):
    """A dated delegation (代办): `to_id` may act for `from_id`; the journal names both."""

    __tablename__: ClassVar[str] = "delegation"

    id: int | None = Field(default=None, primary_key=True)
    from_id: int = link("person.id", index=True)
    to_id: int = link("person.id", index=True)
    since: datetime = moment()
    until: datetime = moment()
    appointed_by: int | None = link("person.id", nullable=True)
    reason: str = Field(default="", max_length=200)


class OrganisationVersion(SQLModel, table=True):
    """One row: a counter that triggers raise whenever units, people, posts or delegations change."""

    __tablename__: ClassVar[str] = "organisation_version"

    id: int | None = Field(default=1, primary_key=True)
    version: int = 0


class OrganisationEntry(SQLModel, table=True):
    """One change of units, people, posts, delegations or accounts: who, when, what, from what to what.

    Append-only (triggers refuse UPDATE and DELETE) and one chain for the whole installation: writers of the
    organisation come one after the other. `at` is legal time, `recorded_at` machine time and outside the hash.
    `actor_id` is None for the command line (./bihuan admin).
    """

    __tablename__: ClassVar[str] = "organisation_journal"

    id: int | None = key()
    seq: int = Field(unique=True)
    act: str = Field(max_length=32)
    actor_id: int | None = link("person.id", nullable=True)
    account_id: int | None = link("account.id", nullable=True)
    unit_id: int | None = link("unit.id", nullable=True, index=True)
    person_id: int | None = link("person.id", nullable=True, index=True)
    at: datetime = moment()
    recorded_at: datetime = machine_moment()
    was: dict[str, Any] = document()
    becomes: dict[str, Any] = document()
    seals: dict[str, Any] | None = document(nullable=True)
    """The digests of the rows that this change wrote: by table and id, `domain.seals.sealed`."""
    previous: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))

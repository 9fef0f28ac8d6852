"""Tables that were frozen (定格): who, when, of which unit and days; what it said; the very rows behind its figures."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, key, link, moment


class FrozenTable(SQLModel, table=True):
    """One official table as it stood at `frozen_at` (legal time, UTC); days are Asia/Shanghai. Never changed."""

    __tablename__: ClassVar[str] = "frozen_table"
    __table_args__ = (Index("frozen_table_unit", "unit_id", "id"),)

    id: int | None = key()
    ref: str = Field(max_length=16, unique=True)
    unit_id: int = link("unit.id")
    form: str = Field(max_length=40)
    title: str = Field(max_length=200)
    first_day: date
    last_day: date
    frozen_by: int = link("person.id")
    frozen_at: datetime = moment()
    by_commission: bool
    """Whether it counts what a commission knows: then no unit reads it."""
    names: dict[str, Any] = document()
    """What the unit and whoever froze it were called that day."""
    rows: int
    """How many rows stand behind its figures."""
    content_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """SHA-256 of what it says and of every row behind it, in order (`domain.seals.frozen`)."""


class FrozenSheet(SQLModel, table=True):
    """What a frozen table says: its head, its cells, which rows stand behind each, how each was counted. JSON."""

    __tablename__: ClassVar[str] = "frozen_sheet"

    frozen_id: int = Field(sa_column=Column(BigInteger, ForeignKey("frozen_table.id"), primary_key=True))
    body: str


class FrozenRow(SQLModel, table=True):
    """A row behind the figures of a frozen table as it stood then, counted from 0. JSON."""

    __tablename__: ClassVar[str] = "frozen_row"

    frozen_id: int = Field(sa_column=Column(BigInteger, ForeignKey("frozen_table.id"), primary_key=True))
    n: int = Field(primary_key=True)
    body: str

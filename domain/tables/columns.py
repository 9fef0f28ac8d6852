"""Column kinds that the tables share."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    FetchedValue,
    ForeignKey,
    Identity,
    Integer,
    func,
    literal,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field


def key() -> Any:  # noqa: ANN401 - sqlmodel's Field is typed Any for the same reason
    """A bigint identity primary key."""
    return Field(default=None, sa_column=Column(BigInteger, Identity(always=False), primary_key=True))


def case_key() -> Any:  # noqa: ANN401 - what Field() gives
    """The key of a row of a kind: the id under which a trigger names it in `cases`."""
    column = Column(BigInteger, ForeignKey("cases.id"), primary_key=True, server_default=FetchedValue())
    return Field(default=None, sa_column=column)


def moment(*, nullable: bool = False, index: bool = False) -> Any:  # noqa: ANN401 - what Field() gives
    """A UTC instant (timestamptz)."""
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable, index=index))


def machine_moment() -> Any:  # noqa: ANN401 - what Field() gives
    """The machine's time of writing, for leases and for people who audit; never a legal time."""
    return Field(
        default=None,
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )


def flag(*, default: bool) -> Any:  # noqa: ANN401 - what Field() gives
    """A yes or no that the database fills in itself."""
    column: Column[bool] = Column(Boolean, nullable=False, server_default=literal(default))
    return Field(default=default, sa_column=column)


def counted() -> Any:  # noqa: ANN401 - what Field() gives
    """How often a row was changed; the version somebody saw is compared with it."""
    return Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))


def people() -> Any:  # noqa: ANN401 - what Field() gives
    """A list of person ids."""
    return Field(default_factory=list, sa_column=Column(ARRAY(Integer), nullable=False, server_default="{}"))


def document(*, nullable: bool = False) -> Any:  # noqa: ANN401 - what Field() gives
    """A JSON document."""
    if nullable:
        return Field(default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True))
    return Field(default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}"))


def link(target: str, *, nullable: bool = False, index: bool = False) -> Any:  # noqa: ANN401 - what Field() gives
    """A foreign key."""
    return Field(default=None, foreign_key=target, nullable=nullable, index=index)

"""The calendar as an authority keeps it: the editions of a year's days off and make-up days."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ARRAY, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.tables.columns import link, moment


class CalendarEdition(SQLModel, table=True):
    """A year as it was entered: kept for ever, in force from `confirmed_at` (legal time, UTC) until a later one is."""

    __tablename__: ClassVar[str] = "calendar_edition"
    __table_args__ = (UniqueConstraint("year", "edition"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = link("unit.id")
    """The authority at the top, whose people entered it."""
    year: int
    edition: int
    """Counted for each year from 1."""
    body: str
    """The days, as a table of `domain/calendar/years.toml`."""
    source: str = Field(max_length=200)
    """What it rests on: the number of the State Council's notice."""
    said: str
    """The text of which it was read."""
    left_out: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False, server_default="{}"))
    """Sentences of it with a date that say neither off nor worked."""
    entered_by: int = link("person.id")
    entered_at: datetime = moment()
    confirmed_by: int | None = link("person.id", nullable=True)
    """Another person than who entered it."""
    confirmed_at: datetime | None = moment(nullable=True)

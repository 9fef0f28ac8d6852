"""The rules (规则) of an authority as it changes them itself: edition by edition."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, link, moment


class PolicyEdition(SQLModel, table=True):
    """A policy made by one person, frozen by new hazards from `since` on once another released it. Kept for ever."""

    __tablename__: ClassVar[str] = "policy_edition"
    __table_args__ = (UniqueConstraint("unit_id", "edition"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = link("unit.id")
    """The authority."""
    edition: int
    """Counted for each authority from 1."""
    body: dict[str, Any] = document()
    """The whole policy."""
    changes: dict[str, Any] = document()
    """Path of a value -> [as it was, as it becomes], in words."""
    because: str
    since: date
    """The first day (Asia/Shanghai) on which new hazards freeze it."""
    made_by: int = link("person.id")
    made_at: datetime = moment()
    released_by: int | None = link("person.id", nullable=True)
    released_at: datetime | None = moment(nullable=True)

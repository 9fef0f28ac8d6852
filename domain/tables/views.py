"""Views of the ledger that somebody keeps by name."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.tables.columns import key, link, machine_moment


class SavedView(SQLModel, table=True):
    """A person's own view: its name and the query of its address. It shows what they may see when they open it."""

    __tablename__: ClassVar[str] = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name", name="saved_view_once"),)

    id: int | None = key()
    person_id: int = link("person.id")
    name: str = Field(max_length=40)
    query: str = Field(max_length=2000)
    created_at: datetime = machine_moment()

"""Points (点位): places whose printed code opens a prefilled report."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from domain.tables.columns import link, machine_moment


class Point(SQLModel, table=True):
    """A place of a unit or department under a short code. A retired one keeps its code: the sheet still hangs there."""

    __tablename__: ClassVar[str] = "point"
    __table_args__ = (
        Index("point_place_once", "unit_id", "place", unique=True, postgresql_where=text("active")),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=12, unique=True)
    unit_id: int = link("unit.id")
    place: str = Field(max_length=120)
    category: str | None = Field(default=None, max_length=4)
    active: bool = True
    made_by: int = link("person.id")
    recorded_at: datetime = machine_moment()

"""Ways out of the house: an authority's channels, its people's order of them, and what restrains both."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ARRAY, Column, DateTime, Index, LargeBinary
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, link, machine_moment, moment, people


class Channel(SQLModel, table=True):
    """A robot, app, mail server or webhook of an authority. The row stays when it is deleted: attempts name it.

    `settings` are plain; `secrets` is a sealed JSON object, readable with the key outside the database alone, and
    `hints` keeps of each secret its last four characters.
    """

    __tablename__: ClassVar[str] = "channel"
    __table_args__ = (Index("channel_of_unit", "unit_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = link("unit.id")
    kind: str = Field(max_length=16)
    name: str = Field(max_length=60)
    base_url: str = Field(default="", max_length=200)
    settings: dict[str, Any] = document()
    secrets: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    hints: dict[str, Any] = document()
    position: int = 0
    active: bool = True
    changed_at: datetime = machine_moment()
    changed_by: int | None = link("person.id", nullable=True)
    writers: list[int] = people()
    """Everybody who ever set it up or changed it."""
    removed_at: datetime | None = moment(nullable=True)


class ChannelPace(SQLModel, table=True):
    """What restrains a channel for every worker, in machine time: its latest sends, and a rest the vendor asked for.

    After its rest a channel wakes with one message; once that got an answer `resting_until` is empty again.
    """

    __tablename__: ClassVar[str] = "channel_pace"

    channel_id: int = Field(primary_key=True)
    taken: list[datetime] = Field(
        default_factory=list,
        sa_column=Column(ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}"),
    )
    resting_until: datetime | None = moment(nullable=True)
    because: str = ""


class Reach(SQLModel, table=True):
    """One way to a person, by their own order. Who has none is reached by the authority's channels in their order."""

    __tablename__: ClassVar[str] = "reach"
    __table_args__ = (Index("reach_once", "person_id", "channel_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = link("person.id")
    channel_id: int = link("channel.id")
    address: str = Field(default="", max_length=200)
    """The vendor's id of the person; empty: what their own row says (phone, mail)."""
    position: int = 0
    active: bool = True


class PersonPace(SQLModel, table=True):
    """How much a person was told, in legal time: restrains messages, never notices.

    `told` counts the messages of `day` without anything urgent in them; nothing of that sort goes out before
    `free_at`, and nothing urgent before `urgent_free_at`.
    """

    __tablename__: ClassVar[str] = "person_pace"

    person_id: int = Field(primary_key=True)
    day: date | None = None
    told: int = 0
    free_at: datetime | None = moment(nullable=True)
    urgent_free_at: datetime | None = moment(nullable=True)


class VendorToken(SQLModel, table=True):
    """A vendor's access token, sealed, shared by all workers until it ends (machine time)."""

    __tablename__: ClassVar[str] = "vendor_token"

    key: str = Field(primary_key=True, max_length=120)
    token: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    ends_at: datetime = moment()

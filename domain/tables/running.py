"""How the system itself runs: timetable passes, incidents, the demo clock, the policies in force."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, key, machine_moment, moment


class TimetablePass(SQLModel, table=True):
    """The last completed pass of a timetable row, in machine time: what the watchdog trusts instead of Prefect.

    `scheduled_at`: when a flow run of Prefect's last completed, or since when one is expected.
    """

    __tablename__: ClassVar[str] = "timetable_pass"

    name: str = Field(primary_key=True, max_length=60)
    completed_at: datetime = moment()
    by: str = Field(default="", max_length=20)
    flow_run_id: str | None = Field(default=None, max_length=36)
    scheduled_at: datetime | None = moment(nullable=True)
    result: dict[str, Any] = document()


class Incident(SQLModel, table=True):
    """Something a person must look at. At most one open incident of a kind and subject."""

    __tablename__: ClassVar[str] = "incident"
    __table_args__ = (
        Index(
            "incident_open_once", "kind", "subject", unique=True, postgresql_where=text("closed_at IS NULL")
        ),
    )

    id: int | None = key()
    kind: str = Field(max_length=40)
    subject: str = Field(max_length=80)
    case_id: int | None = Field(
        default=None, sa_column=Column(BigInteger, ForeignKey("cases.id"), nullable=True)
    )
    detail: str = ""
    times: int = 1
    opened_at: datetime = machine_moment()
    closed_at: datetime | None = moment(nullable=True)


class ClockState(SQLModel, table=True):
    """The demo clock's last legal time: it advances only while the system runs and never goes back."""

    __tablename__: ClassVar[str] = "clock_state"

    id: int | None = Field(default=1, primary_key=True)
    legal_at: datetime = moment()
    rate: float = 1.0
    written_at: datetime = machine_moment()


class PolicyText(SQLModel, table=True):
    """A policy as it stood when a hazard froze it; kept for as long as any hazard names it."""

    __tablename__: ClassVar[str] = "policy_text"

    version: str = Field(primary_key=True, max_length=60)
    body: dict[str, Any] = document()
    recorded_at: datetime = machine_moment()

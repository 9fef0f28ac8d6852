"""Tasks (任务) and the rules that begin them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ARRAY, Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from domain.tables.columns import case_key, document, link, moment, people


class TaskRule(SQLModel, table=True):
    """A rule (任务规则): which checklist the departments of a unit go through on each working day, since when.

    `until` is the last day (Asia/Shanghai) on which it begins a task. Changed by acts on the organisation alone.
    """

    __tablename__: ClassVar[str] = "task_rule"
    __table_args__ = (
        Index("task_rule_once", "unit_id", "checklist", unique=True, postgresql_where=text("until IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = link("unit.id")
    checklist: str = Field(max_length=24)
    since: date
    until: date | None = None


class Task(SQLModel, table=True):
    """One task: rule, place and period; its answers with the edition of the list they answer.

    The engine's columns are those of `CaseRow`. `due_at`: the end of its period. `hazards`: the refs of what was found.
    """

    __tablename__: ClassVar[str] = "task"
    __table_args__ = (
        Index("task_once", "department_id", "checklist", "period", unique=True),
        Index("task_due", "next_action_at", "id", postgresql_where=text("next_action_at IS NOT NULL")),
        Index("task_holders", "holders", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("task_unit", "unit_id", "period", "state"),
        Index("task_hazards", "hazards", postgresql_using="gin", postgresql_where=text("hazards <> '{}'")),
    )

    id: int | None = case_key()
    ref: str = Field(max_length=16, unique=True)
    unit_id: int = link("unit.id")
    department_id: int = link("unit.id")
    """The department, or the unit itself where it has none."""
    policy: str = Field(max_length=60)

    rule_id: int = link("task_rule.id")
    period: date
    title: str = Field(max_length=200)
    checklist: str = Field(max_length=24)
    edition: str = Field(max_length=16)
    due_at: datetime = moment()

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
    involved: list[int] = people()

    answers: list[dict[str, Any]] = document()
    hazards: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    done_by: int | None = link("person.id", nullable=True)
    done_at: datetime | None = moment(nullable=True)

"""Tasks (任务) as somebody may see them: one, a list, those that wait for them, and how a day went."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Row, Select, Text, func, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from domain.calendar import day_of
from domain.cases.store.case_of import case_of
from domain.directory.unconfirmed import not_there
from domain.fields import WRITTEN_PLAINLY, Day, Reference
from domain.queries.reader import Reader, shares
from domain.queries.spelled import one_of
from domain.tables import Task
from domain.tables.core import HAZARD, JOURNAL, TASK
from domain.task.case import TaskCase
from domain.task.words import TaskState

MOST = 200


class TaskFilter(BaseModel):
    """Which tasks: on one day (today unless told), of a unit or department, in a state, that wait for me.

    Those that were missed are of every day unless one is told: they wait until they are made up.
    """

    model_config = ConfigDict(extra="forbid")

    day: Day | None = Field(None, title="日期")
    unit: Reference | None = Field(None, title="单位或科室")
    state: TaskState | None = Field(None, title="状态")
    mine: bool = Field(default=False, title="由我完成的")
    limit: Annotated[int, Field(title="每页条数", ge=1, le=MOST), WRITTEN_PLAINLY] = MOST


@dataclass(frozen=True)
class Tally:
    """How many tasks of a day stand in a state."""

    state: TaskState
    count: int


def tasks_listed(reader: Reader, wanted: TaskFilter) -> list[TaskCase]:
    """The tasks that match, by department."""
    query = (
        select(TASK)
        .where(*_conditions(reader, wanted))
        .order_by(TASK.c.period, TASK.c.unit_id, TASK.c.department_id)
    )
    return _cases(reader, query.limit(wanted.limit))


def tally(reader: Reader, wanted: TaskFilter) -> list[Tally]:
    """How a day went: every state with as many as its list shows, those of nought too."""
    return [
        Tally(state, _how_many(reader, wanted.model_copy(update={"state": state}))) for state in TaskState
    ]


def _how_many(reader: Reader, wanted: TaskFilter) -> int:
    query = select(func.count()).select_from(TASK).where(*_conditions(reader, wanted))
    return int(reader.connection.execute(query).scalar_one())


def tasks_of_mine(reader: Reader) -> list[TaskCase]:
    """What waits for the reader, or for whom they may act: what is to be done today, then what was missed."""
    mine = shares(TASK.c.holders, reader.scope.people)
    return _cases(
        reader, select(TASK).where(mine).order_by(TASK.c.state.desc(), TASK.c.period.desc()).limit(MOST)
    )


def one_task(reader: Reader, ref: str) -> TaskCase:
    """The task by its ref; raises NotFound when there is none or the reader may not see it."""
    found = _cases(reader, select(TASK).where(TASK.c.ref == ref, _visible(reader)))
    if not found:
        raise not_there(reader.who)
    return found[0]


def task_in_which(reader: Reader, hazard: str) -> TaskCase | None:
    """The task in which this hazard was found, if the reader may see it."""
    found = _cases(
        reader,
        select(TASK).where(type_coerce(TASK.c.hazards, ARRAY(Text)).contains([hazard]), _visible(reader)),
    )
    return next(iter(found), None)


def hazards_shown(reader: Reader, cases: Iterable[TaskCase]) -> frozenset[str]:
    """Of what was found in these tasks the refs that the reader may see as hazards; of others a task tells nothing."""
    refs = [ref for case in cases for ref in case.task.hazards]
    if not refs:
        return frozenset()
    seen = select(HAZARD.c.ref).where(HAZARD.c.ref.in_(refs), reader.visible())
    return frozenset(reader.connection.execute(seen).scalars())


def lines_of(reader: Reader, case: TaskCase) -> list[Row[Any]]:
    """Its journal, line by line."""
    query = select(JOURNAL).where(JOURNAL.c.case_id == case.row.id).order_by(JOURNAL.c.seq)
    return list(reader.connection.execute(query))


def sees_any_task(reader: Reader) -> bool:
    """Whether there is any task that the reader sees."""
    return reader.connection.execute(select(TASK.c.id).where(_visible(reader)).limit(1)).first() is not None


def _conditions(reader: Reader, wanted: TaskFilter) -> list[ColumnElement[bool]]:
    found = [_visible(reader)]
    if wanted.day or wanted.state is not TaskState.MISSED:
        found.append(TASK.c.period == (wanted.day or day_of(reader.at)))
    if wanted.unit:
        unit = reader.directory.find_unit(wanted.unit, field="unit").id
        found.append(or_(TASK.c.unit_id == unit, TASK.c.department_id == unit))
    if wanted.state:
        found.append(TASK.c.state == str(wanted.state))
    if wanted.mine:
        found.append(shares(TASK.c.holders, reader.scope.people))
    return found


def _visible(reader: Reader) -> ColumnElement[bool]:
    """The rule of `domain.task.kind.may_see` as a condition on tasks."""
    scope, people = reader.scope, reader.directory.people
    homes = {people[person].unit_id for person in scope.people if person in people}
    return or_(
        one_of(TASK.c.unit_id, scope.overseen | scope.institutions),
        one_of(TASK.c.department_id, scope.departments | homes),
        shares(TASK.c.holders, scope.people),
        shares(TASK.c.involved, scope.people),
    )


def _cases(reader: Reader, query: Select[Any]) -> list[TaskCase]:
    rows: Iterable[Any] = reader.connection.execute(query).all()
    tasks = [cast("Task", SimpleNamespace(**row._mapping)) for row in rows]  # noqa: SLF001 - to a dict
    made = (
        case_of(reader.store, reader.connection, task, reader.at, (), reader.directory, TaskCase)
        for task in tasks
    )
    return [cast("TaskCase", case) for case in made]

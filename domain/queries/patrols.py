"""Tasks (任务) as somebody may see them: one, a list, those that wait for them, and how a day went."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Annotated, Any, cast
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Row, Select, Text, func, or_, select, tuple_, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from domain.calendar import day_of
from domain.cases.store.case_of import case_of
from domain.directory.unconfirmed import not_there
from domain.errors import WrongInput
from domain.fields import WRITTEN_PLAINLY, Day, Reference
from domain.queries.mine import Rows, place_of
from domain.queries.reader import Reader, shares
from domain.queries.spelled import one_of
from domain.tables import Task
from domain.tables.core import HAZARD, JOURNAL, TASK
from domain.task.case import TaskCase
from domain.task.words import TaskState

MOST = 200


class TaskFilter(BaseModel):
    """Which tasks: on one day (today unless told) or until another, below a unit, in a state, that wait for me.

    Those that were missed are of every day unless one is told: they wait until they are made up.
    """

    model_config = ConfigDict(extra="forbid")

    day: Day | None = Field(None, title="日期")
    day_to: Day | None = Field(None, title="至日期")
    unit: Reference | None = Field(None, title="单位或科室")
    state: TaskState | None = Field(None, title="状态")
    mine: bool = Field(default=False, title="由我完成的")
    limit: Annotated[int, Field(title="每页条数", ge=1, le=MOST), WRITTEN_PLAINLY] = MOST
    cursor: str | None = Field(None, title="翻页标记")

    def query(self) -> str:
        """As the query of an address."""
        return urlencode(self.model_dump(mode="json", exclude_defaults=True))


@dataclass(frozen=True)
class Tally:
    """How many tasks of a day stand in a state."""

    state: TaskState
    count: int


def tasks_listed(reader: Reader, wanted: TaskFilter) -> Rows[TaskCase]:
    """A page of the tasks that match, by day and department."""
    keys = (TASK.c.period, TASK.c.unit_id, TASK.c.department_id, TASK.c.id)
    query = select(TASK).where(*conditions_of_tasks(reader, wanted)).order_by(*keys).limit(wanted.limit + 1)
    if wanted.cursor is not None:
        place = select(*keys).where(TASK.c.id == place_of(wanted.cursor), _visible(reader))
        here = reader.connection.execute(place).first()
        if here is None:
            raise WrongInput("翻页标记无效，请从第一页重新查看。", field="cursor")
        query = query.where(tuple_(*keys) > tuple_(*here))
    cases = _cases(reader, query)
    shown = cases[: wanted.limit]
    return Rows(shown, str(shown[-1].row.id) if len(cases) > len(shown) else None)


def every_task(reader: Reader, wanted: TaskFilter) -> Iterator[TaskCase]:
    """All that match, page by page."""
    asked: TaskFilter | None = wanted.model_copy(update={"limit": MOST, "cursor": None})
    while asked:
        page = tasks_listed(reader, asked)
        yield from page.items
        asked = asked.model_copy(update={"cursor": page.next_cursor}) if page.next_cursor else None


def tally(reader: Reader, wanted: TaskFilter) -> list[Tally]:
    """How a day went: every state with as many as its list shows, those of nought too."""
    return [
        Tally(state, _how_many(reader, wanted.model_copy(update={"state": state}))) for state in TaskState
    ]


def _how_many(reader: Reader, wanted: TaskFilter) -> int:
    query = select(func.count()).select_from(TASK).where(*conditions_of_tasks(reader, wanted))
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


def conditions_of_tasks(reader: Reader, wanted: TaskFilter) -> list[ColumnElement[bool]]:
    """What a task must be to belong to the list, the reader's scope among it."""
    found = [_visible(reader)]
    if wanted.day_to:
        found.append(TASK.c.period.between(wanted.day or date.min, wanted.day_to))
    elif wanted.day or wanted.state is not TaskState.MISSED:
        found.append(TASK.c.period == (wanted.day or day_of(reader.at)))
    if wanted.unit:
        top = reader.directory.find_unit(wanted.unit, field="unit").path
        found.append(one_of(TASK.c.department_id, _below(reader, top)))
    if wanted.state:
        found.append(TASK.c.state == str(wanted.state))
    if wanted.mine:
        found.append(shares(TASK.c.holders, reader.scope.people))
    return found


def _below(reader: Reader, top: str) -> list[int]:
    return [unit.id for unit in reader.directory.units.values() if unit.path.startswith(top)]


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

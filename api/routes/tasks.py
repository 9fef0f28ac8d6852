"""Tasks (任务) by program: listed, read, handed in, waived; the same verbs as hazards."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from api.current import At, Key, Reading, TheStore, Who
from api.routes.actions import Version
from api.views.tasks import TaskLineView, TaskView, line_view, task_view, task_views
from domain.cases.perform import perform
from domain.commands import Command
from domain.directory.organisation import Actor
from domain.queries import reading
from domain.queries.patrols import TaskFilter, lines_of, one_task, tasks_listed
from domain.store.base import Store
from domain.task.commands import HandIn, Waive

router = APIRouter(prefix="/tasks", tags=["tasks"])
TaskNamed = Annotated[str, Path(title="任务代号", max_length=16)]


class HandInBody(HandIn):
    """The same with the version that the person saw."""

    version: Version = None


class WaiveBody(Waive):
    """The same with the version that the person saw."""

    version: Version = None


class TasksListed(BaseModel):
    """A page of the tasks that I may see; `next_cursor` is null on the last one."""

    items: list[TaskView]
    next_cursor: str | None


class TaskJournal(BaseModel):
    """Every line in order."""

    items: list[TaskLineView]


@router.get("", summary="任务")
def listed(wanted: Annotated[TaskFilter, Query()], reader: Reading) -> TasksListed:
    """The tasks of one day, today unless told, or from one day to another (`day`, `day_to`)."""
    found = tasks_listed(reader, wanted)
    return TasksListed(items=task_views(found.items, reader), next_cursor=found.next_cursor)


@router.get("/{task}", summary="一项任务")
def one(task: TaskNamed, reader: Reading) -> TaskView:
    """A task by its ref."""
    return task_view(one_task(reader, task), reader)


@router.get("/{task}/journal", summary="办理记录")
def journal(task: TaskNamed, reader: Reading) -> TaskJournal:
    """Every line of its record."""
    case = one_task(reader, task)
    return TaskJournal(items=[line_view(case, line) for line in lines_of(reader, case)])


@router.post("/{task}/actions/hand_in", summary="完成")
def hand_in(
    task: TaskNamed,
    said: HandInBody,
    store: TheStore,
    who: Who,
    at: At,
    key: Key = None,
) -> TaskView:
    """Every item answered; what is wrong becomes hazards in the same press."""
    return _pressed(store, task, said, HandIn, who, at, key)


@router.post("/{task}/actions/waive", summary="免办")
def waive(
    task: TaskNamed,
    said: WaiveBody,
    store: TheStore,
    who: Who,
    at: At,
    key: Key = None,
) -> TaskView:
    """Not to be done, for a reason on record."""
    return _pressed(store, task, said, Waive, who, at, key)


def _pressed(
    store: Store, task: str, said: Command, command: type[Command], who: Actor, at: At, key: str | None
) -> TaskView:
    asked = command.model_validate(said.model_dump(exclude={"version"}, exclude_unset=True))
    done = perform(store, task, asked, by=who, at=at, version=getattr(said, "version", None), key=key)
    with reading(store, who, at) as after:
        return task_view(one_task(after, done.ref), after)

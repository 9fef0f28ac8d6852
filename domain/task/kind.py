"""The kind 任务, on one screen."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from domain.actions import Action
from domain.calendar import end_of
from domain.cases.case import Case, Seat
from domain.cases.kind import Finish, Kind
from domain.cases.refs import new_ref
from domain.cases.visibility import scope_of
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.policy import Policy
from domain.tables import Task, core
from domain.task.case import TaskCase
from domain.task.checklist import checklist
from domain.task.clocks import clock_command, task_clocks
from domain.task.commands import BeginTask
from domain.task.findings import reports_of, with_refs
from domain.task.notices import owed
from domain.task.people import at_home_in
from domain.task.sheet import TASK_SHEET
from domain.task.table import TASK_TRACK, TaskColumns
from domain.task.words import TaskState


def institution_of(command: BeginTask, directory: Directory) -> UnitCard:
    """The institution whose task it is."""
    return directory.find_unit(command.unit, field="unit")


def draft(command: BeginTask, _by: Actor, directory: Directory, policy: Policy, at: datetime) -> Task:
    """A task as its rule begins it."""
    unit = institution_of(command, directory).id
    department = (
        directory.find_unit(command.department, field="department").id if command.department else unit
    )
    values: dict[str, Any] = {
        "id": None,
        "ref": new_ref("t"),
        "unit_id": unit,
        "department_id": department,
        "policy": policy.version,
        "rule_id": command.rule,
        "period": command.period,
        "title": command.title,
        "checklist": command.checklist,
        "edition": checklist(command.checklist).edition,
        "due_at": end_of(command.period),
        "state": str(TaskState.OPEN),
        "acted_at": at,
        "next_action_at": None,
        **dict.fromkeys(("done_by", "done_at")),
        **{name: [] for name in ("holders", "late_holders", "involved", "answers", "hazards")},
        "version": 0,
        "head": b"",
        "terms": {},
        "fired": {},
        "rung": 0,
    }
    return cast("Task", SimpleNamespace(**values))


def holder(case: Case) -> Seat | None:
    """Who is waited for in its state; nobody at rest."""
    wait = TASK_SHEET[TaskState(case.row.state)]
    return wait.seat(case) if wait else None


def holding(case: Case) -> list[int]:
    """Their ids, for the index of 待办."""
    seat = holder(case)
    return sorted(seat.people) if seat else []


def may_see(task: Task, directory: Directory, who: Actor, at: datetime) -> bool:
    """Whoever oversees or runs the unit, and everybody at home in the department; and for whom they act."""
    scope = scope_of(directory, who, at)
    if task.unit_id in scope.overseen | scope.institutions or task.department_id in scope.departments:
        return True
    here = at_home_in(directory, task.unit_id, task.department_id)
    return bool(scope.people & {*here, *task.holders, *task.involved})


def nothing_follows(_case: Case) -> None:
    """No column of a task follows from the others."""


def nothing_besides(_task: Task, _act: Finish) -> None:
    """An act leaves nothing in the row besides its changes."""


TASKS = Kind(
    name="task",
    label="任务",
    table=core.TASK,
    case=TaskCase,
    tracks=(TASK_TRACK,),
    columns=frozenset(TaskColumns.__annotations__),
    drafts={Action.BEGIN_TASK: draft},
    unit_of=institution_of,
    derived=(),
    derive=nothing_follows,
    finish=nothing_besides,
    holder=holder,
    holding=holding,
    clocks=task_clocks,
    clock_command=clock_command,
    owed=owed,
    may_see=may_see,
    open_states=frozenset({TaskState.OPEN}),
    begins=reports_of,
    with_refs=with_refs,
    state_shown=lambda case: TaskState(case.row.state).label,
)

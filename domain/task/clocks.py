"""A task's moments: its period ends; what was missed climbs once, to 科室负责人 and then 安全管理员."""

from collections.abc import Iterator
from datetime import datetime

from domain.actions import Action
from domain.calendar import at_time, last_day
from domain.cases.case import Case
from domain.cases.clocks import Clock, said_by, term_of
from domain.commands import ClockCommand, UrgeByClock
from domain.task.case import TaskCase
from domain.task.commands import MissTask
from domain.task.people import head_seat, officer_seat
from domain.task.words import TaskState


def task_clocks(case: Case) -> Iterator[Clock]:
    """Every moment of the task, fired or not."""
    assert isinstance(case, TaskCase)  # noqa: S101 - what its kind makes
    task, term = case.task, term_of(case, "state")
    if term is None:
        return
    since, _ = term
    if task.state == TaskState.OPEN:
        words = f"{task.period} 到 24:00 未完成，请补办"
        yield Clock("task_due", since, 1, task.due_at, words, Action.MISS_TASK, told=head_seat(case).people)
    elif task.state == TaskState.MISSED:
        day = case.calendar.add_working_days(last_day(task.due_at), 1)
        words = f"{task.period} 的任务逾期未办，至 {day} 仍未补办"
        told = officer_seat(case).people
        yield Clock("task_missed", since, 1, at_time(day, "17:00"), words, Action.URGE, told=told)


def clock_command(clock: Clock, _now: datetime) -> ClockCommand:
    """What the clock does when this moment comes."""
    return (MissTask if clock.action is Action.MISS_TASK else UrgeByClock)(**said_by(clock))

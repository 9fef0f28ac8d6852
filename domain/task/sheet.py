"""The sheet of a task's states: who is waited for, for what."""

from collections.abc import Mapping

from domain.actions import Action
from domain.cases.sheet import Wait
from domain.task.people import front_line_seat, head_seat
from domain.task.words import TaskState

TASK_SHEET: Mapping[TaskState, Wait | None] = {
    TaskState.OPEN: Wait(step="巡查", seat=front_line_seat, asks=(Action.HAND_IN,), clock="task_due"),
    TaskState.MISSED: Wait(step="补办巡查", seat=head_seat, asks=(Action.HAND_IN,), clock="task_missed"),
    TaskState.DONE: None,
    TaskState.WAIVED: None,
}

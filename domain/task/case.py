"""A task as a case: one line, one department, nobody's report in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from domain.cases.case import Case
from domain.words import Line

if TYPE_CHECKING:
    from domain.tables import Task


@dataclass(frozen=True)
class TaskCase(Case):
    """A task as it stands at `at` (legal time)."""

    kind: ClassVar[str] = "task"
    confides: ClassVar[bool] = False

    @property
    def task(self) -> "Task":
        """The row of the task."""
        return cast("Task", self.row)

    @property
    def line(self) -> Line:
        """A task has one line: its unit's."""
        return Line.UNIT

    @property
    def called(self) -> str:
        """What a refusal calls it."""
        return "任务"

    @property
    def photos(self) -> tuple[str, ...]:
        """None stand with a task: those of a finding stand with its hazard."""
        return ()

    @property
    def department(self) -> int | None:
        """Where it is to be done; None: in the whole unit."""
        return None if self.task.department_id == self.task.unit_id else self.task.department_id

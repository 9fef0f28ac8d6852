"""What a checklist finds wrong becomes a hazard in the same press, linked from the task."""

from typing import cast

from domain.cases.case import Case
from domain.commands import Command, Report
from domain.tables import Task
from domain.task.checklist import checklist
from domain.task.commands import Answer, HandIn, HandInWithFindings
from domain.task.table import what_is_wrong_is_told
from domain.task.words import Found
from domain.words import Category, Source


def reports_of(case: Case, command: Command) -> list[Command]:
    """A report for each finding, in the order of the answers; raises WrongInput for one that tells too little."""
    if not isinstance(command, HandIn):
        return []
    what_is_wrong_is_told(case, command, None)
    return [_report(case, answer) for answer in command.answers if answer.found is Found.WRONG]


def with_refs(command: Command, refs: list[str]) -> Command:
    """The command as it is written down: with the refs of the hazards."""
    return HandInWithFindings(**command.model_dump(), hazards=refs)


def _report(case: Case, answer: Answer) -> Report:
    """The finding as a report; it is filed under the category of its item."""
    task, units = cast("Task", case.row), case.directory.units
    item = next(one for one in checklist(task.checklist).items if one.code == answer.item)
    return Report(
        unit=units[task.unit_id].code,
        department=units[case.department].code if case.department else None,
        place=answer.place or "",
        category=Category(item.category),
        description=answer.description or "",
        photos=answer.photos,
        no_photo_because=answer.no_photo_because,
        source=Source.DAILY_CHECK,
    )

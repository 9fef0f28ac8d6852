"""A hazard in a list: what to do or how it stands, where, what it is. Little is derived: lists are long."""

from dataclasses import dataclass

from domain.actions import duty
from domain.cases.case import Case
from domain.clock import in_short
from domain.hazard.labels import Standing, date_stands, state_shown, time_left
from domain.queries import Pressed, Task
from domain.use import Use, stopped_word
from domain.words import PaperKind


@dataclass(frozen=True)
class HazardRow:
    """One row: the word that comes first, how its date stands, its first photo, the place, the text, a remark."""

    ref: str
    first: str
    standing: Standing | None
    photo: str | None
    place: str
    text: str
    remark: str = ""
    stopped: str = ""
    """停用, while its place may not be used."""


def row_of(case: Case, first: str, standing: Standing | None, remark: str = "") -> HazardRow:
    """A hazard as a row."""
    hazard = case.hazard
    return HazardRow(
        ref=hazard.ref,
        first=first,
        standing=standing,
        photo=next(iter(hazard.before_photos), None),
        place=f"{case.directory.units[hazard.unit_id].name} · {hazard.place}",
        text=hazard.description,
        remark=remark,
        stopped=stopped_word(Use(hazard.use)),
    )


def task_row(task: Task) -> HazardRow:
    """Something to do, and for whom when it is a principal's duty."""
    case, paper = task.case, PaperKind(task.paper.kind).label if task.paper else ""
    remark = f"代 {case.directory.name_of(task.for_id)} 办理" if task.for_id else ""
    return row_of(case, duty(task.action, case.line) + paper, time_left(task.due_at, case.at), remark)


def standing_row(case: Case) -> HazardRow:
    """A hazard by its state and its date."""
    return row_of(case, state_shown(case), date_stands(case.hazard, case.at))


def pressed_rows(found: list[Pressed]) -> list[HazardRow]:
    """What was pressed on one hazard stands together: all of it in order, its state now, the latest moment."""
    groups: dict[str, list[Pressed]] = {}
    for pressed in found:
        groups.setdefault(pressed.case.hazard.ref, []).append(pressed)
    return [
        row_of(
            group[0].case,
            "、".join(pressed.action.timeline for pressed in reversed(group)),
            Standing(state_shown(group[0].case)),
            in_short(group[0].at),
        )
        for group in groups.values()
    ]

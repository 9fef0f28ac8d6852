"""A task as this reader may know it."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row

from api.views.parts import people_view, person_view, unit_view, word_view
from api.views.shapes import PersonView, UnitView, WordView
from domain.actions import Action
from domain.cases.case import Case
from domain.cases.names import shown_name
from domain.kinds import KINDS
from domain.queries import Reader
from domain.queries.patrols import hazards_shown
from domain.task.case import TaskCase
from domain.task.checklist import checklist
from domain.task.commands import PRESSED_ON_TASKS
from domain.task.words import Found, TaskState


class AnswerView(BaseModel):
    """One item: what is looked at, under which clause, and what was found."""

    item: str
    text: str
    clause: str
    found: WordView | None
    place: str | None
    description: str | None
    photos: list[str]
    no_photo_because: str | None


class TaskView(BaseModel):
    """A task. `due` is the end of its period; `hazards` the refs of what was found; `may` what the reader may do."""

    ref: str
    title: str
    edition: str
    unit: UnitView
    department: UnitView | None
    period: date
    state: WordView
    due: datetime
    version: int
    holders: list[PersonView]
    done_by: PersonView | None
    done_at: datetime | None
    answers: list[AnswerView]
    hazards: list[str]
    may: list[str]


class TaskLineView(BaseModel):
    """One line of a task's record; `at` is legal time."""

    seq: int
    at: datetime
    action: WordView
    who: str
    for_whom: str | None
    reason: str | None
    to: WordView


def task_views(cases: list[TaskCase], reader: Reader) -> list[TaskView]:
    """Each with its list and what the reader may do; what was found is told to whoever may see the hazard."""
    shown = hazards_shown(reader, cases)
    return [_view(case, reader, shown) for case in cases]


def task_view(case: TaskCase, reader: Reader) -> TaskView:
    """One of them."""
    return task_views([case], reader)[0]


def _view(case: TaskCase, reader: Reader, shown: frozenset[str]) -> TaskView:
    task, seat = case.task, KINDS[case.kind].holder(case)
    unit = case.directory.units[task.unit_id]
    return TaskView(
        ref=task.ref,
        title=task.title,
        edition=task.edition,
        unit=UnitView(code=unit.code, name=unit.name),
        department=unit_view(case, case.department),
        period=task.period,
        state=word_view(TaskState(task.state)),
        due=task.due_at,
        version=task.version,
        holders=people_view(case, seat.people if seat else ()),
        done_by=person_view(case, task.done_by),
        done_at=task.done_at,
        answers=_answers(case, shown),
        hazards=[ref for ref in task.hazards if ref in shown],
        may=offered(case, reader),
    )


def offered(case: Case, reader: Reader) -> list[str]:
    """The actions that the reader may press now."""
    track_of = KINDS[case.kind].track_of
    actions = (Action(name) for name in PRESSED_ON_TASKS)
    return [str(a) for a in actions if track_of[a].table.why_not(case, a, reader.who) is None]


def line_view(case: TaskCase, line: Row[Any]) -> TaskLineView:
    """A line of the record, with names as they were on the day."""
    action = Action(line.action)
    return TaskLineView(
        seq=line.seq,
        at=line.at,
        action=WordView(code=str(action), label=action.timeline),
        who=_name(case, line, line.actor_id) if line.actor_id else "系统",
        for_whom=_name(case, line, line.for_id) if line.for_id else None,
        reason=line.data.get("reason") or line.data.get("note") or None,
        to=word_view(TaskState(line.to_state)),
    )


def _name(case: TaskCase, line: Row[Any], person: int) -> str:
    card = case.directory.people[person]
    return shown_name(line.data, card.key, card.name)


def _answers(case: TaskCase, shown: frozenset[str]) -> list[AnswerView]:
    """Of what was found wrong the words and photos only with their hazard."""
    refs = iter(case.task.hazards)
    given: dict[str, dict[str, Any]] = {}
    for answer in case.task.answers:
        told = answer["found"] != Found.WRONG or next(refs, "") in shown
        given[answer["item"]] = answer if told else {"found": answer["found"]}
    views = []
    for item in checklist(case.task.checklist).items:
        answer = given.get(item.code, {})
        found = word_view(Found(answer["found"])) if answer else None
        said = {name: answer.get(name) for name in ("place", "description", "no_photo_because")}
        views.append(
            AnswerView(
                item=item.code,
                text=item.text,
                clause=item.clause,
                found=found,
                photos=answer.get("photos", []),
                **said,
            )
        )
    return views

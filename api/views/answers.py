"""The shapes of the other answers: who I am, my tasks, pages of the ledger, actions, journal lines, clocks."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel

from api.views.hazard import hazard_views, moment_view
from api.views.hazard_shapes import HazardView
from api.views.parts import person_view, word_view
from api.views.shapes import MomentView, PersonView, UnitView, WordView
from domain.actions import Action, button, duty
from domain.cases.case import Case
from domain.cases.clocks import Clock, is_unfired
from domain.commands import PRESSED_BY_PEOPLE
from domain.directory.organisation import Dated
from domain.hazard.labels import time_left, words_of
from domain.hazard.table import TABLE_OF
from domain.queries import Entry, Reader, Task
from domain.words import PaperKind


class PostView(BaseModel):
    """A post: the role and the unit it is held at."""

    role: str
    label: str
    unit: UnitView


class DelegationView(BaseModel):
    """A dated delegation in force: for or by whom, until when (legal time)."""

    person: PersonView
    until: datetime | None


class MeView(BaseModel):
    """The person who is signed in."""

    key: str
    name: str
    unit: UnitView
    posts: list[PostView]
    acts_for: list[DelegationView]
    delegates: list[DelegationView]
    now: datetime


class TaskView(BaseModel):
    """One thing to do: the button (`verb`), what is asked (`duty`), by when, and for whom when it is a principal's."""

    action: str
    verb: str
    duty: str
    due: datetime | None
    time_left: str | None
    for_whom: PersonView | None
    paper: int | None
    paper_kind: WordView | None
    hazard: HazardView


class TasksView(BaseModel):
    """待办, most urgent first."""

    items: list[TaskView]


class LedgerView(BaseModel):
    """A page of the ledger."""

    items: list[HazardView]
    next_cursor: str | None


class OfferedView(BaseModel):
    """A button that may be pressed."""

    action: str
    label: str


class RefusedView(OfferedView):
    """A button that may not, and why."""

    code: str
    because: str


class ActionsView(BaseModel):
    """Every action with a button: offered now, or refused with the reason."""

    offered: list[OfferedView]
    refused: list[RefusedView]


class JournalView(BaseModel):
    """Every line in order."""

    items: list[Entry]


class ClockView(MomentView):
    """A clock: when it is due and its sum in words (`why`)."""

    rung: int
    level: int
    action: str
    fired: bool


class ClocksView(BaseModel):
    """Every clock of the hazard, in the order in which they are due."""

    items: list[ClockView]


def me_view(reader: Reader) -> MeView:
    """Who reads, with their posts and delegations in force."""
    directory, person = reader.directory, reader.directory.people[reader.person]

    def unit(unit_id: int) -> UnitView:
        return UnitView(code=directory.units[unit_id].code, name=directory.units[unit_id].name)

    def dated(other: int, row: Dated) -> DelegationView:
        card = directory.people[other]
        return DelegationView(person=PersonView(key=card.key, name=card.name), until=row.until)

    given = [(d.person_id, d) for d in directory.delegates.get(person.id, ()) if d.holds(reader.at)]
    taken = [
        (who, d)
        for who, rows in directory.delegates.items()
        for d in rows
        if who in reader.scope.people and d.person_id == person.id and d.holds(reader.at)
    ]
    roles = directory.roles_of(person.id, reader.at)
    return MeView(
        key=person.key,
        name=person.name,
        unit=unit(person.unit_id),
        posts=[PostView(role=str(role), label=role.label, unit=unit(at)) for at, role in roles],
        acts_for=[dated(*row) for row in taken],
        delegates=[dated(*row) for row in given],
        now=reader.at,
    )


def task_views(tasks: Iterable[Task], reader: Reader) -> list[TaskView]:
    """Tasks, each with its hazard; a hazard with several of them is shown the same in each."""
    found = list(tasks)
    cases = list({task.case.hazard.id: task.case for task in found}.values())
    shown = dict(zip((case.hazard.id for case in cases), hazard_views(cases, reader), strict=True))
    return [_task(task, shown[task.case.hazard.id]) for task in found]


def _task(task: Task, hazard: HazardView) -> TaskView:
    return TaskView(
        action=str(task.action),
        verb=button(task.action, task.case.line),
        duty=duty(task.action, task.case.line),
        due=task.due_at,
        time_left=words_of(time_left(task.due_at, task.case.at)),
        for_whom=person_view(task.case, task.for_id),
        paper=task.paper.seq if task.paper else None,
        paper_kind=word_view(PaperKind(task.paper.kind)) if task.paper else None,
        hazard=hazard,
    )


def actions_view(case: Case, reader: Reader) -> ActionsView:
    """What this reader may do now; for each other action, why not."""
    view = ActionsView(offered=[], refused=[])
    for action in (Action(name) for name in PRESSED_BY_PEOPLE if name != Action.REPORT):
        label = button(action, case.line)
        refusal = TABLE_OF[action].why_not(case, action, reader.who)
        if refusal is None:
            view.offered.append(OfferedView(action=str(action), label=label))
        else:
            because = {"code": refusal.code, "because": refusal.detail}
            view.refused.append(RefusedView(action=str(action), label=label, **because))
    return view


def clock_view(case: Case, moment: Clock) -> ClockView:
    """A clock and whether it has fired."""
    return ClockView(
        **dict(moment_view(case, moment)),
        rung=moment.rung,
        level=moment.level,
        action=str(moment.action),
        fired=not is_unfired(case, moment),
    )

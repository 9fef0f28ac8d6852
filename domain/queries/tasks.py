"""待办: what somebody must do now, for themselves or for those they are a delegate of, most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, false, func, or_, select, union

from domain.actions import Action
from domain.cases.case import Case, People
from domain.cases.clocks import Clock
from domain.hazard.escalation import WORKING
from domain.hazard.holders import BESIDE, holder
from domain.hazard.labels import is_overdue
from domain.hazard.papers import asked_now
from domain.hazard.people import helpers, the_decider, the_fixer, the_group
from domain.hazard.sheets import MEASURE_SHEET, RECTIFICATION_SHEET
from domain.hazard.supervisors import the_plan_reviewer
from domain.hazard.table import TABLE_OF
from domain.hazard.waits import clocks
from domain.queries.definitions import is_open, is_overdue as is_late
from domain.queries.reader import Reader, concerns, shares
from domain.queries.spelled import one_of
from domain.tables import Paper
from domain.tables.core import HAZARD, PAPER
from domain.words import Level, PaperState, State

A = Action
MOST = 50
NEVER = datetime.max.replace(tzinfo=UTC)
BESIDE_THE_HOLDER: tuple[tuple[People, tuple[Action, ...], str], ...] = (
    (the_decider, (A.GRANT_EXTENSION,), "extension"),
    (the_plan_reviewer, (A.APPROVE_PLAN,), "plan_review"),
    (the_group, (A.PASS,), "verify"),
    (the_fixer, (A.SUBMIT, A.REPORT_PROGRESS), ""),
    (helpers, (A.REPORT_PROGRESS,), ""),
)


@dataclass(frozen=True)
class Task:
    """One thing to do: the first button, by when, and the paper it concerns."""

    case: Case
    action: Action
    due_at: datetime | None
    for_id: int | None
    paper: Paper | None = None

    @property
    def urgency(self) -> tuple[int, bool, datetime]:
        """Late ones first, then by day; on one day 重大 first."""
        due, hazard = self.due_at or NEVER, self.case.hazard
        late = due <= self.case.at or is_overdue(hazard, self.case.at)
        day = 0 if late else (due - self.case.at).days + 1
        return day, hazard.level != Level.MAJOR and not hazard.suspected, due


@dataclass(frozen=True)
class TaskPage:
    """Tasks, most urgent first; `more` when hazards beyond `MOST` wait, too."""

    tasks: list[Task]
    more: bool


def tasks(reader: Reader) -> list[Task]:
    """What waits for this person: the most urgent, of at most `MOST` hazards."""
    return task_page(reader).tasks


def task_page(reader: Reader) -> TaskPage:
    """The most urgent of what waits for this person, and whether there is more."""
    cases = reader.cases(_candidates(reader))
    found = (task for case in cases[:MOST] for task in _of(reader, case))
    return TaskPage(sorted(found, key=lambda task: task.urgency), more=len(cases) > MOST)


def tasks_at(reader: Reader, case: Case) -> list[Task]:
    """What waits for this person at one hazard, most urgent first."""
    return sorted(_of(reader, case), key=lambda task: task.urgency)


def _candidates(reader: Reader) -> Select[Any]:
    """Late ones first, then by the next moment. Each way of being meant is asked by itself, by an index of its own."""
    me, ids = reader.scope.people, select(HAZARD.c.id)
    plan_waits = HAZARD.c.plan["state"].astext == "filed"
    beside = or_(HAZARD.c.extension.is_not(None), plan_waits)
    in_work = one_of(HAZARD.c.state, [*WORKING, State.VERIFYING])
    meant = union(
        ids.where(shares(HAZARD.c.holders, me)),
        select(PAPER.c.hazard_id).where(shares(PAPER.c.holders, me)),
        ids.where(is_open(), beside, one_of(HAZARD.c.state, WORKING), reader.visible()),
        ids.where(is_open(), in_work, concerns(me)),
    )
    late = or_(shares(HAZARD.c.late_holders, me), func.coalesce(is_late(reader.at), false()))
    query = select(HAZARD).where(HAZARD.c.id.in_(meant)).limit(MOST + 1)
    return query.order_by(late.desc(), HAZARD.c.next_action_at, HAZARD.c.id)


def _of(reader: Reader, case: Case) -> Iterator[Task]:
    """The holder's act on each track; what is asked of people beside the holder; each paper's act."""
    every = clocks(case)
    due = {clock.kind: clock for clock in every if clock.rung == 1}
    seat, wait = holder(case), RECTIFICATION_SHEET[State(case.hazard.state)]
    duties = [(seat.people, wait.asks, wait.clock)] if seat and wait else []
    duties += [(who(case), acts, kind) for who, acts, kind in BESIDE_THE_HOLDER]
    asked = (_duty(reader, case, people, acts, due.get(kind)) for people, acts, kind in duties)
    yield from _once(filter(None, asked))
    for track in BESIDE:
        seat, wait = track.asks(case), track.wait(case)
        if seat and wait and (found := _duty(reader, case, seat.people, wait.asks, due.get(wait.clock))):
            yield found
    for paper in case.papers:
        yield from _of_paper(reader, case, paper, every)


def _duty(
    reader: Reader, case: Case, people: tuple[int, ...], acts: tuple[Action, ...], clock: Clock | None
) -> Task | None:
    mine = reader.scope.people & set(people)
    possible = (act for act in acts if TABLE_OF[act].why_not(case, act, reader.who) is None)
    first = next(possible, None) if mine else None
    if first is None:
        return None
    due_at = clock.due_at if clock else case.hazard.rectify_by
    return Task(case, first, due_at, _principal(reader, mine))


def _of_paper(reader: Reader, case: Case, paper: Paper, every: list[Clock]) -> Iterator[Task]:
    wait = MEASURE_SHEET[PaperState(paper.state)]
    mine = reader.scope.people & set(wait.seat(case, paper.kind).people) if wait else frozenset()
    if not (wait and mine):
        return
    # Of papers that wait for one signature together, the line of the first is the line of all.
    of_it = [
        c
        for c in every
        if c.kind == wait.clock and c.rung == 1 and (c.since == paper.since or wait.clock == "sign")
    ]
    due_at = next((c.due_at for c in of_it if c.since == paper.since or mine & set(c.told)), None)
    asked = asked_now(case, paper) if paper.state == PaperState.AGREED else None
    if asked and TABLE_OF[asked].why_not(case, asked, reader.who) is None:
        yield Task(case, asked, due_at, _principal(reader, mine))
    else:
        yield Task(case, wait.asks[0], due_at, _principal(reader, mine), paper)


def _principal(reader: Reader, mine: frozenset[int]) -> int | None:
    """For whom: nobody else when it is the reader's own duty."""
    return None if reader.person in mine else next(islice(sorted(mine), 1), None)


def _once(found: Iterator[Task]) -> Iterator[Task]:
    """The first task of each action."""
    return iter({task.action: task for task in reversed(list(found))}.values())

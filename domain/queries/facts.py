"""What messages may say: the facts of some notices as they stand now, read at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from domain.actions import Action
from domain.kinds import HAZARD
from domain.messages.facts import Facts
from domain.messages.rendering import Workload
from domain.words import Line, NoticeKind, PaperKind, State, Urgency

# 知道了: answered is the notice itself, or an earlier one of the same clock and term, of this rung or a higher one.
_ANSWERED = """notice.acknowledged_at IS NOT NULL OR journal.clock IS NOT NULL AND EXISTS (
        SELECT FROM journal AS line
        JOIN notice AS earlier ON earlier.entry_id = line.id AND earlier.person_id = notice.person_id
        WHERE line.case_id = journal.case_id AND line.clock = journal.clock AND line.since = journal.since
        AND earlier.acknowledged_at IS NOT NULL
        AND coalesce((earlier.data->>'rung')::int, 0) >= coalesce((notice.data->>'rung')::int, 0)
    )"""
_SHOWN = """(
        SELECT 'hazard' AS of_kind, id, ref, number, unit_id, line, state, place, left(description, 100) AS description,
            interim, criterion, blocker, send_backs, rectify_by, first_rectify_by, reported_at, submitted_at, closed_at,
            transfer, fixer_id, assigner_id
        FROM hazard
        UNION ALL
        SELECT 'task', task.id, task.ref, NULL, task.unit_id, 'unit', task.state, unit.name,
            task.title || '（' || to_char(task.period, 'MM-DD') || '）', NULL, NULL, NULL, 0, task.due_at, NULL, NULL,
            task.done_at, NULL, NULL, NULL, NULL
        FROM task JOIN unit ON unit.id = task.department_id
    )"""
"""A case of any kind as a message tells of it."""
_FACTS = text(f"""
    SELECT notice.id, notice.person_id, notice.kind, notice.urgency, notice.data, journal.action, journal.clock,
        hazard.ref, hazard.number, hazard.line, hazard.state, hazard.place,
        hazard.of_kind, hazard.description, hazard.interim, hazard.criterion, hazard.blocker,
        hazard.send_backs, hazard.rectify_by,
        hazard.first_rectify_by, hazard.reported_at, hazard.submitted_at, hazard.closed_at, hazard.transfer,
        reader.name AS reader,
        coalesce(nullif(unit.short_name, ''), unit.name) AS unit,
        NOT starts_with(home.path, unit.path) AS outside,
        fixer.name AS fixer, assigner.name AS assigner, assigner.phone AS assigner_phone,
        actor.phone AS actor_phone, paper.kind AS paper, paper.number AS paper_number,
        {_ANSWERED} AS answered
    FROM notice
    JOIN journal ON journal.id = notice.entry_id
    JOIN {_SHOWN} AS hazard ON hazard.id = notice.case_id
    JOIN unit ON unit.id = hazard.unit_id
    JOIN person AS reader ON reader.id = notice.person_id
    JOIN unit AS home ON home.id = reader.unit_id
    LEFT JOIN person AS fixer ON fixer.id = hazard.fixer_id
    LEFT JOIN person AS assigner ON assigner.id = hazard.assigner_id
    LEFT JOIN person AS actor ON actor.id = journal.actor_id
    LEFT JOIN paper ON paper.hazard_id = journal.case_id AND paper.since = journal.seq
    WHERE notice.id = ANY(:notices)
    ORDER BY notice.id
""")  # noqa: S608 - a constant of ours
# One person may be owed thousands: which of them is said first is found where they lie.
_FIRST = text(f"""
    SELECT DISTINCT ON (attempt.id) attempt.id, notice.id AS notice, count(*) OVER each AS notices,
        count(*) FILTER (WHERE notice.kind = 'propose_listing') OVER each AS listings
    FROM attempt, unnest(attempt.notices) AS carried (notice_id)
    JOIN notice ON notice.id = notice_id
    JOIN journal ON journal.id = notice.entry_id
    JOIN {_SHOWN} AS hazard ON hazard.id = notice.case_id
    WHERE attempt.id = ANY(:attempts) AND NOT ({_ANSWERED})
    WINDOW each AS (PARTITION BY attempt.id)
    ORDER BY attempt.id, notice.urgency = 'urgent' DESC, notice.kind IN ('inform', 'closed', 'transfer'),
        hazard.rectify_by, notice.id
""")  # noqa: S608 - a constant of ours
_WORKLOAD = text("""
    SELECT person.id,
        count(*) FILTER (WHERE hazard.state IN ('assigned', 'rectifying')
            AND hazard.rectify_by > :at AND hazard.rectify_by <= :midnight) AS today,
        count(*) FILTER (WHERE hazard.state IN ('assigned', 'rectifying') AND hazard.rectify_by <= :at) AS late,
        count(*) FILTER (WHERE hazard.state = 'reported') AS to_register,
        count(hazard.id) AS held,
        (SELECT count(*) FROM paper WHERE paper.holders @> ARRAY[person.id] AND paper.state = 'proposed') AS to_sign,
        (SELECT count(*) FROM task WHERE task.holders @> ARRAY[person.id] AND task.state IN ('open', 'missed')) AS tasks
    FROM person
    LEFT JOIN hazard ON hazard.holders @> ARRAY[person.id] AND hazard.state NOT IN ('closed', 'dismissed', 'voided')
    WHERE person.id = ANY(:people) GROUP BY person.id
""")
_AS_THEY_STAND = (
    "number",
    "interim",
    "criterion",
    "blocker",
    "send_backs",
    "rectify_by",
    "first_rectify_by",
    "reported_at",
    "submitted_at",
    "closed_at",
    "transfer",
    "fixer",
    "assigner",
    "assigner_phone",
    "actor_phone",
    "paper_number",
    "clock",
    "unit",
    "outside",
    "place",
    "description",
    "reader",
)


@dataclass(frozen=True)
class ReadNotice:
    """One notice as read: whose, how urgent, whether they have answered it (知道了), and how to say it."""

    id: int
    person_id: int
    urgent: bool
    answered: bool
    row: Row[Any]

    def facts(self, link: Callable[[str], str], at: datetime) -> Facts:
        """Give its facts; a word nobody knows is a `ValueError`."""
        return facts_of(self.row, link, at)


def read_notices(connection: Connection, notices: Iterable[int]) -> dict[int, ReadNotice]:
    """Read some notices by id."""
    rows = connection.execute(_FACTS, {"notices": sorted(set(notices))})
    return {
        row.id: ReadNotice(row.id, row.person_id, row.urgency == Urgency.URGENT, row.answered, row)
        for row in rows
    }


@dataclass(frozen=True)
class Said:
    """What one message says of its unanswered `notices`: the most pressing in full, of the others their number."""

    first: ReadNotice
    notices: int
    listings: int


def first_of(connection: Connection, attempts: Iterable[int]) -> dict[int, Said]:
    """For each attempt what it says; those all of whose notices are answered, or that carry none, are left out.

    First comes what is urgent, then what asks for an act, then the earliest date.
    """
    found = connection.execute(_FIRST, {"attempts": sorted(attempts)}).all()
    told = read_notices(connection, (row.notice for row in found))
    return {row.id: Said(told[row.notice], row.notices, row.listings) for row in found}


def facts_of(row: Row[Any], link: Callable[[str], str], at: datetime) -> Facts:
    """Read one row; a word nobody knows is a `ValueError`. `link` gives the address of a hazard's page."""
    values = {name: value for name in _AS_THEY_STAND if (value := getattr(row, name)) is not None}
    return Facts(
        kind=NoticeKind(row.kind),
        at=at,
        link=link(row.ref),
        line=Line(row.line),
        # A task has states of its own, and no message names them.
        state=State(row.state) if row.of_kind == HAZARD.name else State.RECTIFYING,
        action=Action(row.action),
        paper=PaperKind(row.paper).label if row.paper else "",
        data=row.data,
        **values,
    )


def workloads(
    connection: Connection, people: Iterable[int], at: datetime, midnight: datetime
) -> dict[int, Workload]:
    """Count what the readers of digests hold: due until `midnight`, overdue, to register, to sign."""
    asked = sorted(set(people))
    if not asked:
        return {}
    found = connection.execute(_WORKLOAD, {"people": asked, "at": at, "midnight": midnight})
    return {
        row.id: Workload(row.today, row.late, row.to_register, row.to_sign, row.held, row.tasks)
        for row in found
    }

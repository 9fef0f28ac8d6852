"""What each claimed attempt says: the facts are read when it is sent, so that they are true then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from domain import clock
from domain.actions import Action
from domain.messages import writing as messages
from domain.messages.facts import Facts
from domain.messages.writing import Workload
from domain.words import Line, NoticeKind, PaperKind, State, Urgency
from notifications.addresses import addresses
from notifications.delivery.claims import Claimed
from notifications.outcome import Outcome
from notifications.settings import NotifySettings

_FACTS = text("""
    SELECT carried.id AS attempt_id, notice.kind, notice.urgency, notice.data, journal.action, journal.clock,
        hazard.ref, hazard.number, hazard.line, hazard.state, hazard.place,
        left(hazard.description, 100) AS description, hazard.interim, hazard.criterion, hazard.blocker,
        hazard.send_backs, hazard.rectify_by,
        hazard.first_rectify_by, hazard.reported_at, hazard.submitted_at, hazard.closed_at, hazard.transfer,
        reader.name AS reader, reader.email, reader.webhook, reader.active,
        coalesce(nullif(unit.short_name, ''), unit.name) AS unit,
        NOT starts_with(home.path, unit.path) AS outside,
        fixer.name AS fixer, assigner.name AS assigner, assigner.phone AS assigner_phone,
        actor.phone AS actor_phone, paper.kind AS paper, paper.number AS paper_number
    FROM attempt AS carried
    JOIN notice ON notice.id = ANY(carried.notices)
    JOIN journal ON journal.id = notice.entry_id
    JOIN hazard ON hazard.id = notice.hazard_id
    JOIN unit ON unit.id = hazard.unit_id
    JOIN person AS reader ON reader.id = notice.person_id
    JOIN unit AS home ON home.id = reader.unit_id
    LEFT JOIN person AS fixer ON fixer.id = hazard.fixer_id
    LEFT JOIN person AS assigner ON assigner.id = hazard.assigner_id
    LEFT JOIN person AS actor ON actor.id = journal.actor_id
    LEFT JOIN paper ON paper.hazard_id = journal.hazard_id AND paper.since = journal.seq
    WHERE carried.id = ANY(:attempts)
    ORDER BY carried.id, notice.id
""")
_WORKLOAD = text("""
    SELECT person.id,
        count(*) FILTER (WHERE hazard.rectify_by > :at AND hazard.rectify_by <= :midnight) AS today,
        count(*) FILTER (WHERE hazard.rectify_by <= :at) AS late,
        (SELECT count(*) FROM paper WHERE paper.holders @> ARRAY[person.id] AND paper.state = 'proposed') AS to_sign
    FROM person
    LEFT JOIN hazard ON hazard.holders @> ARRAY[person.id] AND hazard.state IN ('assigned', 'rectifying')
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
_LAST = frozenset({NoticeKind.INFORM, NoticeKind.CLOSED, NoticeKind.TRANSFER})


@dataclass(frozen=True)
class Letter:
    """One message ready to go; the URL may hold a secret."""

    attempt: Claimed
    url: str = field(repr=False)
    title: str
    body: str
    data: dict[str, Any]


def write_letters(
    connection: Connection, attempts: Sequence[Claimed], settings: NotifySettings, at: datetime
) -> tuple[list[Letter], list[tuple[Claimed, Outcome]]]:
    """Write a letter for each attempt; those that cannot be written come back with the reason."""
    rows = defaultdict(list)
    for row in connection.execute(_FACTS, {"attempts": [attempt.id for attempt in attempts]}):
        rows[row.attempt_id].append(row)
    loads = _workloads(connection, [a.person_id for a in attempts if len(rows[a.id]) > 1], at)
    letters, failed = [], []
    for attempt in attempts:
        try:
            written = _write(
                attempt, rows[attempt.id], settings, at, loads.get(attempt.person_id, Workload())
            )
        except Exception as error:  # noqa: BLE001 - one unreadable message must not hurt its neighbours
            written = Outcome(ok=False, detail=f"消息无法生成：{type(error).__name__}", unreadable=True)
        if isinstance(written, Letter):
            letters.append(written)
        else:
            failed.append((attempt, written))
    return letters, failed


def _write(
    attempt: Claimed, rows: Sequence[Row[Any]], settings: NotifySettings, at: datetime, load: Workload
) -> Letter | Outcome:
    """Write one letter, or say why there is no way to send it."""
    ways = addresses(rows[0].email, rows[0].webhook, settings) if rows[0].active else ()
    url = next((way.url for way in ways if way.channel == attempt.channel), None)
    if url is None:
        return Outcome(ok=False, detail="这个通道已停用", final=True)
    facts = [facts_of(row, settings, at) for row in rows]
    first = facts[min(range(len(rows)), key=lambda n: _urgency(rows[n], facts[n]))]
    data = {"id": attempt.id, "notices": len(rows), "kind": first.kind.value}
    if len(rows) == 1:
        link = first.link
        return Letter(attempt, url, messages.title(first), messages.one(first), {**data, "link": link})
    listings = sum(each.kind is NoticeKind.PROPOSE_LISTING for each in facts)
    load = Workload(load.today, load.late, load.to_sign + listings)
    link, data["kind"] = settings.tasks_link(), "digest"
    return Letter(attempt, url, "待办摘要", messages.digest(first, load, link), {**data, "link": link})


def facts_of(row: Row[Any], settings: NotifySettings, at: datetime) -> Facts:
    """Read one row; a word nobody knows is a `ValueError`."""
    values = {name: value for name in _AS_THEY_STAND if (value := getattr(row, name)) is not None}
    return Facts(
        kind=NoticeKind(row.kind),
        at=at,
        link=settings.link(row.ref),
        line=Line(row.line),
        state=State(row.state),
        action=Action(row.action),
        paper=PaperKind(row.paper).label if row.paper else "",
        data=row.data,
        **values,
    )


def _urgency(row: Row[Any], facts: Facts) -> tuple[bool, bool, datetime]:
    """Order what a digest names first: urgent, then what asks for an act, then the earliest date."""
    never = facts.at + timedelta(days=36500)
    return row.urgency != Urgency.URGENT, facts.kind in _LAST, facts.rectify_by or never


def _workloads(connection: Connection, people: list[int], at: datetime) -> dict[int, Workload]:
    """Count what the readers of digests hold."""
    if not people:
        return {}
    today = at.astimezone(clock.SITE_ZONE).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), clock.SITE_ZONE)
    found = connection.execute(_WORKLOAD, {"people": people, "at": at, "midnight": midnight})
    return {row.id: Workload(row.today, row.late, row.to_sign) for row in found}

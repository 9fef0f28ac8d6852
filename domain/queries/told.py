"""Who was told what about a hazard, when, over what, and what became of it: for those who supervise it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from domain.cases.case import Case
from domain.queries.deliveries import OPENLY
from domain.queries.reader import Reader
from domain.queries.timeline import lines_not_shown
from domain.words import NoticeKind

_NOTICES = text(f"""
    SELECT notice.id, notice.person_id, notice.kind, notice.urgency, notice.at, notice.seen_at,
        notice.acknowledged_at, journal.seq, journal.action, journal.clock, {OPENLY} AS openly
    FROM notice JOIN journal ON journal.id = notice.entry_id JOIN hazard ON hazard.id = notice.case_id
    WHERE notice.case_id = :hazard ORDER BY notice.id
""")  # noqa: S608 - a constant of ours
_CARRIED = text("""
    SELECT carried.notice, attempt.id, attempt.state, attempt.tries, attempt.outcome, attempt.reached,
        attempt.finished_at, CASE attempt.channel_id WHEN -1 THEN '没有通道'
            ELSE coalesce(channel.name, '电子邮件') END AS channel
    FROM attempt CROSS JOIN LATERAL unnest(attempt.notices) AS carried (notice)
    LEFT JOIN channel ON channel.id = attempt.channel_id
    WHERE attempt.created_at >= (SELECT min(recorded_at) FROM notice WHERE id = ANY(CAST(:notices AS bigint[])))
        AND attempt.person_id = ANY(:people) AND carried.notice = ANY(CAST(:notices AS bigint[]))
    ORDER BY attempt.id
""")


@dataclass(frozen=True)
class Carried:
    """One message that carried a notice; `at` is machine time, None while it is under way."""

    channel: str
    outcome: str
    words: str
    tries: int
    at: datetime | None


@dataclass(frozen=True)
class Told:
    """One notice to one person: what of, when (legal time), and what became of it."""

    notice: int
    seq: int
    person: int
    kind: NoticeKind
    at: datetime
    seen_at: datetime | None
    acknowledged_at: datetime | None
    carried: tuple[Carried, ...]

    @property
    def words(self) -> str:
        """The best that is known: 知道了, read, delivered, accepted, under way, not delivered, in the app."""
        if self.acknowledged_at:
            return "本人已按“知道了”"
        if self.seen_at:
            return "本人已在系统中查看"
        return self.carried[-1].words if self.carried else "在系统中待查看"


def told_about(reader: Reader, case: Case) -> list[Told]:
    """Every notice in order. Who does not supervise the hazard sees their own alone."""
    rows = reader.connection.execute(_NOTICES, {"hazard": case.hazard.id}).all()
    hidden = lines_not_shown(reader, case.hazard)
    own = reader.scope.people
    shown = [
        row
        for row in rows
        if _may_know(reader, case, row) and (row.seq not in hidden or row.person_id in own)
    ]
    terms = {"people": sorted({row.person_id for row in shown}), "notices": [row.id for row in shown]}
    carried: dict[int, list[Carried]] = {}
    for row in reader.connection.execute(_CARRIED, terms):
        message = Carried(row.channel, row.outcome or "", _words(row), row.tries, row.finished_at)
        carried.setdefault(row.notice, []).append(message)
    return [
        Told(
            notice=row.id,
            seq=row.seq,
            person=row.person_id,
            kind=NoticeKind(row.kind),
            at=row.at,
            seen_at=row.seen_at,
            acknowledged_at=row.acknowledged_at,
            carried=tuple(carried.get(row.id, ())),
        )
        for row in shown
    ]


def supervises(reader: Reader, case: Case) -> bool:
    """Whether the reader looks after the hazard's unit: for the commission, the institution or the department."""
    scope, hazard = reader.scope, case.hazard
    return (
        hazard.unit_id in scope.overseen
        or hazard.unit_id in scope.institutions
        or hazard.department_id in scope.departments
    )


def _may_know(reader: Reader, case: Case, row: Row[Any]) -> bool:
    """The reader's own; and as a supervisor everybody's, except what the reporter was told as the reporter.

    Such a notice is left out whole: a line without a name would give the name away to whoever counts.
    """
    if row.person_id in reader.scope.people:
        return True
    if not supervises(reader, case):
        return False
    return bool(row.openly)


def _words(row: Row[Any]) -> str:
    """How a message stands, in words."""
    if row.state == "sent":
        return {"delivered": "对方已收到", "read": "对方已读"}.get(row.reached or "", "平台已受理")
    if row.state == "set_aside":
        return f"未送达：{row.outcome}"
    if row.state == "answered":
        return "已按“知道了”，没有再发"
    return f"发送中（已试 {row.tries} 次）" if row.outcome else "待发送"

"""What became of messages, for whoever runs the system: what waits, what failed, how the channels stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

OPENLY = """NOT coalesce(
        CAST(notice.data ->> 'as_reporter' AS boolean),
        hazard.reporter_id IS NOT DISTINCT FROM notice.person_id AND notice.kind IN ('inform', 'closed')
    )"""
"""Whether others may know that somebody is owed this: what a reporter is told as the reporter is theirs alone."""
_OPENLY = text(f"""
    SELECT DISTINCT attempt.id FROM attempt CROSS JOIN LATERAL unnest(attempt.notices) AS carried (notice)
    JOIN notice ON notice.id = carried.notice LEFT JOIN hazard ON hazard.id = notice.case_id
    WHERE attempt.id = ANY(:ids) AND {OPENLY}
""")  # noqa: S608 - a constant of ours
_WAITING = text("SELECT count(*) FROM notice_owed")
# What went on by another channel is no failure of its own, nor is what the person has read in the app.
_FAILED = text(f"""
    SELECT attempt.id, person.name, CASE attempt.channel_id WHEN -1 THEN '没有通道'
        ELSE coalesce(channel.name, '电子邮件') END AS channel, attempt.state, attempt.tries,
        attempt.outcome, attempt.next_try_at, attempt.created_at, open.notices
    FROM attempt JOIN person ON person.id = attempt.person_id LEFT JOIN channel ON channel.id = attempt.channel_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS notices FROM notice LEFT JOIN hazard ON hazard.id = notice.case_id
        WHERE notice.id = ANY(attempt.notices) AND {OPENLY}
    ) AS open
    WHERE (open.notices > 0 OR cardinality(attempt.notices) = 0)
        AND (attempt.state = 'set_aside' OR attempt.finished_at IS NULL AND attempt.outcome IS NOT NULL)
        AND (CAST(:before AS bigint) IS NULL OR attempt.id < :before)
        AND (CAST(:under AS text) IS NULL OR starts_with((SELECT path FROM unit WHERE id = person.unit_id), :under))
        AND NOT EXISTS (
            SELECT FROM attempt AS later WHERE later.person_id = attempt.person_id AND later.id > attempt.id
            AND later.notices = attempt.notices AND cardinality(later.notices) > 0
            AND later.created_at > attempt.finished_at - interval '5 minutes'
            AND later.created_at < attempt.finished_at + interval '5 minutes'
        )
        AND (cardinality(attempt.notices) = 0 OR EXISTS (
            SELECT FROM notice WHERE notice.id = ANY(attempt.notices)
            AND notice.seen_at IS NULL AND notice.acknowledged_at IS NULL
        ))
    ORDER BY attempt.id DESC LIMIT :most
""")  # noqa: S608 - a constant of ours
STATES = {
    "waiting": "等待重试",
    "sending": "发送中",
    "set_aside": "已放弃",
    "sent": "已发出",
    "answered": "已知道了",
}


@dataclass(frozen=True)
class FailedDelivery:
    """A message that was set aside, or that has failed and waits for its next try (machine time).

    What somebody is told as a reporter is neither listed nor counted.
    """

    attempt: int
    person: str
    channel: str
    state: str
    label: str
    tries: int
    notices: int
    outcome: str
    created_at: datetime
    next_try_at: datetime | None


def said_openly(connection: Connection, attempts: Iterable[int]) -> frozenset[int]:
    """Which of these messages others may know of: those that carry more than what a reporter is told as one."""
    return frozenset(connection.execute(_OPENLY, {"ids": list(attempts)}).scalars())


def waiting_notices(connection: Connection) -> int:
    """Count the notices that no message carries yet: they wait for the morning, a window or the next digest."""
    return int(connection.execute(_WAITING).scalar_one())


def failed_deliveries(
    connection: Connection, most: int = 50, *, before: int | None = None, under: str | None = None
) -> list[FailedDelivery]:
    """Give the latest failed messages, newest first; `before` goes on from an attempt, `under` is a unit's path."""
    rows = connection.execute(_FAILED, {"most": most, "before": before, "under": under})
    return [
        FailedDelivery(
            attempt=row.id,
            person=row.name,
            channel=row.channel,
            state=row.state,
            label=STATES[row.state],
            tries=row.tries,
            notices=row.notices,
            outcome=row.outcome or "",
            created_at=row.created_at,
            next_try_at=None if row.state == "set_aside" else row.next_try_at,
        )
        for row in rows
    ]

"""What became of messages, for whoever runs the system: what waits, what failed, how the channels stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

_WAITING = text("SELECT count(*) FROM notice_owed")
_FAILED = text("""
    SELECT attempt.id, person.name, coalesce(channel.name, '电子邮件') AS channel, attempt.state, attempt.tries,
        attempt.outcome, attempt.next_try_at, attempt.created_at, cardinality(attempt.notices) AS notices
    FROM attempt JOIN person ON person.id = attempt.person_id LEFT JOIN channel ON channel.id = attempt.channel_id
    WHERE (attempt.state = 'set_aside' OR attempt.finished_at IS NULL AND attempt.outcome IS NOT NULL)
        AND (CAST(:before AS bigint) IS NULL OR attempt.id < :before)
        AND (CAST(:under AS text) IS NULL OR starts_with((SELECT path FROM unit WHERE id = person.unit_id), :under))
    ORDER BY attempt.id DESC LIMIT :most
""")
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

    It names no hazard: the person may have been told as the reporter of one.
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

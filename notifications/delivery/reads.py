"""What doctor and the pages ask about delivery."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

_WAITING = text("SELECT count(*) FROM notice_owed")
_FAILED = text("""
    SELECT attempt.id, person.name, attempt.channel, attempt.state, attempt.tries, attempt.outcome, attempt.next_try_at
    FROM attempt JOIN person ON person.id = attempt.person_id
    WHERE attempt.state = 'set_aside' OR (attempt.state IN ('waiting', 'sending') AND attempt.outcome IS NOT NULL)
    ORDER BY attempt.id DESC LIMIT :most
""")


@dataclass(frozen=True)
class FailedDelivery:
    """An attempt that was set aside, or that has failed and waits for its next try (machine time)."""

    attempt: int
    person: str
    channel: str
    state: str
    tries: int
    outcome: str
    next_try_at: datetime


def waiting_notices(connection: Connection) -> int:
    """Count the notices that no attempt carries yet; at night they wait for the morning."""
    return int(connection.execute(_WAITING).scalar_one())


def failed_deliveries(connection: Connection, most: int = 50) -> list[FailedDelivery]:
    """Give the latest failed attempts, newest first."""
    rows = connection.execute(_FAILED, {"most": most})
    return [
        FailedDelivery(
            row.id, row.name, row.channel, row.state, row.tries, row.outcome or "", row.next_try_at
        )
        for row in rows
    ]

"""What waits for a channel at rest goes by the next one, when it is urgent or would wait too long."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from notifications.delivery.falling_back import GivenUp, fall_back, next_way
from notifications.delivery.recipients import Recipients
from notifications.outcome import Outcome

LONGEST_WAIT_SECONDS = 900.0
"""A robot that is asked too often rests for ten minutes: a reminder may wait for that, and not for longer."""
MOST = 200

# Looked at once a rest: what stays is put off to its end. What nobody else can carry is given up after a day.
_STUCK = text("""
    SELECT attempt.id, attempt.person_id, attempt.channel_id, coalesce(attempt.tried, '{}') AS tried,
        attempt.created_at < clock_timestamp() - interval '1 day' AS old, pace.resting_until, attempt.outcome
    FROM attempt JOIN channel_pace AS pace ON pace.channel_id = attempt.channel_id
    WHERE attempt.finished_at IS NULL AND attempt.state = 'waiting' AND attempt.address IS NULL
        AND pace.resting_until > clock_timestamp() AND attempt.next_try_at < pace.resting_until
        AND (attempt.urgent OR pace.resting_until > clock_timestamp() + make_interval(secs => :longest)
            OR attempt.created_at < clock_timestamp() - make_interval(secs => :longest))
    ORDER BY attempt.urgent DESC, attempt.id LIMIT :most FOR UPDATE OF attempt SKIP LOCKED
""")
_MOVE = text("""
    UPDATE attempt SET channel_id = :channel, tries = 0, lost = NULL, outcome = NULL, next_try_at = clock_timestamp(),
        copies = nullif(coalesce(copies, 0) + least(coalesce(lost, 0), 1), 0)
    WHERE id = :attempt
""")
_STAY = text("UPDATE attempt SET next_try_at = :until WHERE id = :attempt")
_GIVE_UP = text("""
    UPDATE attempt SET state = 'set_aside', finished_at = clock_timestamp(), outcome = :why WHERE id = :attempt
""")


def move_on(connection: Connection, recipients: Recipients, resting: Collection[int], at: datetime) -> None:
    """Move what is stuck in the caller's transaction. The channel left behind may be tried again later."""
    if not resting:
        return
    stuck = connection.execute(_STUCK, {"longest": LONGEST_WAIT_SECONDS, "most": MOST}).all()
    people = recipients.people(connection, (row.person_id for row in stuck)) if stuck else {}
    given_up = [_one(connection, row, people[row.person_id], recipients, resting) for row in stuck]
    fall_back(connection, [each for each in given_up if each is not None], recipients, at)


def _one(
    connection: Connection, row: Row[Any], person: Row[Any], recipients: Recipients, resting: Collection[int]
) -> GivenUp | None:
    later = next_way(recipients, person, _not_again(row), resting)
    if later is not None:
        connection.execute(_MOVE, {"channel": later.channel_id, "attempt": row.id})
    elif row.old:
        why = row.outcome or "通道一直处于暂停之中"
        connection.execute(_GIVE_UP, {"attempt": row.id, "why": why})
        return GivenUp(row.id, Outcome(ok=False, detail=why))
    else:
        connection.execute(_STAY, {"until": row.resting_until, "attempt": row.id})
    return None


def _not_again(row: Row[Any]) -> Sequence[int]:
    return (*row.tried, row.channel_id)

"""Attempts are claimed under a lease; who finds his lease gone may mark nothing."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, text

LEASE_SECONDS = 60

# A `sending` attempt whose lease has ended was left by a crash: its try has been counted already.
_CLAIM = text("""
    UPDATE attempt SET state = 'sending', tries = tries + 1, lease = CAST(:lease AS uuid),
        next_try_at = clock_timestamp() + make_interval(secs => :seconds)
    WHERE id IN (
        SELECT id FROM attempt
        WHERE finished_at IS NULL AND next_try_at <= clock_timestamp()
        AND (NOT :night OR EXISTS (
            SELECT FROM notice WHERE notice.id = ANY(attempt.notices) AND urgency = 'urgent'
        ))
        ORDER BY next_try_at, id LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    RETURNING id, person_id, channel, tries
""")


@dataclass(frozen=True)
class Claimed:
    """One attempt in hand; `tries` counts this one."""

    id: int
    person_id: int
    channel: str
    tries: int


@dataclass(frozen=True)
class Claim:
    """Attempts held under one lease until `LEASE_SECONDS` have passed in machine time."""

    lease: str
    attempts: tuple[Claimed, ...]


def claim(connection: Connection, *, night: bool, batch: int) -> Claim:
    """Claim up to `batch` attempts whose moment has come, in the caller's transaction."""
    lease = str(uuid4())
    terms = {"lease": lease, "seconds": LEASE_SECONDS, "night": night, "batch": batch}
    found = connection.execute(_CLAIM, terms).all()
    return Claim(lease, tuple(Claimed(row.id, row.person_id, row.channel, row.tries) for row in found))

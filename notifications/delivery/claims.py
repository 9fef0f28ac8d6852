"""Attempts are claimed under a lease; who finds his lease gone may mark nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, text

LEASE_SECONDS = 60

# A `sending` attempt whose lease has ended was left by a crash: its try has been counted already.
_CLAIM = text("""
    UPDATE attempt SET state = 'sending', tries = tries + 1, lease = CAST(:lease AS uuid),
        next_try_at = clock_timestamp() + make_interval(secs => :seconds)
    WHERE id IN (
        SELECT id FROM attempt
        WHERE finished_at IS NULL AND next_try_at <= clock_timestamp()
        AND (CAST(:only AS int) IS NULL OR channel_id = :only) AND channel_id <> ALL(CAST(:without AS int[]))
        AND (urgent OR NOT EXISTS (
            SELECT FROM person WHERE person.id = attempt.person_id AND unit_id = ANY(CAST(:quiet AS int[]))
        ))
        AND NOT EXISTS (
            SELECT FROM channel_pace AS pace
            WHERE pace.channel_id = attempt.channel_id AND pace.resting_until > clock_timestamp()
        )
        ORDER BY urgent DESC, next_try_at, id LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    RETURNING id, person_id, channel_id, tries, notices, urgent, address
""")


@dataclass(frozen=True)
class Claimed:
    """One attempt in hand; `tries` counts this one. Without notices it is a trial of its channel, to `address`."""

    id: int
    person_id: int
    channel_id: int
    tries: int
    notices: tuple[int, ...] = ()
    urgent: bool = False
    address: str = ""

    @classmethod
    def of(cls, row: Row[Any]) -> "Claimed":
        """A row in hand."""
        notices = tuple(row.notices)
        return cls(row.id, row.person_id, row.channel_id, row.tries, notices, row.urgent, row.address or "")


@dataclass(frozen=True)
class Claim:
    """Attempts held under one lease until `LEASE_SECONDS` have passed in machine time."""

    lease: str
    attempts: tuple[Claimed, ...]


def claim(
    connection: Connection,
    *,
    batch: int,
    quiet: Sequence[int] = (),
    only: int | None = None,
    without: Sequence[int] = (),
) -> Claim:
    """Claim up to `batch` attempts whose moment has come, in the caller's transaction.

    Those of people whose units are `quiet` only when urgent; of one channel `only`, or of all `without` some.
    """
    lease = str(uuid4())
    terms = {"lease": lease, "seconds": LEASE_SECONDS, "batch": batch, "quiet": list(quiet)}
    found = connection.execute(_CLAIM, {**terms, "only": only, "without": list(without)}).all()
    return Claim(lease, tuple(map(Claimed.of, found)))

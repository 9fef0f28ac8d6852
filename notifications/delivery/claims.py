"""Attempts are claimed under a lease; whoever finds their lease gone may mark nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, text

LEASE_SECONDS = 60

# A `sending` attempt whose lease has ended was left by a crash: its try has been counted already.
# Chosen in a WITH, which is asked once: PostgreSQL may ask a subquery anew for each row, and take more than the batch.
_CLAIM = text("""
    WITH chosen AS MATERIALIZED (
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
    UPDATE attempt SET state = 'sending', tries = tries + 1, lease = CAST(:lease AS uuid),
        next_try_at = clock_timestamp() + make_interval(secs => :seconds)
    WHERE id IN (SELECT id FROM chosen)
    RETURNING id, person_id, channel_id, tries, notices, urgent, address, tried, lost, copies, personal_id
""")


# One worker wakes a channel, with one message: whoever does holds the row, and then the attempt is under way.
_WAKE = text("""
    SELECT channel_id FROM channel_pace AS pace
    WHERE channel_id = :channel AND resting_until <= clock_timestamp() AND NOT EXISTS (
        SELECT FROM attempt WHERE attempt.channel_id = pace.channel_id AND attempt.finished_at IS NULL
        AND attempt.state = 'sending' AND attempt.next_try_at > clock_timestamp()
    ) FOR UPDATE SKIP LOCKED
""")


@dataclass(frozen=True)
class Claimed:
    """One attempt in hand; `tries` counts this one. Without notices it is a trial of its channel, to `address`.

    `tried`: the channels before; `copies` may have come by them; `lost`: sends over this one without an answer.
    With `personal_id` it carries that personal notice to `address`.
    """

    id: int
    person_id: int
    channel_id: int
    tries: int
    notices: tuple[int, ...] = ()
    urgent: bool = False
    address: str = ""
    tried: tuple[int, ...] = ()
    lost: int = 0
    copies: int = 0
    personal_id: int | None = None

    @classmethod
    def of(cls, row: Row[Any]) -> "Claimed":
        """A row in hand."""
        own = (row.id, row.person_id, row.channel_id, row.tries, tuple(row.notices), row.urgent)
        return cls(
            *own, row.address or "", tuple(row.tried or ()), row.lost or 0, row.copies or 0, row.personal_id
        )


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


def claim_one_to_wake(connection: Connection, channel: int, quiet: Sequence[int] = ()) -> Claim:
    """Claim one attempt of a channel whose rest is over, unless one is under way already."""
    if connection.execute(_WAKE, {"channel": channel}).first() is None:
        return Claim("", ())
    return claim(connection, batch=1, quiet=quiet, only=channel)

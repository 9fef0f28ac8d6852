"""Owed notices become attempts: one for each person, carrying whatever that person is owed at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, text

from notifications.addresses import addresses
from notifications.delivery.claims import LEASE_SECONDS, Claim, Claimed
from notifications.settings import NotifySettings

# The person's row is locked, so that two planners never split one person's notices into two messages. A weak
# lock: writing a journal line or a notice that names the person does not wait for it.
_PEOPLE = text("""
    SELECT id, email, webhook, active FROM person
    WHERE id IN (SELECT person_id FROM notice_owed WHERE NOT :night OR urgent)
    ORDER BY id LIMIT :batch FOR NO KEY UPDATE SKIP LOCKED
""")
_TAKEN = text("""
    DELETE FROM notice_owed WHERE person_id = ANY(:people) AND (NOT :night OR urgent)
    RETURNING person_id, notice_id
""")
_ATTEMPTS = text("""
    INSERT INTO attempt (person_id, notices, channel, state, tries, lease, next_try_at)
    SELECT person_id, array_agg(notice_id ORDER BY notice_id), channel, 'sending', 1, CAST(:lease AS uuid),
        clock_timestamp() + make_interval(secs => :seconds)
    FROM unnest(CAST(:people AS int[]), CAST(:notices AS bigint[]), CAST(:channels AS text[]))
        AS taken (person_id, notice_id, channel)
    GROUP BY person_id, channel
    RETURNING id, person_id, channel, tries
""")


@dataclass(frozen=True)
class Planned:
    """How many notices were settled, how many of them by the in-app list alone, and the attempts that arose."""

    notices: int
    in_app: int
    held: Claim


def plan(connection: Connection, settings: NotifySettings, *, night: bool, batch: int) -> Planned:
    """Plan for up to `batch` people in the caller's transaction, at night only what is urgent.

    The attempts are held under a lease from the beginning: whoever plans them sends them.
    """
    people = connection.execute(_PEOPLE, {"night": night, "batch": batch}).all()
    if not people:
        return Planned(0, 0, Claim("", ()))
    taken = connection.execute(_TAKEN, {"night": night, "people": [row.id for row in people]}).all()
    first = {
        row.id: found[0].channel.value
        for row in people
        if row.active and (found := addresses(row.email, row.webhook, settings))
    }
    carried = [row for row in taken if row.person_id in first]
    held = _hold(connection, [(row.person_id, row.notice_id, first[row.person_id]) for row in carried])
    return Planned(len(taken), len(taken) - len(carried), held)


def _hold(connection: Connection, carried: Sequence[tuple[int, int, str]]) -> Claim:
    """One attempt a person, in our hands at once."""
    lease = str(uuid4())
    if not carried:
        return Claim(lease, ())
    people, notices, channels = (list(column) for column in zip(*carried, strict=True))
    terms = {"people": people, "notices": notices, "channels": channels}
    made = connection.execute(_ATTEMPTS, {**terms, "lease": lease, "seconds": LEASE_SECONDS})
    return Claim(lease, tuple(Claimed(row.id, row.person_id, row.channel, row.tries) for row in made))

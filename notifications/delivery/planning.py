"""Owed notices become attempts: one for each person, carrying whatever that person is owed at this moment."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from domain.words import Urgency
from notifications.addresses import addresses
from notifications.settings import NotifySettings

# The person's row is locked, so that two planners never split one person's notices into two messages. A weak
# lock: writing a journal line or a notice that names the person does not wait for it.
_PEOPLE = text("""
    SELECT id, email, webhook, active FROM person
    WHERE id IN (
        SELECT person_id FROM notice WHERE settled_at IS NULL AND (NOT :night OR urgency = :urgent)
    )
    ORDER BY id LIMIT :batch FOR NO KEY UPDATE SKIP LOCKED
""")
_OWED = text("""
    SELECT id, person_id FROM notice
    WHERE settled_at IS NULL AND person_id = ANY(:people) AND (NOT :night OR urgency = :urgent)
    ORDER BY person_id, id FOR UPDATE SKIP LOCKED
""")
_ATTEMPTS = text("""
    WITH made AS (
        INSERT INTO attempt (person_id, channel, state, tries)
        SELECT person_id, channel, 'waiting', 0
        FROM unnest(CAST(:people AS int[]), CAST(:channels AS text[])) AS first (person_id, channel)
        RETURNING id, person_id
    )
    INSERT INTO attempt_notice (attempt_id, notice_id)
    SELECT made.id, notice.id FROM notice JOIN made USING (person_id)
    WHERE notice.id = ANY(CAST(:notices AS bigint[]))
""")
_SETTLED = text("UPDATE notice SET settled_at = clock_timestamp() WHERE id = ANY(:notices)")


@dataclass(frozen=True)
class Planned:
    """How many notices were settled, how many of them by the in-app list alone, and how many attempts arose."""

    notices: int = 0
    in_app: int = 0
    attempts: int = 0


def plan(connection: Connection, settings: NotifySettings, *, night: bool, batch: int) -> Planned:
    """Plan for up to `batch` people in the caller's transaction; at night only what is urgent."""
    terms = {"night": night, "urgent": Urgency.URGENT.value}
    people = connection.execute(_PEOPLE, {**terms, "batch": batch}).all()
    owed = connection.execute(_OWED, {**terms, "people": [row.id for row in people]}).all() if people else []
    if not owed:
        return Planned()
    first = {
        row.id: found[0].channel.value
        for row in people
        if row.active and (found := addresses(row.email, row.webhook, settings))
    }
    reached = {row.person_id for row in owed} & first.keys()
    carried = [row.id for row in owed if row.person_id in reached]
    if carried:
        channels = [first[person] for person in reached]
        connection.execute(_ATTEMPTS, {"people": list(reached), "channels": channels, "notices": carried})
    connection.execute(_SETTLED, {"notices": [row.id for row in owed]})
    return Planned(len(owed), len(owed) - len(carried), len(reached))

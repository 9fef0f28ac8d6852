"""Owed notices become attempts: one for each person, carrying whatever that person is owed at this moment."""

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, text

from notifications.addresses import NOWHERE
from notifications.delivery.claims import LEASE_SECONDS, Claim, Claimed
from notifications.delivery.recipients import COLUMNS, Recipients
from notifications.pacing import ToldSoFar, after_a_message, free_at

# The person's row is locked, so that two planners never split one person's notices into two messages. A weak
# lock: writing a journal line or a notice that names the person does not wait for it.
_PEOPLE = text(f"""
    SELECT {COLUMNS}, owed.urgent, pace.day, pace.told, pace.free_at, pace.urgent_free_at
    FROM person
    JOIN (SELECT person_id, bool_or(urgent) AS urgent, bool_or(NOT urgent) AS normal
          FROM notice_owed GROUP BY person_id) AS owed ON owed.person_id = person.id
    LEFT JOIN person_pace AS pace ON pace.person_id = person.id
    WHERE (owed.urgent AND coalesce(pace.urgent_free_at <= :at, true))
        OR (owed.normal AND coalesce(pace.free_at <= :at, true) AND person.unit_id <> ALL(CAST(:at_rest AS int[])))
    ORDER BY person.id LIMIT :batch FOR NO KEY UPDATE OF person SKIP LOCKED
""")  # noqa: S608 - a constant of ours
_PACE = text("""
    INSERT INTO person_pace (person_id, day, told, free_at, urgent_free_at)
    VALUES (:person_id, :day, :told, :free_at, :urgent_free_at)
    ON CONFLICT (person_id) DO UPDATE SET day = EXCLUDED.day, told = EXCLUDED.told,
        free_at = EXCLUDED.free_at, urgent_free_at = EXCLUDED.urgent_free_at
""")
# All in the database: a person may be owed thousands, and their numbers need not travel. One row says how many.
_TAKE = text("""
    WITH chosen AS (
        SELECT * FROM unnest(CAST(:people AS int[]), CAST(:only_urgent AS bool[]), CAST(:channels AS int[]),
            CAST(:held AS bool[])) AS each (person_id, only_urgent, channel_id, held)
    ), taken AS (
        DELETE FROM notice_owed USING chosen
        WHERE notice_owed.person_id = chosen.person_id AND (notice_owed.urgent OR NOT chosen.only_urgent)
        RETURNING notice_owed.person_id, notice_owed.notice_id, notice_owed.urgent, channel_id, held
    ), made AS (
        INSERT INTO attempt (person_id, notices, channel_id, urgent, state, tries, lease, next_try_at)
        SELECT person_id, array_agg(notice_id ORDER BY notice_id), channel_id, bool_or(urgent),
            CASE WHEN held THEN 'sending' ELSE 'waiting' END, held::int,
            CASE WHEN held THEN CAST(:lease AS uuid) END,
            clock_timestamp() + CASE WHEN held THEN make_interval(secs => :seconds) ELSE '0' END
        FROM taken WHERE channel_id IS NOT NULL GROUP BY person_id, channel_id, held
        RETURNING id, person_id, channel_id, tries, notices, urgent, address, tried, lost, copies, personal_id, state
    )
    SELECT made.*, settled.* FROM (
        SELECT count(*) AS settled, count(*) FILTER (WHERE channel_id IS NULL) AS in_app FROM taken
    ) AS settled LEFT JOIN made ON made.state = 'sending'
""")


@dataclass(frozen=True)
class Planned:
    """How many notices were settled, how many of them by the in-app list alone, and the attempts that arose."""

    notices: int
    in_app: int
    seen: int
    held: Claim


@dataclass(frozen=True)
class _Choice:
    """What is done about one person now: all that is owed, only what is urgent, or nothing yet."""

    person: int
    channel: int | None
    takes: bool
    only_urgent: bool
    remembered: ToldSoFar | None


def plan(
    connection: Connection,
    recipients: Recipients,
    at: datetime,
    *,
    batch: int,
    busy: AbstractSet[int] = frozenset(),
) -> Planned:
    """Plan for up to `batch` people in the caller's transaction.

    The attempts are held under a lease from the beginning: whoever plans them sends them; those over a channel that
    is `busy` or rests, or that counts its messages, wait for their turn. `seen`: how many people were looked at.
    """
    terms = {"at": at, "batch": batch, "at_rest": recipients.at_rest(at)}
    people = connection.execute(_PEOPLE, terms).all()
    choices = [_choose(recipients, person, at) for person in people]
    taking = [each for each in choices if each.takes]
    _remember(connection, choices)
    if not taking:
        return Planned(0, 0, len(people), Claim("", ()))
    unheld = busy | recipients.limits().keys()
    return _take(connection, taking, unheld, len(people))


def _choose(recipients: Recipients, person: Row[Any], at: datetime) -> _Choice:
    """Decide for one person by their authority's pacing; whoever has no channel reads it in the app at once.

    For whoever cannot sign in either it is a message that fails.
    """
    ways = recipients.ways(person)
    if not ways:
        nowhere = NOWHERE if person.active and not person.signs_in else None
        return _Choice(person.id, nowhere, takes=True, only_urgent=False, remembered=None)
    pacing = recipients.pacing(person.unit_id)
    told = ToldSoFar(person.day, person.told or 0, person.free_at, person.urgent_free_at)
    urgent = person.urgent and (told.urgent_free_at is None or told.urgent_free_at <= at)
    free = at if urgent else free_at(pacing, told, at)
    takes = free <= at
    after = after_a_message(pacing, told, at, urgent=urgent) if takes else None
    remembered = after if takes else ToldSoFar(told.day, told.messages, free, told.urgent_free_at)
    quiet = pacing.quiet.cover(at)
    keeps = None if takes and not recipients.settings.paced else remembered
    return _Choice(person.id, ways[0].channel_id, takes=takes, only_urgent=urgent and quiet, remembered=keeps)


def _remember(connection: Connection, choices: Sequence[_Choice]) -> None:
    """Write down how much each was told."""
    rows = [
        {
            "person_id": each.person,
            "day": each.remembered.day,
            "told": each.remembered.messages,
            "free_at": each.remembered.free_at,
            "urgent_free_at": each.remembered.urgent_free_at,
        }
        for each in choices
        if each.remembered is not None
    ]
    if rows:
        connection.execute(_PACE, rows)


def _take(connection: Connection, taking: Sequence[_Choice], unheld: AbstractSet[int], seen: int) -> Planned:
    """One attempt a person, in our hands at once where its channel is free; without a channel, none."""
    lease = str(uuid4())
    terms = {
        "people": [each.person for each in taking],
        "only_urgent": [each.only_urgent for each in taking],
        "channels": [each.channel for each in taking],
        "held": [each.channel not in unheld for each in taking],
    }
    found = connection.execute(_TAKE, {**terms, "lease": lease, "seconds": LEASE_SECONDS}).all()
    held = Claim(lease, tuple(Claimed.of(row) for row in found if row.id is not None))
    return Planned(found[0].settled, found[0].in_app, seen, held)

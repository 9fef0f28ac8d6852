"""What became of the attempts is written down, by whoever still holds the lease."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from domain.incidents import close_incident, open_incident, open_incidents
from notifications.addresses import addresses
from notifications.delivery.claims import Claim, Claimed
from notifications.outcome import Outcome
from notifications.retry import wait_before_next_try
from notifications.settings import NotifySettings

UNDELIVERED = "undelivered"
SENT, WAITING, SET_ASIDE = "sent", "waiting", "set_aside"

_MARK = text("""
    UPDATE attempt SET state = became.state, outcome = became.outcome, lease = NULL,
        tries = attempt.tries - became.not_begun,
        next_try_at = clock_timestamp() + make_interval(secs => became.wait),
        finished_at = CASE WHEN became.state <> 'waiting' THEN clock_timestamp() END
    FROM unnest(CAST(:ids AS bigint[]), CAST(:states AS text[]), CAST(:waits AS float8[]),
        CAST(:outcomes AS text[]), CAST(:not_begun AS int[])) AS became (id, state, wait, outcome, not_begun)
    WHERE attempt.id = became.id AND attempt.state = 'sending' AND attempt.lease = CAST(:lease AS uuid)
    RETURNING attempt.id
""")
_REACHABLE = text("SELECT id, name, email, webhook, active FROM person WHERE id = ANY(:people)")
_NEXT_CHANNEL = text("""
    INSERT INTO attempt (person_id, notices, channel, state, tries)
    SELECT person_id, notices, :channel, 'waiting', 0 FROM attempt WHERE id = :attempt
""")


@dataclass(frozen=True)
class Marked:
    """One attempt and what it becomes; `wait` in seconds of machine time before the next try."""

    attempt: Claimed
    outcome: Outcome
    state: str
    wait: float = 0.0
    not_begun: bool = False


def judge(attempt: Claimed, outcome: Outcome) -> Marked:
    """Decide what becomes of an attempt: sent, tried again after a pause, or set aside."""
    if outcome.ok:
        return Marked(attempt, outcome, SENT)
    chance = random.random()  # noqa: S311 - jitter, not a secret
    pause = None if outcome.final else wait_before_next_try(attempt.tries, chance, outcome.retry_after)
    if pause is None:
        return Marked(attempt, outcome, SET_ASIDE)
    return Marked(attempt, outcome, WAITING, pause.total_seconds())


def give_back(attempt: Claimed) -> Marked:
    """Return an attempt whose sending was not begun; its try does not count."""
    return Marked(attempt, Outcome(ok=False, detail="尚未发送"), WAITING, not_begun=True)


def mark(
    connection: Connection, held: Claim, marks: Sequence[Marked], settings: NotifySettings
) -> list[Marked]:
    """Write the marks in the caller's transaction; gives those whose lease still held, the others are void."""
    terms = {
        "lease": held.lease,
        "ids": [each.attempt.id for each in marks],
        "states": [each.state for each in marks],
        "waits": [each.wait for each in marks],
        "outcomes": [each.outcome.short() for each in marks],
        "not_begun": [int(each.not_begun) for each in marks],
    }
    kept = {row.id for row in connection.execute(_MARK, terms)}
    valid = [each for each in marks if each.attempt.id in kept]
    _fall_back(connection, [each for each in valid if each.state == SET_ASIDE], settings)
    _reached_again(connection, {each.attempt.person_id for each in valid if each.state == SENT})
    return valid


def _fall_back(connection: Connection, given_up: list[Marked], settings: NotifySettings) -> None:
    """Try the person's next channel, or tell whoever runs the system that there is none."""
    if not given_up:
        return
    found = connection.execute(_REACHABLE, {"people": [each.attempt.person_id for each in given_up]})
    people = {row.id: row for row in found}
    for each in given_up:
        attempt, person = each.attempt, people[each.attempt.person_id]
        ways = addresses(person.email, person.webhook, settings) if person.active else ()
        later = None if each.outcome.unreadable else _after(attempt.channel, [way.channel for way in ways])
        if later is not None:
            connection.execute(_NEXT_CHANNEL, {"channel": later, "attempt": attempt.id})
        else:
            detail = f"{person.name} 未收到消息（通道 {attempt.channel}）：{each.outcome.short()}"
            open_incident(
                connection, UNDELIVERED, _subject(attempt, unreadable=each.outcome.unreadable), detail
            )


ORDER: Mapping[str, int] = {"webhook": 0, "mail": 1}


def _after(channel: str, open_channels: Sequence[str]) -> str | None:
    """Give the open channel that stands after this one in the fixed order, so that none is tried twice."""
    later = [str(each) for each in open_channels if ORDER[each] > ORDER[channel]]
    return min(later, key=ORDER.__getitem__, default=None)


def _subject(attempt: Claimed, *, unreadable: bool) -> str:
    """Name the fault: a message that cannot be written, or a person who cannot be reached."""
    return f"attempt:{attempt.id}" if unreadable else f"person:{attempt.person_id}"


def _reached_again(connection: Connection, people: set[int]) -> None:
    """Close the incidents of people who are reached again."""
    if not people:
        return
    subjects = {f"person:{person}" for person in people}
    for incident in open_incidents(connection):
        if incident.kind == UNDELIVERED and incident.subject in subjects:
            close_incident(connection, UNDELIVERED, incident.subject)

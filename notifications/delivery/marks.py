"""What became of the attempts is written down, by whoever still holds the lease."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from domain.incidents import UNCONFIRMED, UNDELIVERED, close_incident, of_person, open_incidents
from domain.queries.deliveries import said_openly
from notifications.delivery.budget import awake, rest, rest_on
from notifications.delivery.claims import Claim, Claimed
from notifications.delivery.falling_back import GivenUp, fall_back
from notifications.delivery.letters import ANSWERED as HAS_ANSWERED
from notifications.delivery.recipients import Recipients
from notifications.outcome import Outcome
from notifications.retry import wait_before_next_try

SENT, WAITING, SET_ASIDE, ANSWERED = "sent", "waiting", "set_aside", "answered"
FIRST_ASK_SECONDS = 10

_MARK = text("""
    UPDATE attempt SET state = became.state, outcome = became.outcome, lease = NULL,
        tries = attempt.tries - became.not_begun, receipt = became.receipt,
        lost = nullif(coalesce(attempt.lost, 0) + became.lost, 0),
        next_try_at = clock_timestamp() + make_interval(secs => became.wait),
        finished_at = CASE WHEN became.state <> 'waiting' THEN clock_timestamp() END,
        ask_at = CASE WHEN became.state = 'sent' AND became.receipt IS NOT NULL
            THEN clock_timestamp() + make_interval(secs => :ask) END
    FROM unnest(CAST(:ids AS bigint[]), CAST(:states AS text[]), CAST(:waits AS float8[]),
        CAST(:outcomes AS text[]), CAST(:not_begun AS int[]), CAST(:receipts AS text[]),
        CAST(:lost AS int[]))
        AS became (id, state, wait, outcome, not_begun, receipt, lost)
    WHERE attempt.id = became.id AND attempt.state = 'sending' AND attempt.lease = CAST(:lease AS uuid)
    RETURNING attempt.id
""")


@dataclass(frozen=True)
class Marked:
    """One attempt and what it becomes; `wait` in seconds of machine time before the next try."""

    attempt: Claimed
    outcome: Outcome
    state: str
    wait: float = 0.0
    not_begun: bool = False


def judge(attempt: Claimed, outcome: Outcome, *, more: bool = False) -> Marked:
    """Decide what becomes of an attempt: sent, tried again after a pause, or set aside. `more`: a channel is left.

    Where the vendor wants its whole robot or app left alone, the try does not count, and the channel's rest is the
    pause. Where no answer came, at most one more copy goes out: over the next channel if there is one.
    """
    if outcome.ok:
        return Marked(attempt, outcome, SENT)
    if outcome.wait and not outcome.final:
        return Marked(attempt, outcome, WAITING, not_begun=True)
    pause = wait_before_next_try(attempt.tries, random.random(), outcome.retry_after)  # noqa: S311 - jitter
    if outcome.final or pause is None or (outcome.lost and not _may_repeat(attempt, outcome, more=more)):
        return Marked(attempt, outcome, SET_ASIDE)
    return Marked(attempt, outcome, WAITING, pause.total_seconds())


def _may_repeat(attempt: Claimed, outcome: Outcome, *, more: bool) -> bool:
    """Whether what may have arrived goes over the same channel once more: a vendor that knows it shows it once."""
    if outcome.repeats:
        return attempt.lost < outcome.repeats
    return not more and attempt.copies + attempt.lost == 0


def give_back(attempt: Claimed, wait: float = 0.0) -> Marked:
    """Return an attempt whose sending was not begun; its try does not count."""
    return Marked(attempt, Outcome(ok=False, detail="尚未发送"), WAITING, wait, not_begun=True)


def answered(attempt: Claimed) -> Marked:
    """End an attempt whose reader has pressed 知道了 before it was sent."""
    return Marked(attempt, HAS_ANSWERED, ANSWERED)


def mark(
    connection: Connection,
    held: Claim,
    marks: Sequence[Marked],
    recipients: Recipients,
    at: datetime,
    *,
    asked: bool,
) -> list[Marked]:
    """Write the marks in the caller's transaction; gives those whose lease still held, the others are void.

    `asked`: the channels were asked; only then does an end open one that rested.
    """
    terms = {
        "lease": held.lease,
        "ask": FIRST_ASK_SECONDS,
        "ids": [each.attempt.id for each in marks],
        "states": [each.state for each in marks],
        "waits": [each.wait for each in marks],
        "outcomes": [each.outcome.short() for each in marks],
        "not_begun": [int(each.not_begun) for each in marks],
        "receipts": [each.outcome.receipt for each in marks],
        "lost": [int(each.outcome.lost) for each in marks],
    }
    kept = {row.id for row in connection.execute(_MARK, terms)}
    valid = [each for each in marks if each.attempt.id in kept]
    if asked:
        said = [each for each in valid if not each.not_begun]
        awake(connection, (each.attempt.channel_id for each in said if each.outcome.ok or each.outcome.final))
        rest_on(connection, (each.attempt.channel_id for each in said))
    for each in valid:
        if each.outcome.wait and not each.outcome.final:
            rest(connection, each.attempt.channel_id, each.outcome.wait, each.outcome.short())
    lost = [GivenUp(each.attempt.id, each.outcome) for each in valid if each.state == SET_ASIDE]
    fall_back(connection, lost, recipients, at)
    sent = {each.attempt.id: each.attempt.person_id for each in valid if each.state == SENT}
    _reached_again(connection, {sent[attempt] for attempt in said_openly(connection, sent)})
    return valid


def _reached_again(connection: Connection, people: Iterable[int]) -> None:
    """Close the incidents of people who are reached again."""
    subjects = {of_person(person) for person in people}
    if not subjects:
        return
    for incident in open_incidents(connection):
        if incident.kind in (UNDELIVERED, UNCONFIRMED) and incident.subject in subjects:
            close_incident(connection, incident.kind, incident.subject)

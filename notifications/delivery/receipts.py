"""How far a message came that a vendor took: asked by receipt a few times, then left as it is known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from domain.store.base import Store
from notifications.delivery.budget import rest
from notifications.delivery.falling_back import GivenUp, fall_back
from notifications.delivery.recipients import Recipients
from notifications.outcome import Outcome, Reached, Receipt
from notifications.sender import Sender
from notifications.settings import NotifySettings, from_environment

PAUSES = (120.0, 1800.0, 21600.0)
"""Seconds until it is asked again; after the last nobody asks any more."""
LEASE_SECONDS = 60
MOST = 50

# Chosen in a WITH, which is asked once, as in `claims`.
_CLAIM = text("""
    WITH chosen AS MATERIALIZED (
        SELECT id FROM attempt WHERE ask_at <= clock_timestamp()
        AND NOT EXISTS (
            SELECT FROM channel_pace AS pace
            WHERE pace.channel_id = attempt.channel_id AND pace.resting_until > clock_timestamp()
        )
        ORDER BY ask_at LIMIT :most FOR UPDATE SKIP LOCKED
    )
    UPDATE attempt SET ask_at = clock_timestamp() + make_interval(secs => :seconds), asked = coalesce(asked, 0) + 1
    WHERE id IN (SELECT id FROM chosen)
    RETURNING id, person_id, channel_id, receipt, asked, reached, address, notices, tries,
        finished_at < clock_timestamp() - interval '1 day' AS is_old
""")
# What was claimed of an app that rests meanwhile is not asked, and keeps its questions for when it wakes.
_GIVEN_BACK = text(
    "UPDATE attempt SET ask_at = clock_timestamp(), asked = asked - 1 WHERE id = ANY(:ids) AND state = 'sent'"
)
_LEARNED = text("""
    UPDATE attempt SET reached = :reached, outcome = CASE WHEN :detail <> '' THEN :detail ELSE outcome END,
        state = CASE WHEN :lost THEN 'set_aside' ELSE state END,
        finished_at = CASE WHEN :lost THEN clock_timestamp() ELSE finished_at END,
        asked = asked - CASE WHEN :uncounted THEN 1 ELSE 0 END,
        ask_at = CASE WHEN CAST(:wait AS float8) IS NOT NULL
            THEN clock_timestamp() + make_interval(secs => :wait) END
    WHERE id = :id AND state = 'sent'
    RETURNING id
""")


@dataclass(frozen=True)
class ReceiptAsked:
    """How many receipts were asked, and how many of those messages turned out not to have arrived."""

    asked: int = 0
    lost: int = 0


def ask_receipts(
    store: Store, sender: Sender, *, at: datetime, settings: NotifySettings | None = None
) -> ReceiptAsked:
    """Ask for what is due, one after another: each question is bounded in time. A lost message falls back.

    An app that answers "too often" is asked nothing more.
    """
    settings = settings or from_environment()
    asked = lost = 0
    resting: set[int] = set()
    spared: list[int] = []
    with store.engine.begin() as connection:
        due = connection.execute(_CLAIM, {"seconds": LEASE_SECONDS, "most": MOST}).all()
    for attempt in due:
        if attempt.channel_id in resting:
            spared.append(attempt.id)
            continue
        with store.asking() as connection:
            url = _url(connection, Recipients.open(connection, store, settings), attempt)
        found = sender.ask(url, attempt.receipt) if url else Receipt(Reached.UNKNOWN)
        with store.engine.begin() as connection:
            recipients = Recipients.open(connection, store, settings)
            lost += _learn(connection, attempt, found, recipients, at)
        asked += 1
        if found.wait:
            resting.add(attempt.channel_id)
    with store.engine.begin() as connection:
        connection.execute(_GIVEN_BACK, {"ids": spared})
    return ReceiptAsked(asked, lost)


def _url(connection: Connection, recipients: Recipients, attempt: Row[Any]) -> str | None:
    person = recipients.people(connection, [attempt.person_id])[attempt.person_id]
    return next((way.url for way in recipients.ways(person) if way.channel_id == attempt.channel_id), None)


def _learn(
    connection: Connection, attempt: Row[Any], found: Receipt, recipients: Recipients, at: datetime
) -> bool:
    """Write down what the vendor said; says whether the message turned out to be lost.

    After an answer that was lost the vendor refuses what the reader has already. "Too often" is no answer, and uses
    up no question within a day of the sending.
    """
    if found.unless_repeated and attempt.tries > 1:
        found = Receipt(Reached.UNKNOWN, "平台没有重复发送：先前那次可能已送达")
    is_lost = found.reached is Reached.FAILED
    if found.wait:
        rest(connection, attempt.channel_id, found.wait, found.detail)
    uncounted = bool(found.wait) and not attempt.is_old
    last = attempt.asked > len(PAUSES) and not uncounted
    ended = is_lost or found.reached in (Reached.READ, Reached.UNKNOWN) or last
    wait = None if ended else found.wait or PAUSES[attempt.asked - 1]
    known = attempt.reached if found.reached is Reached.PENDING and attempt.reached else found.reached.value
    terms = {"id": attempt.id, "reached": known, "detail": found.detail, "lost": is_lost}
    terms |= {"wait": wait, "uncounted": uncounted}
    still = connection.execute(_LEARNED, terms).first() is not None
    if is_lost and still:
        outcome = Outcome(ok=False, detail=found.detail, final=True)
        fall_back(connection, [GivenUp(attempt.id, outcome)], recipients, at)
    return is_lost and still

"""What follows an attempt that failed for good: the next channel, then the superior is told, then an incident."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Row, text

from domain.incidents import UNDELIVERED, is_open, of_person, open_incident
from domain.rules.organisation import Directory
from domain.rules.visibility import may_see
from domain.tables import Hazard
from domain.words import Role
from notifications.delivery.book import Book
from notifications.outcome import Outcome

OF_THE_UNIT = (Role.OFFICER, Role.DEPUTY, Role.CHIEF)
OF_THE_AUTHORITY = (Role.DESK, Role.LEADER, Role.HEAD)

_ATTEMPTS = text("""
    SELECT id, person_id, channel_id, notices, coalesce(tried, '{}') AS tried FROM attempt WHERE id = ANY(:ids)
""")
_NEXT_CHANNEL = text("""
    INSERT INTO attempt (person_id, notices, channel_id, urgent, state, tries, tried)
    SELECT person_id, notices, :channel, urgent, 'waiting', 0, coalesce(tried, '{}') || channel_id
    FROM attempt WHERE id = :attempt
""")
# A reporter is told of his report's fate as a reporter: nobody may learn that from his silence.
_ABOUT = text("""
    SELECT notice.id, notice.kind, hazard.unit_id, hazard.department_id, hazard.involved, hazard.addressed_up,
        hazard.state
    FROM notice JOIN hazard ON hazard.id = notice.hazard_id
    WHERE notice.id = ANY(:notices) AND notice.kind <> 'undelivered'
        AND NOT (hazard.reporter_id = notice.person_id AND notice.kind IN ('inform', 'closed'))
    ORDER BY notice.urgency = 'urgent' DESC, notice.id
""")
_TELL = text("""
    INSERT INTO notice (entry_id, hazard_id, person_id, kind, urgency, at, data)
    SELECT entry_id, hazard_id, :superior, 'undelivered', urgency, :at,
        jsonb_build_object('who', CAST(:who AS text), 'of', kind)
    FROM notice WHERE id = :notice
    ON CONFLICT DO NOTHING RETURNING id
""")


@dataclass(frozen=True)
class GivenUp:
    """An attempt that nobody tries again, and why."""

    attempt: int
    outcome: Outcome


def fall_back(connection: Connection, given_up: Sequence[GivenUp], book: Book, at: datetime) -> None:
    """Try each person's next channel; where there is none left, tell his superior once and open an incident.

    A trial of a channel falls back on nothing: its outcome stands on the page that asked for it. Nor does a message to
    whoever has left: his work passed to a successor, who was told.
    """
    if not given_up:
        return
    why = {each.attempt: each.outcome for each in given_up}
    attempts = connection.execute(_ATTEMPTS, {"ids": list(why)}).all()
    people = book.people(connection, (attempt.person_id for attempt in attempts))
    for attempt in attempts:
        if attempt.notices and people[attempt.person_id].active:
            _one(connection, attempt, people[attempt.person_id], why[attempt.id], book, at)


def _one(
    connection: Connection, attempt: Row[Any], person: Row[Any], outcome: Outcome, book: Book, at: datetime
) -> None:
    if outcome.unreadable:
        detail = f"发给{person.name}的消息无法生成：{outcome.short()}"
        open_incident(connection, UNDELIVERED, f"attempt:{attempt.id}", detail)
        return
    tried = {*attempt.tried, attempt.channel_id}
    later = next((way.channel_id for way in book.ways(person) if way.channel_id not in tried), None)
    if later is not None:
        connection.execute(_NEXT_CHANNEL, {"channel": later, "attempt": attempt.id})
        return
    told = ""
    if not is_open(connection, UNDELIVERED, of_person(person.id)):
        told = _tell_a_superior(connection, attempt.notices, person, book.directory, at)
    detail = f"{person.name}未收到消息（{name_of(book, attempt.channel_id)}）：{outcome.short()}{told}"
    open_incident(connection, UNDELIVERED, of_person(person.id), detail)


def _tell_a_superior(
    connection: Connection, notices: Sequence[int], person: Row[Any], directory: Directory, at: datetime
) -> str:
    """Owe the first superior who may see the hazard, and was not told of the same act, a notice of its own."""
    for notice in connection.execute(_ABOUT, {"notices": list(notices)}).all():
        hazard = cast("Hazard", SimpleNamespace(**notice._mapping))  # noqa: SLF001 - the documented way to a dict
        for superior in superiors_of(directory, person.id, at):
            if not may_see(hazard, directory, superior, at):
                continue
            terms = {"superior": superior, "at": at, "who": person.name, "notice": notice.id}
            if connection.execute(_TELL, terms).first() is not None:
                return f"；已告知{directory.name_of(superior)}"
    return ""


def superiors_of(directory: Directory, person_id: int, at: datetime) -> Iterator[int]:
    """Who stands above a person, nearest first: his department's head, his institution's posts, the authority's."""
    home = directory.people[person_id].unit_id
    institution = directory.institution_of(home).id
    authority = directory.authority_of(home).id
    seats = [(home, Role.DEPARTMENT_HEAD), *((institution, role) for role in OF_THE_UNIT)]
    seats += [(authority, role) for role in OF_THE_AUTHORITY]
    own = [n for n, seat in enumerate(seats) if person_id in directory.holders(*seat, at)]
    for seat in seats[max(own, default=-1) + 1 :]:
        yield from (holder for holder in directory.holders(*seat, at) if holder != person_id)


def name_of(book: Book, channel_id: int) -> str:
    """The name of a channel as people know it."""
    card = book.channels.get(channel_id)
    return card.name if card else "电子邮件" if channel_id == 0 else "已停用的通道"

"""What follows an attempt that failed for good: the next channel, then the superior is told, then an incident."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Row, text

from domain.cases.kind import Kind
from domain.directory.organisation import Actor, Directory
from domain.incidents import UNCONFIRMED, UNDELIVERED, of_person, open_incident
from domain.kinds import KINDS
from domain.queries.deliveries import OPENLY, said_openly
from domain.roles import LINE, POSTS
from domain.words import UnitKind
from notifications.addresses import NOWHERE, OUR_MAIL, Way
from notifications.delivery.recipients import Recipients
from notifications.outcome import Outcome

_ATTEMPTS = text("""
    SELECT id, person_id, channel_id, notices, coalesce(tried, '{}') AS tried, coalesce(lost, 0) AS lost,
        coalesce(copies, 0) AS copies
    FROM attempt WHERE id = ANY(:ids)
""")
_NEXT_CHANNEL = text("""
    INSERT INTO attempt (person_id, notices, channel_id, urgent, state, tries, tried, copies)
    SELECT person_id, notices, :channel, urgent, 'waiting', 0, coalesce(tried, '{}') || channel_id, :copies
    FROM attempt WHERE id = :attempt
""")
# A reporter is told of their report's fate as a reporter: nobody may learn that from their silence.
_ABOUT = {
    name: text(f"""
        SELECT subject.*, notice.id AS notice
        FROM notice JOIN {name} AS subject ON subject.id = notice.case_id
            LEFT JOIN hazard ON hazard.id = notice.case_id
        WHERE notice.id = ANY(:notices) AND notice.kind <> 'undelivered' AND {OPENLY}
        ORDER BY notice.urgency = 'urgent' DESC, notice.id
    """)  # noqa: S608 - names and constants of ours
    for name in KINDS
}
_TELL = text("""
    INSERT INTO notice (entry_id, case_id, person_id, kind, urgency, at, data)
    SELECT entry_id, case_id, :superior, 'undelivered', urgency, :at,
        jsonb_build_object('who', CAST(:who AS text), 'person', CAST(:person AS integer), 'of', kind)
    FROM notice WHERE id = :notice
    ON CONFLICT DO NOTHING RETURNING person_id AS superior, case_id AS "case"
""")
# The open incident names the case of which a superior was told; the notice that told them names the person.
_TOLD = text("""
    SELECT notice.person_id AS superior, notice.case_id AS "case"
    FROM incident JOIN journal ON journal.case_id = incident.case_id
        JOIN notice ON notice.person_id = ANY(:superiors) AND notice.entry_id = journal.id
    WHERE incident.kind = :kind AND incident.subject = :subject AND incident.closed_at IS NULL
        AND notice.kind = 'undelivered' AND notice.data ->> 'person' = CAST(:person AS text)
    ORDER BY notice.id DESC LIMIT 1
""")


@dataclass(frozen=True)
class GivenUp:
    """An attempt that nobody tries again, and why."""

    attempt: int
    outcome: Outcome


def fall_back(
    connection: Connection, given_up: Sequence[GivenUp], recipients: Recipients, at: datetime
) -> None:
    """Try each person's next channel; where there is none left, tell their superior once and open an incident.

    Of what may have arrived no third copy goes out, and nobody is told that it did not come: the incident says so.

    A trial of a channel falls back on nothing: its outcome stands on the page that asked for it. Nor does a message to
    whoever has left: their work passed to a successor, who was told.
    """
    if not given_up:
        return
    why = {each.attempt: each.outcome for each in given_up}
    attempts = connection.execute(_ATTEMPTS, {"ids": list(why)}).all()
    people = recipients.people(connection, (attempt.person_id for attempt in attempts))
    openly = said_openly(connection, why)
    for attempt in attempts:
        person, outcome = people[attempt.person_id], why[attempt.id]
        if not (attempt.notices and person.active):
            continue
        copies = attempt.copies + _of_this_channel(attempt.lost, outcome)
        goes_on = not outcome.unreadable and _by_the_next_channel(
            connection, attempt, person, copies, recipients
        )
        if not goes_on and attempt.id in openly:
            _make_known(connection, attempt, person, outcome, copies, recipients, at)


def _by_the_next_channel(
    connection: Connection, attempt: Row[Any], person: Row[Any], copies: int, recipients: Recipients
) -> bool:
    """Try the person's next channel, if there is one and no third copy may come of it; says whether."""
    later = next_way(recipients, person, (*attempt.tried, attempt.channel_id))
    if later is None or copies > 1:
        return False
    terms = {"channel": later.channel_id, "attempt": attempt.id, "copies": copies or None}
    connection.execute(_NEXT_CHANNEL, terms)
    return True


def _make_known(
    connection: Connection,
    attempt: Row[Any],
    person: Row[Any],
    outcome: Outcome,
    copies: int,
    recipients: Recipients,
    at: datetime,
) -> None:
    """Nothing is left to try: what surely did not come is told a superior once; an incident is opened."""
    if outcome.unreadable:
        detail = f"发给{person.name}的消息无法生成：{outcome.short()}"
        open_incident(connection, UNDELIVERED, f"attempt:{attempt.id}", detail)
        return
    said = f"（{name_of(recipients, attempt.channel_id)}）：{outcome.short()}"
    if copies:
        detail = f"不能确认{person.name}是否收到消息{said}"
        open_incident(connection, UNCONFIRMED, of_person(person.id), detail)
        return
    directory, detail = recipients.directory, f"{person.name}未收到消息{said}"
    # Once told, a superior is not told again while it stays so; the incident goes on saying who it was.
    told = _already_told(connection, person, directory, at)
    told = told or _tell_a_superior(connection, attempt.notices, person, directory, at)
    if told is None:
        open_incident(connection, UNDELIVERED, of_person(person.id), detail)
    else:
        detail += f"；已告知{directory.name_of(told.superior)}"
        open_incident(connection, UNDELIVERED, of_person(person.id), detail, case_id=told.case)


def _of_this_channel(lost: int, outcome: Outcome) -> int:
    """How many copies may have come over this channel: what it refuses for good it never took."""
    if outcome.final and not outcome.lost:
        return 0
    return lost if outcome.lost and not outcome.repeats else min(lost, 1)


def next_way(
    recipients: Recipients, person: Row[Any], tried: Sequence[int], resting: Container[int] = ()
) -> Way | None:
    """The first way to a person that was not tried and does not rest."""
    ways = recipients.ways(person)
    return next((way for way in ways if way.channel_id not in tried and way.channel_id not in resting), None)


def _already_told(
    connection: Connection, person: Row[Any], directory: Directory, at: datetime
) -> Row[Any] | None:
    """Which superior was told since the person's incident is open, and of which case."""
    superiors = list(superiors_of(directory, person.id, at))
    terms = {"kind": UNDELIVERED, "subject": of_person(person.id), "person": person.id}
    return connection.execute(_TOLD, terms | {"superiors": superiors}).first()


def _tell_a_superior(
    connection: Connection, notices: Sequence[int], person: Row[Any], directory: Directory, at: datetime
) -> Row[Any] | None:
    """Owe the first superior who may see the case, and was not told of the same act, a notice of its own."""
    for kind, notice in _cases_of(connection, notices):
        for superior in superiors_of(directory, person.id, at):
            if not kind.may_see(notice, directory, Actor(superior), at):
                continue
            terms = {"superior": superior, "at": at, "who": person.name, "person": person.id}
            told = connection.execute(_TELL, terms | {"notice": notice.notice}).first()
            if told is not None:
                return told
    return None


def _cases_of(connection: Connection, notices: Sequence[int]) -> Iterator[tuple[Kind, SimpleNamespace]]:
    """What these notices are about, kind by kind, the urgent first: the row of the case, with its `notice`."""
    for name, kind in KINDS.items():
        for row in connection.execute(_ABOUT[name], {"notices": list(notices)}).all():
            yield kind, SimpleNamespace(**row._mapping)  # noqa: SLF001 - the documented way to a dict


def superiors_of(directory: Directory, person_id: int, at: datetime) -> Iterator[int]:
    """Who stands above a person, nearest first: their department's head, their institution's posts, the authority's."""
    home = directory.people[person_id].unit_id
    units = {
        UnitKind.DEPARTMENT: home,
        UnitKind.INSTITUTION: directory.institution_of(home).id,
        UnitKind.AUTHORITY: directory.authority_of(home).id,
    }
    seats = [(units[POSTS[role].at], role) for role in LINE]
    own = [n for n, seat in enumerate(seats) if person_id in directory.holders(*seat, at)]
    for seat in seats[max(own, default=-1) + 1 :]:
        yield from (holder for holder in directory.holders(*seat, at) if holder != person_id)


def name_of(recipients: Recipients, channel_id: int) -> str:
    """The name of a channel as people know it."""
    card = recipients.channels.get(channel_id)
    without = {OUR_MAIL: "电子邮件", NOWHERE: "没有通道"}
    return card.name if card else without.get(channel_id, "已停用的通道")

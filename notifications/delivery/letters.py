"""What each claimed attempt says: the facts are read when it is sent, so that they are true then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from domain.calendar import day_of, end_of
from domain.messages import whole
from domain.messages.facts import Facts
from domain.messages.whole import Workload
from domain.queries.facts import Told, read_notices, workloads
from domain.words import NoticeKind
from notifications.addresses import Named
from notifications.delivery.book import Book
from notifications.delivery.claims import Claimed
from notifications.outcome import Outcome

_LAST = frozenset({NoticeKind.INFORM, NoticeKind.CLOSED, NoticeKind.TRANSFER})
ANSWERED = Outcome(ok=True, detail="本人已按“知道了”，不再发送")


@dataclass(frozen=True)
class Letter:
    """One message ready to go; the URL may hold a secret."""

    attempt: Claimed
    url: str = field(repr=False)
    title: str
    body: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """Letters to send, attempts answered before they were sent, and attempts that cannot go, with the reason."""

    letters: tuple[Letter, ...]
    answered: tuple[Claimed, ...]
    failed: tuple[tuple[Claimed, Outcome], ...]


def write_letters(connection: Connection, attempts: Sequence[Claimed], book: Book, at: datetime) -> Written:
    """Write a letter for each attempt."""
    people = book.people(connection, (attempt.person_id for attempt in attempts))
    told = read_notices(connection, (notice for attempt in attempts for notice in attempt.notices))
    digests = [attempt.person_id for attempt in attempts if len(attempt.notices) > 1]
    loads = workloads(connection, digests, at, end_of(day_of(at)))
    letters, answered, failed = [], [], []
    for attempt in attempts:
        mine = [each for notice in attempt.notices if not (each := told[notice]).answered]
        if attempt.notices and not mine:
            answered.append(attempt)
            continue
        load = loads.get(attempt.person_id, Workload())
        written = _written(attempt, people[attempt.person_id], mine, book, at, load)
        if isinstance(written, Letter):
            letters.append(written)
        else:
            failed.append((attempt, written))
    return Written(tuple(letters), tuple(answered), tuple(failed))


def _written(
    attempt: Claimed, person: Row[Any], told: list[Told], book: Book, at: datetime, load: Workload
) -> Letter | Outcome:
    """Write one letter, or say why it cannot go."""
    try:
        url = _url(attempt, person, book)
        if url is None:
            return Outcome(ok=False, detail="这个通道已停用，或没有此人的地址", final=True)
        return _message(attempt, url, told, book, at, load) if told else _trial(attempt, url, book)
    except Exception as error:  # noqa: BLE001 - one unreadable message must not hurt its neighbours
        return Outcome(ok=False, detail=f"消息无法生成：{type(error).__name__}", unreadable=True)


def _url(attempt: Claimed, person: Row[Any], book: Book) -> str | None:
    """The address of this person on the attempt's channel; a trial goes where the page said."""
    if not attempt.notices:
        card = book.channels.get(attempt.channel_id)
        named = Named(person.key, person.phone, person.email)
        way = book.way(card, attempt.address, named) if card else None
        return way.url if way else None
    return next((way.url for way in book.ways(person) if way.channel_id == attempt.channel_id), None)


def _message(
    attempt: Claimed, url: str, told: list[Told], book: Book, at: datetime, load: Workload
) -> Letter:
    """One notice in its own words, or several as a digest of which the most urgent stands first."""
    settings = book.settings
    facts = [each.facts(settings.link, at) for each in told]
    first = facts[min(range(len(told)), key=lambda n: _urgency(told[n], facts[n]))]
    data = {"id": attempt.id, "notices": len(told), "kind": first.kind.value, **whole.card(first)}
    if len(told) == 1:
        return Letter(attempt, url, whole.title(first), whole.one(first), {**data, "link": first.link})
    listings = sum(each.kind is NoticeKind.PROPOSE_LISTING for each in facts)
    load = Workload(load.today, load.late, load.to_sign + listings)
    link = settings.tasks_link()
    said = whole.digest(first, load, link)
    return Letter(attempt, url, whole.DIGEST_TITLE, said, {**data, "kind": "digest", "link": link})


def _trial(attempt: Claimed, url: str, book: Book) -> Letter:
    """A message that only shows that the channel works."""
    link = book.settings.tasks_link()
    body = whole.trial(book.channels[attempt.channel_id].name, link)
    return Letter(attempt, url, whole.TRIAL_TITLE, body, {"id": attempt.id, "kind": "trial", "link": link})


def _urgency(told: Told, facts: Facts) -> tuple[bool, bool, datetime]:
    """Order what a digest names first: urgent, then what asks for an act, then the earliest date."""
    never = facts.at + timedelta(days=36500)
    return not told.urgent, facts.kind in _LAST, facts.rectify_by or never

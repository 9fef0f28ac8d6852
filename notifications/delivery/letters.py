"""What each claimed attempt says: the facts are read when it is sent, so that they are true then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from domain.calendar import day_of, end_of
from domain.messages import whole
from domain.messages.whole import Workload
from domain.queries.facts import Said, first_of, workloads
from notifications.addresses import Named
from notifications.delivery.book import Book
from notifications.delivery.claims import Claimed
from notifications.outcome import Outcome

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
    says = first_of(connection, (attempt.id for attempt in attempts if attempt.notices))
    digests = [attempt.person_id for attempt in attempts if len(attempt.notices) > 1]
    loads = workloads(connection, digests, at, end_of(day_of(at)))
    letters, answered, failed = [], [], []
    for attempt in attempts:
        said = says.get(attempt.id)
        if attempt.notices and said is None:
            answered.append(attempt)
            continue
        load = loads.get(attempt.person_id, Workload())
        written = _written(attempt, people[attempt.person_id], said, book, at, load)
        if isinstance(written, Letter):
            letters.append(written)
        else:
            failed.append((attempt, written))
    return Written(tuple(letters), tuple(answered), tuple(failed))


def _written(
    attempt: Claimed, person: Row[Any], said: Said | None, book: Book, at: datetime, load: Workload
) -> Letter | Outcome:
    """Write one letter, or say why it cannot go."""
    if not person.active:
        return Outcome(ok=False, detail="此人已离岗", final=True)
    try:
        url = _url(attempt, person, book)
        if url is None:
            return Outcome(ok=False, detail="这个通道已停用，或没有此人的地址", final=True)
        return _message(attempt, url, said, book, at, load) if said else _trial(attempt, url, book)
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


def _message(attempt: Claimed, url: str, said: Said, book: Book, at: datetime, load: Workload) -> Letter:
    """One notice in its own words, or several as a digest of which the most pressing stands first."""
    settings = book.settings
    first = said.first.facts(settings.link, at)
    data = {"id": attempt.id, "notices": said.notices, "kind": first.kind.value, **whole.card(first)}
    if said.notices == 1:
        return Letter(attempt, url, whole.title(first), whole.one(first), {**data, "link": first.link})
    load = Workload(load.today, load.late, load.to_sign + said.listings)
    link = settings.tasks_link()
    words = whole.digest(first, load, link)
    return Letter(attempt, url, whole.DIGEST_TITLE, words, {**data, "kind": "digest", "link": link})


def _trial(attempt: Claimed, url: str, book: Book) -> Letter:
    """A message that only shows that the channel works."""
    link = book.settings.tasks_link()
    body = whole.trial(book.channels[attempt.channel_id].name, link)
    return Letter(attempt, url, whole.TRIAL_TITLE, body, {"id": attempt.id, "kind": "trial", "link": link})

"""What each claimed attempt says: the facts are read when it is sent, so that they are true then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from domain.calendar import day_of, end_of
from domain.messages import rendering
from domain.messages.rendering import Workload
from domain.queries.facts import Said, first_of, workloads
from notifications.addresses import NOWHERE, OUR_MAIL, Named, our_mail
from notifications.delivery.claims import Claimed
from notifications.delivery.falling_back import next_way
from notifications.delivery.personal import texts_of, with_code
from notifications.delivery.recipients import Recipients
from notifications.outcome import Outcome

ANSWERED = Outcome(ok=True, detail="本人已按“知道了”，不再发送")


@dataclass(frozen=True)
class Letter:
    """One message ready to go; the URL may hold a secret. `more`: a channel is left if this one fails."""

    attempt: Claimed
    url: str = field(repr=False)
    title: str
    body: str
    data: Mapping[str, Any]
    more: bool = False


@dataclass(frozen=True)
class Written:
    """Letters to send, attempts answered before they were sent, and attempts that cannot go, with the reason."""

    letters: tuple[Letter, ...]
    answered: tuple[Claimed, ...]
    failed: tuple[tuple[Claimed, Outcome], ...]


def write_letters(
    connection: Connection, attempts: Sequence[Claimed], recipients: Recipients, at: datetime
) -> Written:
    """Write a letter for each attempt."""
    people = recipients.people(connection, (attempt.person_id for attempt in attempts))
    says = first_of(connection, (attempt.id for attempt in attempts if attempt.notices))
    digests = [attempt.person_id for attempt in attempts if len(attempt.notices) > 1]
    loads = workloads(connection, digests, at, end_of(day_of(at)))
    texts = texts_of(connection, attempts)
    letters, answered, failed = [], [], []
    for attempt in attempts:
        said = says.get(attempt.id)
        if attempt.notices and said is None:
            answered.append(attempt)
            continue
        load = loads.get(attempt.person_id, Workload())
        written = _written(attempt, people[attempt.person_id], said, recipients, at, load, texts)
        if isinstance(written, Letter):
            letters.append(written)
        else:
            failed.append((attempt, written))
    return Written(tuple(letters), tuple(answered), tuple(failed))


def _written(
    attempt: Claimed,
    person: Row[Any],
    said: Said | None,
    recipients: Recipients,
    at: datetime,
    load: Workload,
    texts: Mapping[int, Row[Any]],
) -> Letter | Outcome:
    """Write one letter, or say why it cannot go."""
    if not person.active:
        return Outcome(ok=False, detail="此人已离岗", final=True)
    try:
        url = _url(attempt, person, recipients)
        if url is None:
            return Outcome(ok=False, detail=_no_way(attempt), final=True)
        if attempt.personal_id is not None:
            return _personal(attempt, url, texts[attempt.personal_id], recipients)
        if said is None:
            return _trial(attempt, url, recipients)
        more = next_way(recipients, person, (*attempt.tried, attempt.channel_id)) is not None
        letter = _message(attempt, url, said, recipients, at, load)
        named = f"{person.name}：{letter.body}" if url.startswith("smsgw:") else letter.body
        return replace(letter, body=named, more=more)  # two people may have one phone
    except Exception:  # noqa: BLE001 - one unreadable message must not hurt its neighbours
        return Outcome(ok=False, detail="消息无法生成，请告知系统维护人员查看日志", unreadable=True)


def _no_way(attempt: Claimed) -> str:
    """Say why nothing can carry it."""
    if attempt.channel_id == NOWHERE:
        return "没有登录账号，也没有手机号、邮箱等联系方式，请在人员页补上"
    return "这个通道已停用，或没有这个人在其中的地址"


def _url(attempt: Claimed, person: Row[Any], recipients: Recipients) -> str | None:
    """The address of this person on the attempt's channel; a trial goes where the page said."""
    if attempt.personal_id is not None and attempt.channel_id == OUR_MAIL:
        mail = our_mail(attempt.address, recipients.settings)
        return mail.url if mail else None
    if not attempt.notices:
        card = recipients.channels.get(attempt.channel_id)
        named = Named(person.key, person.phone, person.email)
        way = recipients.way(card, attempt.address, named) if card else None
        return way.url if way else None
    return next((way.url for way in recipients.ways(person) if way.channel_id == attempt.channel_id), None)


def _message(
    attempt: Claimed, url: str, said: Said, recipients: Recipients, at: datetime, load: Workload
) -> Letter:
    """One notice in its own words, or several as a digest of which the most pressing stands first."""
    settings = recipients.settings
    first = said.first.facts(settings.link, at)
    data = {"id": attempt.id, "notices": said.notices, "kind": first.kind.value, **rendering.card(first)}
    if said.notices == 1:
        return Letter(
            attempt,
            url,
            rendering.subject_of(first),
            rendering.render_notice(first),
            {**data, "link": first.link},
        )
    load = replace(load, to_sign=load.to_sign + said.listings)
    link = settings.tasks_link()
    words = rendering.render_digest(first, load, link)
    return Letter(attempt, url, rendering.DIGEST_TITLE, words, {**data, "kind": "digest", "link": link})


def _personal(attempt: Claimed, url: str, text: Row[Any], recipients: Recipients) -> Letter:
    """What was done to somebody's sign-in or delegation, with the code where this address may know it."""
    link = recipients.settings.security_link()
    words = with_code(text, attempt, recipients)
    data = {"id": attempt.id, "kind": "personal", "link": link, **rendering.plain_card(text.title, words)}
    return Letter(attempt, url, text.title, words, data)


def _trial(attempt: Claimed, url: str, recipients: Recipients) -> Letter:
    """A message that only shows that the channel works."""
    link = recipients.settings.tasks_link()
    body = rendering.render_trial(recipients.channels[attempt.channel_id].name, link)
    shown = rendering.plain_card(rendering.TRIAL_TITLE, body.replace(link, ""))
    return Letter(
        attempt, url, rendering.TRIAL_TITLE, body, {"id": attempt.id, "kind": "trial", "link": link, **shown}
    )

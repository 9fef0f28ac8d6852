"""Personal notices: one attempt over every way that reaches the person alone, at the old addresses too, at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, text

from domain.channels.kinds import FORMS, AddressOf
from notifications.addresses import OUR_MAIL, Named, our_mail
from notifications.delivery.claims import Claimed
from notifications.delivery.recipients import Recipients

AT_ONCE = 100
_OWED = text("""
    SELECT * FROM personal_notice WHERE NOT planned ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
""")
_PLAN = text("""
    INSERT INTO attempt (person_id, notices, channel_id, urgent, state, tries, address, personal_id)
    VALUES (:person, '{}', :channel, true, 'waiting', 0, :address, :notice)
""")
_PLANNED = text("UPDATE personal_notice SET planned = true WHERE id = ANY(:ids)")
_TEXTS = text("SELECT * FROM personal_notice WHERE id = ANY(:ids)")
# Whoever set a channel up could read there what is meant for its reader alone.
_WRITERS = text("SELECT writers FROM channel WHERE id = :channel")


def plan_personal(connection: Connection, recipients: Recipients) -> int:
    """Owe an attempt for each way of each notice; gives how many notices were planned."""
    owed = connection.execute(_OWED, {"batch": AT_ONCE}).all()
    people = recipients.people(connection, (notice.person_id for notice in owed))
    for notice in owed:
        for channel, address in dict.fromkeys(_ways(recipients, notice, people[notice.person_id])):
            terms = {"person": notice.person_id, "notice": notice.id, "channel": channel, "address": address}
            connection.execute(_PLAN, terms)
    if owed:
        connection.execute(_PLANNED, {"ids": [notice.id for notice in owed]})
    return len(owed)


def texts_of(connection: Connection, attempts: Sequence[Claimed]) -> Mapping[int, Row[Any]]:
    """The personal notices that these carry; as they were written."""
    ids = [each.personal_id for each in attempts if each.personal_id is not None]
    return {row.id: row for row in connection.execute(_TEXTS, {"ids": ids})} if ids else {}


def with_code(notice: Row[Any], attempt: Claimed, recipients: Recipients) -> str:
    """The words, and the code at an address that is the owner's own, over a channel that no stranger set up."""
    if notice.code is None or not _is_for(notice, attempt, recipients):
        return str(notice.words)
    code = recipients.store.keys.open(bytes(notice.code))["code"]
    return f"{notice.words}是您本人的，请在“安全设置”填写确认码 {code}，不要告诉任何人。"


def _is_for(notice: Row[Any], attempt: Claimed, recipients: Recipients) -> bool:
    if attempt.channel_id == OUR_MAIL:
        return bool(notice.code_by_email) and attempt.address == notice.email
    card = recipients.channels.get(attempt.channel_id)
    if card is None:
        return False
    of, own = FORMS[card.kind].address, {AddressOf.PHONE: notice.phone, AddressOf.EMAIL: notice.email}
    allowed = {AddressOf.PHONE: notice.code_by_phone, AddressOf.EMAIL: notice.code_by_email}
    with recipients.store.asking() as connection:
        writers = connection.execute(_WRITERS, {"channel": card.id}).scalar() or []
    strange = not set(writers).isdisjoint(notice.kept_from)
    return bool(allowed.get(of)) and attempt.address == own[of] and not strange


def _ways(recipients: Recipients, notice: Row[Any], person: Row[Any]) -> Iterator[tuple[int, str]]:
    """(channel, address) of every way that is the person's alone: as they are reached now, and as they were before."""
    authority = recipients.directory.authority_of(person.unit_id).id
    chosen = [(n, address) for n, address, is_open in person.reach or () if is_open]
    standard = [(card.id, "") for card in recipients.channels.values() if card.unit_id == authority]
    for phone, email in ((notice.phone, notice.email), (person.phone, person.email)):
        named = Named(person.key, phone, email)
        for channel, address in chosen or standard:
            card = recipients.channels.get(channel)
            if card is None or not FORMS[card.kind].needs_address:
                continue
            own = address or named.address(FORMS[card.kind].address)
            if own and recipients.way(card, own, named) is not None:
                yield channel, own
        if our_mail(email, recipients.settings) is not None:
            yield OUR_MAIL, email

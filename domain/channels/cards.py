"""The channels of authorities as rows: read, written, and the order in which a person is reached by them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql

from domain.channels.kinds import ChannelKind, Filled
from domain.store.base import Store
from domain.store.secrets import Keyring, SealedForOthersError
from domain.tables.core import ATTEMPT, CHANNEL, REACH

LAST_SHOWN = 4
_WAKE = text("SELECT pg_notify('bihuan_notices', '')")
_AT_ONCE = text("""
    UPDATE attempt SET next_try_at = clock_timestamp()
    WHERE channel_id = :channel AND finished_at IS NULL AND state = 'waiting'
""")
_NO_REST = text("UPDATE channel_pace SET resting_until = NULL WHERE channel_id = :channel")
_OPEN = (
    select(CHANNEL)
    .where(CHANNEL.c.active, CHANNEL.c.removed_at.is_(None))
    .order_by(CHANNEL.c.position, CHANNEL.c.id)
)


@dataclass(frozen=True)
class ChannelCard:
    """A channel as delivery and pages see it; `sealed` is opened by delivery alone."""

    id: int
    unit_id: int
    kind: ChannelKind
    name: str
    base_url: str
    settings: Mapping[str, str]
    hints: Mapping[str, str]
    position: int
    active: bool = True
    sealed: bytes = field(default=b"", repr=False)


def card_of(row: Row[Any]) -> ChannelCard:
    """A row as a card."""
    return ChannelCard(
        id=row.id,
        unit_id=row.unit_id,
        kind=ChannelKind(row.kind),
        name=row.name,
        base_url=row.base_url,
        settings=row.settings,
        hints=row.hints,
        position=row.position,
        active=row.active,
        sealed=bytes(row.secrets),
    )


def open_channels(store: Store, connection: Connection, version: int) -> dict[int, ChannelCard]:
    """Every open channel by its id, read anew only when a trigger raised the organisation's version to this."""
    return store.remembered("channels", version, lambda: load_channels(connection))


def load_channels(connection: Connection) -> dict[int, ChannelCard]:
    """Every open channel, in the order in which its authority tries them."""
    return {row.id: card_of(row) for row in connection.execute(_OPEN)}


def channels_of(connection: Connection, unit_id: int) -> list[ChannelCard]:
    """All channels of an authority that were not deleted, closed ones too, in order."""
    mine = select(CHANNEL).where(CHANNEL.c.unit_id == unit_id, CHANNEL.c.removed_at.is_(None))
    return [card_of(row) for row in connection.execute(mine.order_by(CHANNEL.c.position, CHANNEL.c.id))]


def add_channel(
    connection: Connection,
    keys: Keyring,
    unit_id: int,
    kind: ChannelKind,
    name: str,
    filled: Filled,
    by: int | None,
) -> int:
    """Write a new channel behind the others; gives its id."""
    last = select(func.coalesce(func.max(CHANNEL.c.position), 0) + 1).where(CHANNEL.c.unit_id == unit_id)
    values = {
        "unit_id": unit_id,
        "kind": kind,
        "name": name,
        "base_url": filled.base_url,
        "settings": filled.settings,
        "secrets": keys.seal(filled.secrets),
        "hints": hints_of(filled.secrets),
        "active": True,
        "changed_by": by,
        "writers": [] if by is None else [by],
    }
    row = insert(CHANNEL).values(**values, position=last.scalar_subquery()).returning(CHANNEL.c.id)
    return int(connection.execute(row).scalar_one())


def change_channel(
    connection: Connection, keys: Keyring, card: ChannelCard, filled: Filled, *, name: str, by: int | None
) -> None:
    """Write what was filled in; a secret that was left empty stays as it is."""
    secrets = {**keys.open(card.sealed), **filled.secrets}
    values = {
        "base_url": filled.base_url,
        "settings": filled.settings,
        "secrets": keys.seal(secrets),
        "hints": hints_of(secrets),
        "changed_at": func.clock_timestamp(),
        "name": name,
        "changed_by": by,
        "writers": func.array_append(func.array_remove(CHANNEL.c.writers, by), by),
    }
    connection.execute(update(CHANNEL).where(CHANNEL.c.id == card.id).values(**values))


def hints_of(secrets: Mapping[str, str]) -> dict[str, str]:
    """What may be seen of each secret again: its last four characters, of one long enough to keep the rest."""
    return {
        name: secret[-LAST_SHOWN:] if len(secret) >= 3 * LAST_SHOWN else ""
        for name, secret in secrets.items()
    }


def set_active(connection: Connection, channel_id: int, *, active: bool, by: int | None) -> None:
    """Open or close a channel. What waits for one that is closed is taken up at once, to go by the next."""
    values = {"active": active, "changed_by": by, "changed_at": func.clock_timestamp()}
    connection.execute(update(CHANNEL).where(CHANNEL.c.id == channel_id).values(**values))
    if not active:
        connection.execute(_AT_ONCE, {"channel": channel_id})
        connection.execute(_NO_REST, {"channel": channel_id})
        connection.execute(_WAKE)


def remove_channel(connection: Connection, channel_id: int, *, by: int | None) -> None:
    """Delete a closed channel: its secrets go, its row stays because messages name it, nobody's order holds it."""
    values: dict[str, Any] = {
        "removed_at": func.clock_timestamp(),
        "secrets": b"",
        "hints": {},
        "settings": {},
        "changed_by": by,
    }
    connection.execute(update(CHANNEL).where(CHANNEL.c.id == channel_id).values(**values))
    connection.execute(delete(REACH).where(REACH.c.channel_id == channel_id))


def set_order(connection: Connection, channels: Sequence[int]) -> None:
    """Try an authority's channels in this order."""
    for position, channel_id in enumerate(channels, start=1):
        connection.execute(update(CHANNEL).where(CHANNEL.c.id == channel_id).values(position=position))


def set_reach(connection: Connection, person_id: int, ways: Sequence[tuple[int, str, bool]]) -> None:
    """Reach a person by these ways, (channel, address, open) in order; none: as their authority's channels stand.

    An address that is known stays, at position 0 where it is no choice of their own.
    """
    mine = REACH.c.person_id == person_id
    rows = connection.execute(select(REACH.c.channel_id, REACH.c.address).where(mine)).all()
    known = {row.channel_id: row.address for row in rows if row.address}
    connection.execute(delete(REACH).where(mine))
    chosen = [
        (n, channel, address or known.pop(channel, ""), active)
        for n, (channel, address, active) in enumerate(ways, start=1)
    ]
    named = {channel for _, channel, _, _ in chosen}
    kept = [(0, channel, address, True) for channel, address in known.items() if channel not in named]
    names = ("position", "channel_id", "address", "active")
    if chosen or kept:
        values: list[dict[str, Any]] = [
            {"person_id": person_id, **dict(zip(names, row, strict=True))} for row in (*chosen, *kept)
        ]
        connection.execute(insert(REACH), values)


def know_addresses(connection: Connection, channel_id: int, addresses: Mapping[int, str]) -> None:
    """Write down people's addresses on a channel, (person) -> address; their order of channels stays as it is."""
    for person, address in addresses.items():
        row = postgresql.insert(REACH).values(
            person_id=person, channel_id=channel_id, address=address, position=0, active=True
        )
        again = row.on_conflict_do_update(
            index_elements=["person_id", "channel_id"], set_={"address": row.excluded.address}
        )
        connection.execute(again)


def owe_trial(connection: Connection, channel_id: int, person_id: int, address: str) -> int:
    """Owe a trial message over a channel; whoever delivers is woken and carries it. Gives the attempt's id."""
    values = {
        "person_id": person_id,
        "channel_id": channel_id,
        "address": address,
        "notices": [],
        "urgent": True,
        "state": "waiting",
        "tries": 0,
    }
    attempt = connection.execute(insert(ATTEMPT).values(**values).returning(ATTEMPT.c.id)).scalar_one()
    connection.execute(_WAKE)
    return int(attempt)


def seal_all_anew(connection: Connection, keys: Keyring) -> list[str]:
    """Seal with the first key what was sealed with another; gives the names of channels that no key opens."""
    lost = []
    query = select(CHANNEL.c.id, CHANNEL.c.name, CHANNEL.c.secrets).order_by(CHANNEL.c.id).with_for_update()
    for row in connection.execute(query).all():
        try:
            sealed = keys.seal_anew(bytes(row.secrets))
        except SealedForOthersError:
            lost.append(row.name)
        else:
            connection.execute(update(CHANNEL).where(CHANNEL.c.id == row.id).values(secrets=sealed))
    return lost


def sealed_for_others(cards: Iterable[ChannelCard], keys: Keyring) -> list[ChannelCard]:
    """The channels whose secrets no key of ours opens."""
    return [card for card in cards if not keys.opens(card.sealed)]

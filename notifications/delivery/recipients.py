"""Whom delivery knows: for some people, their ways in order and the pacing of their authority."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from domain.channels.cards import ChannelCard, open_channels, sealed_for_others
from domain.channels.kinds import FORMS
from domain.directory.organisation import Directory
from domain.incidents import open_incident
from domain.store.base import Store
from domain.store.policies import DEFAULT_POLICY
from domain.store.secrets import SealedForOthersError
from notifications.addresses import Named, Way, our_mail, url_of
from notifications.pacing import Pacing, pacing_of
from notifications.settings import NotifySettings

SEALED = "sealed_channel"
# A person's own order, as one document, so that one question serves many people.
COLUMNS = """person.id, person.key, person.name, person.phone, person.email, person.active, person.unit_id,
    (SELECT json_agg(json_build_array(reach.channel_id, reach.address, reach.active)
        ORDER BY reach.position)
        FROM reach WHERE reach.person_id = person.id AND reach.position > 0) AS reach,
    (SELECT json_object_agg(reach.channel_id, reach.address)
        FROM reach WHERE reach.person_id = person.id AND reach.position = 0) AS known,
    EXISTS (SELECT FROM account WHERE account.person_id = person.id AND account.active) AS signs_in"""
_PEOPLE = text(f"SELECT {COLUMNS} FROM person WHERE id = ANY(:people)")  # noqa: S608 - a constant of ours


@dataclass(frozen=True)
class Recipients:
    """The organisation and its channels at one version."""

    store: Store
    settings: NotifySettings
    directory: Directory
    channels: dict[int, ChannelCard]

    @classmethod
    def open(cls, connection: Connection, store: Store, settings: NotifySettings) -> "Recipients":
        """Read what has changed. A channel whose secrets no key opens is as good as closed, and an incident."""
        directory = store.directory(connection)
        cards = open_channels(store, connection, directory.version)
        lost = sealed_for_others(cards.values(), store.keys)
        for card in lost:
            open_incident(
                connection, SEALED, f"channel:{card.id}", f"通道“{card.name}”：{SealedForOthersError.message}"
            )
        gone = {card.id for card in lost}
        return cls(store, settings, directory, {n: card for n, card in cards.items() if n not in gone})

    def people(self, connection: Connection, people: Iterable[int]) -> dict[int, Row[Any]]:
        """The rows of some people."""
        return {row.id: row for row in connection.execute(_PEOPLE, {"people": sorted(set(people))})}

    def ways(self, person: Row[Any]) -> tuple[Way, ...]:
        """The ways to a person in the order they are tried; empty means in-app only, as for one who has left."""
        if not person.active:
            return ()
        named = Named(person.key, person.phone, person.email)
        if person.reach is not None:
            chosen = [(self.channels.get(n), address) for n, address, is_open in person.reach if is_open]
        else:
            authority = self.directory.authority_of(person.unit_id).id
            known = person.known or {}
            mine = (card for card in self.channels.values() if card.unit_id == authority)
            chosen = [(card, known.get(str(card.id), "")) for card in mine]
        found = [self.way(card, address, named) for card, address in chosen if card is not None]
        return tuple(way for way in (*found, our_mail(person.email, self.settings)) if way is not None)

    def way(self, card: ChannelCard, address: str, named: Named) -> Way | None:
        """One channel for one person, if it can reach them."""
        address = address or named.address(FORMS[card.kind].address)
        url = url_of(card, self.store.keys.open(card.sealed), address, self.settings)
        return Way(card.id, card.kind, url) if url else None

    def pacing(self, unit_id: int) -> Pacing:
        """The pacing of the authority above a unit."""
        policy = self.directory.authority_of(unit_id).policy or DEFAULT_POLICY
        return pacing_of(policy, paced=self.settings.paced)

    def limits(self) -> dict[int, int]:
        """How many messages a minute each channel that counts them takes."""
        found = {card.id: FORMS[card.kind].per_minute for card in self.channels.values()}
        return {channel: most for channel, most in found.items() if most is not None}

    def quiet_units(self, at: datetime) -> list[int]:
        """The units whose people are left in peace at `at`, except for what is urgent."""
        return [unit for unit in self.directory.units if self.pacing(unit).quiet.cover(at)]

    def at_rest(self, at: datetime) -> list[int]:
        """Of them, those with a channel: whoever has none reads their notices in the app, at night too."""
        told = {card.unit_id for card in self.channels.values()}
        everybody = bool(self.settings.smtp_url)
        return [
            unit for unit in self.quiet_units(at) if everybody or self.directory.authority_of(unit).id in told
        ]

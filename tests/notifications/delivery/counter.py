"""A post office whose people are reached by vendors: channels with their secrets, orders, real refusals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.channels.cards import add_channel, set_reach
from domain.channels.kinds import ChannelKind, fill
from notifications.delivery import Delivered, SealedTokens, deliver
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings
from tests.notifications.channels.exchange import WECOM_KEY, Exchange
from tests.notifications.post_office import NOON, PostOffice
from tests.notifications.sinks import Inbox
from tests.world import World

FILLED = {
    "dingrobot": ("dingtalk", {"place": "robot-signed", "sign": "SEC0a1b2c3d4e5f"}),
    "dingwork": ("dingtalk", {"account": "dingkey", "secret": "dingsecret", "place": "1001"}),
    "wecomrobot": ("wecom", {"place": WECOM_KEY}),
    "wecomapp": ("wecom", {"account": "wwcorp", "secret": "wesecret", "place": "1000002"}),
    "smsgw": ("sms/send", {"account": "smskey", "secret": "smssecret"}),
    "wechatmp": ("wechat", {"account": "wxapp", "secret": "wxsecret", "place": "tmpl-hazard"}),
}


@dataclass
class Counter:
    """The county's post office at the vendors' counter; `paced` as in real operation."""

    office: PostOffice
    exchange: Exchange

    def __post_init__(self) -> None:
        self.channels: dict[str, int] = {}
        self.settings = NotifySettings(public_url="https://bihuan.example", allow_loopback=True)
        self.sender = AppriseSender(self.settings, seconds=45, tokens=SealedTokens(self.office.world.store))

    @property
    def world(self) -> World:
        return self.office.world

    def open(self, kind: str, **said: str) -> int:
        """An authority's channel at one of the vendors."""
        vendor, filled = FILLED[kind]
        found = fill(ChannelKind(kind), f"{self.exchange.server.url}/{vendor}", filled | said)
        with self.world.store.engine.begin() as connection:
            authority = self.world.units["000"]
            channel = add_channel(
                connection, self.world.store.keys, authority, ChannelKind(kind), kind, found, None
            )
        self.channels[kind] = channel
        return channel

    def order(self, who: str, *ways: str) -> None:
        """A person's own order: `dingwork`, or `dingwork:address`."""
        chosen = [way.partition(":") for way in ways]
        rows = [(self.channels[kind], address or who, True) for kind, _, address in chosen]
        with self.world.store.engine.begin() as connection:
            set_reach(connection, self.world.people[who], rows)

    def pass_once(self, at: datetime = NOON, **terms: Any) -> Delivered:
        return deliver(self.world.store, self.sender, at=at, settings=self.settings, **terms)

    def until_quiet(self, at: datetime = NOON) -> None:
        """Pass after pass, every pause over, until nothing waits."""
        for _ in range(12):
            self.pass_once(at)
            self.office.sql("UPDATE channel_pace SET resting_until = NULL")
            self.office.time_passes()

    def tried(self, who: str) -> list[tuple[str, str]]:
        """(channel, state) of every attempt of somebody, in order."""
        return [(a["channel"], a["state"]) for a in self.office.attempts() if a["who"] == who]

    def came(self, app: str = "") -> list[dict[str, Any]]:
        """What the vendors took, oldest first."""
        found = [m for m in self.exchange.messages if str(m["app"]).startswith(app)]
        return list(reversed(found))


def open_counter(world: World, inbox: Inbox, exchange: Exchange) -> Counter:
    """Nobody has a channel until a test opens one."""
    office = PostOffice(world, inbox, NotifySettings(allow_loopback=True))
    office.sql("DELETE FROM reach")
    office.sql("DELETE FROM channel")
    return Counter(office, exchange)

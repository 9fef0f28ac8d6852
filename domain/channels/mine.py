"""A person's own order of channels, and the person's addresses on them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.channels.cards import open_channels, set_reach
from domain.directory.organisation import Actor
from domain.errors import FirstThis, WrongInput
from domain.fields import Whole
from domain.store.base import Store

MOST = 30


class Way(BaseModel):
    """A channel, the person's address on it (empty: their own phone or mail), and whether it may be used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Whole = Field(title="通道")
    address: Annotated[
        str,
        Field(title="地址"),
        StringConstraints(max_length=200, strip_whitespace=True, pattern=r"^[\x21-\x7e]*$"),
    ] = ""
    open: bool = Field(default=True, title="使用")


class Ways(BaseModel):
    """A person's order, first choice first; none: as their authority's channels stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ways: Annotated[list[Way], Field(title="接收方式", max_length=MOST)]


def set_ways(store: Store, said: Ways, *, by: Actor) -> None:
    """Reach the person by these from now on. A channel they do not name is not used for them."""
    if by.unconfirmed:
        raise FirstThis("confirm")
    with store.engine.begin() as connection:
        directory = store.directory(connection)
        home = directory.people[by.person_id or 0].unit_id
        authority = directory.authority_of(home).id
        cards = open_channels(store, connection, directory.version)
        for way in said.ways:
            card = cards.get(way.channel)
            if card is None or card.unit_id != authority:
                raise WrongInput(f"没有编号为 {way.channel} 的消息通道，请从列表中选择。", field="channel")
        if len({way.channel for way in said.ways}) < len(said.ways):
            raise WrongInput("同一个通道只能列一次。", field="channel")
        set_reach(connection, by.person_id or 0, [(w.channel, w.address, w.open) for w in said.ways])

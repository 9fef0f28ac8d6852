"""Adding, changing, opening, ordering and trying an authority's channels. Secrets go in and never come out again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection, func, select, update

from domain.channels.cards import (
    ChannelCard,
    add_channel,
    change_channel,
    channels_of,
    owe_trial,
    remove_channel,
    set_active,
    set_order,
)
from domain.channels.hosts import check_host, check_mail_host
from domain.channels.kinds import FORMS, AddressOf, ChannelKind, fill, read_pasted
from domain.directory.organisation import Actor, Directory
from domain.directory.who_sets_up import authority_of
from domain.errors import NotFound, NotReady, WrongInput
from domain.fields import Note, ShortText
from domain.store.base import Store
from domain.tables.core import ATTEMPT, CHANNEL, PERSON

MOST_CHANNELS = 30
Filling = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
ChannelName = Annotated[ShortText, Field(max_length=30)]


class SetUp(BaseModel):
    """What was filled in for a channel; which entries there are depends on its kind. An empty secret stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ChannelName = Field(title="名称")
    base_url: Filling = Field("", title="接口地址")
    account: Filling = Field("", title="账号")
    secret: Annotated[Filling, Field(title="密钥", repr=False)] = ""
    place: Annotated[Filling, Field(title="令牌、编号或服务器", repr=False)] = ""
    sign: Annotated[Filling, Field(title="签名", repr=False)] = ""
    keyword: Filling = Field("", title="关键词")
    fields: Filling = Field("", title="模板字段")
    good: Filling = Field("", title="成功代码")
    never: Filling = Field("", title="不必重试的代码")
    mode: Filling = Field("", title="加密方式")

    def said(self) -> dict[str, str]:
        """The entries that were given."""
        return {k: v for k, v in self.model_dump().items() if v and k not in {"name", "base_url", "kind"}}


class NewChannel(SetUp):
    """A channel of a kind."""

    kind: ChannelKind = Field(title="种类")


class Pasted(BaseModel):
    """A robot's address as DingTalk or WeCom shows it, and its signing secret where it has one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[Filling, Field(title="机器人 Webhook 地址", min_length=1, repr=False)]
    name: Annotated[Note, Field(title="名称", max_length=30)] = ""
    sign: Annotated[Filling, Field(title="加签密钥", repr=False)] = ""
    keyword: Filling = Field("", title="关键词")


@dataclass(frozen=True)
class SettingUp:
    """Somebody at work on their authority's channels, in one transaction."""

    store: Store
    connection: Connection
    directory: Directory
    authority: int
    by: Actor

    def all(self) -> list[ChannelCard]:
        """The authority's channels, locked against others who set them up."""
        self.connection.execute(
            select(CHANNEL.c.id).where(CHANNEL.c.unit_id == self.authority).with_for_update()
        )
        return channels_of(self.connection, self.authority)

    def one(self, channel_id: int) -> ChannelCard:
        """One of them; raises NotFound."""
        found = next((card for card in self.all() if card.id == channel_id), None)
        if found is None:
            raise NotFound("没有这个消息通道。")
        return found

    def free_name(self, name: str, but: int | None = None) -> str:
        """A name that no other channel has; raises WrongInput."""
        if any(card.name == name and card.id != but for card in self.all()):
            raise WrongInput(f"已有叫“{name}”的通道，请换一个名称。", field="name")
        return name


@contextmanager
def setting_up(store: Store, by: Actor, at: datetime) -> Iterator[SettingUp]:
    """Begin; raises NotAllowed for whoever sets up no channels."""
    with store.engine.begin() as connection:
        directory = store.directory(connection)
        yield SettingUp(store, connection, directory, authority_of(directory, by, at), by)


def add(store: Store, said: NewChannel, *, by: Actor, at: datetime) -> int:
    """Add a channel behind the others; gives its id."""
    filled = fill(said.kind, said.base_url, said.said())
    check_host(said.kind, filled.base_url)
    check_mail_host(filled.settings.get("place", ""))
    with setting_up(store, by, at) as work:
        if sum(card.active for card in work.all()) >= MOST_CHANNELS:
            raise NotReady(f"消息通道最多 {MOST_CHANNELS} 个，请先停用并删除不用的。")
        name = work.free_name(said.name)
        return add_channel(
            work.connection, store.keys, work.authority, said.kind, name, filled, by=by.person_id
        )


def paste(store: Store, said: Pasted, *, by: Actor, at: datetime) -> int:
    """Add the robot whose address was pasted; gives the channel's id."""
    found = read_pasted(said.address)
    if found is None:
        raise WrongInput(
            "认不出这个地址。请在钉钉或企业微信的群机器人设置里复制完整的 Webhook 地址（含 access_token 或 key）。",
            field="address",
        )
    kind, base_url, entries = found
    if kind is ChannelKind.DINGROBOT:
        entries |= {"sign": said.sign, "keyword": said.keyword}
    new = NewChannel(kind=kind, name=said.name or kind.label, base_url=base_url, **entries)
    return add(store, new, by=by, at=at)


def change(store: Store, channel_id: int, said: SetUp, *, by: Actor, at: datetime) -> None:
    """Write a channel anew; secrets left empty stay as they are."""
    with setting_up(store, by, at) as work:
        card = work.one(channel_id)
        filled = fill(card.kind, said.base_url, said.said(), frozenset(card.hints))
        if card.hints and filled.base_url != card.base_url and not filled.secrets:
            raise WrongInput("更换接口地址时，请重新填写密钥，以免旧密钥发往新地址。", field="base_url")
        if filled.base_url != card.base_url:
            check_host(card.kind, filled.base_url)
        check_mail_host(filled.settings.get("place", ""))
        name = work.free_name(said.name, but=card.id)
        change_channel(work.connection, store.keys, card, filled, name=name, by=by.person_id)


def set_open(store: Store, channel_id: int, *, active: bool, by: Actor, at: datetime) -> None:
    """Open or close a channel; what waits for a closed one goes by the next."""
    with setting_up(store, by, at) as work:
        set_active(work.connection, work.one(channel_id).id, active=active, by=by.person_id)


def remove(store: Store, channel_id: int, *, by: Actor, at: datetime) -> None:
    """Delete a channel that is closed, with its secrets; what it carried stays on record."""
    with setting_up(store, by, at) as work:
        card = work.one(channel_id)
        if card.active:
            raise NotReady(f"通道“{card.name}”还在使用，请先停用再删除。")
        remove_channel(work.connection, card.id, by=by.person_id)


def move(store: Store, channel_id: int, *, by: Actor, at: datetime) -> None:
    """Let a channel change places with the one before it."""
    with setting_up(store, by, at) as work:
        order = [card.id for card in work.all()]
        place = order.index(work.one(channel_id).id)
        if place:
            order[place - 1], order[place] = order[place], order[place - 1]
        set_order(work.connection, order)


def try_out(store: Store, channel_id: int, address: str, *, by: Actor, at: datetime) -> int:
    """Owe a trial message to an address, or to whoever asks; gives the attempt's id."""
    with setting_up(store, by, at) as work:
        card = work.one(channel_id)
        if not card.active:
            raise NotReady("通道已停用，请先启用再测试。")
        _end_trial_before(work.connection, card.id)
        to = address.strip() or _own_address(work, card)
        if FORMS[card.kind].needs_address and not to:
            of = FORMS[card.kind].address
            raise WrongInput(f"请填写测试收件人的{of.label}。", field="to")
        return owe_trial(work.connection, card.id, by.person_id or 0, to)


def _end_trial_before(connection: Connection, channel_id: int) -> None:
    """A trial that failed and waits for another try gives way; one that has not been tried yet does not."""
    trial = (
        (ATTEMPT.c.channel_id == channel_id)
        & ATTEMPT.c.address.is_not(None)
        & ATTEMPT.c.personal_id.is_(None)
        & ATTEMPT.c.finished_at.is_(None)
    )
    failed = trial & (ATTEMPT.c.state == "waiting") & ATTEMPT.c.outcome.is_not(None)
    over = {"state": "set_aside", "finished_at": func.clock_timestamp()}
    connection.execute(update(ATTEMPT).where(failed).values(over))
    if connection.execute(select(ATTEMPT.c.id).where(trial).limit(1)).first():
        raise NotReady("上一条测试消息还没有结果，请稍候。")


def _own_address(work: SettingUp, card: ChannelCard) -> str:
    """What is known of the person who asks."""
    row = work.connection.execute(
        select(PERSON.c.key, PERSON.c.phone, PERSON.c.email).where(PERSON.c.id == work.by.person_id)
    ).one()
    known = {AddressOf.KEY: row.key, AddressOf.PHONE: row.phone, AddressOf.EMAIL: row.email}
    return str(known.get(FORMS[card.kind].address, ""))

"""Channels (消息通道): an authority's robots and apps, and their trials. Secrets go in and never come out again."""

from datetime import datetime

from fastapi import APIRouter

from api.current import At, Reading, TheStore, Who
from api.ids import ChannelId
from api.views.channels import AccountsView, ChannelsView, ChannelView, TryOut, channel_view, kind_view
from domain import channels
from domain.channels import Accounts, NewChannel, Pasted, SetUp
from domain.channels.kinds import ChannelKind
from domain.queries.channels import channel_state, channel_states
from domain.queries.reader import reading

router = APIRouter(prefix="/channels", tags=["channels"])


@router.get("", summary="消息通道")
def listed(reader: Reading) -> ChannelsView:
    """The channels of my authority and what each kind asks for."""
    return ChannelsView(
        items=[channel_view(state) for state in channel_states(reader)], kinds=[*map(kind_view, ChannelKind)]
    )


@router.get("/{channel}", summary="一个通道")
def one(channel: ChannelId, reader: Reading) -> ChannelView:
    """One channel, with what became of the latest trial."""
    return channel_view(channel_state(reader, channel))


@router.post("", status_code=201, summary="添加通道")
def add(said: NewChannel, store: TheStore, who: Who, at: At) -> ChannelView:
    """Add a channel behind the others."""
    return _shown(store, who, at, channels.add(store, said, by=who, at=at))


@router.post("/paste", status_code=201, summary="粘贴机器人地址")
def paste(said: Pasted, store: TheStore, who: Who, at: At) -> ChannelView:
    """Add the robot whose address was copied from DingTalk or WeCom."""
    return _shown(store, who, at, channels.paste(store, said, by=who, at=at))


@router.put("/{channel}", summary="修改通道")
def change(channel: ChannelId, said: SetUp, store: TheStore, who: Who, at: At) -> ChannelView:
    """Write a channel anew; secrets left empty stay as they are."""
    channels.change(store, channel, said, by=who, at=at)
    return _shown(store, who, at, channel)


@router.post("/{channel}/open", summary="启用")
def open_it(channel: ChannelId, store: TheStore, who: Who, at: At) -> ChannelView:
    """Use a channel again."""
    channels.set_open(store, channel, active=True, by=who, at=at)
    return _shown(store, who, at, channel)


@router.post("/{channel}/close", summary="停用")
def close_it(channel: ChannelId, store: TheStore, who: Who, at: At) -> ChannelView:
    """Use a channel no more; what waits for it goes by the next."""
    channels.set_open(store, channel, active=False, by=who, at=at)
    return _shown(store, who, at, channel)


@router.put("/{channel}/accounts", summary="登记平台账号")
def accounts(channel: ChannelId, said: Accounts, store: TheStore, who: Who, at: At) -> AccountsView:
    """Write down many people's accounts on this channel; the answer names each line that was not taken."""
    done = channels.enter_accounts(store, channel, said, by=who, at=at)
    return AccountsView.model_validate(done, from_attributes=True)


@router.delete("/{channel}", summary="删除")
def remove(channel: ChannelId, store: TheStore, who: Who, at: At) -> ChannelsView:
    """Delete a channel that is closed, with its secrets."""
    channels.remove(store, channel, by=who, at=at)
    with reading(store, who, at) as reader:
        return listed(reader)


@router.post("/{channel}/up", summary="提前")
def up(channel: ChannelId, store: TheStore, who: Who, at: At) -> ChannelsView:
    """Try a channel before the one that stands before it."""
    channels.move(store, channel, by=who, at=at)
    with reading(store, who, at) as reader:
        return listed(reader)


@router.post("/{channel}/trial", status_code=202, summary="测试")
def trial(channel: ChannelId, said: TryOut, store: TheStore, who: Who, at: At) -> ChannelView:
    """Owe a trial message; within seconds its outcome stands in this channel's `trial`."""
    channels.try_out(store, channel, said.to, by=who, at=at)
    return _shown(store, who, at, channel)


def _shown(store: TheStore, who: Who, at: datetime, channel: int) -> ChannelView:
    with reading(store, who, at) as reader:
        return channel_view(channel_state(reader, channel))

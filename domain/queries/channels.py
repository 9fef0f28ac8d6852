"""An authority's channels as they stand: what may be seen of them, the latest trial, rests, the last day's messages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, text

from domain.channels.cards import ChannelCard, channels_of, open_channels
from domain.directory.who_sets_up import authority_of
from domain.errors import NotFound
from domain.queries.reader import Reader
from domain.tables.core import REACH

_STATES = text("""
    SELECT channel.id, pace.because,
        CASE WHEN pace.resting_until > clock_timestamp() THEN pace.resting_until END AS resting_until,
        (SELECT max(attempt.id) FROM attempt
            WHERE attempt.channel_id = channel.id AND attempt.address IS NOT NULL AND attempt.personal_id IS NULL
            AND attempt.id > coalesce((SELECT max(id) FROM attempt), 0) - 20000) AS trial,
        (SELECT count(*) FROM attempt WHERE attempt.channel_id = channel.id AND attempt.finished_at IS NULL
            AND (attempt.address IS NULL OR attempt.personal_id IS NOT NULL)) AS waiting
    FROM channel LEFT JOIN channel_pace AS pace ON pace.channel_id = channel.id
    WHERE channel.unit_id = :authority
""")
_TRIALS = text("""
    SELECT id, state, tries, outcome, reached, created_at, finished_at FROM attempt WHERE id = ANY(:ids)
""")
REACHED = {"delivered": "，对方已收到", "read": "，对方已读", "pending": "，平台处理中"}


@dataclass(frozen=True)
class Trial:
    """The latest trial of a channel, in machine time. `done`: nothing more will come of it by itself."""

    attempt: int
    state: str
    words: str
    done: bool
    good: bool
    at: datetime


@dataclass(frozen=True)
class ChannelState:
    """A channel, its latest trial, until when the vendor wants it left alone, and how much waits for it."""

    card: ChannelCard
    trial: Trial | None
    resting_until: datetime | None
    because: str
    waiting: int


def channel_states(reader: Reader) -> list[ChannelState]:
    """The channels of the authority that this person sets up; raises NotAllowed for others."""
    authority = authority_of(reader.directory, reader.who, reader.at)
    rows = {row.id: row for row in reader.connection.execute(_STATES, {"authority": authority})}
    ids = [row.trial for row in rows.values() if row.trial]
    trials = {row.id: trial_of(row) for row in reader.connection.execute(_TRIALS, {"ids": ids})}
    return [
        ChannelState(
            card,
            trials.get(rows[card.id].trial),
            rows[card.id].resting_until,
            rows[card.id].because or "",
            rows[card.id].waiting,
        )
        for card in channels_of(reader.connection, authority)
    ]


def channel_state(reader: Reader, channel_id: int) -> ChannelState:
    """One of them; raises NotFound."""
    found = next((state for state in channel_states(reader) if state.card.id == channel_id), None)
    if found is None:
        raise NotFound("没有这个消息通道。")
    return found


def trial_of(row: Row[Any]) -> Trial:
    """Say in words how a trial stands."""
    good = row.state == "sent" and row.reached != "failed"
    if good:
        words = f"测试成功：{row.outcome or '已发出'}{REACHED.get(row.reached or '', '')}"
    elif row.state == "set_aside":
        words = f"测试失败：{row.outcome}"
    elif row.outcome:
        words = f"暂时没有发出，稍后自动重试（已试 {row.tries} 次）：{row.outcome}"
    else:
        words = "正在发送测试消息"
    done = row.finished_at is not None
    return Trial(row.id, row.state, words, done=done, good=good, at=row.created_at)


@dataclass(frozen=True)
class MyWay:
    """One way as it stands: `chosen` by the person or as the authority has it."""

    card: ChannelCard
    address: str
    open: bool
    chosen: bool


def ways_of(reader: Reader) -> list[MyWay]:
    """Every channel of the reader's authority in the order in which it is tried for them."""
    every = open_channels(reader.store, reader.connection, reader.directory.version)
    home = reader.directory.people[reader.person].unit_id
    authority = reader.directory.authority_of(home).id
    mine = {card.id: card for card in every.values() if card.unit_id == authority}
    query = select(REACH).where(REACH.c.person_id == reader.person).order_by(REACH.c.position)
    rows = [row for row in reader.connection.execute(query) if row.channel_id in mine]
    known = {row.channel_id: row.address for row in rows if not row.position}
    own = [row for row in rows if row.position]
    found = [MyWay(mine.pop(row.channel_id), row.address, row.active, chosen=True) for row in own]
    return found + [MyWay(card, known.get(card.id, ""), not own, chosen=False) for card in mine.values()]

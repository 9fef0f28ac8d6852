"""Channels as answers: what may be seen of them, and what each kind asks for."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.views.shapes import WordView
from domain.channels.kinds import FORMS, ChannelKind
from domain.queries.channels import ChannelState, Trial


class EntryView(BaseModel):
    """One thing to fill in for a kind of channel."""

    name: str
    label: str
    secret: bool
    required: bool
    hint: str


class KindView(BaseModel):
    """A kind of channel: its entries, whose address it needs, its vendor's own host, messages a minute."""

    kind: WordView
    entries: list[EntryView]
    address: WordView
    needs_address: bool
    base_url: str
    per_minute: int | None


class TrialView(BaseModel):
    """The latest trial message, in machine time."""

    state: str
    words: str
    done: bool
    good: bool
    at: datetime


class ChannelView(BaseModel):
    """A channel. Of each secret only the last four characters are shown, of a short one nothing."""

    id: int
    kind: WordView
    name: str
    base_url: str
    settings: dict[str, str]
    secrets: dict[str, str]
    position: int
    active: bool
    waiting: int
    resting_until: datetime | None
    resting_because: str
    trial: TrialView | None


class ChannelsView(BaseModel):
    """Channels in the order in which they are tried, and the kinds there are."""

    items: list[ChannelView]
    kinds: list[KindView]


class RefusedLineView(BaseModel):
    """A line that was not taken, and why."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    line: str
    why: str


class AccountsView(BaseModel):
    """How many people's accounts were written down, and the lines that were not."""

    saved: int
    refused: list[RefusedLineView]


class TryOut(BaseModel):
    """Where the trial goes; empty: to whoever asks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Annotated[
        str, Field(title="测试收件人"), StringConstraints(max_length=200, strip_whitespace=True)
    ] = ""


class TryOneOut(TryOut):
    """The same with the channel, from a page that shows them all."""

    channel: Annotated[int, Field(title="通道", ge=1, le=2**31 - 1)]


def channel_view(state: ChannelState) -> ChannelView:
    """A channel as it may be seen."""
    card = state.card
    return ChannelView(
        id=card.id,
        kind=WordView(code=card.kind.value, label=card.kind.label),
        name=card.name,
        base_url=card.base_url,
        settings=dict(card.settings),
        secrets={name: f"…{tail}" if tail else "…" for name, tail in card.hints.items()},
        position=card.position,
        active=card.active,
        waiting=state.waiting,
        resting_until=state.resting_until,
        resting_because=state.because if state.resting_until else "",
        trial=trial_view(state.trial),
    )


def trial_view(trial: Trial | None) -> TrialView | None:
    """A trial, or nothing."""
    if trial is None:
        return None
    return TrialView(state=trial.state, words=trial.words, done=trial.done, good=trial.good, at=trial.at)


def kind_view(kind: ChannelKind) -> KindView:
    """What a kind asks for."""
    form = FORMS[kind]
    return KindView(
        kind=WordView(code=kind.value, label=kind.label),
        entries=[
            EntryView(name=e.name, label=e.label, secret=e.secret, required=e.required, hint=e.hint)
            for e in form.entries
        ],
        address=WordView(code=form.address.value, label=form.address.label),
        needs_address=form.needs_address,
        base_url="" if form.standard_base == "mail" else form.standard_base,
        per_minute=form.per_minute,
    )

"""How I am reached, and every message to read beforehand."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from api.current import At, Reading, TheStore, Who
from api.proving import set_proven_ways
from api.views.shapes import WordView
from domain.channels import Ways
from domain.messages.samples import samples
from domain.queries.channels import ways_of
from domain.queries.reader import Reader, reading
from domain.signing_in.guessing import Proof

mine = APIRouter(prefix="/me/channels", tags=["channels"])
preview = APIRouter(prefix="/messages", tags=["channels"])


class WayView(BaseModel):
    """One way to me: `chosen` by me, or as my authority has it."""

    channel: int
    kind: WordView
    name: str
    address: str
    open: bool
    chosen: bool


class WaysView(BaseModel):
    """The ways to me in order."""

    items: list[WayView]


class ProvenWays(Ways, Proof):
    """The ways to me, and that it is I who say so."""


class SampleView(BaseModel):
    """A message with invented facts."""

    key: str
    label: str
    reader: str
    title: str
    text: str
    length: int
    card: dict[str, Any]


class SamplesView(BaseModel):
    """Every message."""

    items: list[SampleView]


@mine.get("", summary="我的接收方式")
def my_ways(reader: Reading) -> WaysView:
    """How I am reached, first choice first."""
    return _ways(reader)


@mine.put("", summary="设置我的接收方式")
def set_my_ways(said: ProvenWays, request: Request, store: TheStore, who: Who, at: At) -> WaysView:
    """Choose my order, for the password or a present code; an empty list goes back to my authority's."""
    set_proven_ways(request, store, who, said, said)
    with reading(store, who, at) as reader:
        return _ways(reader)


@preview.get("", summary="全部消息样例")
def all_messages(
    request: Request,
    reader: Reading,
    key: Annotated[str | None, Query(title="消息代号", max_length=20)] = None,
) -> SamplesView:
    """Every message with invented facts; `key` chooses one."""
    link = f"{request.url.scheme}://{request.url.netloc}"
    found = [
        SampleView.model_validate(sample, from_attributes=True)
        for sample in samples(link, reader.at)
        if key in (None, sample.key)
    ]
    return SamplesView(items=found)


def _ways(reader: Reader) -> WaysView:
    return WaysView(
        items=[
            WayView(
                channel=way.card.id,
                kind=WordView(code=way.card.kind.value, label=way.card.kind.label),
                name=way.card.name,
                address=way.address,
                open=way.open,
                chosen=way.chosen,
            )
            for way in ways_of(reader)
        ]
    )

"""我的接收方式: by which channels I am reached, in which order, under which address."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.ids import ChannelId
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from api.proving import set_proven_ways
from domain.channels import Way, Ways
from domain.channels.kinds import FORMS
from domain.errors import NotFound
from domain.queries.channels import MyWay, ways_of

router = pages_router()


class MyAddress(BaseModel):
    """My address on a channel; empty: my own phone or mail."""

    model_config = ConfigDict(frozen=True)
    address: Annotated[
        str,
        Field(title="地址"),
        StringConstraints(max_length=200, strip_whitespace=True, pattern=r"^[\x21-\x7e]*$"),
    ] = ""


@router.get("/me/channels")
def mine(page: Page) -> Response:
    """The ways to me, first choice first."""
    return _shown(page)


@router.post("/me/channels/back")
def back(page: Sent) -> Response:
    """Go back to my authority's order."""

    def save(_: MyAddress) -> Response:
        set_proven_ways(page.request, page.store, page.who, Ways(ways=[]), page.proof)
        return page.go("/me/channels", said="已恢复为单位统一的顺序。")

    return page.submit(MyAddress, save, again=lambda form, status: _shown(page, 0, form, status))


@router.post("/me/channels/{channel}/up")
def up(page: Sent, channel: ChannelId) -> Response:
    """Let one be tried before the one that stands before it."""

    def earlier(ways: list[Way], n: int, _: str) -> None:
        if n:
            ways[n - 1], ways[n] = ways[n], ways[n - 1]

    return _change(page, channel, earlier, "顺序已调整。")


@router.post("/me/channels/{channel}/switch")
def switch(page: Sent, channel: ChannelId) -> Response:
    """Use one, or use it no more."""

    def other(ways: list[Way], n: int, address: str) -> None:
        is_open = not ways[n].open
        ways[n] = ways[n].model_copy(update={"open": is_open, "address": address or ways[n].address})

    return _change(page, channel, other, "已保存。")


@router.post("/me/channels/{channel}")
def address(page: Sent, channel: ChannelId) -> Response:
    """Write my address on one."""

    def other(ways: list[Way], n: int, address: str) -> None:
        ways[n] = ways[n].model_copy(update={"address": address, "open": True})

    return _change(page, channel, other, "已保存。")


def _change(page: SentVisit, channel: int, do: Callable[[list[Way], int, str], None], said: str) -> Response:
    """Change one of my ways, for the password or a present code; the whole order is then my own."""

    def save(typed: MyAddress) -> Response:
        ways = [Way(channel=way.card.id, address=way.address, open=way.open) for way in ways_of(page.reader)]
        found = next((n for n, way in enumerate(ways) if way.channel == channel), None)
        if found is None:
            raise NotFound("没有这个消息通道。")
        do(ways, found, typed.address)
        set_proven_ways(page.request, page.store, page.who, Ways(ways=ways), page.proof)
        return page.go("/me/channels", said=said)

    return page.submit(MyAddress, save, again=lambda form, status: _shown(page, channel, form, status))


def _shown(page: Visit, channel: int = 0, form: Form[MyAddress] | None = None, status: int = 200) -> Response:
    """The ways to me; `channel`: whose form was refused, 0 for that of the whole order."""
    ways = ways_of(page.reader)
    forms = {way.card.id: _form(way, form if way.card.id == channel else None) for way in ways}
    back = form if form and not channel else Form(MyAddress)
    own = any(way.chosen for way in ways)
    return page.render("me/channels.html", status, ways=ways, forms=forms, own=own, back=back, asked=FORMS)


def _form(way: MyWay, form: Form[MyAddress] | None) -> Form[MyAddress]:
    return form or Form(MyAddress).start_with(address=way.address)

"""My messages in the app (消息), and 知道了."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api.current import At, Reading, TheStore, Who
from api.ids import NoticeId
from api.routes.mine import Cursor, Limit
from domain.queries.mine import A_PAGE
from domain.queries.notices import Message, how_many_unread, message, messages
from domain.queries.reader import reading
from domain.store.acknowledging import acknowledge, acknowledge_all

router = APIRouter(prefix="/me/notices", tags=["notices"])


class MessageView(BaseModel):
    """A message; `hazard` is its ref, `to_read` asks for no act, `over` says how that hazard ended; times are legal."""

    id: int
    hazard: str
    title: str
    text: str
    to_read: bool
    urgent: bool
    at: datetime
    acknowledged_at: datetime | None
    over: str


class MessagesView(BaseModel):
    """Newest first; `unread` are counted up to 100, `next_cursor` is null on the last page."""

    items: list[MessageView]
    unread: int
    next_cursor: str | None


class UpTo(BaseModel):
    """The newest message that was seen."""

    model_config = ConfigDict(extra="forbid")

    up_to: NoticeId = Field(title="最新一条消息")


class AnsweredView(BaseModel):
    """How many messages were answered."""

    answered: int


@router.get("", summary="消息")
def mine(
    reader: Reading,
    cursor: Cursor = None,
    limit: Limit = A_PAGE,
    *,
    unread: Annotated[bool, Query(title="未读")] = False,
) -> MessagesView:
    """What I was told; `unread=true` leaves out what I answered by 知道了."""
    found = messages(reader, cursor, limit, unread=unread)
    return MessagesView(
        items=[message_view(one) for one in found.items],
        unread=how_many_unread(reader),
        next_cursor=found.next_cursor,
    )


@router.post("/acknowledge", summary="全部知道了")
def answer_all(said: UpTo, store: TheStore, who: Who, at: At) -> AnsweredView:
    """Answer every message up to the newest one seen."""
    return AnsweredView(answered=acknowledge_all(store, said.up_to, by=who, at=at))


@router.post("/{notice}/acknowledge", summary="知道了")
def answer(notice: Annotated[NoticeId, Path(title="消息")], store: TheStore, who: Who, at: At) -> MessageView:
    """Stop the repetition of this message; the clock of the hazard runs on."""
    acknowledge(store, notice, by=who, at=at)
    with reading(store, who, at) as reader:
        return message_view(message(reader, notice))


def message_view(one: Message) -> MessageView:
    """A message as it is answered."""
    return MessageView(hazard=one.ref, **{k: v for k, v in vars(one).items() if k != "ref"})

"""What became of messages: who was told of a hazard and how; what failed, and once more."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from api.current import At, HazardNamed, Reading, TheStore, Who
from api.views.shapes import WordView
from api.views.told import ToldListView, told_view
from domain.channels import authority_of, try_again
from domain.fields import WRITTEN_PLAINLY
from domain.queries.deliveries import FailedDelivery, failed_deliveries, waiting_notices
from domain.queries.told import told_about

router = APIRouter(tags=["deliveries"])
Id = Annotated[int, Path(title="消息", ge=1, le=2**63 - 1), WRITTEN_PLAINLY]


class FailedView(BaseModel):
    """A message that was set aside, or waits for its next try (machine time). It names no hazard."""

    id: int
    person: str
    channel: str
    state: WordView
    tries: int
    notices: int
    outcome: str
    created_at: datetime
    next_try_at: datetime | None


class FailedListView(BaseModel):
    """Failed messages, newest first; `waiting` notices are carried by no message yet."""

    items: list[FailedView]
    waiting: int
    next_before: int | None


@router.get("/hazards/{hazard}/notices", summary="告知记录")
def told(hazard: HazardNamed, reader: Reading) -> ToldListView:
    """Who was told what of a hazard and what became of it; without supervising it, my own notices."""
    case = reader.one(hazard)
    return ToldListView(items=[told_view(each, reader.directory.people) for each in told_about(reader, case)])


@router.get("/deliveries/failed", summary="未送达的消息")
def failed(
    reader: Reading,
    before: Annotated[int | None, Query(title="翻页标记", ge=1, le=2**63 - 1), WRITTEN_PLAINLY] = None,
    limit: Annotated[int, Query(title="每页条数", ge=1, le=100), WRITTEN_PLAINLY] = 50,
) -> FailedListView:
    """Messages that failed; for whoever sets up the channels."""
    authority = authority_of(reader.directory, reader.who, reader.at)
    under = reader.directory.units[authority].path
    found = failed_deliveries(reader.connection, limit, before=before, under=under)
    following = found[-1].attempt if len(found) == limit else None
    waiting = waiting_notices(reader.connection)
    return FailedListView(items=[*map(failed_view, found)], waiting=waiting, next_before=following)


@router.post("/deliveries/{attempt}/retry", status_code=202, summary="重发")
def again(attempt: Id, store: TheStore, who: Who, at: At) -> dict[str, str]:
    """Let a message that was set aside go out once more."""
    try_again(store, attempt, by=who, at=at)
    return {"status": "waiting"}


def failed_view(failed: FailedDelivery) -> FailedView:
    """A failed message."""
    return FailedView(
        id=failed.attempt,
        person=failed.person,
        channel=failed.channel,
        state=WordView(code=failed.state, label=failed.label),
        tries=failed.tries,
        notices=failed.notices,
        outcome=failed.outcome,
        created_at=failed.created_at,
        next_try_at=failed.next_try_at,
    )

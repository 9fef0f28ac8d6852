"""告知记录: who was told what of a hazard and whether it arrived; and a failed message once more."""

from typing import Annotated

from fastapi import Path, Response

from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent
from api.views.told import told_view
from domain.channels import try_again
from domain.fields import WRITTEN_PLAINLY
from domain.queries.told import supervises, told_about

router = pages_router()
Id = Annotated[int, Path(title="消息", ge=1, le=2**63 - 1), WRITTEN_PLAINLY]


@router.get("/h/{hazard}/told")
def told(page: Page, hazard: str) -> Response:
    """Everybody who was told, newest first; without supervising the hazard, my own notices."""
    case = page.reader.one(hazard)
    people = page.reader.directory.people
    rows = [told_view(each, people) for each in reversed(told_about(page.reader, case))]
    return page.render("hazard/told.html", case=case, rows=rows, all=supervises(page.reader, case))


@router.post("/deliveries/{attempt}/retry")
def again(page: Sent, attempt: Id) -> Response:
    """Let a message that was set aside go out once more."""
    try_again(page.store, attempt, by=page.who, at=page.at)
    return page.go("/system", said="已重新发送，结果稍后见“没有送达的消息”。")

"""消息: what I was told, and 知道了."""

from typing import Annotated

from fastapi import Path, Query, Response

from api.ids import NoticeId
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent
from domain.queries.notices import how_many_unread, messages
from domain.store.acknowledging import acknowledge, acknowledge_all

router = pages_router()


@router.get("/notices")
def told(
    page: Page,
    cursor: Annotated[str | None, Query(title="翻页标记", max_length=40)] = None,
    show: Annotated[str, Query(title="显示", pattern="^(unread|all)$")] = "unread",
) -> Response:
    """What I have not answered yet, or everything."""
    found = messages(page.reader, cursor, unread=show == "unread")
    more = f"/notices?show={show}&cursor={found.next_cursor}" if found.next_cursor else ""
    unread = how_many_unread(page.reader)
    return page.render("me/notices.html", messages=found.items, unread=unread, show=show, more=more)


@router.post("/notices/acknowledge")
def answer_all(page: Sent) -> Response:
    """全部知道了, up to the newest that was shown."""
    answered = acknowledge_all(page.store, page.number("up_to") or 0, by=page.who, at=page.at)
    return page.go("/notices", said=f"{answered} 条消息已知道；办理时限照常计算。")


@router.post("/notices/{notice}/acknowledge")
def answer(page: Sent, notice: Annotated[NoticeId, Path(title="消息")]) -> Response:
    """知道了: it is not sent again; the clock runs on."""
    acknowledge(page.store, notice, by=page.who, at=page.at)
    return page.go("/notices", said="已知道，不再重复提醒；办理时限照常计算。")

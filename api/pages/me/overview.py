"""我的: who I am, my posts and delegations, what I may set; and how large I read."""

from fastapi import Response

from api.cookies import keep
from api.pages.frame import CARE
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent
from api.views.answers import me_view
from domain.queries.notices import how_many_unread

router = pages_router()
A_YEAR = 365 * 24 * 3600


@router.get("/me")
def me(page: Page) -> Response:
    """Who I am, my posts and delegations, settings."""
    beside = [entry for entry, _ in page.menu if not entry.tab]
    return page.render(
        "me/overview.html", me=me_view(page.reader), beside=beside, unread=how_many_unread(page.reader)
    )


@router.post("/me/care")
def care(page: Sent) -> Response:
    """关怀模式 on or off, kept in this browser."""
    on = page.typed.get("care") == ["1"]
    answer = page.go("/me", said="已切换到关怀模式。" if on else "已恢复标准字号。")
    keep(page.request, answer, CARE, "1" if on else "0", seconds=A_YEAR)
    return answer

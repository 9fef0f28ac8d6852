"""我的: who I am and how I read; 待办 stands first."""

from fastapi import Response

from api.answers import me_view, task_view
from api.pages.frame import CARE
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent
from domain.queries import tasks

router = pages_router()
A_YEAR = 365 * 24 * 3600


@router.get("/")
def home(page: Page) -> Response:
    """待办, most urgent first."""
    return page.render("tasks.html", tasks=[task_view(task, page.reader) for task in tasks(page.reader)])


@router.get("/me")
def me(page: Page) -> Response:
    """Who I am, my posts and delegations, settings."""
    return page.render("me.html", me=me_view(page.reader))


@router.post("/me/care")
def care(page: Sent) -> Response:
    """关怀模式 on or off, kept in this browser."""
    on = page.typed.get("care") == ["1"]
    answer = page.go("/me", said="已切换到关怀模式。" if on else "已恢复标准字号。")
    secure = page.request.app.state.secure_cookie
    answer.set_cookie(CARE, "1" if on else "0", max_age=A_YEAR, httponly=True, samesite="lax", secure=secure)
    return answer

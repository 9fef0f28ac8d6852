"""待办 and its neighbours: what I pressed, what I reported, what I was told of."""

from typing import Annotated

from fastapi import Query, Response

from api.pages.hazard.rows import HazardRow, pressed_rows, standing_row, task_row
from api.pages.me.first_steps import accounts_waiting_for, steps_of
from api.pages.routers import pages_router
from api.pages.visitor import Page, Visit
from api.views.tasks import task_views
from domain.queries import TaskPage, copied, done, reported, task_page
from domain.queries.patrols import tasks_of_mine

router = pages_router()
Cursor = Annotated[str | None, Query(title="翻页标记", max_length=40)]


@router.get("/")
def home(page: Page) -> Response:
    """待办, most urgent first."""
    found, patrols = task_page(page.reader), tasks_of_mine(page.reader)
    rows = [task_row(task) for task in found.tasks]
    steps = steps_of(page)
    return page.render(
        "me/tasks.html",
        tabs=tabs("/", found, len(patrols)),
        rows=rows,
        patrols=task_views(patrols, page.reader),
        more=found.more,
        steps=steps,
        waiting_accounts=accounts_waiting_for(page),
    )


@router.get("/mine/done")
def mine_done(page: Page, cursor: Cursor = None) -> Response:
    """已办."""
    found = done(page.reader, cursor)
    rows = pressed_rows(found.items)
    return _listed(page, "/mine/done", found.next_cursor, rows, "您还没有办理过事项。")


@router.get("/mine/reported")
def mine_reported(page: Page, cursor: Cursor = None) -> Response:
    """我报告的."""
    found = reported(page.reader, cursor)
    rows = [standing_row(case) for case in found.items]
    empty = "您还没有报告过隐患。看到就可以随手拍。"
    return _listed(page, "/mine/reported", found.next_cursor, rows, empty)


@router.get("/mine/copied")
def mine_copied(page: Page, cursor: Cursor = None) -> Response:
    """抄送我."""
    found = copied(page.reader, cursor)
    rows = [standing_row(case) for case in found.items]
    return _listed(page, "/mine/copied", found.next_cursor, rows, "没有只需您知悉的隐患。")


def tabs(here: str, waiting: TaskPage | None = None, patrols: int = 0) -> list[tuple[str, str, str, bool]]:
    """(address, label, count in words, whether one is there) of each tab; what has passed is not counted."""
    to_do = f"{len(waiting.tasks) + patrols}{'+' if waiting.more else ''}" if waiting else ""
    shown = [
        ("/", "待办", to_do),
        ("/mine/done", "已办", ""),
        ("/mine/reported", "我报告的", ""),
        ("/mine/copied", "抄送我", ""),
    ]
    return [(path, label, count, path == here) for path, label, count in shown]


def _listed(page: Visit, here: str, cursor: str | None, rows: list[HazardRow], empty: str) -> Response:
    more = f"{here}?cursor={cursor}" if cursor else ""
    return page.render("me/list.html", tabs=tabs(here), rows=rows, more=more, empty=empty)

"""领导首屏, 安办首屏, 督办看板: each number opens its list."""

from fastapi import Response

from api.pages.desk.filters import address
from api.pages.me.first_steps import accounts_waiting_for, steps_of
from api.pages.navigation import COUNTING
from api.pages.routers import pages_router
from api.pages.visitor import Page
from domain.queries.boards import desk_board, leader_board, supervision_board
from domain.queries.boards.units import Light
from domain.queries.figures import Figure
from domain.queries.patrols import TaskFilter, sees_any_task, tally

router = pages_router()


@router.get("/leader")
def leader(page: Page) -> Response:
    """What a leader takes in within ten seconds."""
    board = leader_board(page.reader)
    stuck_list = address(board.stuck_list)
    return page.render(
        "desk/leader.html",
        board=board,
        f=board.figures,
        href=href,
        stuck_list=stuck_list,
        waiting_accounts=accounts_waiting_for(page),
    )


@router.get("/office")
def office(page: Page) -> Response:
    """What the desk officer needs in the morning."""
    board, steps = desk_board(page.reader), steps_of(page)
    return page.render(
        "desk/office.html", board=board, href=href, steps=steps, waiting_accounts=accounts_waiting_for(page)
    )


@router.get("/board")
def supervision(page: Page) -> Response:
    """The board of whoever supervises."""
    board = supervision_board(page.reader)
    patrols = tally(page.reader, TaskFilter()) if sees_any_task(page.reader) else []
    return page.render(
        "desk/board.html",
        board=board,
        href=href,
        lights=list(Light),
        patrols=patrols,
        may_count=bool(page.roles & COUNTING),
    )


def href(figure: Figure) -> str:
    """The list of exactly these hazards."""
    return address(figure.wanted)

"""The boards as JSON: each number with the query of /api/hazards that opens exactly its list."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from api.current import Reading
from api.views.figures import (
    FigureView,
    UnitRowView,
    figure_view,
    figures_by_name,
    figures_view,
    unit_row_view,
)
from api.views.shapes import UnitView
from domain.directory.organisation import Directory
from domain.queries.boards import Stuck, desk_board, leader_board, supervision_board

router = APIRouter(prefix="/boards", tags=["boards"])


class StuckView(BaseModel):
    """One overdue hazard: where, who holds it, for how many days, why."""

    ref: str
    unit: UnitView
    place: str
    holder: str
    days: int
    why: str


class NamedView(BaseModel):
    """A hazard by name."""

    ref: str
    unit: UnitView
    place: str


class LeaderView(BaseModel):
    """领导首屏."""

    figures: dict[str, FigureView]
    without_interim: list[NamedView]
    oldest_to_sign: datetime | None
    stuck: list[StuckView]
    stuck_query: str


class DeskView(BaseModel):
    """安办首屏."""

    came_in: list[FigureView]
    mine_by_age: list[FigureView]
    mine_by_state: list[FigureView]
    outstanding: list[FigureView]
    to_close: FigureView


class SupervisionView(BaseModel):
    """督办看板."""

    first: list[FigureView]
    month: dict[str, FigureView]
    by_rung: list[FigureView]
    by_state: list[FigureView]
    by_category: list[FigureView]
    units: list[UnitRowView]


@router.get("/leader", summary="领导首屏")
def leader(reader: Reading) -> LeaderView:
    """重大, 待我签, the five worst stuck, this month, 本级超时."""
    board = leader_board(reader)
    return LeaderView(
        figures=figures_by_name(board.figures),
        without_interim=[
            NamedView(ref=c.hazard.ref, unit=_unit(reader.directory, c.hazard.unit_id), place=c.hazard.place)
            for c in board.without_interim
        ],
        oldest_to_sign=board.oldest_to_sign,
        stuck=[_stuck(one) for one in board.stuck],
        stuck_query=board.stuck_list.query(),
    )


@router.get("/desk", summary="安办首屏")
def desk(reader: Reading) -> DeskView:
    """What came in today, what waits for me, who has not signed, which replies are outstanding, what to close."""
    board = desk_board(reader)
    return DeskView(
        came_in=figures_view(board.came_in),
        mine_by_age=figures_view(board.mine_by_age),
        mine_by_state=figures_view(board.mine_by_state),
        outstanding=figures_view(board.outstanding),
        to_close=figure_view(board.to_close),
    )


@router.get("/supervision", summary="督办看板")
def supervision(reader: Reading) -> SupervisionView:
    """Overdue by rung, listed, waiting for signature, due within 7 days, and the units of my scope."""
    board = supervision_board(reader)
    return SupervisionView(
        first=figures_view(board.first),
        month=figures_by_name(board.month),
        by_rung=figures_view(board.by_rung),
        by_state=figures_view(board.by_state),
        by_category=figures_view(board.by_category),
        units=[unit_row_view(row) for row in board.units],
    )


def _unit(directory: Directory, unit_id: int) -> UnitView:
    unit = directory.units[unit_id]
    return UnitView(code=unit.code, name=unit.name)


def _stuck(one: Stuck) -> StuckView:
    hazard = one.case.hazard
    return StuckView(
        ref=hazard.ref,
        unit=_unit(one.case.directory, hazard.unit_id),
        place=hazard.place,
        holder=one.holder,
        days=one.days,
        why=one.why,
    )

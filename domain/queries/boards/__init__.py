"""The boards: what the leader, the desk officer and whoever supervises must see first.

Every number is a `Figure`, counted by the filter that opens its list. Reading order: month, stuck, leader, desk,
units, supervision.
"""

from domain.queries.boards.desk import DeskBoard, desk_board
from domain.queries.boards.leader import LeaderBoard, leader_board
from domain.queries.boards.stuck import Stuck
from domain.queries.boards.supervision import SupervisionBoard, supervision_board
from domain.queries.boards.units import Light, Rate, UnitRow

__all__ = [
    "DeskBoard",
    "LeaderBoard",
    "Light",
    "Rate",
    "Stuck",
    "SupervisionBoard",
    "UnitRow",
    "desk_board",
    "leader_board",
    "supervision_board",
]

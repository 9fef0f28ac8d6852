"""领导首屏: the five numbers that a leader takes in within ten seconds, each opening its list."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from domain.cases.case import Case
from domain.queries.boards.month import STOCK, month_figures
from domain.queries.boards.stuck import FIVE, LATE_FIRST, Stuck, stuck
from domain.queries.conditions import conditions
from domain.queries.figures import Figure, FigureAsked, counted
from domain.queries.hazard_filter import HazardFilter, Order
from domain.queries.ledger import page
from domain.queries.reader import Reader, shares
from domain.tables.core import HAZARD, PAPER
from domain.words import Level, Listing, PaperState, Role

MAJOR = {
    "major_open": ("在办", HazardFilter(level=Level.MAJOR)),
    "major_without_interim": ("无临时管控", HazardFilter(level=Level.MAJOR, interim=False)),
    "major_past": ("已超期", HazardFilter(level=Level.MAJOR, overdue=True)),
}
KEEPERS = {
    "kept_by_us": ("本级超时", HazardFilter(kept_by="authority")),
    "kept_by_desk": (Role.DESK.label, HazardFilter(kept_by=Role.DESK)),
    "kept_by_leader": (Role.LEADER.label, HazardFilter(kept_by=Role.LEADER)),
    "kept_by_head": (Role.HEAD.label, HazardFilter(kept_by=Role.HEAD)),
}
"""The commission's own waits past their time, as a whole and by post: never by person."""
TO_SIGN = {"to_sign": ("有待我签的隐患", HazardFilter(to_sign="me"))}
LATE = {"overdue": ("超期未改完", HazardFilter(overdue=True))}


@dataclass(frozen=True)
class LeaderBoard:
    """The figures by name; the 重大 without interim control by name; since when the oldest paper waits for them."""

    figures: dict[str, Figure]
    without_interim: list[Case]
    oldest_to_sign: datetime | None
    stuck: list[Stuck]
    stuck_list: HazardFilter


def leader_board(reader: Reader) -> LeaderBoard:
    """The board as this reader may know it."""
    asked = [
        FigureAsked(name, *rest) for part in (MAJOR, TO_SIGN, LATE, KEEPERS) for name, rest in part.items()
    ]
    figures = counted(reader, HazardFilter(open=True), [*asked, STOCK])
    bare, to_sign = figures["major_without_interim"], figures["to_sign"]
    return LeaderBoard(
        figures={**figures, **month_figures(reader, figures["stock"])},
        without_interim=page(reader, _first_of(bare)).cases if bare.count else [],
        oldest_to_sign=_oldest(reader, to_sign.wanted) if to_sign.count else None,
        stuck=stuck(reader),
        stuck_list=LATE_FIRST,
    )


def _first_of(figure: Figure) -> HazardFilter:
    return figure.wanted.model_copy(update={"order": Order.OLDEST, "limit": FIVE})


def _oldest(reader: Reader, wanted: HazardFilter) -> datetime | None:
    """Since when the oldest of these papers and listings waits."""
    these = (reader.visible(), *conditions(reader, wanted))
    mine = (PAPER.c.state == PaperState.PROPOSED, shares(PAPER.c.holders, reader.scope.people))
    papers = select(func.min(PAPER.c.since_at)).join(HAZARD, HAZARD.c.id == PAPER.c.hazard_id)
    begun = func.min(HAZARD.c.terms["listing"][1].astext)
    listings = select(begun).where(*these, HAZARD.c.listing == Listing.PROPOSED)
    paper = reader.connection.execute(papers.where(*these, *mine)).scalar_one()
    listing = reader.connection.execute(listings).scalar_one()
    found = [paper] if paper else []
    return min([*found, *([datetime.fromisoformat(listing)] if listing else [])], default=None)

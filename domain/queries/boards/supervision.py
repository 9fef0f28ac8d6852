"""督办看板: overdue by rung, listed, waiting for signature, due soon; open ones by state and category; units."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.queries.boards.month import STOCK, month_figures
from domain.queries.boards.units import UnitRow, unit_rows
from domain.queries.figures import Figure, FigureAsked, counted
from domain.queries.hazard_filter import HazardFilter
from domain.queries.reader import Reader
from domain.rungs import LISTING_RUNG, RUNG_NAMES, rung_label
from domain.use import Use
from domain.words import OPEN_STATES, Category, Level, State

SOON = 7
FIRST = {
    "overdue": ("超期未改完", HazardFilter(overdue=True)),
    "listed": ("挂牌督办中", HazardFilter(listed=True)),
    "out_of_use": ("停用（停业）中", HazardFilter(use=[Use.SUSPENDED, Use.RESUMING])),
    "to_sign": ("有待签发的隐患（文书、挂牌）", HazardFilter(to_sign="anyone")),
    "due_soon": (f"{SOON} 天内到期", HazardFilter(due_within=SOON)),
    "major": ("重大隐患在办", HazardFilter(level=Level.MAJOR)),
    "kept_by_us": ("本级超时", HazardFilter(kept_by="authority")),
}


@dataclass(frozen=True)
class SupervisionBoard:
    """Figures in their groups, and the units."""

    first: list[Figure]
    month: dict[str, Figure]
    by_rung: list[Figure]
    by_state: list[Figure]
    by_category: list[Figure]
    units: list[UnitRow]


def supervision_board(reader: Reader) -> SupervisionBoard:
    """The board as this reader may know it."""
    rungs = list(_rungs())
    states = [FigureAsked(f"state_{s}", s.label, HazardFilter(state=[s])) for s in State if s in OPEN_STATES]
    kinds = [FigureAsked(f"category_{c}", c.label, HazardFilter(category=[c])) for c in Category]
    first = [FigureAsked(name, *rest) for name, rest in FIRST.items()]
    found = counted(reader, HazardFilter(open=True), [*first, *rungs, *states, *kinds, STOCK])

    def of(asked: list[FigureAsked]) -> list[Figure]:
        return [found[one.name] for one in asked]

    return SupervisionBoard(
        first=of(first),
        month=month_figures(reader, found[STOCK.name]),
        by_rung=of(rungs),
        by_state=of(states),
        by_category=[figure for figure in of(kinds) if figure.count],
        units=unit_rows(reader),
    )


def _rungs() -> Iterator[FigureAsked]:
    """Overdue by rung; 0 is not yet urged. The rung that is called by level and listing is counted by them."""
    yield FigureAsked("rung_0", "刚超期", HazardFilter(overdue=True, rung=[0]))
    for n in range(1, len(RUNG_NAMES)):
        if n != LISTING_RUNG:
            label = f"{n} 级 {rung_label(n, Level.GENERAL, listed=False)}"
            yield FigureAsked(f"rung_{n}", label, HazardFilter(overdue=True, rung=[n]))
            continue
        of_one = HazardFilter(overdue=True, rung=[n])
        for name, level, listed in (
            (f"rung_{n}_general", Level.GENERAL, None),
            (f"rung_{n}_proposed", Level.MAJOR, False),
            (f"rung_{n}", Level.MAJOR, True),
        ):
            label = f"{n} 级 {rung_label(n, level, listed=bool(listed))}"
            yield FigureAsked(name, label, of_one.model_copy(update={"level": level, "listed": listed}))

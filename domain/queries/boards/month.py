"""This month: 新增, 销号, 存量, with what they are counted of."""

from domain.calendar import day_of
from domain.queries.figures import Figure, FigureAsked, counted
from domain.queries.hazard_filter import Counted, HazardFilter
from domain.queries.reader import Reader
from domain.words import State

VALID = Counted.VALID


STOCK = FigureAsked("stock", "现有存量", HazardFilter())
"""FigureAsked in the same walk over the open ones that each board takes anyway."""


def month_figures(reader: Reader, stock: Figure) -> dict[str, Figure]:
    """新增 a, 销号 b, 存量 c, and 在办过 = c + b: the denominator of b. Nobody is both open and closed."""
    first = day_of(reader.at).replace(day=1)
    new = counted(
        reader,
        HazardFilter(reported_from=first),
        [FigureAsked("new", "本月新增", HazardFilter(counted=VALID))],
    )
    closing = FigureAsked("closed", "本月销号", HazardFilter(state=[State.CLOSED]))
    closed = counted(reader, HazardFilter(closed_from=first), [closing])["closed"]
    in_hand = Figure("in_hand", "本月在办过", stock.count + closed.count, HazardFilter(in_hand_from=first))
    return {**new, "closed": closed, "stock": stock, "in_hand": in_hand}

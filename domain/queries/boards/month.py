"""This month: 新增, 销号, 存量, with what they are counted of."""

from domain.calendar import day_of
from domain.queries.figures import Asked, Figure, counted
from domain.queries.reader import Reader
from domain.queries.wanted import Counted, Wanted
from domain.words import State

VALID = Counted.VALID


STOCK = Asked("stock", "现有存量", Wanted())
"""Asked in the same walk over the open ones that each board takes anyway."""


def month_figures(reader: Reader, stock: Figure) -> dict[str, Figure]:
    """新增 a, 销号 b, 存量 c, and 在办过 = c + b: the denominator of b. Nobody is both open and closed."""
    first = day_of(reader.at).replace(day=1)
    new = counted(reader, Wanted(reported_from=first), [Asked("new", "本月新增", Wanted(counted=VALID))])
    closing = Asked("closed", "本月销号", Wanted(state=[State.CLOSED]))
    closed = counted(reader, Wanted(closed_from=first), [closing])["closed"]
    in_hand = Figure("in_hand", "本月在办过", stock.count + closed.count, Wanted(in_hand_from=first))
    return {**new, "closed": closed, "stock": stock, "in_hand": in_hand}

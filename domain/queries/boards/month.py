"""This month: 新增, 销号, 存量, with what they are counted of."""

from domain.calendar import day_of
from domain.queries.figures import Asked, Figure, counted
from domain.queries.reader import Reader
from domain.queries.wanted import Counted, Wanted
from domain.words import State


def month_figures(reader: Reader) -> dict[str, Figure]:
    """新增 a, 销号 b, 存量 c, and 在办过 = c + b: the denominator of b."""
    first = day_of(reader.at).replace(day=1)
    new = Asked("new", "本月新增", Wanted(counted=Counted.VALID))
    closed = Asked("closed", "本月销号", Wanted(state=[State.CLOSED]))
    stock = Asked("stock", "现有存量", Wanted())
    in_hand = Asked("in_hand", "本月在办过", Wanted())
    # One walk for each, because each is served by an index of its own.
    return {
        **counted(reader, Wanted(reported_from=first), [new]),
        **counted(reader, Wanted(closed_from=first), [closed]),
        **counted(reader, Wanted(open=True), [stock]),
        **counted(reader, Wanted(in_hand_from=first), [in_hand]),
    }

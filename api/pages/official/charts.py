"""Where the bars and the line of a chart stand. All of it in percent of the drawing, which is as wide as its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.official.asked import last_of_the_month
from domain.official.trends import Month

LEFT, TOP, GROUND = 1.0, 8.0, 88.0
"""The edges of the plot; below the ground stand the months."""
BAR, GAP = 0.34, 0.14
MOST_LABELS = 12
ROUND = (1, 2, 5, 10)


@dataclass(frozen=True)
class Column:
    """A month: two bars (where they begin, how high), the point of the line, and the label where there is room."""

    new: tuple[float, float]
    closed: tuple[float, float]
    middle: float
    stands: float
    label: str


@dataclass(frozen=True)
class Chart:
    """The columns, how wide a bar is, the rules (height, number), and the pieces of the line."""

    columns: list[Column]
    bar: float
    rules: list[tuple[float, int]]
    line: list[tuple[float, float, float, float]]


def chart_of(months: Sequence[Month]) -> Chart:
    """Bars of 新增 and 销号, a line of 月末在办, on one scale that begins at 0."""
    most = _round_up(max(one.count for m in months for one in (m.new, m.closed, m.in_hand)))
    slot, every = (100 - 2 * LEFT) / len(months), -(-len(months) // MOST_LABELS)

    def height(count: int) -> float:
        return round((GROUND - TOP) * count / most, 2)

    columns = [
        Column(
            new=(round(LEFT + slot * (n + GAP), 2), height(m.new.count)),
            closed=(round(LEFT + slot * (n + GAP + BAR), 2), height(m.closed.count)),
            middle=round(LEFT + slot * (n + 0.5), 2),
            stands=round(GROUND - height(m.in_hand.count), 2),
            label=_short(m.first, n) if n % every == 0 else "",
        )
        for n, m in enumerate(months)
    ]
    return Chart(
        columns=columns,
        bar=round(slot * BAR, 2),
        rules=[(round(GROUND - height(count), 2), count) for count in (most, most // 2) if count],
        line=[(a.middle, a.stands, b.middle, b.stands) for a, b in pairwise(columns)],
    )


def _round_up(count: int) -> int:
    """The next number of the kind 2, 4, 10, 20, 40, 100: its half is whole."""
    power = 1
    while True:
        for step in ROUND:
            if step * power * 2 >= count:
                return step * power * 2
        power *= 10


def _short(first: date, place: int) -> str:
    """11月, with the year where a year or the chart begins."""
    return f"{first:%y}年{first.month}月" if place == 0 or first.month == 1 else f"{first.month}月"


def month_in_words(month: Month) -> str:
    """2026-11; with its days where it is not whole."""
    if month.first == month.last:
        return f"{month.first}"
    whole = month.first.day == 1 and month.last == last_of_the_month(month.first)
    return f"{month.first:%Y-%m}" if whole else f"{month.first} 至 {month.last:%m-%d}"

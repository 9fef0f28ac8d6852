"""Months and years: what came, what was closed, what was in hand at the end; 存量 and 增量 by year of discovery."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from domain.official.asked import Asked, last_of_the_month
from domain.official.trends.walk import DAY, LABELS, Narrowed, Walk
from domain.queries import HazardFilter, Reader
from domain.queries.figures import Figure, FigureAsked, counted
from domain.words import Level

AT = {name: place for place, name in enumerate(LABELS)}
YEARLY = {"stock": "期初存量", "new": "增量", "closed": "期内销号", "left": "期末存量"}


@dataclass(frozen=True)
class Month:
    """One month as far as it lies in the period: 新增, 销号, and 在办 and 重大在办 at the end of its last day."""

    first: date
    last: date
    new: Figure
    closed: Figure
    in_hand: Figure
    majors: Figure


@dataclass(frozen=True)
class Year:
    """Hazards by the year in which they were found: 期初存量 + 增量 - 销号 = 期末存量. None: all years."""

    year: int | None
    stock: Figure
    new: Figure
    closed: Figure
    left: Figure


def months(reader: Reader, asked: Asked, walk: Walk) -> list[Month]:
    """The months of the period in order."""
    spans = list(_spans(asked.start, asked.end))
    stood = counted(reader, walk.common, [one for _, last in spans for one in _standing(last)])
    return [
        Month(
            first,
            last,
            _of_a_month(walk, "new", first, last),
            _of_a_month(walk, "closed", first, last),
            stood[f"in_hand_{last}"],
            stood[f"majors_{last}"],
        )
        for first, last in spans
    ]


def _standing(last: date) -> list[FigureAsked]:
    majors = HazardFilter(in_hand_on=last, level=Level.MAJOR)
    return [
        FigureAsked(f"in_hand_{last}", "月末在办", HazardFilter(in_hand_on=last)),
        FigureAsked(f"majors_{last}", "月末重大在办", majors),
    ]


def _of_a_month(walk: Walk, name: str, first: date, last: date) -> Figure:
    counts, word = (walk.months_reported, "reported") if name == "new" else (walk.months_closed, "closed")
    count = counts[first.replace(day=1)][AT[name]]
    return walk.figure(name, f"{first:%Y-%m}", count, {f"{word}_from": first, f"{word}_to": last})


def years(walk: Walk) -> list[Year]:
    """By year of discovery, the earliest first, and all of them last."""
    found = {year: [values[AT[name]] for name in YEARLY] for year, values in walk.years.items()}
    sums = [sum(column) for column in zip(*found.values(), strict=True)] or [0] * len(YEARLY)
    return [
        *(_year(walk, year, found[year]) for year in sorted(found) if any(found[year])),
        _year(walk, None, sums),
    ]


def _year(walk: Walk, year: int | None, counts: list[int]) -> Year:
    within: Narrowed = {"found_from": date(year, 1, 1), "found_to": date(year, 12, 31)} if year else {}
    figures = (
        replace(walk.figure(name, year or "all", count, within), label=label)
        for (name, label), count in zip(YEARLY.items(), counts, strict=True)
    )
    return Year(year, *figures)


def _spans(start: date, end: date) -> Iterator[tuple[date, date]]:
    """Each month as far as it lies between two days."""
    first = start
    while first <= end:
        last = min(last_of_the_month(first), end)
        yield first, last
        first = last + DAY

"""驾驶舱 over time counted again, slowly and plainly, over random ledgers; each number as long as the list it opens."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import given, strategies as st

from domain.official.trends import TimedRate, TrendQuery, Trends, made_of
from domain.queries import HazardFilter, Reader
from domain.queries.figures import Figure
from domain.queries.whole import one_picture, whole_list
from domain.words import AUTHORITY_SOURCES, Category, Level, Source
from tests.official.ledgers import FIRST, LEDGERS, OPEN, UNITS, Made, days, write
from tests.official.test_against_an_oracle import NOW, TRIED, rate
from tests.world import World, on

TODAY = date(2026, 12, 21)
BY = st.sampled_from((("leader", "000"), ("leader", "001"), ("leader", "061"), ("officer1", "001")))
WORKING = ("assigned", "rectifying")
IN_FIVE = ("methods", "people", "money", "schedule", "safety")
DAY = timedelta(days=1)


def read(world: World, who: str, **asked: Any) -> Iterator[tuple[Reader, Trends]]:
    with one_picture(world.store, world.actor(who), on(NOW)) as reader:
        yield reader, made_of(reader, TrendQuery(**asked))


def every_figure(part: object) -> Iterator[Figure]:
    """Each number, wherever it stands."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from every_figure(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from every_figure(getattr(part, one.name))


def sees(who: str, one: Made) -> bool:
    """What the commission found is hidden from the unit until it is registered."""
    return who == "leader" or one.source not in AUTHORITY_SOURCES or one.is_registered


def as_shown(who: str, ledger: list[Made], top: str) -> list[Made]:
    """Those that are seen; to the unit what the commission found is reported on the day it was found."""
    mine = [one for one in ledger if top in ("000", one.unit) and sees(who, one)]
    ours = AUTHORITY_SOURCES if who == "officer1" else ()
    return [
        replace(one, stood=((one.found, one.stood[0][1]), *one.stood[1:])) if one.source in ours else one
        for one in mine
    ]


def in_hand(one: Made, day: date) -> bool:
    return one.is_valid and one.stood[0][0] <= day and not (one.closed and one.closed <= day)


def is_overdue(one: Made) -> bool:
    if not one.last_due or one.last_due >= TODAY:
        return False
    late = one.submitted is not None and one.submitted > one.last_due
    return one.state in WORKING or (one.state in ("verifying", "verified") and late)


def four(ledger: Iterable[Made], start: date, end: date) -> tuple[int, int, int, int]:
    """新增, 销号, 期末在办, 现已超期."""
    mine = list(ledger)
    return (
        sum(h.is_valid and start <= h.stood[0][0] <= end for h in mine),
        sum(h.closed is not None and start <= h.closed <= end for h in mine),
        sum(in_hand(h, end) for h in mine),
        sum(map(is_overdue, mine)),
    )


def spans(start: date, end: date) -> list[tuple[date, date]]:
    every = [start + n * DAY for n in range((end - start).days + 1)]
    months = sorted({(day.year, day.month) for day in every})
    return [
        (min(these), max(these))
        for month in months
        for these in [[day for day in every if (day.year, day.month) == month]]
    ]


def came_due(one: Made, start: date, end: date) -> bool:
    if one.first_due is None or not start <= one.first_due <= end or not one.counts or one.first_due >= TODAY:
        return False
    waits = one.state in ("verifying", "verified")
    return not (waits and one.submitted is not None and one.submitted <= one.first_due)


def how(one: Made) -> str:
    """How what came due went: on_time, extended, late, or still in time by its extension."""
    due, handed_in = one.first_due or FIRST, one.submitted
    if one.state != "closed":
        return "late" if is_overdue(one) else "open"
    if handed_in and handed_in <= due:
        return "on_time"
    if one.due and handed_in and handed_in <= one.due:
        return "extended"
    return "late" if (handed_in or one.closed or due) > due else "unknown"


def rates(ledger: list[Made], start: date, end: date) -> dict[str, tuple[int, int]]:
    general, major = (
        [h for h in ledger if h.counts and h.level == level and start <= h.found <= end]
        for level in ("general", "major")
    )
    due = [h for h in ledger if came_due(h, start, end)]
    reported = [h for h in ledger if h.counts and start <= h.stood[0][0] <= end]
    closed = [h for h in ledger if h.counts and h.closed and start <= h.closed <= end]
    return {
        "general": (sum(h.stood_at(end) in ("verified", "closed") for h in general), len(general)),
        "major": (sum(h.stood_at(end) == "closed" for h in major), len(major)),
        **{name: (sum(how(h) == name for h in due), len(due)) for name in ("on_time", "extended", "late")},
        "closed": (sum(h.state == "closed" for h in reported), len(reported)),
        "first_pass": (sum(not h.send_backs for h in closed), len(closed)),
    }


def stays(one: Made) -> dict[str, int]:
    """How many days it stood in each state."""
    found: dict[str, int] = {}
    for (since, state), (until, _) in zip(one.stood, one.stood[1:], strict=False):
        found[state] = found.get(state, 0) + (until - since).days
    return found


def told(one: TimedRate) -> tuple[int, int]:
    exact = rate(one.done.count, one.of.count)
    assert one.percent == ("" if exact is None else f"{exact:.1f}")
    return one.done.count, one.of.count


def counts(parts: list[Any]) -> dict[str, tuple[int, ...]]:
    return {
        one.name: (one.new.count, one.closed.count, one.in_hand.count, one.overdue.count) for one in parts
    }


def some(by: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {name: values for name, values in by.items() if any(values)}


@TRIED
@given(ledger=LEDGERS, ends=st.tuples(days(), days()), by=BY)
def test_months_years_and_parts(
    world: World, ledger: list[Made], ends: tuple[date, date], by: tuple[str, str]
) -> None:
    start, end, (who, top) = min(ends), max(ends), by
    write(world, ledger)
    mine = as_shown(who, ledger, top)
    for _, made in read(world, who, unit=top, start=start, end=end):
        assert [(m.first, m.last) for m in made.months] == spans(start, end)
        for m in made.months:
            majors = sum(h.level == "major" and in_hand(h, m.last) for h in mine)
            found = (m.new.count, m.closed.count, m.in_hand.count, m.majors.count)
            assert found == (*four(mine, m.first, m.last)[:3], majors)
        *by_year, whole = made.years
        assert whole.year is None
        for y in made.years:
            these = [h for h in mine if y.year in (None, h.found.year)]
            stock = sum(in_hand(h, start - DAY) for h in these)
            new, closed, left, _ = four(these, start, end)
            assert (y.stock.count, y.new.count, y.closed.count, y.left.count) == (stock, new, closed, left)
            assert stock + new - closed == left
        assert sum(y.new.count for y in by_year) == whole.new.count

        def shown(one: Made) -> str:
            hidden = who == "officer1" and one.source == "complaint_check"
            return "inspection" if hidden else str(one.source)

        for parts, words, which in (
            (made.categories, Category, lambda h: h.category),
            (made.levels, Level, lambda h: h.level),
            (made.sources, Source, shown),
        ):
            assert counts(parts) == some(
                {str(word): four([h for h in mine if which(h) == word], start, end) for word in words}
            )
        if top == "000":
            by_unit = {unit: four([h for h in ledger if h.unit == unit], start, end) for unit in UNITS}
            assert counts(made.places) == by_unit
            assert [part.name for part in made.places] == sorted(by_unit)


@TRIED
@given(ledger=LEDGERS, ends=st.tuples(days(), days()), by=BY)
def test_rates_ages_clearing_and_times(
    world: World, ledger: list[Made], ends: tuple[date, date], by: tuple[str, str]
) -> None:
    start, end, (who, top) = min(ends), max(ends), by
    write(world, ledger)
    mine = as_shown(who, ledger, top)
    for _, made in read(world, who, unit=top, start=start, end=end):
        assert {one.name: told(one) for one in made.rates} == rates(mine, start, end)
        ages = [(TODAY - h.last_due).days for h in mine if is_overdue(h) and h.last_due]
        bands = ((0, 7), (8, 30), (31, 90), (91, 10_000))
        assert [f.count for f in made.ages] == [sum(a <= age <= b for age in ages) for a, b in bands]

        majors = [h for h in mine if h.level == "major" and h.state in OPEN]
        unplanned = sum((h.plan or {}).get("state") != "approved" for h in majors)
        not_in_five = sum(not all((h.plan or {}).get(part) for part in IN_FIVE) for h in majors)
        hindered = [sum(map(is_overdue, majors)), unplanned, not_in_five]
        assert (made.clearing.in_hand.count, [f.count for f in made.clearing.hindered]) == (
            len(majors),
            hindered,
        )
        assert made.clearing.is_cleared == (not any(hindered))
        late = [
            h.closed
            for h in mine
            if h.level == "major" and h.closed and came_due(h, FIRST, TODAY) and how(h) == "late"
        ]
        assert made.clearing.late.count == len(late)
        assert made.clearing.days == (None if hindered[0] or not late else (TODAY - max(late)).days)

        done = [h for h in mine if h.counts and h.closed and start <= h.closed <= end]
        ours = [who == "officer1" and h.source in AUTHORITY_SOURCES for h in done]
        took = [
            ((h.closed or TODAY) - (h.found if o else h.stood[0][0])).days
            for h, o in zip(done, ours, strict=True)
        ]
        assert made.times.closed.count == len(done)
        assert made.times.mean == (pytest.approx(mean(took)) if took else None)
        assert made.times.median == (pytest.approx(median(took)) if took else None)
        stood: dict[str, list[int]] = {}
        for h, o in zip(done, ours, strict=True):
            for state, length in stays(h).items():
                if state in OPEN and not (o and state == "reported"):
                    stood.setdefault(state, []).append(length)
        assert {s.state: s.of.count for s in made.times.steps} == {s: len(each) for s, each in stood.items()}
        assert {s.state: s.median for s in made.times.steps} == pytest.approx(
            {s: median(each) for s, each in stood.items()}, abs=1e-9
        )


@TRIED
@given(ledger=LEDGERS, ends=st.tuples(days(), days()), by=BY)
def test_every_figure_is_as_long_as_the_list_it_opens(
    world: World, ledger: list[Made], ends: tuple[date, date], by: tuple[str, str]
) -> None:
    write(world, ledger)
    for reader, made in read(world, by[0], unit=by[1], start=min(ends), end=max(ends)):
        for figure in {one.wanted.query(): one for one in every_figure(made)}.values():
            rows = sum(len(some) for some in whole_list(reader, HazardFilter(**figure.wanted.model_dump())))
            assert figure.count == rows, figure

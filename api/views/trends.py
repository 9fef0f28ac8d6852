"""The board over time as JSON: each number with the query of /api/hazards that opens exactly its list."""

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel

from api.views.figures import FigureView, figure_view, figures_view
from api.views.shapes import UnitView
from domain.official.trends import Clearing, Month, Part, TimedRate, Times, Trends, Year


class ClearingView(BaseModel):
    """动态清零 of 重大隐患 at `made_at`: in hand, what hinders it, and what was closed late.

    `days`: calendar days since the last of `late` was closed; null while one is late, or where none ever was.
    """

    is_cleared: bool
    in_hand: FigureView
    hindered: list[FigureView]
    late: FigureView
    days: int | None


class MonthView(BaseModel):
    """A month as far as it lies in the period; `in_hand` and `majors` at the end of `last`."""

    first: date
    last: date
    new: FigureView
    closed: FigureView
    in_hand: FigureView
    majors: FigureView


class YearView(BaseModel):
    """By year of discovery (null: all): stock + new - closed = left."""

    year: int | None
    stock: FigureView
    new: FigureView
    closed: FigureView
    left: FigureView


class TimedRateView(BaseModel):
    """A rate with numerator, denominator and how it is counted; `percent` is null when there is nothing to count."""

    name: str
    label: str
    how: str
    done: FigureView
    of: FigureView
    percent: float | None


class StepView(BaseModel):
    """A state on the way: the median of the days (24 hours) spent in it, and the hazards that were in it."""

    state: str
    label: str
    median: float
    of: FigureView


class TimesView(BaseModel):
    """From report to closing of what was put right and closed in the period; days of 24 hours, null where none was."""

    closed: FigureView
    mean: float | None
    median: float | None
    steps: list[StepView]


class PartView(BaseModel):
    """A category, level, source, unit or department; `in_hand` at the end of the period, `overdue` at `made_at`."""

    name: str
    label: str
    new: FigureView
    closed: FigureView
    in_hand: FigureView
    overdue: FigureView


class TrendsView(BaseModel):
    """Everything of one moment (`made_at`); days are Asia/Shanghai. `ages`: what is late now, by calendar days."""

    unit: UnitView
    start: date
    end: date
    made_at: datetime
    clearing: ClearingView
    months: list[MonthView]
    years: list[YearView]
    rates: list[TimedRateView]
    ages: list[FigureView]
    times: TimesView
    categories: list[PartView]
    levels: list[PartView]
    sources: list[PartView]
    places: list[PartView]


def trends_view(made: Trends) -> TrendsView:
    """The board."""
    return TrendsView(
        unit=UnitView(code=made.asked.top.code, name=made.asked.top.name),
        start=made.asked.start,
        end=made.asked.end,
        made_at=made.made_at,
        clearing=_clearing(made.clearing),
        months=[_month(one) for one in made.months],
        years=[_year(one) for one in made.years],
        rates=[_rate(one) for one in made.rates],
        ages=figures_view(made.ages),
        times=_times(made.times),
        categories=_parts(made.categories),
        levels=_parts(made.levels),
        sources=_parts(made.sources),
        places=_parts(made.places),
    )


def _clearing(one: Clearing) -> ClearingView:
    return ClearingView(
        is_cleared=one.is_cleared,
        in_hand=figure_view(one.in_hand),
        hindered=figures_view(one.hindered),
        late=figure_view(one.late),
        days=one.days,
    )


def _month(one: Month) -> MonthView:
    return MonthView(
        first=one.first,
        last=one.last,
        new=figure_view(one.new),
        closed=figure_view(one.closed),
        in_hand=figure_view(one.in_hand),
        majors=figure_view(one.majors),
    )


def _year(one: Year) -> YearView:
    return YearView(
        year=one.year,
        stock=figure_view(one.stock),
        new=figure_view(one.new),
        closed=figure_view(one.closed),
        left=figure_view(one.left),
    )


def _rate(one: TimedRate) -> TimedRateView:
    return TimedRateView(
        name=one.name,
        label=one.label,
        how=one.how,
        done=figure_view(one.done),
        of=figure_view(one.of),
        percent=float(one.percent) if one.percent else None,
    )


def _times(times: Times) -> TimesView:
    steps = [
        StepView(state=one.state, label=one.state.label, median=one.median, of=figure_view(one.of))
        for one in times.steps
    ]
    return TimesView(closed=figure_view(times.closed), mean=times.mean, median=times.median, steps=steps)


def _parts(parts: Iterable[Part]) -> list[PartView]:
    return [
        PartView(
            name=one.name,
            label=one.label,
            new=figure_view(one.new),
            closed=figure_view(one.closed),
            in_hand=figure_view(one.in_hand),
            overdue=figure_view(one.overdue),
        )
        for one in parts
    ]

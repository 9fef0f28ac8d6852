"""All of it, from one picture of the database."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import day_of
from domain.directory.organisation import Actor
from domain.errors import WrongInput
from domain.official.asked import Asked, PeriodQuery, asked_of
from domain.official.trends.course import Month, Year, months, years
from domain.official.trends.parts import Part, by_category, by_level, by_place, by_source
from domain.official.trends.rates import Clearing, TimedRate, clearing, overdue_ages, rates
from domain.official.trends.times import Times, times
from domain.official.trends.walk import walk
from domain.queries import Reader
from domain.queries.figures import Figure
from domain.queries.whole import one_picture
from domain.store.base import Store

MOST_MONTHS = 60
A_YEAR = 11


class TrendQuery(PeriodQuery):
    """Which days of Asia/Shanghai, one day alone too; without any the last twelve months. None after today is told."""


@dataclass(frozen=True)
class Trends:
    """The board over time; `clearing`, `ages` and what is late are of `made_at`, all else of the period."""

    asked: Asked
    made_at: datetime
    clearing: Clearing
    months: list[Month]
    years: list[Year]
    rates: list[TimedRate]
    ages: list[Figure]
    times: Times
    categories: list[Part]
    levels: list[Part]
    sources: list[Part]
    places: list[Part]


def trends(store: Store, who: Actor, at: datetime, wanted: TrendQuery) -> Trends:
    """Raises NotAllowed where some of the unit is hidden from the reader, and WrongInput."""
    with one_picture(store, who, at) as reader:
        return made_of(reader, wanted)


def made_of(reader: Reader, wanted: TrendQuery) -> Trends:
    """The same for a reader whose connection is `one_picture`'s."""
    asked = _asked(reader, wanted)
    counts = walk(reader, asked)
    return Trends(
        asked=asked,
        made_at=reader.at,
        clearing=clearing(reader, asked),
        months=months(reader, asked, counts),
        years=years(counts),
        rates=rates(reader, asked),
        ages=overdue_ages(reader, asked),
        times=times(reader, asked),
        categories=by_category(counts),
        levels=by_level(counts),
        sources=by_source(counts),
        places=by_place(reader, asked, counts),
    )


def _asked(reader: Reader, wanted: TrendQuery) -> Asked:
    today = day_of(reader.at)
    end = min(wanted.end or today, today)
    start = wanted.start or _months_before(end, A_YEAR)
    if start > today:
        raise WrongInput("统计起始日期在今天之后，还没有可统计的。请改为今天或以前。", field="start")
    if (end.year - start.year) * 12 + end.month - start.month >= MOST_MONTHS:
        raise WrongInput(f"一次最多看 {MOST_MONTHS} 个月，请把统计起始日期改晚一些。", field="start")
    return asked_of(reader, wanted.unit, start, end, start)


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)

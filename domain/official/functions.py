"""What fills a column: one function each, chosen by name in the definition; what it wants is counted in `making`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.official.asked import Asked
from domain.official.definition import ColumnForm, RowForm
from domain.queries import HazardFilter
from domain.queries.amounts import Amount, Sum
from domain.queries.figures import both
from domain.queries.register import PaperFilter
from domain.words import Category, State


@dataclass(frozen=True)
class Label:
    """The row's own label."""


@dataclass(frozen=True)
class RateOf:
    """One column as a percentage of another."""

    done: str
    of: str


@dataclass(frozen=True)
class UnitsBelow:
    """How many institutions there are."""


@dataclass(frozen=True)
class Checks:
    """Units that were checked, or 人次 of their rounds: by hazards of which categories, and whether rounds count."""

    category: list[Category]
    rounds: bool
    person_times: bool


@dataclass(frozen=True)
class Papers:
    """Signed papers of a kind."""

    wanted: PaperFilter


@dataclass(frozen=True)
class Nothing:
    """What no record can give, and why."""

    because: str


Wanted = Label | Amount | RateOf | UnitsBelow | Checks | Papers | Nothing
HAS_MONEY: Mapping[Sum, HazardFilter] = {
    "funds": HazardFilter(funded=True),
    "spent": HazardFilter(spent=True),
    "either": HazardFilter(paid=True),
}
PARTIAL = "仅含系统内已完成的巡查和检查中发现隐患的单位；线下检查请在定格时补填。"
PERSON_TIMES = "仅含系统内已完成的巡查任务人次；其他检查的人次请在定格时补填。"
NOT_ON_RECORD = "系统内没有这类记录，留空；可在定格时填写。"


def label(_asked: Asked, _row: RowForm, _column: ColumnForm) -> Wanted:
    """What the row is called."""
    return Label()


def hazards(asked: Asked, row: RowForm, column: ColumnForm) -> Wanted:
    """How many hazards that were found in the period."""
    return Amount(found(asked, row, column))


def money(asked: Asked, row: RowForm, column: ColumnForm) -> Wanted:
    """The money (万元) in such hazards: planned, really spent, or either."""
    return Amount(both(found(asked, row, column), HAS_MONEY[column.sum]), column.sum)


def rate(_asked: Asked, _row: RowForm, column: ColumnForm) -> Wanted:
    """Of what is in another column; nothing where that is nought."""
    return RateOf(column.done, column.of)


def units_below(_asked: Asked, _row: RowForm, _column: ColumnForm) -> Wanted:
    """Institutions that are active."""
    return UnitsBelow()


def units_checked(_asked: Asked, row: RowForm, _column: ColumnForm) -> Wanted:
    """Units with a check on record, each once however often it was checked."""
    return Checks(row.where.category, row.rounds, person_times=False)


def person_times(_asked: Asked, row: RowForm, _column: ColumnForm) -> Wanted:
    """人次: whoever went round, each time."""
    return Checks(row.where.category, row.rounds, person_times=True)


def papers(asked: Asked, _row: RowForm, column: ColumnForm) -> Wanted:
    """Papers of a kind that were signed in the period."""
    return Papers(
        PaperFilter(kind=column.paper, signed_from=asked.start, signed_to=asked.end, unit=asked.top.code)
    )


def nothing(_asked: Asked, _row: RowForm, column: ColumnForm) -> Wanted:
    """Left blank: whoever freezes the table may write it."""
    return Nothing(column.because or NOT_ON_RECORD)


def found(asked: Asked, row: RowForm, column: ColumnForm) -> HazardFilter:
    """Hazards of the row and the column that were found in the period, as they stood at its end where that is asked."""
    start = asked.since if column.cumulative else asked.start
    period: dict[str, date | str] = {"found_from": start, "found_to": asked.end, "unit": asked.top.code}
    stood: dict[str, list[State] | date] = {"state": column.stood, "as_of": asked.end} if column.stood else {}
    return both(both(row.where, column.where), HazardFilter.model_validate({**period, **stood}))


FUNCTIONS: Mapping[str, Callable[[Asked, RowForm, ColumnForm], Wanted]] = {
    one.__name__: one
    for one in (label, hazards, money, rate, units_below, units_checked, person_times, papers, nothing)
}

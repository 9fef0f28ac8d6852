"""What happened over time, counted in the database: many numbers by many keys in one walk, and how long things took."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Float, Integer, and_, case, cast, func, or_, select, true, tuple_

from domain.calendar import at_time
from domain.clock import SITE
from domain.queries.conditions import conditions
from domain.queries.hazard_filter import HazardFilter
from domain.queries.past import begins_in_confidence
from domain.queries.reader import Reader
from domain.queries.timeline import BEFORE_REGISTERING
from domain.tables.core import HAZARD, JOURNAL
from domain.words import OPEN_STATES, State

A_DAY = timedelta(days=1).total_seconds()
STEPS = tuple(state for state in State if state in OPEN_STATES)
"""States that somebody must leave; a hazard may be in one several times."""
Counts = Mapping[Any, Sequence[int]]


@dataclass(frozen=True)
class Step:
    """How long hazards stood in one state before they were closed; median in days of 24 hours, None where none did."""

    state: State
    median: float | None
    count: int


@dataclass(frozen=True)
class Taken:
    """From report to closing, in days of 24 hours; None where nothing was closed."""

    mean: float | None
    median: float | None
    count: int


def month_of(moment: ColumnElement[datetime]) -> ColumnElement[Any]:
    """The first day of a moment's month in Shanghai."""
    return cast(func.date_trunc("month", func.timezone(SITE, moment)), Date)


def year_of(moment: ColumnElement[datetime]) -> ColumnElement[Any]:
    """The year of a moment in Shanghai."""
    return cast(func.date_part("year", func.timezone(SITE, moment)), Integer)


def lately(day: date) -> ColumnElement[bool]:
    """Reported since a day, or not closed before it: what else there is was over by then."""
    since = at_time(day, "00:00")
    return or_(HAZARD.c.closed_at.is_(None), HAZARD.c.closed_at >= since, HAZARD.c.reported_at >= since)


def tally(
    reader: Reader,
    common: HazardFilter,
    keys: Sequence[ColumnElement[Any]],
    asked: Sequence[HazardFilter],
    among: ColumnElement[bool],
) -> list[Counts]:
    """For each key: by its values, how many of each of these; in one walk over what `common` and `among` let pass."""
    counts = [func.count().filter(and_(true(), *conditions(reader, one))) for one in asked]
    named = [key.label(f"key_{n}") for n, key in enumerate(keys)]
    these = (
        select(*named, *(count.label(f"count_{n}") for n, count in enumerate(counts)))
        .add_columns(func.grouping(*keys).label("without"))
        .select_from(HAZARD)
        .where(among, reader.visible(), *conditions(reader, common))
        .group_by(func.grouping_sets(*(tuple_(key) for key in keys)))
    )
    found: list[defaultdict[Any, Sequence[int]]] = [defaultdict(lambda: [0] * len(asked)) for _ in keys]
    for row in reader.connection.execute(these):
        which = _the_one_with(row.without, len(keys))
        found[which][row[which]] = list(row)[len(keys) : -1]
    return list(found)


def _the_one_with(without: int, keys: int) -> int:
    """Which key a row is grouped by: GROUPING() has a bit of 0 for it, the last key's bit being the lowest."""
    return next(n for n in range(keys) if not without >> (keys - 1 - n) & 1)


def step_days(reader: Reader, wanted: HazardFilter) -> list[Step]:
    """How long these hazards, all closed, stood in each state by their record, summed over rounds.

    To a reader who does not know of a report, its record begins when it was registered: so does this.
    """
    mine = (
        select(HAZARD.c.id, begins_in_confidence(reader).label("in_confidence"))
        .where(reader.visible(), *conditions(reader, wanted))
        .cte("mine")
        .prefix_with("MATERIALIZED")  # or what is sorted carries whole rows
    )
    each = (
        select(*(column for state in STEPS for column in _stood(state, mine.c.in_confidence)))
        .select_from(mine.join(JOURNAL, JOURNAL.c.case_id == mine.c.id))
        .where(JOURNAL.c.from_state.is_distinct_from(JOURNAL.c.to_state))
        .group_by(mine.c.id, mine.c.in_confidence)
        .subquery()
    )
    columns = [
        column for state in STEPS for column in _middle(each.c[f"stood_{state}"], each.c[f"been_{state}"])
    ]
    row = reader.connection.execute(select(*columns)).one()
    return [Step(state, _days(row[2 * n]), int(row[2 * n + 1])) for n, state in enumerate(STEPS)]


def _stood(state: State, in_confidence: ColumnElement[bool]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Seconds in a state: the moments it was left at, less those it was entered at; and whether it ever was."""
    at = _seconds(JOURNAL.c.at)
    left = func.sum(case((JOURNAL.c.from_state == state, at), else_=0.0))
    entered = func.sum(case((JOURNAL.c.to_state == state, at), else_=0.0))
    ever = func.bool_or(JOURNAL.c.to_state == state)
    been = and_(ever, ~in_confidence) if state in BEFORE_REGISTERING else ever
    return (left - entered).label(f"stood_{state}"), been.label(f"been_{state}")


def _middle(
    stood: ColumnElement[float], been: ColumnElement[bool]
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return func.percentile_cont(0.5).within_group(stood).filter(been), func.count().filter(been)


def taken(reader: Reader, wanted: HazardFilter) -> Taken:
    """From report to closing of these, all closed; from discovery for whoever may not know when it was reported."""
    begun = case((begins_in_confidence(reader), HAZARD.c.found_at), else_=HAZARD.c.reported_at)
    took = _seconds(HAZARD.c.closed_at) - _seconds(begun)
    middle = func.percentile_cont(0.5).within_group(took)
    these = select(func.avg(took), middle, func.count()).select_from(HAZARD)
    row = reader.connection.execute(these.where(reader.visible(), *conditions(reader, wanted))).one()
    return Taken(_days(row[0]), _days(row[1]), int(row[2]))


def last_closed(reader: Reader, wanted: HazardFilter) -> datetime | None:
    """When the last of these was closed."""
    these = select(func.max(HAZARD.c.closed_at)).where(reader.visible(), *conditions(reader, wanted))
    last: datetime | None = reader.connection.execute(these).scalar_one()
    return last


def _seconds(moment: ColumnElement[datetime]) -> ColumnElement[float]:
    return cast(func.extract("epoch", moment), Float)


def _days(seconds: float | None) -> float | None:
    return None if seconds is None else float(seconds) / A_DAY

"""Conditions about what was: where a hazard stood on a day, which states it has been in, since when it may be told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select

from domain.calendar import end_of
from domain.hazard.labels import HIDDEN_SOURCES
from domain.queries.definitions import Condition, is_valid
from domain.queries.reader import Reader
from domain.queries.spelled import one_of
from domain.queries.timeline import BEFORE_REGISTERING
from domain.tables.core import HAZARD, JOURNAL
from domain.words import AUTHORITY_SOURCES, Line, Source, State


def stood(reader: Reader, of: tuple[list[State], date]) -> Condition:
    """Where it stood at the end of a day, by its record if anything has happened since."""
    states, day = of
    moment = end_of(day)
    if not states:
        return reported_at_shown(reader) < moment
    if moment > reader.at:
        return one_of(HAZARD.c.state, states)
    last = (
        select(JOURNAL.c.to_state)
        .where(JOURNAL.c.case_id == HAZARD.c.id, JOURNAL.c.at < moment)
        .order_by(JOURNAL.c.seq.desc())
        .limit(1)
    )
    closed = HAZARD.c.closed_at < moment  # what was imported was closed long before its first line
    unmoved = or_(closed, HAZARD.c.acted_at < moment)
    then = case((unmoved, HAZARD.c.state), else_=last.scalar_subquery())
    return one_of(then, states)


def was_in_hand(reader: Reader, moment: datetime) -> Condition:
    """Reported before and not closed then. What was reopened since counts as in hand throughout."""
    still = or_(HAZARD.c.closed_at.is_(None), HAZARD.c.closed_at >= moment)
    return and_(reported_at_shown(reader) < moment, still, is_valid())


def has_been(reader: Reader, state: State) -> Condition:
    """Whether its record tells of this state; what the record keeps from the reader is not told."""
    lines = select(JOURNAL.c.case_id).where(JOURNAL.c.to_state == state)
    been = HAZARD.c.id.in_(lines)
    return and_(been, ~begins_in_confidence(reader)) if state in BEFORE_REGISTERING else been


def begins_in_confidence(reader: Reader) -> Condition:
    """Found by the commission or told to it: for anybody else its record begins when it is registered (`timeline`)."""
    told_to_us = or_(HAZARD.c.addressed_up, HAZARD.c.terms.has_key("written_up"))
    ours = or_(one_of(HAZARD.c.source, sorted(AUTHORITY_SOURCES)), told_to_us)
    return and_(ours, ~one_of(HAZARD.c.unit_id, sorted(reader.scope.handled)))


def source_shown(reader: Reader) -> ColumnElement[Any]:
    """The source as this reader is shown it: nothing tells a unit that somebody complained."""
    if reader.is_of_the_authority:
        return HAZARD.c.source
    went_up = and_(
        or_(HAZARD.c.addressed_up, HAZARD.c.terms.has_key("written_up")), HAZARD.c.line != Line.UNIT
    )
    hidden = ((HAZARD.c.source == told, shown) for told, shown in HIDDEN_SOURCES.items())
    return case((went_up, str(Source.INSPECTION)), *hidden, else_=HAZARD.c.source)


def reported_at_shown(reader: Reader) -> ColumnElement[Any]:
    """When it was reported as this reader may know it: to a unit, of what the commission found, when it was found.

    Asked of it day by day, a filter or an average would tell when somebody wrote to the commission.
    """
    if reader.is_of_the_authority:
        return HAZARD.c.reported_at
    ours = source_shown(reader).in_(sorted(AUTHORITY_SOURCES))
    return case((ours, HAZARD.c.found_at), else_=HAZARD.c.reported_at)

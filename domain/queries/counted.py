"""What counts as open, late, rectified, due in time: conditions that figures and lists share."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_

from domain.queries.wanted import Counted
from domain.rules.escalation import WORKING
from domain.tables.core import HAZARD
from domain.words import OPEN_STATES, ClosingKind, State

Condition = ColumnElement[bool]
OURS = [ClosingKind.RECTIFIED, ClosingKind.ON_SPOT]
IN_HAND = sorted(OPEN_STATES)


def is_open() -> Condition:
    """Whether the rectification is still open; said twice, so that the index `hazard_unit` serves it."""
    return and_(HAZARD.c.closed_at.is_(None), HAZARD.c.state.in_(IN_HAND))


def is_overdue(at: datetime) -> Condition:
    """已超期, as `domain.rules.labels.is_overdue` says of one hazard; neither true nor false without a date."""
    in_work = HAZARD.c.state.in_(WORKING)
    waits = HAZARD.c.state.in_([State.VERIFYING, State.VERIFIED])
    submitted_late = and_(waits, HAZARD.c.submitted_at > HAZARD.c.rectify_by)
    return and_(is_open(), HAZARD.c.rectify_by <= at, or_(in_work, submitted_late))


def _is_valid(_at: datetime) -> Condition:
    return HAZARD.c.state.not_in([State.DISMISSED, State.VOIDED])


def _is_rectified(_at: datetime) -> Condition:
    return and_(HAZARD.c.state == State.CLOSED, HAZARD.c.closing_kind.in_(OURS))


def _is_registered(at: datetime) -> Condition:
    ours = [s for s in IN_HAND if s not in (State.REPORTED, State.TRANSFERRED)]
    return or_(HAZARD.c.state.in_(ours), _is_rectified(at))


def _came_due(at: datetime) -> Condition:
    waits = HAZARD.c.state.in_([State.VERIFYING, State.VERIFIED])
    in_time = and_(waits, func.coalesce(HAZARD.c.submitted_at <= HAZARD.c.first_rectify_by, false()))
    return and_(_is_registered(at), HAZARD.c.first_rectify_by <= at, ~in_time)


def _on_time(at: datetime) -> Condition:
    return and_(
        _is_rectified(at), HAZARD.c.first_rectify_by <= at, HAZARD.c.submitted_at <= HAZARD.c.first_rectify_by
    )


def _extended(at: datetime) -> Condition:
    later = and_(
        HAZARD.c.submitted_at > HAZARD.c.first_rectify_by, HAZARD.c.submitted_at <= HAZARD.c.rectify_by
    )
    return and_(_is_rectified(at), HAZARD.c.first_rectify_by <= at, HAZARD.c.extensions > 0, later)


COUNTED: dict[Counted, Callable[[datetime], Condition]] = {
    Counted.VALID: _is_valid,
    Counted.RATE_OF: _is_registered,
    Counted.RATE: _is_rectified,
    Counted.ON_TIME_OF: _came_due,
    Counted.ON_TIME: _on_time,
    Counted.EXTENDED: _extended,
}

"""What counts as open, late, rectified, due in time: conditions that figures and lists share."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, true

from domain.hazard.escalation import WORKING
from domain.queries.hazard_filter import Counted
from domain.queries.spelled import one_of
from domain.tables.core import HAZARD
from domain.words import OPEN_STATES, ClosingKind, State

Condition = ColumnElement[bool]
OURS = [ClosingKind.RECTIFIED, ClosingKind.ON_SPOT]
IN_HAND = sorted(OPEN_STATES)


# Built once: a board asks them in some thirty figures.
_OPEN = and_(HAZARD.c.closed_at.is_(None), one_of(HAZARD.c.state, IN_HAND))
_WAITS = one_of(HAZARD.c.state, [State.VERIFYING, State.VERIFIED])
_LATE = or_(one_of(HAZARD.c.state, WORKING), and_(_WAITS, HAZARD.c.submitted_at > HAZARD.c.rectify_by))
_RECTIFIED = and_(HAZARD.c.state == State.CLOSED, one_of(HAZARD.c.closing_kind, OURS))


def is_open() -> Condition:
    """Whether the rectification is still open; said twice, so that the index `hazard_unit` serves it."""
    return _OPEN


def is_overdue(at: datetime) -> Condition:
    """已超期, as `domain.hazard.labels.is_overdue` says of one hazard; neither true nor false without a date."""
    return and_(HAZARD.c.rectify_by <= at, is_open(), _LATE)  # first the date: few are past it


def is_valid() -> Condition:
    """Neither dismissed nor voided."""
    return ~one_of(HAZARD.c.state, [State.DISMISSED, State.VOIDED])


def is_rectified() -> Condition:
    """Closed because it was put right."""
    return _RECTIFIED


def _is_registered() -> Condition:
    ours = [s for s in IN_HAND if s not in (State.REPORTED, State.TRANSFERRED)]
    return or_(one_of(HAZARD.c.state, ours), is_rectified())


def _came_due(at: datetime) -> Condition:
    return HAZARD.c.first_rectify_by <= at


def _on_time(at: datetime) -> Condition:
    return and_(_came_due(at), HAZARD.c.submitted_at <= HAZARD.c.first_rectify_by)


def _extended(at: datetime) -> Condition:
    later = and_(
        HAZARD.c.submitted_at > HAZARD.c.first_rectify_by, HAZARD.c.submitted_at <= HAZARD.c.rectify_by
    )
    return and_(_came_due(at), HAZARD.c.extensions > 0, later)


def _came_due_and_counts(at: datetime) -> Condition:
    in_time = and_(_WAITS, func.coalesce(HAZARD.c.submitted_at <= HAZARD.c.first_rectify_by, false()))
    return and_(_is_registered(), _came_due(at), ~in_time)


def _late(at: datetime) -> Condition:
    """Past its date, whether still open or put right too late; what was extended in time is not."""
    in_the_end = and_(is_rectified(), _too_late(at))
    return and_(_came_due_and_counts(at), or_(func.coalesce(is_overdue(at), false()), in_the_end))


def _too_late(at: datetime) -> Condition:
    """Of what is rectified: handed in after its first date, or closed after it where no submission is on record."""
    handed_in = func.coalesce(HAZARD.c.submitted_at, HAZARD.c.closed_at)
    late = handed_in > HAZARD.c.first_rectify_by
    return and_(_came_due(at), late, ~func.coalesce(_extended(at), false()))


COUNTED: dict[Counted, Callable[[datetime], Condition]] = {
    Counted.VALID: lambda _at: is_valid(),
    Counted.RATE_OF: lambda _at: _is_registered(),
    Counted.RATE: lambda _at: is_rectified(),
    Counted.ON_TIME_OF: _came_due_and_counts,
    Counted.ON_TIME: lambda at: and_(is_rectified(), _on_time(at)),
    Counted.EXTENDED: lambda at: and_(is_rectified(), _extended(at)),
    Counted.LATE: _late,
}
OF_THE_RECTIFIED: dict[Counted, Callable[[datetime], Condition]] = {
    Counted.RATE_OF: lambda _at: true(),
    Counted.RATE: lambda _at: true(),
    Counted.ON_TIME_OF: _came_due,
    Counted.ON_TIME: _on_time,
    Counted.EXTENDED: _extended,
    Counted.LATE: _too_late,
}
"""The same of a hazard that is known to be rectified: tens of thousands are counted, and that is asked of each once."""

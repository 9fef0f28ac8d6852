"""How long it took from report to closing, and how long in each state on the way: medians, and of how many."""

from dataclasses import dataclass

from domain.official.asked import Asked
from domain.queries import HazardFilter, Reader
from domain.queries.figures import Figure
from domain.queries.trends import Step, step_days, taken
from domain.words import ClosingKind, State


@dataclass(frozen=True)
class StepTime:
    """One state: the median of the days that hazards stood in it, all rounds together, and which hazards did."""

    state: State
    median: float
    of: Figure


@dataclass(frozen=True)
class Times:
    """What was put right and closed in the period: mean and median of days of 24 hours; None where nothing was."""

    closed: Figure
    mean: float | None
    median: float | None
    steps: list[StepTime]


def times(reader: Reader, asked: Asked) -> Times:
    """As far as the reader may know when it began; steps are of what has a record, so not of imported history."""
    rectified = HazardFilter(
        closing=[ClosingKind.RECTIFIED, ClosingKind.ON_SPOT],
        closed_from=asked.start,
        closed_to=asked.end,
        unit=asked.top.code,
    )
    whole = taken(reader, rectified)
    steps = [
        StepTime(one.state, one.median, _of(rectified, one))
        for one in step_days(reader, rectified)
        if one.median is not None
    ]
    return Times(Figure("rectified", "期内整改销号", whole.count, rectified), whole.mean, whole.median, steps)


def _of(rectified: HazardFilter, step: Step) -> Figure:
    went_through = rectified.model_copy(update={"been": step.state})
    return Figure(f"step_{step.state}", step.state.label, step.count, went_through)

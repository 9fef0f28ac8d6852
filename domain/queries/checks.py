"""Which units were checked between two days, as far as the record tells: by rounds made, by what checks found.

A check that found nothing and was no round of a rule leaves nothing here: the number is a lower bound, and says so.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from domain.queries.conditions import conditions
from domain.queries.figures import both
from domain.queries.hazard_filter import Counted, HazardFilter
from domain.queries.patrols import TaskFilter, conditions_of_tasks
from domain.queries.reader import Reader
from domain.tables.core import HAZARD, TASK
from domain.task.words import TaskState
from domain.words import Source

FOUND_BY_A_CHECK = [
    Source.DAILY_CHECK,
    Source.WEEKLY_CHECK,
    Source.MONTHLY_CHECK,
    Source.SPECIAL_CHECK,
    Source.INSPECTION,
    Source.UNANNOUNCED,
    Source.CROSS_CHECK,
    Source.JOINT_INSPECTION,
    Source.HIGHER_SUPERVISION,
    Source.COMPLAINT_CHECK,
    Source.LOOK_BACK,
]


@dataclass
class Checked:
    """A unit that was checked: rounds (人次) that were made there, and hazards that checks found there."""

    rounds: int = 0
    hazards: int = 0


@dataclass
class Checks:
    """What was checked between two days below a unit, with the filters that open both lists."""

    hazards: HazardFilter
    rounds: TaskFilter
    units: Mapping[int, Checked] = field(default_factory=dict)

    @property
    def person_times(self) -> int:
        """人次: of each round that was made, whoever went round."""
        return sum(one.rounds for one in self.units.values())


def checks(
    reader: Reader, start: date, end: date, unit: str, *, of: HazardFilter | None = None, rounds: bool = True
) -> Checks:
    """Of the units below one that the reader sees: which hazards count, and whether rounds do."""
    period = {"found_from": start, "found_to": end, "unit": unit}
    hazards = both(
        of or HazardFilter(), HazardFilter(counted=Counted.VALID, source=FOUND_BY_A_CHECK, **period)
    )
    made = TaskFilter(state=TaskState.DONE, day=start, day_to=end, unit=unit)
    found: defaultdict[int, Checked] = defaultdict(Checked)
    of_hazards = select(HAZARD.c.unit_id, func.count()).where(reader.visible(), *conditions(reader, hazards))
    for row in reader.connection.execute(of_hazards.group_by(HAZARD.c.unit_id)):
        found[row[0]].hazards = row[1]
    of_rounds = select(TASK.c.unit_id, func.count()).where(*conditions_of_tasks(reader, made))
    for row in reader.connection.execute(of_rounds.group_by(TASK.c.unit_id)) if rounds else ():
        found[row[0]].rounds = row[1]
    return Checks(hazards, made, dict(found))

"""The one walk that most of it is made of: what stood, came, was closed, is left and is late, by several keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.official.asked import Asked
from domain.queries import Counted, HazardFilter, Reader
from domain.queries.figures import Figure
from domain.queries.past import reported_at_shown, source_shown
from domain.queries.trends import Counts, lately, month_of, tally, year_of
from domain.tables.core import HAZARD
from domain.words import State, UnitKind

DAY = timedelta(days=1)
LABELS = {
    "stock": "期初存量",
    "new": "新增",
    "closed": "销号",
    "left": "期末在办",
    "overdue": "现已超期",
}
"""What is counted, in this order."""
Narrowed = dict[str, object]
"""Filters of the ledger by name."""


@dataclass(frozen=True)
class Walk:
    """The counts of each key's values, in the order of LABELS; `places`: units, or the departments of one unit."""

    common: HazardFilter
    wanted: dict[str, HazardFilter]
    years: Counts
    categories: Counts
    levels: Counts
    sources: Counts
    places: Counts
    months_reported: Counts
    months_closed: Counts

    def figure(self, name: str, key: object, count: int, narrowed: Narrowed) -> Figure:
        """One number of it; what it is narrowed to lies within the unit and the period."""
        asked = self.common.model_dump(exclude_unset=True) | self.wanted[name].model_dump(exclude_unset=True)
        return Figure(f"{name}_{key}", LABELS[name], count, HazardFilter.model_validate(asked | narrowed))

    def figures(self, key: object, counts: Sequence[int], narrowed: Narrowed) -> dict[str, Figure]:
        """Every number of it, by name."""
        return {
            name: self.figure(name, key, count, narrowed) for name, count in zip(LABELS, counts, strict=True)
        }


def walk(reader: Reader, asked: Asked) -> Walk:
    """Count it. The reader's connection is `one_picture`'s."""
    common, wanted = HazardFilter(unit=asked.top.code), _wanted(asked)
    of_units = asked.top.kind == UnitKind.AUTHORITY
    keys = [
        year_of(HAZARD.c.found_at),
        HAZARD.c.category,
        HAZARD.c.level,
        source_shown(reader),
        HAZARD.c.unit_id if of_units else HAZARD.c.department_id,
        month_of(reported_at_shown(reader)),
        month_of(HAZARD.c.closed_at),
    ]
    return Walk(common, wanted, *tally(reader, common, keys, list(wanted.values()), lately(asked.start)))


def _wanted(asked: Asked) -> dict[str, HazardFilter]:
    reported = {"reported_from": asked.start, "reported_to": asked.end}
    return {
        "stock": HazardFilter(in_hand_on=asked.start - DAY),
        "new": HazardFilter(counted=Counted.VALID, **reported),
        "closed": HazardFilter(state=[State.CLOSED], closed_from=asked.start, closed_to=asked.end),
        "left": HazardFilter(in_hand_on=asked.end),
        "overdue": HazardFilter(overdue=True),
    }

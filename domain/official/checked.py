"""The units behind 检查单位数: each with its rounds and what checks found there, and the lists of both."""

from dataclasses import dataclass

from domain.directory.organisation import UnitCard
from domain.official.asked import CheckedQuery
from domain.queries import HazardFilter, Reader
from domain.queries.checks import checks
from domain.queries.patrols import TaskFilter


@dataclass(frozen=True)
class CheckedUnit:
    """One unit."""

    unit: UnitCard
    rounds: int
    of_rounds: TaskFilter
    hazards: int
    of_hazards: HazardFilter


def checked_units(reader: Reader, wanted: CheckedQuery) -> list[CheckedUnit]:
    """By code: as many as the figure says."""
    where = HazardFilter(category=wanted.category) if wanted.category else HazardFilter()
    top = reader.directory.find_unit(wanted.unit, field="unit").code
    done = checks(reader, wanted.start, wanted.end, top, of=where, rounds=wanted.rounds)
    units = sorted((reader.directory.units[unit] for unit in done.units), key=lambda unit: unit.code)
    return [
        CheckedUnit(
            unit=unit,
            rounds=done.units[unit.id].rounds,
            of_rounds=done.rounds.model_copy(update={"unit": unit.code}),
            hazards=done.units[unit.id].hazards,
            of_hazards=done.hazards.model_copy(update={"unit": unit.code}),
        )
        for unit in units
    ]

"""A figure is a number with the filter that opens exactly its list; it is counted by that filter's own condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select, true

from domain.queries.conditions import conditions
from domain.queries.hazard_filter import HazardFilter
from domain.queries.reader import Reader
from domain.tables.core import HAZARD


@dataclass(frozen=True)
class FigureAsked:
    """A number that is wanted: its name, its Chinese label, and what it counts."""

    name: str
    label: str
    wanted: HazardFilter


@dataclass(frozen=True)
class Figure:
    """A counted number; `wanted` filters the ledger to exactly these hazards."""

    name: str
    label: str
    count: int
    wanted: HazardFilter


def counted(reader: Reader, common: HazardFilter, asked: Iterable[FigureAsked]) -> dict[str, Figure]:
    """Count everything in one walk over what `common` filters; each figure's list carries both filters.

    What is common holds for every row of the walk and is not asked again for each figure.
    """
    wanted = list(asked)
    columns = [func.count().filter(and_(true(), *conditions(reader, one.wanted))) for one in wanted]
    among = select(*columns).select_from(HAZARD).where(reader.visible(), *conditions(reader, common))
    counts = reader.connection.execute(among).one()
    return {
        one.name: Figure(one.name, one.label, count, both(common, one.wanted))
        for one, count in zip(wanted, counts, strict=True)
    }


def both(common: HazardFilter, more: HazardFilter) -> HazardFilter:
    """Both filters in one. They never speak of the same thing: the list would follow only one of them."""
    here, there = _set(common), _set(more)
    assert not here.keys() & there.keys()  # noqa: S101 - a mistake of ours, not of the person who asks
    return HazardFilter(**here, **there)


def _set(wanted: HazardFilter) -> dict[str, Any]:
    return wanted.model_dump(exclude_unset=True)

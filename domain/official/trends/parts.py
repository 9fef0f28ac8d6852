"""The same period by category, level, source, and unit or department: what came, was closed, is in hand, is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.directory.organisation import UnitCard
from domain.official.asked import Asked, bodies_below
from domain.official.trends.walk import LABELS, Narrowed, Walk
from domain.queries import Reader
from domain.queries.figures import Figure
from domain.words import Category, Level, Source, UnitKind


@dataclass(frozen=True)
class Part:
    """One category, level, source, unit or department, by its label."""

    name: str
    label: str
    new: Figure
    closed: Figure
    in_hand: Figure
    overdue: Figure

    @property
    def has_any(self) -> bool:
        """Whether anything is counted."""
        return any(one.count for one in (self.new, self.closed, self.in_hand, self.overdue))


def by_category(walk: Walk) -> list[Part]:
    """Those that have anything."""
    return _some(_part(walk, one, one.label, walk.categories[one], {"category": [one]}) for one in Category)


def by_level(walk: Walk) -> list[Part]:
    """一般 and 重大."""
    return _some(_part(walk, one, one.label, walk.levels[one], {"level": one}) for one in Level)


def by_source(walk: Walk) -> list[Part]:
    """By source as the reader is shown it."""
    return _some(_part(walk, one, one.label, walk.sources[one], {"source": [one]}) for one in Source)


def by_place(reader: Reader, asked: Asked, walk: Walk) -> list[Part]:
    """An authority's units or a unit's departments, by code and never in an order of merit; of a department none."""
    units, parts = reader.directory.units.values(), []
    for body in _bodies(reader, asked.top):
        below = {unit.id for unit in units if unit.path.startswith(body.path)}
        mine = [walk.places[unit] for unit in below & walk.places.keys()]
        sums = [sum(column) for column in zip(*mine, strict=True)] or [0] * len(LABELS)
        part = _part(walk, body.code, body.name, sums, {"unit": body.code})
        if body.active or part.has_any:
            parts.append(part)
    return parts


def _bodies(reader: Reader, top: UnitCard) -> list[UnitCard]:
    if top.kind == UnitKind.AUTHORITY:
        return bodies_below(reader, top)
    below = [unit for unit in reader.directory.units.values() if unit.parent_id == top.id]
    return sorted(below, key=lambda unit: unit.code)


def _part(walk: Walk, name: str, label: str, counts: Sequence[int], narrowed: Narrowed) -> Part:
    found = walk.figures(name, counts, narrowed)
    return Part(str(name), label, found["new"], found["closed"], found["left"], found["overdue"])


def _some(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.has_any]

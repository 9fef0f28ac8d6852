"""What 随手拍 offers to tap instead of typing: where, what kind, who fixed it. By whoever asks and at which unit."""

from dataclasses import dataclass
from typing import Any

from domain.directory.organisation import PersonCard, UnitCard
from domain.errors import NotFound, WrongInput
from domain.points.who_may import kept_by
from domain.queries import PointCard, Reader, frequent_categories, point, points, recent_places
from domain.roles import INSTITUTION_ROLES
from domain.words import AUTHORITY_SOURCES, UNIT_SOURCES, Category, Source, UnitKind

FREQUENT = 6
MOST_PEOPLE = 300
NOT_BY_HAND = frozenset({Source.HISTORY_IMPORT, Source.LOOK_BACK})
Pair = tuple[str, str]


@dataclass(frozen=True)
class Choices:
    """Pairs of (value, label). `institutions` only for the commission's people; `unit` is None until they chose."""

    institutions: list[Pair]
    unit: UnitCard | None
    places_of_the_unit: list[Pair]
    people: list[Pair]
    frequent: list[Category]
    others: list[Category]
    sources: list[Pair]
    recent: list[str]
    points: list[PointCard]
    may_keep_points: bool = False

    def for_the_phone(self, reader: Reader) -> dict[str, Any]:
        """What the phone may keep for a report without signal: nothing but what this page shows."""
        card = reader.directory.people[reader.person]
        return {
            "person": card.id,
            "name": card.name,
            "now": reader.at.isoformat(),
            "recent": self.recent,
            "points": {
                p.code: {"place": p.place, "unit": p.unit.code, "category": p.category}
                for p in self.points
                if p.active
            },
        }


NOTHING = Choices([], None, [], [], [], [], [], [], [])
"""What is offered to nobody in particular: the phone fills in what it remembers."""


def choices(reader: Reader, unit: str = "", scanned: PointCard | None = None) -> Choices:
    """The choices at a unit (code or name, perhaps a department); without one, at the reader's own."""
    directory = reader.directory
    me = directory.people[reader.person]
    home = directory.institution_of(me.unit_id)
    outside = reader.is_of_the_authority
    chosen = scanned.institution if scanned else _institution(reader, unit) or (None if outside else home)
    kinds = frequent_categories(reader, chosen.id if chosen else 0)
    return Choices(
        institutions=_institutions(reader) if outside else [],
        unit=chosen,
        places_of_the_unit=_departments(reader, chosen) if chosen else [],
        people=_people(reader, chosen, me) if chosen else [],
        frequent=kinds[:FREQUENT],
        others=kinds[FREQUENT:],
        sources=_sources(reader, outside=outside),
        recent=recent_places(reader, chosen.id) if chosen else [],
        points=points(reader, chosen.code) if chosen and not outside else [],
        may_keep_points=bool(kept_by(directory, reader.who, reader.at)),
    )


def scanned_point(reader: Reader, code: str) -> PointCard | None:
    """The point whose code was scanned; None for no code, an unknown or a retired one."""
    try:
        found = point(reader, code) if code else None
    except NotFound:
        return None
    return found if found and found.active else None


def _institution(reader: Reader, unit: str) -> UnitCard | None:
    try:
        found = reader.directory.find_unit(unit, field="unit") if unit else None
    except WrongInput:
        return None
    inside = reader.directory.institution_of(found.id) if found else None
    return inside if inside and inside.kind == UnitKind.INSTITUTION else None


def _institutions(reader: Reader) -> list[Pair]:
    units = reader.directory.units.values()
    below = (unit for unit in units if unit.active and unit.kind == UnitKind.INSTITUTION)
    return [(unit.code, unit.name) for unit in sorted(below, key=lambda unit: unit.code)]


def _departments(reader: Reader, unit: UnitCard) -> list[Pair]:
    """The unit itself for what belongs to no department, then its departments; one's own comes first."""
    own = reader.directory.people[reader.person].unit_id
    units = (u for u in reader.directory.units.values() if u.active and u.id != unit.id)
    inside = [u for u in units if u.path.startswith(unit.path)]
    inside.sort(key=lambda u: (u.id != own, u.code))
    departments = [(u.code, u.name) for u in inside]
    whole = (unit.code, "公共区域，或不清楚归谁")
    return (
        [*departments[:1], whole, *departments[1:]]
        if own in {u.id for u in inside}
        else [whole, *departments]
    )


def _people(reader: Reader, unit: UnitCard, me: PersonCard) -> list[Pair]:
    """Who may have fixed it: oneself, one's own department, the rest of the unit."""
    directory = reader.directory
    cards = [directory.people[person] for person in directory.people_of(unit.id)]
    cards.sort(key=lambda c: (c.id != me.id, c.unit_id != me.unit_id, c.unit_id, c.id))
    return [
        (c.key, f"{c.name}（本人）" if c.id == me.id else f"{c.name}（{directory.units[c.unit_id].name}）")
        for c in cards[:MOST_PEOPLE]
    ]


def _sources(reader: Reader, *, outside: bool) -> list[Pair]:
    """How it was found: for the commission its checks, for a unit's managers the unit's own; staff just report."""
    if not outside and not reader.roles & INSTITUTION_ROLES:
        return []
    allowed = (AUTHORITY_SOURCES if outside else UNIT_SOURCES) - NOT_BY_HAND
    return [(str(source), source.label) for source in Source if source in allowed]

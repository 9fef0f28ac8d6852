"""The reads of points (点位): lists for whoever works at the unit or looks after it, one code for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, select

from domain.directory.organisation import UnitCard
from domain.errors import NotFound
from domain.points.who_may import kept_by
from domain.queries.out_of_use import OutOfUse, out_of_use
from domain.queries.reader import Reader
from domain.tables.core import POINT
from domain.use import Scope
from domain.words import Category


@dataclass(frozen=True)
class PointCard:
    """A point: `unit` is where it is (a department may be), `institution` whose it is."""

    code: str
    place: str
    category: Category | None
    active: bool
    unit: UnitCard
    institution: UnitCard


def point(reader: Reader, code: str) -> PointCard:
    """The point with this code, retired or not; whoever stands before the sheet may read it. Raises NotFound."""
    found = reader.connection.execute(select(POINT).where(POINT.c.code == code)).first()
    if found is None:
        raise NotFound("没有这个点位，可能已被删除；请直接填写部位。")
    return _card(reader, found)


def points(reader: Reader, unit: str | None = None) -> list[PointCard]:
    """The points the reader may list, by unit and place; `unit` is a code or name and means its subtree."""
    directory = reader.directory
    listed = lists(reader)
    top = directory.find_unit(unit, field="unit").path if unit else "/"
    where = [
        card.id
        for card in directory.units.values()
        if card.path.startswith(top) and directory.institution_of(card.id).id in listed
    ]
    query = select(POINT).where(POINT.c.unit_id.in_(where)).order_by(POINT.c.unit_id, POINT.c.id)
    return [_card(reader, row) for row in reader.connection.execute(query)]


def out_of_use_at_points(reader: Reader, cards: Iterable[PointCard]) -> dict[str, list[OutOfUse]]:
    """Code -> what may not be used there, read at once: the whole unit, or this place of its department."""
    known = list(cards)
    found = out_of_use(reader, {card.institution.id for card in known}) if known else []
    return {card.code: [one for one in found if _is_there(one, card)] for card in known}


def _is_there(stopped: OutOfUse, card: PointCard) -> bool:
    if stopped.unit.id != card.institution.id:
        return False
    inside = stopped.department in (None, card.unit.id) or card.unit.id == card.institution.id
    return stopped.scope is Scope.WHOLE or (stopped.place == card.place and inside)


def lists(reader: Reader) -> frozenset[int]:
    """Institutions whose points the reader may list: their own, those they look after, those they keep points for."""
    home = reader.directory.institution_of(reader.directory.people[reader.person].unit_id)
    kept = kept_by(reader.directory, reader.who, reader.at)
    return reader.scope.overseen | reader.scope.institutions | kept | {home.id}


def _card(reader: Reader, row: Row[tuple[object, ...]]) -> PointCard:
    unit = reader.directory.units[row.unit_id]
    return PointCard(
        code=row.code,
        place=row.place,
        category=Category(row.category) if row.category else None,
        active=row.active,
        unit=unit,
        institution=reader.directory.institution_of(unit.id),
    )

"""Keeps points (点位). A code is drawn once and never given to another place."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.directory.organisation import Actor, Directory, UnitCard
from domain.errors import NotFound, WrongInput
from domain.fields import Place, Reference
from domain.points.who_may import refuse_unless_kept_by
from domain.store.base import Store
from domain.tables.core import POINT
from domain.typed_text import folded
from domain.words import Category, UnitKind

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 7
MOST_AT_ONCE = 60


class NewPoints(BaseModel):
    """Places of one unit or department; `category` is what is usually found there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Reference = Field(title="单位或科室")
    places: Annotated[list[Place], Field(title="部位", min_length=1, max_length=MOST_AT_ONCE)]
    category: Category | None = Field(None, title="常见类别")


class RenamedPoint(BaseModel):
    """What a point is called from now on; its code stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place = Field(title="部位")
    category: Category | None = Field(None, title="常见类别")


@dataclass(frozen=True)
class _Keeping:
    """Somebody at work on points."""

    connection: Connection
    directory: Directory
    by: Actor
    at: datetime

    def of_point(self, code: str) -> int:
        """The unit of the point with this code, locked; raises NotFound or NotAllowed."""
        query = select(POINT.c.unit_id).where(POINT.c.code == code).with_for_update()
        unit_id = self.connection.execute(query).scalar_one_or_none()
        if unit_id is None:
            raise NotFound("没有这个点位。")
        refuse_unless_kept_by(self.directory, unit_id, self.by, self.at)
        return int(unit_id)


def add_points(store: Store, said: NewPoints, *, by: Actor, at: datetime) -> list[str]:
    """Make points; gives their codes in order. All or nothing; a place that has a point already is refused."""
    with store.engine.begin() as connection:
        keeping = _Keeping(connection, store.directory(connection), by, at)
        unit = keeping.directory.find_unit(said.unit, field="unit")
        if unit.kind == UnitKind.AUTHORITY:
            raise WrongInput("点位须设在单位或其科室，请填写单位或科室。", field="unit")
        refuse_unless_kept_by(keeping.directory, unit.id, by, at)
        of_all: dict[str, object] = {"unit_id": unit.id, "category": said.category, "made_by": by.person_id}
        return [_add(connection, place, of_all) for place in said.places]


def department_of(
    connection: Connection, directory: Directory, institution: int, place: str
) -> UnitCard | None:
    """The one department of a unit that has a point of this name; None when none has, or several."""
    top = directory.units[institution].path
    parts = [u.id for u in directory.units.values() if u.active and u.path.startswith(top)]
    parts = [unit for unit in parts if directory.units[unit].kind == UnitKind.DEPARTMENT]
    if not parts:
        return None
    points = select(POINT.c.unit_id, POINT.c.place).where(POINT.c.active, POINT.c.unit_id.in_(parts))
    found = {row.unit_id for row in connection.execute(points) if folded(row.place) == folded(place)}
    return directory.units[found.pop()] if len(found) == 1 else None


def rename_point(store: Store, code: str, said: RenamedPoint, *, by: Actor, at: datetime) -> None:
    """Call a point otherwise; the printed code stays good."""
    with store.engine.begin() as connection:
        unit = _Keeping(connection, store.directory(connection), by, at).of_point(code)
        _refuse_a_twin(connection, unit, said.place, but=code)
        _write(connection, code, said.place, place=said.place, category=said.category)


def set_active(store: Store, code: str, *, active: bool, by: Actor, at: datetime) -> None:
    """Retire a point, or take it into use again."""
    with store.engine.begin() as connection:
        unit = _Keeping(connection, store.directory(connection), by, at).of_point(code)
        place = connection.execute(select(POINT.c.place).where(POINT.c.code == code)).scalar_one()
        if active:
            _refuse_a_twin(connection, unit, place, but=code)
        _write(connection, code, place, active=active)


def _add(connection: Connection, place: str, of_all: dict[str, object]) -> str:
    _refuse_a_twin(connection, of_all["unit_id"], place)
    code = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    try:
        connection.execute(insert(POINT).values(code=code, place=place, active=True, **of_all))
    except IntegrityError:
        raise _taken(place) from None
    return code


def _refuse_a_twin(connection: Connection, unit: object, place: str, *, but: str = "") -> None:
    """The index refuses the same letters; here it is the same place spelt otherwise."""
    points = select(POINT.c.place).where(POINT.c.unit_id == unit, POINT.c.active, POINT.c.code != but)
    for known in connection.execute(points).scalars():
        if folded(known) == folded(place):
            raise _taken(known)


def _write(connection: Connection, code: str, called: str, **values: object) -> None:
    try:
        connection.execute(update(POINT).where(POINT.c.code == code).values(**values))
    except IntegrityError:
        raise _taken(called) from None


def _taken(place: str) -> WrongInput:
    return WrongInput(f"“{place}”在这个单位（科室）已有点位，请换个名称或使用原有点位。", field="place")

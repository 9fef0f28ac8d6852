"""Which places may not be used (停用): for whoever stands there, works at the unit or looks after it.

What is out of use is told to everybody there, the hazard behind it only to whoever may see that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, true

from domain.directory.organisation import UnitCard
from domain.queries.reader import Reader
from domain.queries.spelled import one_of
from domain.roles import COMMISSION
from domain.tables.core import HAZARD
from domain.use import Scope, Use
from domain.words import Role

WHOLE = HAZARD.c.suspended["scope"].astext == Scope.WHOLE


@dataclass(frozen=True)
class OutOfUse:
    """A place out of use, or the whole unit; `body` ordered it, `ref` names its hazard to whoever may see it."""

    use: Use
    scope: Scope
    unit: UnitCard
    department: int | None
    place: str
    what: str
    since: datetime
    for_good: bool
    body: str
    number: str
    ref: str | None


def out_of_use(
    reader: Reader, institutions: Iterable[int], *, department: int | None = None
) -> list[OutOfUse]:
    """What is out of use at these institutions, or of one of their departments; whole units first, then by date."""
    here = true() if department is None else or_(WHOLE, HAZARD.c.department_id == department)
    return _found(reader, and_(one_of(HAZARD.c.unit_id, institutions), here))


def out_of_use_at(
    reader: Reader, institution: int, place: str, department: int | None = None
) -> list[OutOfUse]:
    """What is out of use at a place: the whole unit, or this place of the department, or of none that is known."""
    here = HAZARD.c.place == place
    if department is not None:
        here = and_(here, or_(HAZARD.c.department_id.is_(None), HAZARD.c.department_id == department))
    return _found(reader, and_(HAZARD.c.unit_id == institution, or_(WHOLE, here)))


def _found(reader: Reader, these: ColumnElement[bool]) -> list[OutOfUse]:
    columns = (
        HAZARD.c.ref,
        HAZARD.c.unit_id,
        HAZARD.c.department_id,
        HAZARD.c.place,
        HAZARD.c.use,
        HAZARD.c.suspended,
    )
    query = select(*columns, reader.visible().label("seen")).where(HAZARD.c.use != Use.IN_USE, these)
    found = [_of(reader, row) for row in reader.connection.execute(query)]
    return sorted(found, key=lambda one: (one.scope is not Scope.WHOLE, one.since))


def _of(reader: Reader, row: Row[Any]) -> OutOfUse:
    order, unit = row.suspended, reader.directory.units[row.unit_id]
    by_commission = Role(order["by_role"]) in COMMISSION
    body = reader.directory.authority_of(unit.id) if by_commission else unit
    return OutOfUse(
        use=Use(row.use),
        scope=Scope(order["scope"]),
        unit=unit,
        department=row.department_id,
        place=row.place,
        what=order["what"],
        since=datetime.fromisoformat(order["since"]),
        for_good=order["for_good"],
        body=body.name,
        number=order.get("number") or "",
        ref=row.ref if row.seen else None,
    )

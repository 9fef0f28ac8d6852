"""What a house that begins still lacks, for whoever can mend it: derived from what is there, never ticked off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from domain.directory.organisation import UnitCard
from domain.directory.unconfirmed import posts_of
from domain.queries.reader import Reader
from domain.tables.core import CHANNEL, HAZARD, POINT
from domain.word import Word
from domain.words import Role, UnitKind


class FirstStep(Word):
    """What is done once before the first hazard can be driven to its end."""

    COMMISSION = "commission", "录入卫健委经办人和负责人"
    INSTITUTIONS = "institutions", "录入单位"
    HEADS = "heads", "为每个单位录入主要负责人"
    CHANNEL = "channel", "设置消息通道"
    DEPARTMENTS = "departments", "录入科室（没有科室的小单位不用）"
    OFFICER = "officer", "录入安全管理员"
    STAFF = "staff", "录入本单位人员，开通账号"
    POINTS = "points", "添加点位，打印二维码"


@dataclass(frozen=True)
class Step:
    """One step at a unit: where it is (or was) to be done."""

    what: FirstStep
    unit: UnitCard
    done: bool


def first_steps(reader: Reader) -> list[Step]:
    """The steps of this person, in their order; none once all are done or the first hazard was reported."""
    found: list[Step] = []
    mine = posts_of(reader.directory, reader.who, reader.at)
    for unit_id, role in mine:
        unit = reader.directory.units[unit_id]
        if role in _STEPS and not found and not _has_hazards(reader, unit):
            found = list(_STEPS[role](reader, unit))
    return found if not all(step.done for step in found) else []


def _administers(reader: Reader, top: UnitCard) -> Iterator[Step]:
    directory, at = reader.directory, reader.at
    oversees = any(directory.holders(top.id, role, at) for role in (Role.LEADER, Role.HEAD))
    complete = bool(oversees and directory.holders(top.id, Role.DESK, at))
    yield Step(FirstStep.COMMISSION, top, complete)
    below = _institutions(reader, top)
    yield Step(FirstStep.INSTITUTIONS, top, bool(below))
    headless = [unit for unit in below if not directory.holders(unit.id, Role.CHIEF, at)]
    yield Step(FirstStep.HEADS, (headless or [top])[0], bool(below) and not headless)
    yield Step(FirstStep.CHANNEL, top, _exists(reader, CHANNEL.c.id, CHANNEL.c.unit_id == top.id))


def _keeps_the_desk(reader: Reader, top: UnitCard) -> Iterator[Step]:
    own = {FirstStep.INSTITUTIONS, FirstStep.CHANNEL}
    return (step for step in _administers(reader, top) if step.what in own)


def _keeps_a_unit(reader: Reader, unit: UnitCard) -> Iterator[Step]:
    inside = [u.id for u in reader.directory.units.values() if u.active and u.path.startswith(unit.path)]
    yield Step(FirstStep.DEPARTMENTS, unit, len(inside) > 1)
    keepers = {
        role: set(reader.directory.holders(unit.id, role, reader.at)) for role in (Role.OFFICER, Role.CHIEF)
    }
    yield Step(FirstStep.OFFICER, unit, bool(keepers[Role.OFFICER]))
    others = reader.directory.people_of(unit.id) - keepers[Role.OFFICER] - keepers[Role.CHIEF]
    yield Step(FirstStep.STAFF, unit, bool(others))
    yield Step(FirstStep.POINTS, unit, _exists(reader, POINT.c.id, POINT.c.unit_id.in_(inside)))


_STEPS = {
    Role.ADMIN: _administers,
    Role.DESK: _keeps_the_desk,
    Role.CHIEF: _keeps_a_unit,
    Role.OFFICER: _keeps_a_unit,
}


def _institutions(reader: Reader, top: UnitCard) -> list[UnitCard]:
    units = reader.directory.units.values()
    return [u for u in units if u.active and u.kind == UnitKind.INSTITUTION and u.path.startswith(top.path)]


def _has_hazards(reader: Reader, top: UnitCard) -> bool:
    """Somebody reported here already: whoever works need not be told how to begin."""
    inside = [unit.id for unit in reader.directory.units.values() if unit.path.startswith(top.path)]
    return _exists(reader, HAZARD.c.id, HAZARD.c.unit_id.in_(inside))


def _exists(reader: Reader, column: ColumnElement[Any], where: ColumnElement[bool]) -> bool:
    return reader.connection.execute(select(column).where(where).limit(1)).first() is not None

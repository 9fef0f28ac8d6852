"""Units: added, renamed, moved, described and retired."""

from typing import Any

from sqlalchemy import func, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.directory.organisation import UnitCard
from domain.errors import NotReady, WrongInput
from domain.organisation.commands import CreateUnit, DescribeUnit, MoveUnit, RenameUnit, RetireUnit
from domain.organisation.what_waits import open_hazards_of_units, open_tasks_of_units
from domain.organisation.work import Work
from domain.store.organisation import facts_of
from domain.tables.core import UNIT, UNIT_FACTS
from domain.words import UnitKind

MAY_STAND_BELOW = {
    UnitKind.AUTHORITY: (UnitKind.AUTHORITY,),
    UnitKind.INSTITUTION: (UnitKind.AUTHORITY,),
    UnitKind.DEPARTMENT: (UnitKind.AUTHORITY, UnitKind.INSTITUTION, UnitKind.DEPARTMENT),
}


def unit_of(work: Work, code: str, field: str = "unit") -> UnitCard:
    """The unit in use that is named, by its code first."""
    return work.directory.find_unit(code, field=field)


def create(work: Work, change: CreateUnit) -> UnitCard:
    """Write a unit below its parent; gives it."""
    parent = unit_of(work, change.parent, "parent")
    unit = UnitCard(0, parent.id, change.unit_kind, "", "", "", "", parent.path, None)
    seen = work.directory
    work.directory = seen.with_unit(unit)
    work.check(change, unit)
    work.directory = seen
    _refuse_wrong_place(change.unit_kind, parent)
    _refuse_taken(work, change.code, change.name, parent)
    made = write_new(work, change, parent)
    work.note(change, unit=made, becomes=change.model_dump(mode="json"))
    return work.directory.units[made]


def write_new(work: Work, change: CreateUnit, parent: UnitCard | None, region: str = "") -> int:
    """Write the row; its path ends with its own id. Without parent it is the authority at the top."""
    above = parent.path if parent else "/"
    values: dict[str, Any] = {
        "kind": change.unit_kind,
        "code": change.code,
        "name": change.name,
        "path": above,
    }
    values |= {
        "short_name": change.short_name or change.name[:40],
        "parent_id": parent.id if parent else None,
    }
    values |= {"region": parent.region if parent else region, "policy": None}
    unit_id = work.connection.execute(insert(UNIT).values(**values).returning(UNIT.c.id)).scalar_one()
    work.connection.execute(update(UNIT).where(UNIT.c.id == unit_id).values(path=f"{above}{unit_id}/"))
    return int(unit_id)


def rename(work: Work, unit: UnitCard, change: RenameUnit) -> None:
    """更名: what was written under the old name keeps it in the journals."""
    work.check(change, unit)
    parent = work.directory.units[unit.parent_id] if unit.parent_id else None
    _refuse_taken(work, unit.code, change.name, parent, unit)
    short = change.short_name or change.name[:40]
    if (change.name, short) == (unit.name, unit.short_name):
        raise WrongInput(f"{unit.name}的名称和简称没有变化。", field="name")
    work.write_unit(unit.id, name=change.name, short_name=short)
    was = {"name": unit.name, "short_name": unit.short_name}
    work.note(change, unit=unit.id, was=was, becomes={"name": change.name, "short_name": short})


def move(work: Work, unit: UnitCard, change: MoveUnit) -> None:
    """调整隶属: the whole subtree moves; a department stays within its institution."""
    work.check(change, unit)
    parent = unit_of(work, change.parent, "parent")
    _refuse_wrong_place(UnitKind(unit.kind), parent)
    if parent.id == unit.parent_id:
        raise WrongInput(f"{unit.name}已在“{parent.name}”之下。", field="parent")
    if parent.path.startswith(unit.path):
        raise WrongInput("不能移到自己或自己的下级之下，请另选上级单位。", field="parent")
    directory = work.directory
    if unit.kind == UnitKind.DEPARTMENT and directory.institution_of(parent.id) != directory.institution_of(
        unit.id
    ):
        raise WrongInput("科室只能在本单位内调整；换单位请在新单位另建科室，再调动人员。", field="parent")
    moved = UNIT.c.path.startswith(unit.path, autoescape=True)
    path = func.concat(f"{parent.path}{unit.id}/", func.substr(UNIT.c.path, len(unit.path) + 1))
    work.connection.execute(update(UNIT).where(moved).values(path=path))
    work.write_unit(unit.id, parent_id=parent.id)
    old = directory.units[unit.parent_id].code if unit.parent_id else None
    work.note(change, unit=unit.id, was={"parent": old}, becomes={"parent": parent.code})


def describe(work: Work, unit: UnitCard, change: DescribeUnit) -> None:
    """登记单位档案: only what differs is written and noted; a department has none of its own."""
    work.check(change, unit)
    if unit.kind == UnitKind.DEPARTMENT:
        above = work.directory.institution_of(unit.id)
        raise NotReady(f"科室没有单独的档案，请登记在“{above.name}”的档案里。")
    kept = facts_of(work.connection, unit.id).model_dump(mode="json")
    said = change.model_dump(mode="json", exclude_unset=True)
    becomes = {name: value for name, value in said.items() if value != kept[name]}
    if not becomes:
        return
    row = upsert(UNIT_FACTS).values(unit_id=unit.id, **becomes)
    work.connection.execute(row.on_conflict_do_update(index_elements=["unit_id"], set_=becomes))
    work.write_unit(unit.id)
    work.note(change, unit=unit.id, was={name: kept[name] for name in becomes}, becomes=becomes)


def retire(work: Work, unit: UnitCard, change: RetireUnit) -> None:
    """停用: refused with what is still there."""
    work.check(change, unit)
    below = [u for u in work.directory.units.values() if u.active and u.path.startswith(unit.path)]
    ids = {u.id for u in below}
    people = [p.name for p in work.directory.people.values() if p.active and p.unit_id in ids]
    hazards = open_hazards_of_units(work.connection, ids)
    left = [f"下级单位 {len(below) - 1} 个"] if len(below) > 1 else []
    left += [f"在岗人员 {len(people)} 人（{'、'.join(people[:5])}）"] if people else []
    left += [f"未办结隐患 {hazards} 条"] if hazards else []
    tasks = open_tasks_of_units(work.connection, ids)
    left += [f"未完成的巡查 {tasks} 项"] if tasks else []
    if left:
        raise NotReady(f"“{unit.name}”还有{'、'.join(left)}，请先调动人员、办结、免办或转出后再停用。")
    if unit.parent_id is None:
        raise NotReady("最上级的主管部门不能停用。")
    work.write_unit(unit.id, active=False)
    work.note(change, unit=unit.id, was={"active": True}, becomes={"active": False, "reason": change.reason})


def _refuse_wrong_place(kind: UnitKind, parent: UnitCard) -> None:
    if parent.kind not in MAY_STAND_BELOW[kind]:
        raise WrongInput(
            f"{kind.label}不能设在{UnitKind(parent.kind).label}“{parent.name}”之下。", field="parent"
        )


def _refuse_taken(
    work: Work, code: str, name: str, parent: UnitCard | None, own: UnitCard | None = None
) -> None:
    """A code is given once for ever; a name once among units of the same institution (or among institutions)."""
    for unit in work.directory.units.values():
        if own and unit.id == own.id:
            continue
        if unit.code == code and own is None:
            raise WrongInput(f"代码“{code}”已由“{unit.name}”使用，请另取一个。", field="code")
        if unit.active and unit.name == name and parent and unit.parent_id == parent.id:
            raise WrongInput(f"“{parent.name}”之下已有“{name}”，请核对。", field="name")

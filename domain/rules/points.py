"""Who keeps a unit's points (点位): its 安全管理员, 分管 and 主要负责人, and the administrator of its authority."""

from datetime import datetime

from domain.errors import NotAllowed
from domain.rules.organisation import Actor, Directory
from domain.words import INSTITUTION_ROLES, Role, UnitKind


def kept_by(directory: Directory, person_id: int, at: datetime) -> frozenset[int]:
    """The institutions whose points this person keeps, himself or for somebody who delegated to him."""
    people = {person_id} | directory.principals_of(person_id, at)
    posts = [post for person in people for post in directory.roles_of(person, at)]
    tops = [directory.units[unit].path for unit, role in posts if role is Role.ADMIN]
    below = (
        unit.id
        for unit in directory.units.values()
        if unit.kind == UnitKind.INSTITUTION and any(unit.path.startswith(top) for top in tops)
    )
    return frozenset(below) | {unit for unit, role in posts if role in INSTITUTION_ROLES}


def refuse_unless_kept_by(directory: Directory, unit_id: int, by: Actor, at: datetime) -> None:
    """Raise NotAllowed unless this person keeps the points of the unit."""
    unit = directory.institution_of(unit_id)
    if by.person_id is None or unit.id not in kept_by(directory, by.person_id, at):
        raise NotAllowed(
            f"{unit.name}的点位由该单位安全管理员、分管或主要负责人维护，您没有这个权限。请联系他们。"
        )

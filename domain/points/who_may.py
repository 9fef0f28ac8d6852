"""Who keeps a unit's points (点位): its 安全管理员, 分管 and 主要负责人, and the administrator of its authority."""

from datetime import datetime

from domain.directory.organisation import Actor, Directory
from domain.directory.unconfirmed import posts_of, principals_of, why_not_by_post
from domain.roles import INSTITUTION_ROLES
from domain.words import Role, UnitKind


def kept_by(directory: Directory, who: Actor, at: datetime) -> frozenset[int]:
    """The institutions whose points this person keeps, in their own right or for somebody who delegated to them."""
    principals = principals_of(directory, who, at)
    posts = posts_of(directory, who, at)
    posts += [post for person in principals for post in directory.roles_of(person, at)]
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
    if by.person_id is None or unit.id not in kept_by(directory, by, at):
        raise why_not_by_post(
            by, f"{unit.name}的点位由该单位安全管理员、分管或主要负责人维护，您没有这个权限。请联系他们。"
        )

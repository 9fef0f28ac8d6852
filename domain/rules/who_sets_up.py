"""Who sets up the channels of an authority: its desk officers and its administrator."""

from datetime import datetime

from domain.errors import NotAllowed
from domain.rules.organisation import Actor, Directory
from domain.words import Role, UnitKind

WHO = frozenset({Role.DESK, Role.ADMIN})


def authority_of(directory: Directory, who: Actor, at: datetime) -> int:
    """The authority whose channels this person sets up; raises NotAllowed, saying who may."""
    held = directory.roles_of(who.person_id or 0, at)
    found = [unit for unit, role in held if role in WHO and directory.units[unit].kind == UnitKind.AUTHORITY]
    if not found:
        raise NotAllowed("消息通道由卫健委经办人或系统管理员设置。")
    return min(found)


def may_set_up(directory: Directory, who: Actor, at: datetime) -> bool:
    """Whether he is one of them."""
    try:
        authority_of(directory, who, at)
    except NotAllowed:
        return False
    return True

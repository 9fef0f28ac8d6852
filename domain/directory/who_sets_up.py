"""Who sets up the channels of an authority: its desk officers and its administrator."""

from datetime import datetime

from domain.directory.organisation import Actor, Directory
from domain.directory.unconfirmed import posts_of, why_not_by_post
from domain.errors import Refusal
from domain.words import Role, UnitKind

WHO = frozenset({Role.DESK, Role.ADMIN})


def authority_of(directory: Directory, who: Actor, at: datetime) -> int:
    """The authority whose channels this person sets up; raises the Refusal that says who may."""
    held = posts_of(directory, who, at)
    found = [unit for unit, role in held if role in WHO and directory.units[unit].kind == UnitKind.AUTHORITY]
    if not found:
        raise why_not_by_post(who, "消息通道由卫健委经办人或系统管理员设置。")
    return min(found)


def may_set_up(directory: Directory, who: Actor, at: datetime) -> bool:
    """Whether this person is one of them."""
    try:
        authority_of(directory, who, at)
    except Refusal:
        return False
    return True

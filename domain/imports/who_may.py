"""Who takes ledgers in: 经办 of a commission for every unit below it, a unit's 安管 for its own (row 41)."""

from dataclasses import dataclass
from datetime import datetime

from domain.directory.organisation import Actor, Directory, UnitCard
from domain.directory.unconfirmed import posts_of, principals_of, why_not_by_post
from domain.roles import COMMISSION
from domain.words import Role, UnitKind

UNIT_POSTS = frozenset({Role.OFFICER, Role.DEPUTY, Role.CHIEF})
"""An empty post is skipped upward (settled point 8): whoever presses is asked by the table, row by row."""


@dataclass(frozen=True)
class Side:
    """For whom somebody takes ledgers in: a commission, or a unit for its own."""

    unit: UnitCard
    own: bool


def side_of(directory: Directory, who: Actor, at: datetime) -> Side | None:
    """The commission or unit for which this person may take ledgers in; None when for nobody."""
    principals = principals_of(directory, who, at)
    posts = posts_of(directory, who, at)
    posts += [post for person in principals for post in directory.roles_of(person, at)]
    for unit, role in posts:
        if role in COMMISSION:
            return Side(directory.units[unit], own=False)
    own = next((unit for unit, role in posts if role in UNIT_POSTS), None)
    return Side(directory.units[own], own=True) if own is not None else None


def refuse_unless_side(directory: Directory, who: Actor, at: datetime) -> Side:
    """The same; raises NotAllowed saying who may."""
    side = side_of(directory, who, at)
    if side is None:
        raise why_not_by_post(who, "历史台账由卫健委经办人导入，本单位的由安全管理员导入，您没有这个权限。")
    return side


def units_of(directory: Directory, side: Side) -> frozenset[int]:
    """The institutions whose rows may be taken in."""
    if side.own:
        return frozenset({side.unit.id})
    return frozenset(
        unit.id
        for unit in directory.units.values()
        if unit.kind == UnitKind.INSTITUTION and unit.active and unit.path.startswith(side.unit.path)
    )

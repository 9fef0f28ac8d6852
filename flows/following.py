"""Keeps hazards in step with the world: who holds which post, and which days are working days."""

from datetime import datetime
from typing import Any

from domain.recalculation import recalculate_all, state_of_the_world
from domain.running import last_outcome
from flows.rooms import Rooms

SEEN_BY = ("follow_changes", "check_journal")
WHY = "组织机构或工作日历有变化"


def follow_all(rooms: Rooms, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - it is nobody's act
    """Recalculate when something changed since the last pass."""
    world, recalculated = keep_up_with_the_world(rooms, at)
    return {"world": world, "recalculated": recalculated}


def keep_up_with_the_world(rooms: Rooms, at: datetime) -> tuple[str, int]:
    """Recalculate every open hazard when organisation or calendar changed since the last complete pass."""
    with rooms.store.asking() as connection:
        world = state_of_the_world(rooms.store, connection, at)
        known = {last_outcome(connection, name).get("world") for name in SEEN_BY}
    if world in known:
        return world, 0
    return world, recalculate_all(rooms.store, at=at, why=WHY)

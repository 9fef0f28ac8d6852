"""Keeps hazards in step with the world: who holds which post, and which days are working days."""

from datetime import datetime
from typing import Any

from domain.cases.recalculation import recalculate_all, state_of_the_world
from domain.running import last_outcome
from domain.store.alone import alone_at
from flows.context import Context

SEEN_BY = ("follow_changes", "check_journal")
WHY = "组织机构或工作日历有变化"
LEFT_TO_ANOTHER: dict[str, Any] = {"left_to_another": 1}


def follow_all(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - it is nobody's act
    """Recalculate when something changed since the last pass, or leave it to the pass that is at it."""
    return keep_up_with_the_world(context, at) or LEFT_TO_ANOTHER


def keep_up_with_the_world(context: Context, at: datetime) -> dict[str, Any] | None:
    """Recalculate every open hazard when organisation or calendar changed since the last complete pass.

    None while another pass is at it: over very many hazards it takes longer than a row's cadence, and a second one
    beside it would do everything twice. If the other dies its work is unfinished, and whoever comes next begins anew.
    """
    with alone_at(context.store, "recalculation") as ours:
        if not ours:
            return None
        with context.store.asking() as connection:
            world = state_of_the_world(context.store, connection, at)
            known = {last_outcome(connection, name).get("world") for name in SEEN_BY}
        if world in known:
            return {"world": world, "recalculated": 0}
        done = recalculate_all(context.store, at=at, why=WHY, between=context.leave_if_asked)
        return {"world": world, "recalculated": done}

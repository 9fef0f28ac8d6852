"""What stands in a journal, to be compared with the same life without an accident."""

from tests.world import World


def history(world: World, ref: str) -> list[tuple[object, ...]]:
    """The journal without what only the machine knows."""
    return [
        (
            line.seq,
            line.action,
            line.actor_id,
            line.at,
            line.clock,
            line.since,
            line.rung,
            line.to_state,
            line.data,
        )
        for line in world.journal(ref)
    ]


def fired(world: World, ref: str) -> list[tuple[str, int | None, int | None]]:
    return [(line.clock, line.since, line.rung) for line in world.journal(ref) if line.clock]

"""What a robot or app may be asked of, for all workers together, in machine time.

Nobody sleeps: what does not fit comes again at a moment of its own. A vendor counts messages by its own clock, as
they arrive, and what leaves us arrives within the 15 s and a half that an attempt may take. So a budget of 20 in any
77 s of ours is never more than 20 in any 60 s of the vendor's.
"""

import random
from collections.abc import Mapping

from sqlalchemy import Connection, Engine, text

SPREAD_SECONDS = 10

# The sends that a vendor may still count.
_RECENT = """(SELECT array_agg(t) FROM unnest(pace.taken) AS t
    WHERE t > clock_timestamp() - make_interval(secs => 77))"""
_SPENT = text(f"""
    SELECT channel_id, coalesce(cardinality({_RECENT}), 0) AS spent
    FROM channel_pace AS pace WHERE channel_id = ANY(:channels)
""")  # noqa: S608 - constants of ours
_TAKE = text(f"""
    INSERT INTO channel_pace AS pace (channel_id, taken, because) VALUES (:channel, ARRAY[clock_timestamp()], '')
    ON CONFLICT (channel_id) DO UPDATE SET taken = coalesce({_RECENT}, '{{}}') || clock_timestamp()
    WHERE coalesce(cardinality({_RECENT}), 0) < :most
        AND coalesce(pace.resting_until <= clock_timestamp(), true)
    RETURNING channel_id
""")  # noqa: S608 - of our own constants
_UNTIL = text(f"""
    SELECT greatest(extract(epoch FROM resting_until - clock_timestamp()),
        extract(epoch FROM (SELECT min(t) FROM unnest({_RECENT}) t) - clock_timestamp()) + 77, 1)
    FROM channel_pace AS pace WHERE channel_id = :channel
""")  # noqa: S608 - of our own constants
_REST = text("""
    INSERT INTO channel_pace AS pace (channel_id, taken, resting_until, because)
    VALUES (:channel, '{}', clock_timestamp() + make_interval(secs => :seconds), :because)
    ON CONFLICT (channel_id) DO UPDATE SET because = EXCLUDED.because,
        resting_until = greatest(pace.resting_until, EXCLUDED.resting_until)
""")


def left_of(connection: Connection, limits: Mapping[int, int]) -> dict[int, int]:
    """How many messages each channel that counts them may still take now."""
    if not limits:
        return {}
    found = connection.execute(_SPENT, {"channels": list(limits)})
    spent = {row.channel_id: row.spent for row in found}
    return {channel: most - spent.get(channel, 0) for channel, most in limits.items()}


def take(engine: Engine, channel: int, most: int) -> float:
    """Take one message from a channel's budget; gives the seconds to wait when there is none, else 0."""
    with engine.begin() as connection:
        if connection.execute(_TAKE, {"channel": channel, "most": most}).first() is not None:
            return 0.0
        until = float(connection.execute(_UNTIL, {"channel": channel}).scalar_one())
    return until + random.uniform(0, SPREAD_SECONDS)  # noqa: S311 - jitter, not a secret


def rest(connection: Connection, channel: int, seconds: float, because: str) -> None:
    """Leave a whole robot or app alone for so long, because the vendor asked for it."""
    connection.execute(_REST, {"channel": channel, "seconds": seconds, "because": because})

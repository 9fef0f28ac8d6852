"""What a robot or app may be asked of, for all workers together, in machine time.

Nobody sleeps: what does not fit comes again at a moment of its own. A vendor counts messages by its own clock, as
they arrive, and what leaves us arrives within the 15 s and a half that an attempt may take. So a budget of 20 in any
77 s of ours is never more than 20 in any 60 s of the vendor's.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

SPREAD_SECONDS = 10
LONGEST_REST_SECONDS = 3600.0
SECONDS_UNTIL_ASKED_AGAIN = 60.0

# The sends that a vendor may still count.
_RECENT = """(SELECT array_agg(t) FROM unnest(pace.taken) AS t
    WHERE t > clock_timestamp() - make_interval(secs => 77))"""
_PACES = text(f"""
    SELECT channel_id, coalesce(cardinality({_RECENT}), 0) AS spent,
        coalesce(resting_until > clock_timestamp(), false) AS rests, resting_until <= clock_timestamp() AS wakes
    FROM channel_pace AS pace
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
_REST_ON = text("""
    UPDATE channel_pace SET resting_until = clock_timestamp() + make_interval(secs => :seconds)
    WHERE channel_id = ANY(:channels) AND resting_until <= clock_timestamp()
""")
_AWAKE = text("""
    UPDATE channel_pace SET resting_until = NULL, because = ''
    WHERE channel_id = ANY(:channels) AND resting_until <= clock_timestamp()
""")


@dataclass(frozen=True)
class Paces:
    """How the channels stand: what those that count may still take, which rest, which wake from a rest."""

    left: Mapping[int, int]
    resting: frozenset[int]
    waking: frozenset[int]


def paces(connection: Connection, limits: Mapping[int, int]) -> Paces:
    """Ask how the channels stand now."""
    rows = connection.execute(_PACES).all()
    spent = {row.channel_id: row.spent for row in rows}
    return Paces(
        {channel: most - spent.get(channel, 0) for channel, most in limits.items()},
        frozenset(row.channel_id for row in rows if row.rests),
        frozenset(row.channel_id for row in rows if row.wakes),
    )


def take(engine: Engine, channel: int, most: int) -> float:
    """Take one message from a channel's budget; gives the seconds to wait when there is none, else 0."""
    with engine.begin() as connection:
        if connection.execute(_TAKE, {"channel": channel, "most": most}).first() is not None:
            return 0.0
        until = float(connection.execute(_UNTIL, {"channel": channel}).scalar_one())
    return until + random.uniform(0, SPREAD_SECONDS)  # noqa: S311 - jitter, not a secret


def rest(connection: Connection, channel: int, seconds: float, because: str) -> None:
    """Leave a whole robot or app alone for so long, because the vendor asked for it; an hour at most."""
    most = min(seconds, LONGEST_REST_SECONDS)
    connection.execute(_REST, {"channel": channel, "seconds": most, "because": because})


def awake(connection: Connection, channels: Iterable[int]) -> None:
    """Channels that answered after their rest are open to everybody again."""
    if found := sorted(set(channels)):
        connection.execute(_AWAKE, {"channels": found})


def rest_on(connection: Connection, channels: Iterable[int]) -> None:
    """Channels that gave no answer when they were woken rest for another minute: one message asks, not all in turn."""
    if found := sorted(set(channels)):
        connection.execute(_REST_ON, {"channels": found, "seconds": SECONDS_UNTIL_ASKED_AGAIN})

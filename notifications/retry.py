"""When a failed attempt is tried again. Pure: the chance is handed in."""

from datetime import timedelta

MOST_TRIES = 8
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=20)
LONGEST_ASKED_WAIT = timedelta(hours=1)
JITTER = 0.2


def wait_before_next_try(tries: int, chance: float, asked: timedelta | None = None) -> timedelta | None:
    """Give the pause after the `tries`-th failed try, or None when it was the last.

    The pause triples from 5 s up to 20 min, spread by ±20 % (`chance` from 0 to 1) so that failures do not
    return together. A receiver's Retry-After (`asked`) lengthens it, up to one hour.
    """
    if tries >= MOST_TRIES:
        return None
    grown: int = 3 ** (max(tries, 1) - 1)
    tripled = min(FIRST_WAIT * grown, LONGEST_WAIT)
    spread = tripled * (1 - JITTER + 2 * JITTER * chance)
    return max(spread, min(asked or timedelta(0), LONGEST_ASKED_WAIT))

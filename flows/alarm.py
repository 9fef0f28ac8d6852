"""The alarm: it sleeps until the next moment of any case and lets that case's clock act at once.

It looks every two seconds at what comes next, and so needs no word of a moment that was set meanwhile. What was due
before it began, what is stuck, and a crowd is left to the sweep, which finds everything within a minute.
"""

import logging
from datetime import datetime, timedelta

from domain import clock
from domain.queries import Due, due
from flows.context import Context, StoppedEarly
from flows.sweep import Sweep

log = logging.getLogger(__name__)

LOOK = 2.0
"""Machine seconds between two looks at most: a moment set nearer than that is at most so late."""
AT_ONCE = 200
"""About three seconds' work; more are a matter for the sweep."""
MOST_REMEMBERED = 1000
SHORTEST = 0.05
PAUSE_AFTER_TROUBLE = 30.0


class Alarm:
    """Remembers what it has tried in vain: one that is stuck, or that another holds, is tried once a moment."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.began = clock.now()
        self.tried: set[Due] = set()

    def ring(self) -> float:
        """Let every clock act whose moment has come; give the machine seconds to sleep."""
        at, reach = clock.now(), timedelta(seconds=LOOK) * clock.rate()
        with self.context.store.asking() as connection:
            found = due(connection, at + reach, after=(self.began, 0), limit=AT_ONCE + len(self.tried))
        come = [row for row in found if row.next_action_at <= at and row not in self.tried]
        if len(come) < AT_ONCE and self.context.sweeping.wait(0):
            self._advance(come, at)
            self.tried = set(list(self.tried.intersection(found) | set(come))[:MOST_REMEMBERED])
        ahead = (row.next_action_at for row in found if row.next_action_at > at)
        return _until(next(ahead, at + reach))

    def _advance(self, rows: list[Due], at: datetime) -> None:
        sweep = Sweep(self.context, at, None)
        with self.context.sweeping:
            for _ in sweep.advance_each(rows):
                pass


def _until(moment: datetime) -> float:
    """Machine seconds until a legal moment, within what one sleep may last."""
    seconds = (moment - clock.now()).total_seconds() / clock.rate()
    return min(max(seconds, SHORTEST), LOOK)


def keep_time(context: Context) -> None:
    """Ring until asked to stop; whatever goes wrong, the sweep does its work meanwhile."""
    alarm = Alarm(context)
    while not context.stopping.is_set():
        try:
            seconds = alarm.ring()
        except StoppedEarly:
            return
        except Exception as error:  # noqa: BLE001 - such as a database that is away
            log.warning("the alarm pauses: %s: %s", type(error).__name__, error)
            seconds = PAUSE_AFTER_TROUBLE
        context.stopping.wait(seconds)

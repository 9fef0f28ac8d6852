"""Wakes delivery when the database says that a notice is owed: LISTEN on a connection of its own.

A wake-up may be lost while the connection is away, so every new connection asks once. Each delivery has a thread of
its own: one that still waits for a channel that hangs keeps the next notice, over another channel, waiting for nothing.
"""

import logging
import threading
import time

import psycopg

from domain import clock
from flows.context import Context, StoppedEarly
from flows.passes import report_failure

log = logging.getLogger(__name__)

CHANNEL = "bihuan_notices"
ROW = "deliver_notices"
LOOK = 0.5
GATHER = 0.2
LONGEST_WAIT = 30.0
AT_ONCE = 6
"""So many deliveries at most: one that waits for slow sends looks for new notices every third of a second as well."""
LAST_WORK = 10.0


class Deliveries:
    """Those under way."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.at_work: list[threading.Thread] = []

    def begin(self) -> None:
        """Begin one more, if there may be one more."""
        self.at_work = [thread for thread in self.at_work if thread.is_alive()]
        if len(self.at_work) < AT_ONCE:
            self.at_work.append(
                threading.Thread(target=wake, args=(self.context,), name="delivery", daemon=True)
            )
            self.at_work[-1].start()

    def finish(self, seconds: float) -> None:
        """Let them come to their end, for at most so long."""
        until = time.monotonic() + seconds
        for thread in self.at_work:
            thread.join(max(0.0, until - time.monotonic()))


def listen(context: Context) -> None:
    """Listen until asked to stop; reconnect with growing pauses."""
    deliveries = Deliveries(context)
    wait = 1.0
    while not context.stopping.is_set():
        try:
            listen_once(context, deliveries)
        except (psycopg.Error, OSError) as error:
            log.warning("not listening: %s; again in %.0f s", type(error).__name__, wait)
            context.stopping.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        else:
            wait = 1.0
    deliveries.finish(LAST_WORK)


def listen_once(context: Context, deliveries: Deliveries) -> None:
    """Listen on one connection: the first wake-up of a burst delivers at once, the rest of it together."""
    with psycopg.connect(
        connection_string(context), autocommit=True, application_name="bihuan listener"
    ) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        deliveries.begin()
        while not context.stopping.is_set():
            if next(connection.notifies(timeout=LOOK, stop_after=1), None) is None:
                continue
            drain(connection)
            deliveries.begin()
            time.sleep(GATHER)


def drain(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Take the wake-ups that have already come: the delivery about to begin answers them all."""
    for _ in connection.notifies(timeout=0):
        pass


def wake(context: Context) -> None:
    """Deliver what is owed, now, without a flow run. It is no pass: a late schedule stays seen."""
    try:
        context.cores[ROW](context, clock.now(), None)
    except StoppedEarly:
        log.info("delivery stops between two steps, as asked")
    except Exception as error:  # noqa: BLE001 - the scheduled delivery tries again
        report_failure(context, ROW, error)


def connection_string(context: Context) -> str:
    """Give libpq's form of our database's address."""
    return context.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

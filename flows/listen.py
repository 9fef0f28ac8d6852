"""Wakes delivery when the database says that a notice is owed: LISTEN on a connection of its own.

A wake-up may be lost while the connection is away, so every new connection asks once.
"""

import logging
import time

import psycopg

from domain import clock
from flows.passes import report_failure
from flows.rooms import Rooms, StoppedEarly

log = logging.getLogger(__name__)

CHANNEL = "bihuan_notices"
ROW = "deliver_notices"
LOOK = 0.5
GATHER = 0.2
LONGEST_WAIT = 30.0


def listen(rooms: Rooms) -> None:
    """Listen until asked to stop; reconnect with growing pauses."""
    wait = 1.0
    while not rooms.stopping.is_set():
        try:
            listen_once(rooms)
        except StoppedEarly:
            return
        except (psycopg.Error, OSError) as error:
            log.warning("not listening: %s; again in %.0f s", type(error).__name__, wait)
            rooms.stopping.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        else:
            wait = 1.0


def listen_once(rooms: Rooms) -> None:
    """Listen on one connection: the first wake-up of a burst delivers at once, the rest of it together."""
    with psycopg.connect(
        connection_string(rooms), autocommit=True, application_name="bihuan listener"
    ) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        wake(rooms)
        while not rooms.stopping.is_set():
            if next(connection.notifies(timeout=LOOK, stop_after=1), None) is None:
                continue
            drain(connection)
            wake(rooms)
            time.sleep(GATHER)


def drain(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Take the wake-ups that have already come: the delivery about to begin answers them all."""
    for _ in connection.notifies(timeout=0):
        pass


def wake(rooms: Rooms) -> None:
    """Deliver what is owed, now, without a flow run. It is no pass: a late schedule stays seen."""
    try:
        rooms.cores[ROW](rooms, clock.now(), None)
    except StoppedEarly:
        raise
    except Exception as error:  # noqa: BLE001 - the scheduled delivery tries again
        report_failure(rooms, ROW, error)


def connection_string(rooms: Rooms) -> str:
    """Give libpq's form of our database's address."""
    return rooms.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

"""Runs a row of the timetable itself when its last completed pass is too old, whatever Prefect says."""

import logging

from domain.running import late_rows
from flows.passes import announce, run_pass
from flows.rooms import Rooms, StoppedEarly
from flows.timetable import PATIENCE_IN_A_DEMO, ROWS

log = logging.getLogger(__name__)

WATCHDOG = "watchdog"


def watch(rooms: Rooms) -> None:
    """Look at our own record of passes until asked to stop; nothing that goes wrong ends the watch."""
    announced = False
    while not rooms.stopping.is_set():
        try:
            if not announced:
                announce(rooms)
                announced = True
            run_late_rows(rooms)
        except StoppedEarly:
            return
        except Exception as error:  # noqa: BLE001 - the last line of defence does not fall
            log.warning("the watchdog looks again later: %s: %s", type(error).__name__, error)
        rooms.stopping.wait(looking_every())


def run_late_rows(rooms: Rooms) -> list[str]:
    """Run the core function of every late row; give their names. One that raises holds up no other."""
    with rooms.engine.connect() as connection:
        late = [row for row in late_rows(connection) if row.name in rooms.cores]
    for row in late:
        log.warning("%s is late by %s; the watchdog runs it", row.name, row.late)
        try:
            run_pass(rooms, row.name, WATCHDOG)
        except StoppedEarly:
            raise
        except Exception as error:  # noqa: BLE001 - run_pass has recorded it
            log.warning("%s failed in the watchdog's hands too: %s", row.name, type(error).__name__)
    return [row.name for row in late]


def looking_every() -> float:
    """Give machine seconds between two looks: a sixth of the shortest patience."""
    return max(1.0, min(row.patience() for row in ROWS.values()) / PATIENCE_IN_A_DEMO)

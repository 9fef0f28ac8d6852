"""Runs a row of the timetable itself when its last completed pass is too old, whatever Prefect says."""

import logging
import threading

from domain.running import late_rows
from flows.context import Context, StoppedEarly
from flows.passes import announce, run_pass
from flows.timetable import PATIENCE_IN_A_DEMO, ROWS

log = logging.getLogger(__name__)

WATCHDOG = "watchdog"
LAST_WORK = 10.0


class Watchdog:
    """Looks at our own record of passes. Each row has its own thread: a slow one holds up no other."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.at_work: dict[str, threading.Thread] = {}

    def look(self) -> list[str]:
        """Begin the late rows that it has not in hand already; give their names."""
        with self.context.store.asking() as connection:
            late = {row.name: row.late for row in late_rows(connection) if row.name in self.context.cores}
        begun = [name for name in late if name not in self.at_work or not self.at_work[name].is_alive()]
        for name in begun:
            log.warning("%s is late by %s; the watchdog runs it", name, late[name])
            self.at_work[name] = threading.Thread(target=self.run, args=(name,), name=name, daemon=True)
            self.at_work[name].start()
        return begun

    def run(self, name: str) -> None:
        """Run one row; what it raises has been recorded, and the next look tries again."""
        try:
            run_pass(self.context, name, WATCHDOG)
        except StoppedEarly:
            log.info("%s stops between two steps, as asked", name)
        except Exception as error:  # noqa: BLE001 - run_pass has recorded it
            log.warning("%s failed in the watchdog's hands too: %s", name, type(error).__name__)

    def finish(self, seconds: float) -> None:
        """Wait for the rows at work."""
        for thread in self.at_work.values():
            thread.join(seconds)


def watch(context: Context) -> None:
    """Look until asked to stop, then let the rows at work end; nothing that goes wrong ends the watch."""
    watchdog = Watchdog(context)
    announced = False
    while not context.stopping.is_set():
        try:
            if not announced:
                announce(context)
                announced = True
            watchdog.look()
        except Exception as error:  # noqa: BLE001 - the last line of defence does not fall
            log.warning("the watchdog looks again later: %s: %s", type(error).__name__, error)
        context.stopping.wait(looking_every())
    watchdog.finish(LAST_WORK)


def looking_every() -> float:
    """Give machine seconds between two looks: a sixth of the shortest patience."""
    return max(1.0, min(row.patience() for row in ROWS.values()) / PATIENCE_IN_A_DEMO)

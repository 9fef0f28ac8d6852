"""One pass of one row, whoever asked for it: Prefect's run or the watchdog. Knows nothing of Prefect."""

import logging
from datetime import datetime
from typing import Any

from domain import clock
from domain.incidents import close_incident, open_incident
from domain.running import announce_row, record_pass
from flows.context import Context, StoppedEarly
from flows.timetable import TIMETABLE

log = logging.getLogger(__name__)

FAILING_PASS = "failing_pass"  # noqa: S105 - a pass of the timetable


def announce(context: Context) -> None:
    """Tell our database which rows there are and when each counts as late."""
    with context.engine.begin() as connection:
        for row in TIMETABLE:
            announce_row(connection, row.name, every=row.cadence(), patience=row.patience())


def run_pass(context: Context, name: str, by: str, run: str | None = None) -> dict[str, Any]:
    """Run a row's core function once and record the pass; what it raises is an incident."""
    begun = clock.machine_now()
    try:
        result = context.cores[name](context, clock.now(), run)
    except StoppedEarly:
        raise
    except Exception as error:
        report_failure(context, name, error)
        raise
    completed(context, name, by, run, result, begun)
    return result


def completed(
    context: Context, name: str, by: str, run: str | None, result: dict[str, Any], begun: datetime
) -> None:
    """Record a completed pass and close what an earlier failure of this row left open."""
    took = (clock.machine_now() - begun).total_seconds()
    with context.engine.begin() as connection:
        record_pass(connection, name, by, run=run, result={**result, "seconds": round(took, 3)})
        close_incident(connection, FAILING_PASS, name)


def report_failure(context: Context, name: str, error: Exception) -> None:
    """Open one incident for a row whose pass raised; without a database the log must do."""
    log.error("%s: the pass failed: %s: %s", name, type(error).__name__, error)
    try:
        with context.engine.begin() as connection:
            open_incident(connection, FAILING_PASS, name, f"{type(error).__name__}: {error}")
    except Exception:
        log.exception("%s: the failure could not be recorded either", name)

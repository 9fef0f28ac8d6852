"""When each row of the timetable last completed, by our own account.

The watchdog, doctor and readiness trust this and not Prefect. All times are machine time, taken from the
database's clock so that several processes agree.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.tables.core import TIMETABLE_PASS

SCHEDULER_MAY_REST = timedelta(seconds=60)
"""Beyond a row's patience: so long Prefect's server may take to start."""


@dataclass(frozen=True)
class TimetableRow:
    """A row and its last completed pass; `late` is how far beyond its patience it is, None when in time.

    `unscheduled`: how long Prefect has not run it, None while that is no longer than it may be. Somebody else, the
    watchdog, may have done the work in time: it is then a fault of the scheduler alone.
    """

    name: str
    every: timedelta
    last: datetime
    by: str
    flow_run_id: str | None
    result: dict[str, Any]
    late: timedelta | None
    unscheduled: timedelta | None = None


def announce_row(connection: Connection, name: str, *, every: float, patience: float) -> None:
    """Say that a row exists: a pass every `every` machine seconds, late after `patience`. It is no pass."""
    terms = {"every": every, "patience": patience}
    now = func.clock_timestamp()
    statement = insert(TIMETABLE_PASS).values(
        name=name, completed_at=now, scheduled_at=now, by="announced", result=terms
    )
    terms_in_force = TIMETABLE_PASS.c.result.op("||")(statement.excluded.result)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"scheduled_at": now, "result": terms_in_force}
        )
    )


def record_pass(
    connection: Connection,
    name: str,
    by: str,
    *,
    run: str | None = None,
    result: dict[str, Any] | None = None,
) -> None:
    """Record that a row's core function completed just now; `by` says who called it, `run` its flow run."""
    outcome = {"outcome": result or {}}
    changes: dict[str, Any] = {"completed_at": func.clock_timestamp(), "by": by, "flow_run_id": run}
    if run is not None:
        changes["scheduled_at"] = func.clock_timestamp()
    statement = insert(TIMETABLE_PASS).values(name=name, **changes, result=outcome)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={**changes, "result": TIMETABLE_PASS.c.result.op("||")(statement.excluded.result)},
        )
    )


def timetable_rows(connection: Connection) -> list[TimetableRow]:
    """Give every announced row with its last pass, by name."""
    statement = select(TIMETABLE_PASS, func.clock_timestamp().label("asked_at")).order_by(
        TIMETABLE_PASS.c.name
    )
    rows = []
    for found in connection.execute(statement):
        patience = timedelta(seconds=found.result.get("patience", 60.0))
        over = found.asked_at - found.completed_at - patience
        silent = found.asked_at - (found.scheduled_at or found.asked_at)
        rows.append(
            TimetableRow(
                name=found.name,
                every=timedelta(seconds=found.result.get("every", 0.0)),
                last=found.completed_at,
                by=found.by,
                flow_run_id=found.flow_run_id,
                result=found.result.get("outcome", {}),
                late=over if over > timedelta(0) else None,
                unscheduled=silent if silent > patience + SCHEDULER_MAY_REST else None,
            )
        )
    return rows


def last_outcome(connection: Connection, name: str) -> dict[str, Any]:
    """Give what a row's last completed pass left behind; empty when there was none."""
    this = select(TIMETABLE_PASS.c.result).where(TIMETABLE_PASS.c.name == name)
    outcome: dict[str, Any] = (connection.execute(this).scalar_one_or_none() or {}).get("outcome", {})
    return outcome


def late_rows(connection: Connection) -> list[TimetableRow]:
    """Give the rows whose last completed pass is older than their patience."""
    return [row for row in timetable_rows(connection) if row.late is not None]

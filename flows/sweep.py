"""The sweep: walks every due case once and lets the clock act on it. A stuck one starves nobody."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.cases.perform import advance
from domain.incidents import close_all_but, close_incident, open_incident
from domain.kinds import KINDS
from domain.queries import Due, due
from domain.store.faults import fault_point
from domain.task.opening import open_tasks
from flows.context import Context

log = logging.getLogger(__name__)

STUCK_HAZARD = "stuck_hazard"
STUCK_RULE = "stuck_rule", "task_rule"
CHUNK = 500


class StuckHazardError(Exception):
    """The clock could not act on a hazard; an open incident tells why."""


@dataclass
class Sweep:
    """One walk over the due set at the legal moment `at`; the journal lines keep the flow run's id `run`."""

    context: Context
    at: datetime
    run: str | None
    after: tuple[datetime, int] | None = None
    begun: int = 0
    hazards: int = 0
    lines: int = 0
    stuck: set[str] = field(default_factory=set)

    def chunk(self, limit: int = CHUNK) -> list[Due]:
        """Begin the tasks whose day has come; then give the next due cases in order, never turning back."""
        if self.after is None:
            self._open_tasks()
        with self.context.store.asking() as connection:
            rows = due(connection, self.at, after=self.after, limit=limit)
        if rows:
            self.after = (rows[-1].next_action_at, rows[-1].id)
        return rows

    def _open_tasks(self) -> None:
        """Begin what must be begun; a task that cannot be is an incident, and keeps no case from its clock."""
        try:
            self.begun = open_tasks(self.context.store, self.at, self.run)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one rule, the walk goes on
            log.warning("a task could not be begun: %s: %s", type(error).__name__, error)
            with self.context.engine.begin() as connection:
                open_incident(connection, *STUCK_RULE, f"{type(error).__name__}: {error}")
            return
        with self.context.engine.begin() as connection:
            close_incident(connection, *STUCK_RULE)

    def advance(self, row: Due) -> int:
        """Let the clock act on one case; give the journal lines written, or raise `StuckHazardError`."""
        self.context.leave_if_asked()
        self.hazards += 1
        try:
            lines = advance(self.context.store, row.id, at=self.at, run=self.run, kind=KINDS[row.kind])
        except Exception as error:
            self._report(row, error)
            raise StuckHazardError(f"{row.ref}: {type(error).__name__}: {error}") from error
        self.lines += lines
        fault_point("advance.between_hazards")
        return lines

    def advance_each(self, rows: list[Due]) -> Iterator[tuple[Due, int | str]]:
        """Advance each in turn; gives its journal lines, or why it is stuck."""
        for row in rows:
            try:
                yield row, self.advance(row)
            except StuckHazardError as stuck:
                yield row, str(stuck)

    def finish(self) -> dict[str, Any]:
        """Close the incidents of hazards that this walk did not find stuck, and say what was done."""
        with self.context.engine.begin() as connection:
            close_all_but(connection, STUCK_HAZARD, self.stuck)
        done = {"hazards": self.hazards, "lines": self.lines, "stuck": len(self.stuck)}
        return done | ({"tasks": self.begun} if self.begun else {})

    def _report(self, row: Due, error: Exception) -> None:
        log.warning("hazard %s is stuck: %s: %s", row.ref, type(error).__name__, error)
        self.stuck.add(row.ref)
        with self.context.engine.begin() as connection:
            open_incident(
                connection, STUCK_HAZARD, row.ref, f"{type(error).__name__}: {error}", case_id=row.id
            )


def advance_all(context: Context, at: datetime, run: str | None) -> dict[str, Any]:
    """Walk the whole due set once, without Prefect."""
    sweep = Sweep(context, at, run)
    with context.sweeping:
        while rows := sweep.chunk():
            for _ in sweep.advance_each(rows):
                pass
        return sweep.finish()

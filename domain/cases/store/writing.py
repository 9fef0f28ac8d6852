"""One unit of work on one case: the case read under lock, everything written once, the whole tried anew."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from domain.cases.acting import Written, recompute
from domain.cases.case import Case
from domain.cases.kind import Kind
from domain.cases.store import rows
from domain.cases.store.case_of import case_of
from domain.cases.store.sealing import seal_last_line
from domain.errors import TryAgain
from domain.kinds import HAZARD, KINDS
from domain.store.base import Store
from domain.store.faults import fault_point
from domain.tables.cases import CaseRow

RETRIED = frozenset({"40P01", "40001"})
TRIES = 3
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Done:
    """What was done: the case and the journal lines written."""

    case_id: int
    ref: str
    version: int
    entries: tuple[int, ...]


def locked_case(
    connection: Connection,
    store: Store,
    case: int | str,
    at: datetime,
    *,
    kind: Kind = HAZARD,
    skip_locked: bool = False,
) -> Case | None:
    """The case under lock with all that the rules need; None when there is none (or another holds it)."""
    found = rows.lock_row(connection, kind, case, skip_locked=skip_locked)
    if found is None:
        return None
    row, organisation, has_papers = found
    papers = rows.papers_of(connection, int(row.id or 0)) if has_papers else ()
    return case_of(store, connection, row, at, papers, store.directory(connection, organisation), kind.case)


def write(connection: Connection, was: Case, now: Case, written: list[Written], run: str | None) -> Done:
    """Papers, records, state, journal lines, the last of them sealed, and owed notices, in this order."""
    kind, row = KINDS[now.kind], now.row
    if was.row.version:
        case_id = int(row.id or 0)
        for line in written:
            rows.write_papers(connection, case_id, line.papers)
            rows.write_records(connection, case_id, line.records)
        seal_last_line(connection, kind.name, row, written)
        rows.update_row(connection, kind, was.row, row)
    else:  # it begins: nothing hangs on it yet
        seal_last_line(connection, kind.name, row, written)
        case_id = rows.insert_row(connection, kind, row)
    entries = rows.write_journal(connection, case_id, [line.entry for line in written], run)
    notices = [
        n for line, entry in zip(written, entries, strict=True) for n in notices_of(line, entry, case_id)
    ]
    rows.write_notices(connection, notices)
    return Done(case_id, row.ref, row.version, tuple(entries))


def repair(connection: Connection, case: Case) -> None:
    """Recompute the indexes of the case and its papers; what people decided is not touched."""
    now = cast("CaseRow", SimpleNamespace(**vars(case.row)))
    recompute(replace(case, row=now))
    now.involved = case.row.involved  # whoever joins it is told by a line, which seals the list
    rows.update_row(connection, KINDS[case.kind], case.row, now)
    for paper in case.papers:
        seat = KINDS[case.kind].paper_holder(case, paper.kind, paper.state)
        holders = sorted(seat.people) if seat else []
        if holders != paper.holders:
            rows.write_papers(connection, int(case.row.id or 0), [{"seq": paper.seq, "holders": holders}])


def notices_of(line: Written, entry_id: int, case_id: int) -> list[dict[str, Any]]:
    """The rows of the notices that one journal line owes."""
    return [
        {
            "entry_id": entry_id,
            "case_id": case_id,
            "person_id": owed.person_id,
            "kind": str(owed.kind),
            "urgency": str(owed.urgency),
            "at": line.entry["at"],
            "data": owed.data,
        }
        for owed in line.owed
    ]


def retried(store: Store, work: Callable[[Connection], Answer]) -> Answer:
    """Run one unit of work; deadlocks and lost serialisations are tried anew, then the person is asked to."""
    for attempt in range(TRIES):
        try:
            with store.engine.begin() as connection:
                answer = work(connection)
                fault_point("perform.before_commit")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in RETRIED:
                raise
            time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311 - jitter, not a secret
        else:
            fault_point("perform.after_commit")
            return answer
    raise TryAgain

"""The auditor: another path to the truth. Chains are verified line by line, clocks recomputed from first principles.

No look-back window, no trust in the indexes of the hazard row: every open hazard is asked every time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, select

from domain.acting import recompute
from domain.audit_rows import first_seals, verify_rows
from domain.rules.case import Case, line_of
from domain.rules.chain import GENESIS, hash_of
from domain.rules.holders import holder, paper_holder
from domain.rules.waits import unfired
from domain.store.base import Store
from domain.store.rows import papers_of
from domain.tables import Hazard
from domain.tables.core import HAZARD, JOURNAL
from domain.words import OPEN_STATES

CHUNK = 500
DERIVED = ("line", "holders", "late_holders")
"""What follows from the other columns and the organisation, beside the next moment."""


@dataclass(frozen=True)
class Difference:
    """Something that is not as it must be: on which hazard, of which kind, and what exactly."""

    kind: str
    ref: str
    hazard_id: int
    detail: str


def verify_chains(store: Store, done: Callable[[int], None] = lambda _n: None) -> Iterator[Difference]:
    """Every hazard's journal: sequences without gap, hashes that follow, rows that are as the last line left them.

    `done` hears of how many hazards were read, chunk by chunk.
    """
    with _snapshot(store) as connection:
        first = first_seals(connection)
        for hazards in _in_chunks(connection):
            ids = [hazard.id for hazard in hazards]
            found = connection.execute(
                select(JOURNAL).where(JOURNAL.c.case_id.in_(ids)).order_by(JOURNAL.c.case_id, JOURNAL.c.seq)
            )
            journals = {key: list(rows) for key, rows in groupby(found, key=lambda row: int(row.case_id))}
            sound = []
            for hazard in hazards:
                broken = list(verify_chain(hazard, journals.get(int(hazard.id or 0), [])))
                yield from broken
                sound += [] if broken else [hazard]
            for hazard, said in verify_rows(connection, first, sound, journals):
                yield _difference("changed_row", hazard, said)
            done(len(hazards))


def verify_chain(hazard: Hazard, lines: list[Any]) -> Iterator[Difference]:
    """One hazard's journal against its row."""
    previous, state = GENESIS, None
    for n, line in enumerate(lines, start=1):
        entry = dict(line._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a dict
        if line.seq != n:
            yield _broken(hazard, f"办理记录第 {n} 行缺失（见到第 {line.seq} 行）")
            return
        if bytes(line.previous) != previous or hash_of(hazard.ref, entry, previous) != bytes(line.hash):
            yield _broken(hazard, f"办理记录第 {n} 行（{line.action}）的哈希不符，内容或前文被改动")
            return
        previous, state = bytes(line.hash), line.to_state
    if (len(lines), previous, state) != (hazard.version, bytes(hazard.head), hazard.state):
        yield _broken(
            hazard, f"记录末行为第 {len(lines)} 行“{state}”，台账为第 {hazard.version} 行“{hazard.state}”"
        )


def audit_clocks(store: Store, at: datetime, older_than: timedelta) -> Iterator[Difference]:
    """Every hazard that may owe something: no moment unfired for longer than `older_than`, a holder, a next moment."""
    with _snapshot(store) as connection:
        for hazards in _in_chunks(connection):
            for hazard in hazards:
                yield from _audited(connection, store, hazard, at, older_than)


def _audited(
    connection: Connection, store: Store, hazard: Hazard, at: datetime, older_than: timedelta
) -> list[Difference]:
    """One hazard that cannot be read, whatever the reason, keeps no other from being asked."""
    try:
        return list(audit_hazard(connection, store, hazard, at, older_than))
    except Exception as error:  # noqa: BLE001 - a row that was tampered with may fail in any way
        return [_difference("unreadable", hazard, f"无法按规则复算：{type(error).__name__}: {error}")]


def audit_hazard(
    connection: Connection, store: Store, hazard: Hazard, at: datetime, older_than: timedelta
) -> Iterator[Difference]:
    """One hazard, with what fired read from its journal and not from its row."""
    rested = hazard.state not in OPEN_STATES
    if rested and hazard.next_action_at is None and hazard.listing in ("none", "lifted"):
        if hazard.holders or hazard.late_holders or hazard.line != line_of(hazard):
            yield _difference("wrong_index", hazard, "已办结，台账却仍有办理人，或办理层级不符")
        return
    row = cast(
        "Hazard", SimpleNamespace(**{**vars(hazard), "fired": _fired_in_the_journal(connection, hazard)})
    )
    case = store.case(connection, row, at, papers_of(connection, int(hazard.id or 0)))
    ahead = unfired(case)
    late = [clock for clock in ahead if clock.due_at < at - older_than]
    if late:
        first = late[0]
        yield _difference(
            "missed_clock",
            hazard,
            f"{first.kind} 第 {first.rung} 级应于 {first.due_at.isoformat()} 触发，至今未触发",
        )
    if not rested and not ahead:
        yield _difference("no_next_moment", hazard, "在办隐患没有下一时点")
    seat = holder(case)
    if not rested and (seat is None or not seat.people):
        yield _difference("no_holder", hazard, "在办隐患没有办理人，请补充岗位人员")
    yield from _wrong_indexes(case, hazard, rested=rested)
    expected = ahead[0].due_at if ahead else None
    if expected != hazard.next_action_at:
        yield _difference(
            "wrong_next_moment", hazard, f"下一时点应为 {expected}，台账为 {hazard.next_action_at}"
        )


def _wrong_indexes(case: Case, hazard: Hazard, *, rested: bool) -> Iterator[Difference]:
    """Indexes of the row and its papers that the rules do not give; the case's own row is recomputed."""
    recompute(case)
    for paper in case.papers:
        seat = paper_holder(case, paper.kind, paper.state)
        if not rested and paper.holders != (sorted(seat.people) if seat else []):
            yield _difference("wrong_index", hazard, f"文书（第 {paper.seq} 行）的办理人与复算不符")
    if wrong := [name for name in DERIVED if vars(case.hazard)[name] != vars(hazard)[name]]:
        yield _difference("wrong_index", hazard, f"{'、'.join(wrong)} 与复算不符")


def _fired_in_the_journal(connection: Connection, hazard: Hazard) -> dict[str, int]:
    rungs = select(JOURNAL.c.clock, JOURNAL.c.since, JOURNAL.c.rung).where(
        JOURNAL.c.case_id == hazard.id, JOURNAL.c.clock.is_not(None)
    )
    fired: dict[str, int] = {}
    for line in connection.execute(rungs):
        term = f"{line.clock}:{line.since}"
        fired[term] = max(fired.get(term, 0), line.rung)
    return fired


def _snapshot(store: Store) -> Connection:
    """One moment of the database for a whole audit, so that work going on meanwhile is no difference."""
    return store.engine.connect().execution_options(isolation_level="REPEATABLE READ")


def _in_chunks(connection: Connection) -> Iterator[list[Hazard]]:
    last = 0
    while True:
        page = select(HAZARD).where(HAZARD.c.id > last).order_by(HAZARD.c.id).limit(CHUNK)
        rows = [cast("Hazard", SimpleNamespace(**row._mapping)) for row in connection.execute(page)]  # noqa: SLF001 - to a dict
        if not rows:
            return
        yield rows
        last = int(rows[-1].id or 0)


def _broken(hazard: Hazard, detail: str) -> Difference:
    return _difference("broken_chain", hazard, detail)


def _difference(kind: str, hazard: Hazard, detail: str) -> Difference:
    return Difference(kind, hazard.ref, int(hazard.id or 0), detail)

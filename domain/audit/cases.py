"""The auditor: another path to the truth. Chains are verified line by line, clocks recomputed from first principles.

No look-back window, no trust in the indexes of a row: every open case is asked every time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, select

from domain.audit.rows import first_seals, verify_rows
from domain.cases.acting import recompute
from domain.cases.case import Case
from domain.cases.kind import Kind
from domain.cases.store.case_of import case_of
from domain.cases.store.rows import papers_of
from domain.kinds import KINDS
from domain.seals.chain import GENESIS, hash_of
from domain.store.base import Store
from domain.tables.cases import CaseRow
from domain.tables.core import JOURNAL

CHUNK = 500
INDEXES = ("holders", "late_holders")
"""What follows from the other columns and the organisation, beside the next moment and what the kind derives."""


@dataclass(frozen=True)
class Difference:
    """Something that is not as it must be: on which case (of `case_kind`), of which kind, and what exactly."""

    kind: str
    ref: str
    case_id: int
    case_kind: str
    detail: str


def verify_chains(store: Store, done: Callable[[int], None] = lambda _n: None) -> Iterator[Difference]:
    """Every case's journal: sequences without gap, hashes that follow, rows that are as the last line left them.

    `done` hears of how many cases were read, chunk by chunk.
    """
    with _snapshot(store) as connection:
        first = first_seals(connection)
        for kind, cases in _in_chunks(connection):
            ids = [row.id for row in cases]
            found = connection.execute(
                select(JOURNAL).where(JOURNAL.c.case_id.in_(ids)).order_by(JOURNAL.c.case_id, JOURNAL.c.seq)
            )
            journals = {key: list(rows) for key, rows in groupby(found, key=lambda row: int(row.case_id))}
            sound = []
            for row in cases:
                broken = list(verify_chain(kind, row, journals.get(int(row.id or 0), [])))
                yield from broken
                sound += [] if broken else [row]
            for row, said in verify_rows(connection, kind, first, sound, journals):
                yield _difference("changed_row", kind, row, said)
            done(len(cases))


def verify_chain(kind: Kind, row: CaseRow, lines: list[Any]) -> Iterator[Difference]:
    """One case's journal against its row."""
    previous, state = GENESIS, None
    for n, line in enumerate(lines, start=1):
        entry = dict(line._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a dict
        if line.seq != n:
            yield _broken(kind, row, f"办理记录第 {n} 行缺失（见到第 {line.seq} 行）")
            return
        if bytes(line.previous) != previous or hash_of(row.ref, entry, previous) != bytes(line.hash):
            yield _broken(kind, row, f"办理记录第 {n} 行（{line.action}）的哈希不符，内容或前文被改动")
            return
        previous, state = bytes(line.hash), line.to_state
    if (len(lines), previous, state) != (row.version, bytes(row.head), row.state):
        yield _broken(
            kind, row, f"记录末行为第 {len(lines)} 行“{state}”，台账为第 {row.version} 行“{row.state}”"
        )


def audit_clocks(store: Store, at: datetime, older_than: timedelta) -> Iterator[Difference]:
    """Every case that may owe something: no moment unfired for longer than `older_than`, a holder, a next moment."""
    with _snapshot(store) as connection:
        for kind, cases in _in_chunks(connection):
            for row in cases:
                yield from _audited(connection, store, kind, row, at, older_than)


def _audited(
    connection: Connection, store: Store, kind: Kind, row: CaseRow, at: datetime, older_than: timedelta
) -> list[Difference]:
    """One case that cannot be read, whatever the reason, keeps no other from being asked."""
    try:
        return list(audit_case(connection, store, kind, row, at, older_than))
    except Exception as error:  # noqa: BLE001 - a row that was tampered with may fail in any way
        return [_difference("unreadable", kind, row, f"无法按规则复算：{type(error).__name__}: {error}")]


def audit_case(
    connection: Connection, store: Store, kind: Kind, row: CaseRow, at: datetime, older_than: timedelta
) -> Iterator[Difference]:
    """One case, with what fired read from its journal and not from its row."""
    rested = row.state not in kind.open_states
    if rested and row.next_action_at is None and kind.rests(row):
        if (
            row.holders
            or row.late_holders
            or _wrongly_derived(kind, case_of(store, connection, row, at, kind=kind.case))
        ):
            yield _difference("wrong_index", kind, row, "已办结，台账却仍有办理人，或办理层级不符")
        return
    found = {**vars(row), "fired": _fired_in_the_journal(connection, row)}
    papers = papers_of(connection, int(row.id or 0)) if kind.has_papers else ()
    case = case_of(store, connection, cast("CaseRow", SimpleNamespace(**found)), at, papers, kind=kind.case)
    ahead = kind.unfired(case)
    late = [clock for clock in ahead if clock.due_at < at - older_than]
    if late:
        first = late[0]
        yield _difference(
            "missed_clock",
            kind,
            row,
            f"{first.kind} 第 {first.rung} 级应于 {first.due_at.isoformat()} 触发，至今未触发",
        )
    if not rested and not ahead:
        yield _difference("no_next_moment", kind, row, f"在办{kind.label}没有下一时点")
    seat = kind.holder(case)
    if not rested and (seat is None or not seat.people):
        yield _difference("no_holder", kind, row, f"在办{kind.label}没有办理人，请补充岗位人员")
    yield from _wrong_indexes(case, kind, row, rested=rested)
    expected = ahead[0].due_at if ahead else None
    if expected != row.next_action_at:
        yield _difference(
            "wrong_next_moment", kind, row, f"下一时点应为 {expected}，台账为 {row.next_action_at}"
        )


def _wrong_indexes(case: Case, kind: Kind, row: CaseRow, *, rested: bool) -> Iterator[Difference]:
    """Indexes of the row and its papers that the rules do not give; the case's own row is recomputed."""
    recompute(case)
    for paper in case.papers:
        seat = KINDS[case.kind].paper_holder(case, paper.kind, paper.state)
        if not rested and paper.holders != (sorted(seat.people) if seat else []):
            yield _difference("wrong_index", kind, row, f"文书（第 {paper.seq} 行）的办理人与复算不符")
    if wrong := [name for name in (*kind.derived, *INDEXES) if vars(case.row)[name] != vars(row)[name]]:
        yield _difference("wrong_index", kind, row, f"{'、'.join(wrong)} 与复算不符")


def _wrongly_derived(kind: Kind, case: Case) -> bool:
    """Whether a column that follows from the others does not."""
    anew = replace(case, row=cast("CaseRow", SimpleNamespace(**vars(case.row))))
    kind.derive(anew)
    return any(vars(anew.row)[name] != vars(case.row)[name] for name in kind.derived)


def _fired_in_the_journal(connection: Connection, row: CaseRow) -> dict[str, int]:
    rungs = select(JOURNAL.c.clock, JOURNAL.c.since, JOURNAL.c.rung).where(
        JOURNAL.c.case_id == row.id, JOURNAL.c.clock.is_not(None)
    )
    fired: dict[str, int] = {}
    for line in connection.execute(rungs):
        term = f"{line.clock}:{line.since}"
        fired[term] = max(fired.get(term, 0), line.rung)
    return fired


def _snapshot(store: Store) -> Connection:
    """One moment of the database for a whole audit, so that work going on meanwhile is no difference."""
    return store.engine.connect().execution_options(isolation_level="REPEATABLE READ")


def _in_chunks(connection: Connection) -> Iterator[tuple[Kind, list[CaseRow]]]:
    for kind in KINDS.values():
        key, last = kind.table.c.id, 0
        while True:
            page = select(kind.table).where(key > last).order_by(key).limit(CHUNK)
            rows = [cast("CaseRow", SimpleNamespace(**row._mapping)) for row in connection.execute(page)]  # noqa: SLF001 - to a dict
            if not rows:
                break
            yield kind, rows
            last = int(rows[-1].id or 0)


def _broken(kind: Kind, row: CaseRow, detail: str) -> Difference:
    return _difference("broken_chain", kind, row, detail)


def _difference(found: str, kind: Kind, row: CaseRow, detail: str) -> Difference:
    return Difference(found, row.ref, int(row.id or 0), kind.name, detail)

"""The few statements with which a case is locked and written (SQLAlchemy Core)."""

import hashlib
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Row, bindparam, exists, false, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.cases.kind import Kind, Records
from domain.kinds import KINDS
from domain.papers.content import Content
from domain.papers.pdf import as_pdf
from domain.store.base import organisation_version
from domain.store.paper_templates import CHOSEN
from domain.tables import Paper
from domain.tables.cases import CaseRow
from domain.tables.core import (
    COUNTER,
    EVIDENCE,
    JOURNAL,
    LISTING_RECORD,
    NOTICE,
    PAPER,
    PAPER_FILE,
    SUSPENSION,
)
from domain.words import EVERYDAY, PaperKind, PaperState

# Built once: composing a statement anew costs more than running it.


class _Statements:
    """How the rows of one kind are read, locked and written."""

    def __init__(self, kind: Kind) -> None:
        table = kind.table
        has_papers = exists().where(PAPER.c.hazard_id == table.c.id) if kind.has_papers else false()
        known = select(table, organisation_version.label("organisation"), has_papers.label("has_papers"))
        names = [table.c[name] for name in ("ref", "number") if name in table.c]
        self.by_id = known.where(table.c.id == bindparam("case"))
        by_name = known.where(or_(*(name == bindparam("case") for name in names)))
        self.lock = {
            (asked, skips): query.with_for_update(of=table, skip_locked=skips)
            for asked, query in ((int, self.by_id), (str, by_name))
            for skips in (False, True)
        }
        self.insert = insert(table).returning(table.c.id)
        self.update = update(table).where(table.c.id == bindparam("this"))


_OF = {name: _Statements(kind) for name, kind in KINDS.items()}
_counter = upsert(COUNTER).values(series=bindparam("series"), last=1)
_NEXT_SERIAL = _counter.on_conflict_do_update(
    index_elements=["series"], set_={"last": COUNTER.c.last + 1}
).returning(COUNTER.c.last)
_MY_EVIDENCE = (
    select(EVIDENCE.c.hash)
    .where(
        EVIDENCE.c.hash.in_(bindparam("hashes", expanding=True)), EVIDENCE.c.uploaded_by == bindparam("by")
    )
    # So that nobody clears a photo away while a hazard is being written that shows it.
    .with_for_update(read=True, key_share=True)
)
_INSERT_PAPER = insert(PAPER)
_UPDATE_PAPER = update(PAPER).where(
    PAPER.c.hazard_id == bindparam("this_hazard"), PAPER.c.seq == bindparam("this_seq")
)
_INSERT_SIGNED, _UPDATE_SIGNED = (each.values(template_id=CHOSEN) for each in (_INSERT_PAPER, _UPDATE_PAPER))
_INSERT_FILE = upsert(PAPER_FILE).on_conflict_do_nothing()
_INSERT_LINE = insert(JOURNAL).returning(JOURNAL.c.id)
_INSERT_LINES = insert(JOURNAL).returning(JOURNAL.c.id, sort_by_parameter_order=True)
_INSERT_NOTICES = insert(NOTICE)
_WRITTEN_ONCE = frozenset({"id", "ref"})
_RECORDS = {"listing": (LISTING_RECORD, "listed_at"), "suspension": (SUSPENSION, "suspended_at")}
"""The tables of records, and the column that only their beginning writes."""


def lock_row(
    connection: Connection, kind: Kind, case: int | str, *, skip_locked: bool = False
) -> tuple[CaseRow, int, bool] | None:
    """(the row, the organisation's version, whether it has papers), locked until the transaction ends."""
    row = connection.execute(_OF[kind.name].lock[type(case), skip_locked], {"case": case}).first()
    return None if row is None else _known_of(row)


def row_as_it_is(connection: Connection, kind: Kind, case_id: int) -> tuple[CaseRow, int, bool]:
    """The same of a case that there is, without a lock."""
    return _known_of(connection.execute(_OF[kind.name].by_id, {"case": case_id}).one())


def _known_of(row: Row[Any]) -> tuple[CaseRow, int, bool]:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a dict
    organisation, has_papers = values.pop("organisation"), values.pop("has_papers")
    return cast("CaseRow", SimpleNamespace(**values)), organisation, has_papers


def papers_of(connection: Connection, hazard_id: int) -> tuple[Paper, ...]:
    """The papers whose life goes on: not answered (but for a 约谈), not declined for good."""
    alive = or_(
        PAPER.c.state.in_([PaperState.PROPOSED, PaperState.ISSUED, PaperState.AGREED, PaperState.SERVED]),
        (PAPER.c.state == PaperState.DECLINED) & PAPER.c.look_again.is_not(None),
        (PAPER.c.state == PaperState.ANSWERED) & (PAPER.c.kind == PaperKind.SUMMONS),  # to be recorded
    )
    found = connection.execute(
        select(PAPER).where(PAPER.c.hazard_id == hazard_id, alive).order_by(PAPER.c.seq)
    )
    return tuple(cast("Paper", SimpleNamespace(**row._mapping)) for row in found)  # noqa: SLF001 - to a dict


def next_serial(connection: Connection, series: str) -> int:
    """The next number of a series: gapless, because the row stays locked until this transaction ends."""
    return int(connection.execute(_NEXT_SERIAL, {"series": series}).scalar_one())


def missing_evidence(
    connection: Connection, hashes: Iterable[str], by: int | None, known: Iterable[str]
) -> list[str]:
    """Photos a command shows that this person did not upload and the hazard does not have."""
    wanted = set(hashes) - set(known)
    if not wanted:
        return []
    found = connection.execute(_MY_EVIDENCE, {"hashes": sorted(wanted), "by": by})
    return sorted(wanted - {row.hash for row in found})


def insert_row(connection: Connection, kind: Kind, row: CaseRow) -> int:
    """Write a new case whole; gives its id."""
    values = {name: value for name, value in vars(row).items() if name != "id"}
    return int(connection.execute(_OF[kind.name].insert, values).scalar_one())


def insert_rows(connection: Connection, kind: Kind, new: list[CaseRow]) -> dict[str, int]:
    """Write many new cases whole; gives ref -> id."""
    if not new:
        return {}
    values = [{name: value for name, value in vars(row).items() if name != "id"} for row in new]
    # Asked for afterwards: to give them back, one statement would carry thousands of parameters, read letter by letter.
    connection.execute(insert(kind.table), values)
    made = select(kind.table.c.ref, kind.table.c.id).where(kind.table.c.ref.in_([row.ref for row in new]))
    return {row.ref: int(row.id) for row in connection.execute(made)}


def write_first_lines(
    connection: Connection, entries: list[dict[str, Any]], asked: Iterable[int]
) -> dict[int, int]:
    """Write the first journal line of each of many cases; gives case -> id of its line, of the cases asked for."""
    if entries:
        connection.execute(insert(JOURNAL), entries)
    made = select(JOURNAL.c.case_id, JOURNAL.c.id).where(JOURNAL.c.case_id.in_(list(asked)))
    return {int(row.case_id): int(row.id) for row in connection.execute(made)}


def set_serials(connection: Connection, last: Mapping[str, int]) -> None:
    """Write how far each of these series has come; whoever gives their numbers has them locked."""
    for series, number in last.items():
        connection.execute(update(COUNTER).where(COUNTER.c.series == series).values(last=number))


def update_row(connection: Connection, kind: Kind, was: CaseRow, now: CaseRow) -> None:
    """Write the columns that changed."""
    old = vars(was)
    changed = {n: v for n, v in vars(now).items() if n not in _WRITTEN_ONCE and (n not in old or old[n] != v)}
    if changed:
        connection.execute(_OF[kind.name].update, {"this": now.id, **changed})


def write_papers(connection: Connection, hazard_id: int, papers: Iterable[Mapping[str, Any]]) -> None:
    """New papers are inserted, known ones updated; a paper is named by the journal line that proposed it.

    One that is signed (`template_of`: by which body) keeps the edition of the template that is in force.
    """
    for paper in papers:
        row = {**paper, "hazard_id": hazard_id}
        if "content" in row and row["kind"] not in EVERYDAY:
            row["pdf_hash"] = _file_pdf(connection, row["content"])
        is_signed = "template_of" in row
        if is_signed:
            row["template_kind"] = row["kind"]
        if "because" in row:
            connection.execute(_INSERT_SIGNED if is_signed else _INSERT_PAPER, row)
        else:
            known = {"this_hazard": hazard_id, "this_seq": row["seq"]}
            connection.execute(_UPDATE_SIGNED if is_signed else _UPDATE_PAPER, known | row)


def _file_pdf(connection: Connection, content: dict[str, Any]) -> bytes:
    """Keep the PDF of a paper that is being signed; gives its hash."""
    body = as_pdf(Content.model_validate(content))
    hashed = hashlib.sha256(body).digest()
    connection.execute(_INSERT_FILE, {"hash": hashed, "body": body})
    return hashed


def write_records(connection: Connection, hazard_id: int, records: Records) -> None:
    """A listing or a suspension is a row of its own, named by the journal line that began it; its end completes it."""
    for name, row in records.items():
        table, begun = _RECORDS[name]
        if begun in row:
            connection.execute(insert(table).values(hazard_id=hazard_id, **row))
        else:
            mine = (table.c.hazard_id == hazard_id) & (table.c.seq == row["seq"])
            connection.execute(update(table).where(mine).values(**row))


def write_journal(
    connection: Connection, case_id: int, entries: list[dict[str, Any]], run: str | None
) -> list[int]:
    """Append the lines; gives their ids in order."""
    rows = [{**entry, "case_id": case_id, "flow_run_id": run} for entry in entries]
    if len(rows) == 1:
        return [int(connection.execute(_INSERT_LINE, rows[0]).scalar_one())]
    return [int(row.id) for row in connection.execute(_INSERT_LINES, rows)]


def write_notices(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Owe the notices; a trigger tells whoever listens."""
    if rows:
        connection.execute(_INSERT_NOTICES, rows)

"""The few statements with which a hazard is locked and written (SQLAlchemy Core)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, exists, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.store.base import organisation_version
from domain.tables import Hazard, Paper
from domain.tables.core import COUNTER, EVIDENCE, HAZARD, JOURNAL, NOTICE, PAPER
from domain.words import ClosingKind, PaperState

_has_papers = exists().where(PAPER.c.hazard_id == HAZARD.c.id).label("has_papers")
_locked = select(HAZARD, organisation_version.label("organisation"), _has_papers)
_WRITTEN_ONCE = frozenset({"id", "ref", "policy", "reported_at"})


def lock_hazard(
    connection: Connection, hazard: int | str, *, skip_locked: bool = False
) -> tuple[Hazard, int, bool] | None:
    """(the row, the organisation's version, whether it has papers), locked until the transaction ends."""
    named = or_(HAZARD.c.ref == hazard, HAZARD.c.number == hazard)
    which = HAZARD.c.id == hazard if isinstance(hazard, int) else named
    row = connection.execute(_locked.where(which).with_for_update(skip_locked=skip_locked, of=HAZARD)).first()
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a dict
    organisation, has_papers = values.pop("organisation"), values.pop("has_papers")
    return cast("Hazard", SimpleNamespace(**values)), organisation, has_papers


def papers_of(connection: Connection, hazard_id: int) -> tuple[Paper, ...]:
    """The papers whose life goes on: not answered, not declined for good."""
    alive = or_(
        PAPER.c.state.in_([PaperState.PROPOSED, PaperState.ISSUED, PaperState.SERVED]),
        (PAPER.c.state == PaperState.DECLINED) & PAPER.c.look_again.is_not(None),
    )
    found = connection.execute(
        select(PAPER).where(PAPER.c.hazard_id == hazard_id, alive).order_by(PAPER.c.seq)
    )
    return tuple(cast("Paper", SimpleNamespace(**row._mapping)) for row in found)  # noqa: SLF001


def closed_on_spot_before(connection: Connection, hazard: Hazard, at: datetime, days: int) -> bool:
    """Whether the same place and category was closed on the spot within so many days."""
    twin = select(HAZARD.c.id).where(
        HAZARD.c.unit_id == hazard.unit_id,
        HAZARD.c.place == hazard.place,
        HAZARD.c.category == hazard.category,
        HAZARD.c.closing_kind == ClosingKind.ON_SPOT,
        HAZARD.c.closed_at > at - timedelta(days=days),
        HAZARD.c.id != (hazard.id or 0),
    )
    return connection.execute(twin.limit(1)).first() is not None


def next_serial(connection: Connection, series: str) -> int:
    """The next number of a series: gapless, because the row stays locked until this transaction ends."""
    counter = upsert(COUNTER).values(series=series, last=1)
    raised = counter.on_conflict_do_update(index_elements=["series"], set_={"last": COUNTER.c.last + 1})
    return int(connection.execute(raised.returning(COUNTER.c.last)).scalar_one())


def missing_evidence(
    connection: Connection, hashes: Iterable[str], by: int | None, known: Iterable[str]
) -> list[str]:
    """Photos a command shows that this person did not upload and the hazard does not have."""
    wanted = set(hashes) - set(known)
    if not wanted:
        return []
    mine = (EVIDENCE.c.hash.in_(wanted)) & (EVIDENCE.c.uploaded_by == by)
    found = {row.hash for row in connection.execute(select(EVIDENCE.c.hash).where(mine))}
    return sorted(wanted - found)


def insert_hazard(connection: Connection, hazard: Hazard) -> int:
    """Write a new hazard whole; gives its id."""
    values = {name: value for name, value in vars(hazard).items() if name != "id"}
    return int(connection.execute(insert(HAZARD).values(values).returning(HAZARD.c.id)).scalar_one())


def update_hazard(connection: Connection, was: Hazard, now: Hazard) -> None:
    """Write the columns that changed."""
    old = vars(was)
    changed = {n: v for n, v in vars(now).items() if n not in _WRITTEN_ONCE and (n not in old or old[n] != v)}
    if changed:
        connection.execute(update(HAZARD).where(HAZARD.c.id == now.id).values(changed))


def write_papers(connection: Connection, hazard_id: int, papers: Iterable[Mapping[str, Any]]) -> None:
    """New papers are inserted, known ones updated; a paper is named by the journal line that proposed it."""
    for paper in papers:
        row = {**paper, "hazard_id": hazard_id}
        if "because" in row:
            connection.execute(insert(PAPER).values(row))
        else:
            this = (PAPER.c.hazard_id == hazard_id) & (PAPER.c.seq == row["seq"])
            connection.execute(update(PAPER).where(this).values(row))


def write_journal(
    connection: Connection, hazard_id: int, entries: list[dict[str, Any]], run: str | None
) -> list[int]:
    """Append the lines; gives their ids in order."""
    rows = [{**entry, "hazard_id": hazard_id, "flow_run_id": run} for entry in entries]
    if len(rows) == 1:
        return [int(connection.execute(insert(JOURNAL).values(rows[0]).returning(JOURNAL.c.id)).scalar_one())]
    added = connection.execute(insert(JOURNAL).returning(JOURNAL.c.id, sort_by_parameter_order=True), rows)
    return [int(row.id) for row in added]


def write_notices(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Owe the notices; a trigger tells whoever listens."""
    if rows:
        connection.execute(insert(NOTICE), rows)

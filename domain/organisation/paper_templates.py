"""The Word templates of an authority's papers, edition by edition: kept, put in force, and back to the shipped one."""

import hashlib
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.dml import ReturningUpdate

from domain.directory.organisation import UnitCard
from domain.errors import NotFound, NotReady
from domain.organisation.commands import EndPaperTemplate, KeepPaperTemplate, UnitChange, UsePaperTemplate
from domain.organisation.work import Work
from domain.store.paper_templates import IN_FORCE
from domain.tables.core import PAPER_FILE, PAPER_TEMPLATE
from domain.words import PaperKind


def keep_template(work: Work, unit: UnitCard, change: KeepPaperTemplate) -> None:
    """An edition for each kind; none is in force yet."""
    work.check(change, unit)
    kinds = list(dict.fromkeys(change.kinds))
    hashed = hashlib.sha256(change.body).digest()
    work.connection.execute(
        upsert(PAPER_FILE).on_conflict_do_nothing(), {"hash": hashed, "body": change.body}
    )
    editions = {}
    for kind in kinds:
        mine = (PAPER_TEMPLATE.c.unit_id == unit.id) & (PAPER_TEMPLATE.c.kind == kind)
        last = work.connection.execute(select(func.max(PAPER_TEMPLATE.c.edition)).where(mine)).scalar()
        editions[kind] = (last or 0) + 1
        values = {"unit_id": unit.id, "kind": kind, "edition": editions[kind], "name": change.name}
        values |= {"file_hash": hashed, "used": change.used, "kept_by": work.by.person_id, "kept_at": work.at}
        work.connection.execute(insert(PAPER_TEMPLATE).values(**values))
    becomes = {"templates": [_called(kind, edition) for kind, edition in editions.items()]}
    _note(work, unit, change, becomes={**becomes, "name": change.name, "file": hashed.hex()})


def use_template(work: Work, unit: UnitCard, change: UsePaperTemplate) -> None:
    """Each ends the one before it; one that has ended is uploaded again as an edition of its own."""
    work.check(change, unit)
    was, becomes = [], []
    for key in sorted(set(change.templates)):
        row = _one(work, unit, key)
        if row.begun_at is not None:
            state = "已经停用，请重新上传" if row.ended_at else "已在使用"
            raise NotReady(f"{_called(row.kind, row.edition)}的模板{state}。")
        before = (PAPER_TEMPLATE.c.unit_id == unit.id) & (PAPER_TEMPLATE.c.kind == row.kind) & IN_FORCE
        was += [_called(one.kind, one.edition) for one in work.connection.execute(_ended(work, before))]
        begun = {"begun_by": work.by.person_id, "begun_at": work.at}
        work.connection.execute(update(PAPER_TEMPLATE).where(PAPER_TEMPLATE.c.id == key).values(**begun))
        becomes.append(_called(row.kind, row.edition))
    _note(work, unit, change, was={"templates": was}, becomes={"templates": becomes})


def end_template(work: Work, unit: UnitCard, change: EndPaperTemplate) -> None:
    """Back to the shipped one."""
    work.check(change, unit)
    row = _one(work, unit, change.template)
    if row.begun_at is None or row.ended_at is not None:
        raise NotReady(f"{_called(row.kind, row.edition)}的模板没有在使用，无需停用。")
    work.connection.execute(_ended(work, PAPER_TEMPLATE.c.id == row.id))
    _note(work, unit, change, was={"templates": [_called(row.kind, row.edition)]})


def _one(work: Work, unit: UnitCard, key: int) -> Row[tuple[object, ...]]:
    mine = (PAPER_TEMPLATE.c.id == key) & (PAPER_TEMPLATE.c.unit_id == unit.id)
    row = work.connection.execute(select(PAPER_TEMPLATE).where(mine)).first()
    if row is None:
        raise NotFound("没有这个文书模板。")
    return row


def _ended(work: Work, which: ColumnElement[bool]) -> ReturningUpdate[tuple[str, int]]:
    ended = {"ended_by": work.by.person_id, "ended_at": work.at}
    changed = update(PAPER_TEMPLATE).where(which).values(**ended)
    return changed.returning(PAPER_TEMPLATE.c.kind, PAPER_TEMPLATE.c.edition)


def _called(kind: str, edition: int) -> str:
    """An edition in the record: 督办函 第2版."""
    return f"{PaperKind(kind).label} 第{edition}版"


def _note(work: Work, unit: UnitCard, change: UnitChange, **said: dict[str, Any]) -> None:
    work.write_unit(unit.id)
    work.note(change, unit=unit.id, was=said.get("was"), becomes=said.get("becomes"))

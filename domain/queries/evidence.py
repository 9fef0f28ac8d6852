"""Which evidence somebody may look at: what he uploaded, and what a hazard he sees shows."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select

from domain.errors import NotFound
from domain.queries.reader import Reader
from domain.tables.core import EVIDENCE, HAZARD, JOURNAL


def evidence_shown(reader: Reader, digest: str) -> Row[Any]:
    """The evidence's row, with `own` when the reader uploaded it; raises NotFound."""
    own = EVIDENCE.c.uploaded_by == reader.person
    found = reader.connection.execute(
        select(EVIDENCE, own.label("own")).where(EVIDENCE.c.hash == digest).order_by(own.desc()).limit(1)
    ).first()
    if found is None or not (found.own or _is_shown(reader, digest)):
        raise NotFound
    return found


def _is_shown(reader: Reader, digest: str) -> bool:
    """Whether a visible hazard has it among its photos, or a line of its journal refers to it."""
    on_hazard = or_(HAZARD.c.before_photos.contains([digest]), HAZARD.c.after_photos.contains([digest]))
    on_line = exists().where(and_(JOURNAL.c.hazard_id == HAZARD.c.id, _refers_to(digest)))
    seen = select(HAZARD.c.id).where(reader.visible(), or_(on_hazard, on_line)).limit(1)
    return reader.connection.execute(seen).first() is not None


def _refers_to(digest: str) -> ColumnElement[bool]:
    of_line = or_(JOURNAL.c.data["photos"].contains([digest]), JOURNAL.c.data["scan"].astext == digest)
    return func.coalesce(of_line, False)

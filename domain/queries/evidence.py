"""Which evidence somebody may look at: what he uploaded, and what a hazard he sees shows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select

from domain.errors import NotFound
from domain.queries.reader import Reader
from domain.tables.core import EVIDENCE, HAZARD, HAZARD_EVIDENCE


def evidence_shown(reader: Reader, digest: str) -> Row[Any]:
    """The evidence's row; `original` says whether the reader may have the file as it came. Raises NotFound.

    What the camera wrote into a file is for whoever sent it and for the commission's case team; a direct report
    (直报) keeps its sender's device even from them.
    """
    own = EVIDENCE.c.uploaded_by == reader.person
    overseen = HAZARD.c.unit_id.in_(reader.scope.overseen) if reader.scope.overseen else false()
    by_the_team = _is_shown_by(digest, and_(overseen, ~HAZARD.c.addressed_up))
    found = reader.connection.execute(
        select(EVIDENCE, or_(own, by_the_team).label("original"))
        .where(EVIDENCE.c.hash == digest, or_(own, _is_shown_by(digest, reader.visible())))
        .order_by(own.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound
    return found


def taken_at(reader: Reader, digests: Iterable[str]) -> dict[str, datetime]:
    """When each photo says it was taken, where that is known and kept; the earliest of two claims."""
    known = select(EVIDENCE.c.hash, func.min(EVIDENCE.c.taken_at)).where(
        EVIDENCE.c.hash.in_(list(digests)), EVIDENCE.c.taken_at.is_not(None)
    )
    return {row[0]: row[1] for row in reader.connection.execute(known.group_by(EVIDENCE.c.hash))}


def _is_shown_by(digest: str, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of these hazards shows it."""
    its = and_(HAZARD_EVIDENCE.c.hash == digest, HAZARD_EVIDENCE.c.hazard_id == HAZARD.c.id)
    return exists().where(its, which)

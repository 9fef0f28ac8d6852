"""Which evidence somebody may look at: what they uploaded, and what a hazard they see shows."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select

from domain.errors import NotFound
from domain.queries.reader import Reader
from domain.queries.timeline import lines_kept_from
from domain.tables import Hazard
from domain.tables.core import CASE_EVIDENCE, EVIDENCE, HAZARD, JOURNAL


def evidence_shown(reader: Reader, digest: str) -> Row[Any]:
    """The evidence's row; `original` says whether the reader may have the file as it came. Raises NotFound.

    What the camera wrote into a file is for whoever sent it and for the commission's case team; a direct report
    (直报) keeps its sender's device even from them.
    """
    own = EVIDENCE.c.uploaded_by == reader.person
    if reader.who.unconfirmed is not None:
        own &= EVIDENCE.c.uploaded_at >= reader.who.unconfirmed
        own &= ~_is_shown_by(digest, and_(HAZARD.c.reporter_id == reader.person, ~reader.reported_openly()))
    overseen = HAZARD.c.unit_id.in_(reader.scope.overseen) if reader.scope.overseen else false()
    in_confidence = or_(HAZARD.c.addressed_up, HAZARD.c.terms.has_key("written_up"))
    by_the_team = _is_shown_by(digest, and_(overseen, ~in_confidence))
    found = reader.connection.execute(
        select(EVIDENCE, or_(own, by_the_team).label("original"))
        .where(EVIDENCE.c.hash == digest, or_(own, _is_shown_by(digest, reader.visible())))
        .order_by(own.desc())
        .limit(1)
    ).first()
    if found is None or not (found.uploaded_by == reader.person or _is_shown_openly(reader, digest)):
        raise NotFound
    return found


def _is_shown_openly(reader: Reader, digest: str) -> bool:
    """Whether a line that the reader may know shows it, and not only one written in confidence."""
    query = select(HAZARD).join(CASE_EVIDENCE, CASE_EVIDENCE.c.case_id == HAZARD.c.id)
    found = reader.connection.execute(query.where(CASE_EVIDENCE.c.hash == digest, reader.visible())).all()
    return any(_shows_it(reader, cast("Hazard", hazard), digest) for hazard in found)


def _shows_it(reader: Reader, hazard: Hazard, digest: str) -> bool:
    if "written_up" not in hazard.terms:
        return True
    hidden = lines_kept_from(reader, hazard)
    lines = select(JOURNAL.c.seq, JOURNAL.c.data).where(JOURNAL.c.case_id == hazard.id)
    rows = reader.connection.execute(lines).all()
    return any(row.seq not in hidden and digest in json.dumps(row.data) for row in rows)


def taken_at(reader: Reader, digests: Iterable[str]) -> dict[str, datetime]:
    """When each photo says it was taken, where that is known and kept; the earliest of two claims."""
    known = select(EVIDENCE.c.hash, func.min(EVIDENCE.c.taken_at)).where(
        EVIDENCE.c.hash.in_(list(digests)), EVIDENCE.c.taken_at.is_not(None)
    )
    return {row[0]: row[1] for row in reader.connection.execute(known.group_by(EVIDENCE.c.hash))}


def _is_shown_by(digest: str, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of these hazards shows it."""
    its = and_(CASE_EVIDENCE.c.hash == digest, CASE_EVIDENCE.c.case_id == HAZARD.c.id)
    return exists().where(its, which)

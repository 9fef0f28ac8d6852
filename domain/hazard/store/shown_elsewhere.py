"""Photos of other hazards: what was put right here cannot be seen on them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any, cast as typed

from sqlalchemy import ARRAY, Connection, Row, Select, Text, cast, or_, select

from domain.cases.case import Case
from domain.cases.visibility import may_see
from domain.directory.organisation import Actor
from domain.tables import Hazard
from domain.tables.core import CASE_EVIDENCE, EVIDENCE, HAZARD
from domain.typed_text import folded
from domain.words import State

GIVEN_UP = (State.VOIDED, State.DISMISSED)
"""Entered by mistake or twice: what such a report shows may be shown again by the one that stands."""
ENOUGH = 5
"""So many of the hazards that show it are looked at for one whose number may be told."""


def shown_elsewhere(
    connection: Connection, case: Case, photos: Collection[str], who: Actor
) -> Mapping[str, str]:
    """Photo -> the hazard of which it is a photo: its number, or nothing where this person may not know of that one.

    An after-photo may show several things that were put right at one place of one unit, together: there, before-photos
    alone count.
    """
    found = {}
    for photo, same in _in_other_bytes(connection, photos).items():
        shown = connection.execute(_others(case.hazard, same)).all()
        if rows := [row for row in shown if row.as_it_was or not _put_right_with(row, case.hazard)]:
            others = (typed("Hazard", SimpleNamespace(**row._mapping)) for row in rows)  # noqa: SLF001 - to a dict
            seen = (other for other in others if may_see(other, case.directory, who, case.at))
            found[photo] = next((other.number or other.ref for other in seen), "")
    return found


def _in_other_bytes(connection: Connection, photos: Collection[str]) -> Mapping[str, set[str]]:
    """Photo -> it, and every file of the same picture."""
    ours, theirs = EVIDENCE.alias("ours"), EVIDENCE.alias("theirs")
    same: defaultdict[str, set[str]] = defaultdict(set, {photo: {photo} for photo in photos})
    query = select(ours.c.hash, theirs.c.hash).join(theirs, theirs.c.picture == ours.c.picture).distinct()
    for photo, other in connection.execute(query.where(ours.c.hash.in_(photos))).tuples() if photos else ():
        same[photo].add(other)
    return same


def _others(hazard: Hazard, same: Collection[str]) -> Select[Any]:
    """What shows one of these files; first what looked like it before, then what is elsewhere."""
    showing = select(CASE_EVIDENCE.c.case_id).where(CASE_EVIDENCE.c.hash.in_(same))
    any_of_them = cast(sorted(same), ARRAY(Text))
    as_it_was = HAZARD.c.before_photos.has_any(any_of_them)
    at_one_place = (HAZARD.c.unit_id == hazard.unit_id) & (HAZARD.c.place == hazard.place)
    return (
        select(HAZARD, as_it_was.label("as_it_was"))
        .where(HAZARD.c.id.in_(showing), HAZARD.c.id != (hazard.id or 0))
        .where(or_(as_it_was, HAZARD.c.after_photos.has_any(any_of_them)))
        .where(HAZARD.c.state.not_in(GIVEN_UP))
        .order_by(as_it_was.desc(), at_one_place, HAZARD.c.id.desc())
        .limit(ENOUGH)
    )


def _put_right_with(other: Row[Any], hazard: Hazard) -> bool:
    """At the same place, and not done with before this one was reported."""
    at_one_place = other.unit_id == hazard.unit_id and folded(other.place) == folded(hazard.place)
    return at_one_place and (other.closed_at is None or other.closed_at >= hazard.reported_at)

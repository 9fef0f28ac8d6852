"""Photos of other hazards: what was put right here cannot be seen on them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any, cast as typed

from sqlalchemy import ARRAY, Connection, Select, Text, cast, select

from domain.cases.case import Case
from domain.cases.visibility import may_see
from domain.directory.organisation import Actor
from domain.tables import Hazard
from domain.tables.core import CASE_EVIDENCE, EVIDENCE, HAZARD
from domain.words import State

GIVEN_UP = (State.VOIDED, State.DISMISSED)
"""Entered by mistake or twice: what such a report shows may be shown again by the one that stands."""
ENOUGH = 5
"""So many of the hazards that show it are looked at for one whose number may be told."""


def shown_elsewhere(
    connection: Connection, case: Case, photos: Collection[str], who: Actor
) -> Mapping[str, str]:
    """Photo -> the hazard of which it is a photo: its number, or nothing where this person may not know of that one.

    Before-photos alone: one after-photo may show several things that were put right at one place.
    """
    found = {}
    for photo, same in _in_other_bytes(connection, photos).items():
        rows = connection.execute(_others(case.hazard, same)).all()
        if rows:
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
    showing = select(CASE_EVIDENCE.c.case_id).where(CASE_EVIDENCE.c.hash.in_(same))
    as_it_was = HAZARD.c.before_photos.has_any(cast(sorted(same), ARRAY(Text)))
    return (
        select(HAZARD)
        .where(HAZARD.c.id.in_(showing), HAZARD.c.id != (hazard.id or 0), as_it_was)
        .where(HAZARD.c.state.not_in(GIVEN_UP))
        .order_by(HAZARD.c.id.desc())
        .limit(ENOUGH)
    )

"""Who registered, accepted and closed hazards, when and with which words, as their records keep it: for a ledger."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_, or_, select

from domain.actions import Action
from domain.cases.case import Case
from domain.queries.reader import Reader
from domain.queries.spelled import one_of
from domain.queries.timeline import BEFORE_REGISTERING
from domain.tables.core import JOURNAL
from domain.words import State

SIGNING = frozenset({Action.PASS, Action.APPROVE_CLOSURE, Action.CLOSE_ON_SPOT, Action.CONCLUDE_TRANSFER})
ACCEPTING = frozenset({Action.PASS, Action.CLOSE_ON_SPOT})


@dataclass
class Signatures:
    """Of one hazard: who registered it, when it was last accepted and in which words, and names as of those days."""

    registrar: str = ""
    accepted_at: datetime | None = None
    opinion: str = ""
    names: dict[int, str] = field(default_factory=dict)


def signatures(reader: Reader, cases: Iterable[Case]) -> Mapping[int, Signatures]:
    """Hazard -> its signatures, read at once. Whoever reported stands in none of these lines as the reporter."""
    ids = [int(case.hazard.id or 0) for case in cases]
    found = {hazard: Signatures() for hazard in ids}
    registered = and_(
        JOURNAL.c.from_state.in_(sorted(BEFORE_REGISTERING)),
        JOURNAL.c.to_state.not_in(sorted(BEFORE_REGISTERING)),
        JOURNAL.c.to_state != State.TRANSFERRED,
    )
    columns = (
        *(JOURNAL.c[name] for name in ("case_id", "action", "from_state", "at", "actor_id", "for_id")),
        JOURNAL.c.data["opinion"].astext.label("opinion"),
        JOURNAL.c.data["names"]["people"].astext.label("names"),
    )
    lines = (
        select(*columns)
        .where(one_of(JOURNAL.c.case_id, ids), or_(registered, one_of(JOURNAL.c.action, SIGNING)))
        .order_by(JOURNAL.c.case_id, JOURNAL.c.seq)
    )
    for row in reader.connection.execute(lines):
        _note(reader, found[row.case_id], row)
    return found


@lru_cache(maxsize=1024)
def _names(text: str | None) -> dict[str, str]:
    """Key -> name, as a line of the record keeps them: the same few people sign line after line."""
    return dict(json.loads(text)) if text else {}


def _note(reader: Reader, known: Signatures, row: Row[Any]) -> None:
    name = ""
    if person := row.for_id or row.actor_id:
        card = reader.directory.people[person]
        name = known.names[person] = _names(row.names).get(card.key, card.name)
    if row.from_state in BEFORE_REGISTERING:
        known.registrar = name
    if row.action in ACCEPTING:
        known.accepted_at, known.opinion = row.at, row.opinion or ""

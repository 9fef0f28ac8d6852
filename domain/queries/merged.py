"""Both histories of a merge: the main hazard of a report dismissed as its duplicate, and the reports merged into it."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.cases.case import Case
from domain.cases.visibility import may_see
from domain.hazard.labels import state_shown
from domain.queries.reader import Reader
from domain.tables.core import HAZARD
from domain.words import State


@dataclass(frozen=True)
class Merged:
    """`main` for whoever sees it; `standing` tells everybody how that one stands. `reports`: those the reader sees."""

    main: Case | None
    standing: str | None
    reports: list[Case]


def merged(reader: Reader, case: Case) -> Merged:
    """What belongs together with this hazard."""
    hazard = case.hazard
    into_this = (HAZARD.c.duplicate_of == hazard.id, HAZARD.c.state == State.DISMISSED)
    reports = select(HAZARD).where(*into_this, reader.visible()).order_by(HAZARD.c.id)
    if hazard.duplicate_of is None:
        return Merged(None, None, reader.cases(reports))
    which = HAZARD.c.id == hazard.duplicate_of
    (main,) = reader.cases(select(HAZARD).where(which))
    seen = may_see(main.hazard, reader.directory, reader.who, reader.at)
    standing = state_shown(main)
    return Merged(main if seen else None, standing, reader.cases(reports))

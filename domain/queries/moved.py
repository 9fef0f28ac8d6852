"""Whose dates another calendar, or other rules, would set otherwise: reckoned from the records, nothing is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, tuple_

from domain.calendar import last_day
from domain.cases.case import Case
from domain.cases.clocks import term_of
from domain.kinds import HAZARD as HAZARDS
from domain.queries.reader import Reader
from domain.tables.core import HAZARD, JOURNAL
from domain.words import OPEN_STATES

AT_ONCE = 500


@dataclass(frozen=True)
class Moved:
    """A hazard whose date would be another: last days, Asia/Shanghai."""

    case: Case
    was: date
    becomes: date
    because: str

    @property
    def is_earlier(self) -> bool:
        """Whether it takes days away."""
        return self.becomes < self.was


def moved_by(reader: Reader, under: Callable[[Case], Case], since: datetime | None) -> list[Moved]:
    """The reader's open hazards, due from `since` on, whose date would be another as `under` puts them, by date."""
    wanted = [HAZARD.c.state.in_(OPEN_STATES), HAZARD.c.rectify_by.is_not(None), reader.visible()]
    if since is not None:
        wanted.append(HAZARD.c.rectify_by >= since)
    rows = reader.connection.execute(select(HAZARD).where(*wanted).order_by(HAZARD.c.rectify_by, HAZARD.c.id))
    found: list[Moved] = []
    for some in rows.partitions(AT_ONCE):
        found += _moved(reader, under, some)
    return found


def _moved(reader: Reader, under: Callable[[Case], Case], rows: Sequence[Row[Any]]) -> list[Moved]:
    cases = {row.id: reader.without_papers(row) for row in rows}
    terms = {key: term for key, case in cases.items() if (term := term_of(case, HAZARDS.dated_by))}
    wanted = [(key, term[0]) for key, term in terms.items()]
    lines = reader.connection.execute(
        select(JOURNAL.c.case_id, JOURNAL.c.action, JOURNAL.c.data).where(
            tuple_(JOURNAL.c.case_id, JOURNAL.c.seq).in_(wanted)
        )
    )
    acts = {line.case_id: line for line in lines}
    found = []
    for key, term in terms.items():
        anew = HAZARDS.date_anew(under(cases[key]), acts[key], term[1], "")
        if anew is not None:
            found.append(Moved(cases[key], last_day(anew.was), last_day(anew.rectify_by), anew.because))
    return found

"""Whoever holds a case because something else changed is told of it once: a post, a delegation, a unit, a person."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from domain.cases.case import Case
from domain.cases.store.changing import change
from domain.commands import TakeOn
from domain.kinds import KINDS
from domain.tables.core import NOTICE


def tell_whoever_took_it_on(connection: Connection, case: Case) -> Case:
    """Write the line that tells them, if there is anybody; gives the case as it stands then. The case is locked."""
    held, before = _held(case)
    found = {*(held - before), *_by_delegation(connection, case, held)}
    told = sorted(person for person in found if case.directory.people[person].active)
    if not told or not case.row.version:
        return case
    command = TakeOn(holders=[case.directory.people[person].key for person in told])
    return change(connection, case, [command]).case


def _held(case: Case) -> tuple[set[int], set[int]]:
    """Who must act now on the case and its papers; and who had to when each was last written."""
    now, before = set(KINDS[case.kind].holding(case)), set(case.row.holders)
    for paper in case.papers:
        seat = KINDS[case.kind].paper_holder(case, paper.kind, paper.state)
        now |= set(seat.people) if seat else set()
        before |= set(paper.holders)
    return now, before


def _by_delegation(connection: Connection, case: Case, held: set[int]) -> Iterator[int]:
    """Delegates who have not heard since their delegation began, principals who have not since theirs ended."""
    begun = case.row.terms.get("state")
    waits_since = datetime.fromisoformat(begun[1]) if begun else case.row.acted_at
    for person in held:
        for dated in case.directory.delegates.get(person, ()):
            if dated.holds(case.at) and not _heard(connection, case, dated.person_id, dated.since):
                yield dated.person_id
            ended = dated.until
            if ended and waits_since <= ended <= case.at and not _heard(connection, case, person, ended):
                yield person


def _heard(connection: Connection, case: Case, person: int, since: datetime) -> bool:
    mine = (NOTICE.c.case_id == case.row.id) & (NOTICE.c.person_id == person) & (NOTICE.c.at >= since)
    return connection.execute(select(NOTICE.c.id).where(mine).limit(1)).first() is not None

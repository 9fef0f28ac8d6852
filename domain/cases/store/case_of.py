"""A row becomes a case, in this one place."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from domain.cases.case import Case
from domain.directory.organisation import Directory
from domain.store.base import Store
from domain.tables import Paper
from domain.tables.cases import CaseRow


def case_of(
    store: Store,
    connection: Connection,
    row: CaseRow,
    at: datetime,
    papers: Iterable[Paper] = (),
    directory: Directory | None = None,
    kind: type[Case] = Case,
) -> Case:
    """A row as a case of its kind at legal time `at`, or at its last act if that is later."""
    directory = directory or store.directory(connection)
    policy = store.policy(connection, row.policy)
    calendar = store.calendar(connection, directory.version)
    return kind(row, directory, policy, calendar, max(at, row.acted_at), tuple(papers))

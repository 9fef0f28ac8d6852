"""Every time a hazard's place was out of use, the first one first: the order, the requests, the consent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select

from domain.cases.case import Case
from domain.queries.reader import Reader
from domain.tables.core import SUSPENSION


def suspensions(reader: Reader, cases: Iterable[Case]) -> Mapping[int, list[Row[Any]]]:
    """Hazard -> its records, read at once; none is asked for of hazards whose place was never out of use."""
    stopped = sorted({int(case.hazard.id or 0) for case in cases if case.hazard.suspended})
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    if not stopped:
        return found
    theirs = select(SUSPENSION).where(SUSPENSION.c.hazard_id.in_(stopped))
    for row in reader.connection.execute(theirs.order_by(SUSPENSION.c.hazard_id, SUSPENSION.c.seq)):
        found[row.hazard_id].append(row)
    return found

"""Every listing of a hazard, the first one first: each with its own number, dates and publication."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select

from domain.cases.case import Case
from domain.queries.reader import Reader
from domain.tables.core import LISTING_RECORD


def listings(reader: Reader, cases: Iterable[Case]) -> Mapping[int, list[Row[Any]]]:
    """Hazard -> its records, read at once; none is asked for of hazards that were never proposed for listing."""
    proposed = sorted({int(case.hazard.id or 0) for case in cases if case.hazard.listed})
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    if not proposed:
        return found
    theirs = select(LISTING_RECORD).where(LISTING_RECORD.c.hazard_id.in_(proposed))
    for row in reader.connection.execute(theirs.order_by(LISTING_RECORD.c.hazard_id, LISTING_RECORD.c.seq)):
        found[row.hazard_id].append(row)
    return found

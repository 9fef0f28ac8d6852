"""`domain.cases.visibility.kept_by_the_commission` as a condition on rows."""

from sqlalchemy import and_, or_

from domain.tables.core import HAZARD
from domain.words import AUTHORITY_SOURCES, State

KEPT_BY_THE_COMMISSION = and_(
    or_(HAZARD.c.addressed_up, HAZARD.c.source.in_(sorted(AUTHORITY_SOURCES))),
    or_(HAZARD.c.state == State.REPORTED, HAZARD.c.number.is_(None)),
)
"""Found by or sent to the commission, and not registered there yet, or never."""

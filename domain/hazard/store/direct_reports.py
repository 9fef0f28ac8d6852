"""直报 in statements: the rule of `domain.cases.visibility.kept_by_the_commission`, said of rows."""

from sqlalchemy import and_, or_

from domain.tables.core import HAZARD
from domain.words import State

KEPT_BY_THE_COMMISSION = and_(
    HAZARD.c.addressed_up, or_(HAZARD.c.state == State.REPORTED, HAZARD.c.number.is_(None))
)
"""A direct report stays with the commission until, unless, it was registered there."""

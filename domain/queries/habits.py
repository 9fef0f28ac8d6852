"""What somebody usually reports: their last places, and the categories their unit meets most."""

from sqlalchemy import func, select

from domain.queries.reader import Reader, concerns
from domain.tables.core import HAZARD
from domain.words import Category

LAST_OF_THE_READER = 1000
LAST_OF_THE_UNIT = 500
MOST_PLACES = 6


def recent_places(reader: Reader, unit_id: int) -> list[str]:
    """The places of the reader's last reports at a unit, the latest first, each once.

    Looked for among the last hazards they have to do with, so that it is quick for somebody who has to do with all.
    """
    last = (
        select(HAZARD.c.id, HAZARD.c.place, HAZARD.c.unit_id, HAZARD.c.reporter_id)
        .where(concerns([reader.person]), reader.reported_openly())
        .order_by(HAZARD.c.id.desc())
        .limit(LAST_OF_THE_READER)
        .subquery()
    )
    mine = select(last.c.place).where(last.c.reporter_id == reader.person, last.c.unit_id == unit_id)
    query = mine.group_by(last.c.place).order_by(func.max(last.c.id).desc()).limit(MOST_PLACES)
    return list(reader.connection.execute(query).scalars())


def frequent_categories(reader: Reader, unit_id: int) -> list[Category]:
    """Every category, those that the unit's last reports were about first; else in the order of their codes."""
    last = (
        select(HAZARD.c.category)
        .where(HAZARD.c.unit_id == unit_id)
        .order_by(HAZARD.c.id.desc())
        .limit(LAST_OF_THE_UNIT)
        .subquery()
    )
    counted = select(last.c.category, func.count().label("times")).group_by(last.c.category)
    times = {row.category: row.times for row in reader.connection.execute(counted)}
    return sorted(Category, key=lambda category: (-times.get(category, 0), category))

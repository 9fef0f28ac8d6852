"""What somebody usually reports: his last places, and the categories his unit meets most."""

from sqlalchemy import func, select

from domain.queries.reader import Reader, concerns
from domain.tables.core import HAZARD
from domain.words import Category

LAST_OF_HIS = 200
LAST_OF_THE_UNIT = 500
MOST_PLACES = 6


def recent_places(reader: Reader) -> list[str]:
    """The places of his last reports, the latest first, each once."""
    mine = (
        select(HAZARD.c.id, HAZARD.c.place)
        .where(concerns([reader.person]), HAZARD.c.reporter_id == reader.person)
        .order_by(HAZARD.c.id.desc())
        .limit(LAST_OF_HIS)
        .subquery()
    )
    last = func.max(mine.c.id)
    query = select(mine.c.place).group_by(mine.c.place).order_by(last.desc()).limit(MOST_PLACES)
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

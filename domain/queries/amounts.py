"""Many numbers of one table in one question: how many hazards, and how much money stands in them.

All of them are of one moment, whatever is written meanwhile; each is counted by the filter that opens its list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sqlalchemy import ColumnElement, and_, func, select, true

from domain.queries.conditions import conditions
from domain.queries.hazard_filter import HazardFilter
from domain.queries.reader import Reader
from domain.tables.core import HAZARD

Sum = Literal["funds", "spent", "either"]
"""资金 as planned, as really spent, or as spent where that is known and else as planned (落实资金)."""
MONEY: dict[Sum, ColumnElement[Decimal]] = {
    "funds": HAZARD.c.funds,
    "spent": HAZARD.c.spent,
    "either": func.coalesce(HAZARD.c.spent, HAZARD.c.funds),
}
AT_ONCE = 400
"""A statement answers at most 1,664 columns."""


@dataclass(frozen=True)
class Amount:
    """A number that is wanted: of these hazards how many there are, or the sum of a column (万元)."""

    wanted: HazardFilter
    sum_of: Sum | None = None


def amounts(reader: Reader, asked: Iterable[Amount]) -> list[int | Decimal]:
    """The numbers in their order. Of one moment when the reader's connection is `one_picture`'s."""
    found: list[int | Decimal] = []
    every = list(asked)
    for n in range(0, len(every), AT_ONCE):
        columns = [_column(reader, one) for one in every[n : n + AT_ONCE]]
        row = reader.connection.execute(select(*columns).select_from(HAZARD).where(reader.visible())).one()
        found += [value if value is not None else Decimal(0) for value in row]
    return found


def amounts_by_unit(reader: Reader, asked: Iterable[Amount]) -> Mapping[int, list[int | Decimal]]:
    """The same for each unit that has a hazard, in one walk however many units there are."""
    columns = [_column(reader, one) for one in asked]
    query = select(HAZARD.c.unit_id, *columns).where(reader.visible()).group_by(HAZARD.c.unit_id)
    nothing: list[int | Decimal] = [0] * len(columns)
    found: defaultdict[int, list[int | Decimal]] = defaultdict(lambda: nothing)
    for unit, *values in reader.connection.execute(query):
        found[unit] = [value if value is not None else Decimal(0) for value in values]
    return found


def ids_behind(reader: Reader, wanted: HazardFilter) -> list[int]:
    """The very hazards behind a number, by id."""
    query = select(HAZARD.c.id).where(reader.visible(), *conditions(reader, wanted)).order_by(HAZARD.c.id)
    return list(reader.connection.execute(query).scalars())


def _column(reader: Reader, one: Amount) -> ColumnElement[int] | ColumnElement[Decimal]:
    among = and_(true(), *conditions(reader, one.wanted))
    if one.sum_of is None:
        return func.count().filter(among)
    return func.sum(MONEY[one.sum_of]).filter(among)

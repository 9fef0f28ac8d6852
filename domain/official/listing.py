"""The rows of a list (清单): one for each hazard, its cells as the ledger's columns show them."""

from itertools import islice

from domain.official.asked import Asked
from domain.official.cells import Cell, Opens, Row, Value
from domain.official.definition import ColumnForm, TableForm
from domain.official.ledger.columns import Column
from domain.official.ledger.values import VALUES, LedgerRow, Looks, in_words, ledger_rows
from domain.queries import HazardFilter, Order, Reader
from domain.queries.figures import both
from domain.queries.whole import whole_list
from domain.words import UnitKind


def wanted_in(form: TableForm, asked: Asked) -> HazardFilter:
    """Which hazards stand in it: found in the period, oldest first."""
    period = HazardFilter(found_from=asked.start, found_to=asked.end, unit=asked.top.code, order=Order.OLDEST)
    return both(form.where, period)


def listed(reader: Reader, form: TableForm, asked: Asked, most: int) -> list[Row]:
    """So many rows at most."""
    shown = {column for part in form.columns for column in part.shows}
    looks = Looks(reader)
    every = (
        row
        for cases in whole_list(reader, wanted_in(form, asked))
        for row in ledger_rows(looks, cases, shown)
    )
    alone = asked.top.kind != UnitKind.AUTHORITY
    return [
        Row([_cell(column, row, serial, alone=alone) for column in form.columns])
        for serial, row in enumerate(islice(every, most), 1)
    ]


def _cell(column: ColumnForm, row: LedgerRow, serial: int, *, alone: bool) -> Cell:
    if column.function == "serial":
        return Cell(serial, Opens("hazard", row.case.hazard.ref))
    shows = [one for one in column.shows if one is not Column.UNIT or not alone or len(column.shows) == 1]
    values: list[Value] = [VALUES[one](row) for one in shows]
    if len(values) == 1:
        return Cell(values[0])
    return Cell(column.between.join(text for value in values if (text := in_words(value))))

"""Makes a table: everything it tells is counted in one picture of the database, each figure by what opens its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.directory.organisation import UnitCard
from domain.official.asked import Asked, CheckedQuery, bodies_below
from domain.official.cells import Cell, Opens, Row, Table
from domain.official.definition import RowForm, TableForm
from domain.official.functions import (
    FUNCTIONS,
    PARTIAL,
    PERSON_TIMES,
    Checks,
    Label,
    Nothing,
    Papers,
    RateOf,
    UnitsBelow,
    Wanted,
)
from domain.official.listing import listed
from domain.official.wording import counted_how
from domain.queries import HazardFilter, Reader
from domain.queries.amounts import Amount, amounts, amounts_by_unit
from domain.queries.checks import checks
from domain.queries.register import papers_by_unit
from domain.words import UnitKind

MOST_LISTED = 20_000
ONE_TENTH = Decimal("0.1")
Number = int | Decimal


@dataclass(frozen=True)
class Making:
    """One table in the making."""

    reader: Reader
    form: TableForm
    asked: Asked

    def rows(self) -> list[Row]:
        """Its rows, the total last."""
        if isinstance(self.form.rows, list):
            return [self._own(row) for row in self.form.rows]
        wanted = self._wanted(RowForm(label=self.asked.top.name, where=self.form.where, rounds=True))
        counted = amounts_by_unit(self.reader, [one for one in wanted if isinstance(one, Amount)])
        rows = [
            self._of_units(body, body.name, wanted, counted)
            for body in bodies_below(self.reader, self.asked.top)
            if body.active or _below(self.reader, body) & counted.keys()
        ]
        if self.form.total:
            total = self._of_units(self.asked.top, self.form.total, wanted, counted)
            rows.append(Row(total.cells, is_total=True))
        return rows

    def _wanted(self, row: RowForm) -> list[Wanted]:
        return [FUNCTIONS[column.function](self.asked, row, column) for column in self.form.columns]

    def _own(self, row: RowForm) -> Row:
        """A row of the definition's own."""
        wanted = self._wanted(row)
        found = amounts(self.reader, [one for one in wanted if isinstance(one, Amount)])
        return self._row(self.asked.top, row.label, wanted, found)

    def _of_units(
        self, body: UnitCard, label: str, wanted: list[Wanted], counted: Mapping[int, list[Number]]
    ) -> Row:
        """A row of the units below one; what they have adds up, for no hazard is in two of them."""
        sums: list[Number] = [0] * sum(isinstance(one, Amount) for one in wanted)
        everything = body.id == self.asked.top.id
        for unit in counted if everything else _below(self.reader, body) & counted.keys():
            sums = [a + b for a, b in zip(sums, counted[unit], strict=True)]
        return self._row(body, label, [_of_unit(one, body) for one in wanted], sums)

    def _row(self, top: UnitCard, label: str, wanted: list[Wanted], found: Sequence[Number]) -> Row:
        values, cells = iter(found), dict[str, Cell]()
        for column, one in zip(self.form.columns, wanted, strict=True):
            cells[column.name] = self._cell(top, label, one, values)
        for column, one in zip(self.form.columns, wanted, strict=True):
            if isinstance(one, RateOf):
                cells[column.name] = Cell(percent(cells[one.done].value, cells[one.of].value))
        return Row(list(cells.values()))

    def _cell(self, top: UnitCard, label: str, wanted: Wanted, values: Iterator[Number]) -> Cell:
        if isinstance(wanted, Label):
            return Cell(label)
        if isinstance(wanted, Amount):
            return Cell(next(values), Opens("hazards", wanted.wanted.query()))
        if isinstance(wanted, Checks):
            return self._checked(top, wanted)
        if isinstance(wanted, UnitsBelow):
            return Cell(len(institutions(self.reader, top)), Opens("units", f"unit={top.code}"))
        if isinstance(wanted, Papers):
            papers = wanted.wanted.model_copy(update={"unit": top.code})
            return Cell(sum(papers_by_unit(self.reader, papers).values()), Opens("papers", papers.query()))
        return Cell(because=wanted.because) if isinstance(wanted, Nothing) else Cell()

    def _checked(self, top: UnitCard, wanted: Checks) -> Cell:
        """Blank where nothing at all is on record: that nobody was there cannot be told from that."""
        start, end = self.asked.start, self.asked.end
        where = HazardFilter(category=wanted.category) if wanted.category else HazardFilter()
        done = checks(self.reader, start, end, top.code, of=where, rounds=wanted.rounds)
        value = done.person_times if wanted.person_times else len(done.units)
        because = PERSON_TIMES if wanted.person_times else PARTIAL
        if not value:
            return Cell(because=because)
        if wanted.person_times:
            return Cell(value, Opens("tasks", done.rounds.query()), because)
        asked = CheckedQuery(
            unit=top.code, start=start, end=end, category=wanted.category, rounds=wanted.rounds
        )
        return Cell(value, Opens("checked", asked.query()), because)


def make_table(reader: Reader, form: TableForm, asked: Asked, most: int = MOST_LISTED) -> Table:
    """The table as its reader may have it. The reader's connection is `one_picture`'s."""
    rows = listed(reader, form, asked, most + 1) if form.is_a_list else Making(reader, form, asked).rows()
    return Table(
        form=form,
        unit=asked.top.name,
        unit_code=asked.top.code,
        start=asked.start,
        end=asked.end,
        since=asked.since,
        made_at=reader.at,
        query=asked.query.query(),
        rows=rows[:most],
        cut=len(rows) > most,
        counted=list(counted_how(form, asked, reader.directory)),
    )


def percent(done: object, of: object) -> Decimal | None:
    """One decimal; None where there is nothing to count."""
    if not isinstance(done, int | Decimal) or not isinstance(of, int | Decimal) or not of:
        return None
    return (Decimal(100) * done / of).quantize(ONE_TENTH, ROUND_HALF_UP)


def institutions(reader: Reader, top: UnitCard) -> list[UnitCard]:
    """The active institutions below a unit, itself included."""
    units = (reader.directory.units[unit] for unit in _below(reader, top))
    return [unit for unit in units if unit.kind == UnitKind.INSTITUTION and unit.active]


def _below(reader: Reader, top: UnitCard) -> frozenset[int]:
    return frozenset(u.id for u in reader.directory.units.values() if u.path.startswith(top.path))


def _of_unit(wanted: Wanted, body: UnitCard) -> Wanted:
    """The same of one unit."""
    if isinstance(wanted, Amount):
        there: HazardFilter = wanted.wanted.model_copy(update={"unit": body.code})
        return Amount(there, wanted.sum_of)
    return wanted

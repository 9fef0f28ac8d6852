"""The very rows behind each figure of a table: hazards as they stand, papers, rounds, units."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from domain.errors import WrongInput
from domain.official.asked import CheckedQuery
from domain.official.cells import Cell, Opens, Table
from domain.official.checked import checked_units
from domain.official.kept import Behind, Numbers
from domain.official.ledger.columns import Column, read_query
from domain.official.ledger.values import Looks, ledger_rows, texts_of
from domain.official.making import institutions
from domain.queries import HazardFilter, Reader
from domain.queries.amounts import ids_behind
from domain.queries.patrols import TaskFilter, every_task
from domain.queries.register import PaperFilter, every_line
from domain.queries.whole import these

MOST = 50_000
KEPT = (
    Column.NUMBER, Column.UNIT, Column.DEPARTMENT, Column.PLACE, Column.DESCRIPTION, Column.CATEGORY, Column.LEVEL,
    Column.SOURCE, Column.FOUND, Column.STATE, Column.MEASURES, Column.FIXER, Column.DUE, Column.FUNDS, Column.SPENT,
    Column.SUBMITTED, Column.VERIFIED_ON, Column.CLOSED, Column.CLOSING,
)  # fmt: skip
"""What is kept of a hazard; the reporter is in none of it."""


@dataclass
class Gathered:
    """The rows behind a table, each once, and which stand behind which figure."""

    reader: Reader
    rows: list[Behind] = field(default_factory=list)
    numbers: Numbers = field(default_factory=dict)
    known: dict[tuple[str, str], int] = field(default_factory=dict)

    def gather(self, table: Table) -> None:
        """From one picture of the database: the reader's connection is `one_picture`'s.

        Raises WrongInput for more rows than are kept of one table.
        """
        asked: dict[Opens, list[tuple[int, int]]] = {}
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                if cell.opens and _counts(cell):
                    asked.setdefault(cell.opens, []).append((r, c))
        hazards = {opens: _ids(self.reader, opens) for opens in asked if opens.list in ("hazards", "hazard")}
        every = sorted({one for ids in hazards.values() for one in ids})
        if len(every) > MOST:
            raise WrongInput(
                f"定格的报表最多留存 {MOST} 条隐患，请缩短统计时间，或按单位分别定格。", field="start"
            )
        where = self._keep_hazards(every)
        for opens, places in asked.items():
            found = [where[one] for one in hazards[opens]] if opens in hazards else self._others(opens)
            self.numbers |= dict.fromkeys(places, found)

    def _keep_hazards(self, ids: list[int]) -> dict[int, int]:
        looks, where = Looks(self.reader), dict[int, int]()
        labels = [column.label for column in KEPT]
        for cases in these(self.reader, ids):
            for row in ledger_rows(looks, cases, KEPT):
                hazard = row.case.hazard
                texts = dict(zip(labels, texts_of(row, KEPT), strict=True))
                kept = Behind("hazard", hazard.ref, texts, hazard.version, bytes(hazard.head).hex())
                where[int(hazard.id or 0)] = self._number(kept)
        return where

    def _others(self, opens: Opens) -> list[int]:
        return [self._number(one) for one in OTHERS[opens.list](self.reader, opens.query)]

    def _number(self, row: Behind) -> int:
        """Its number; a row that stands behind several figures is kept once."""
        place = self.known.setdefault((row.kind, row.ref), len(self.rows))
        if place == len(self.rows):
            self.rows.append(row)
        return place


def _counts(cell: Cell) -> bool:
    return cell.value not in (None, 0) and not isinstance(cell.value, str)


def _ids(reader: Reader, opens: Opens) -> list[int]:
    if opens.list == "hazard":
        return [int(reader.one(opens.query).hazard.id or 0)]
    wanted: HazardFilter = read_query(opens.query)
    return ids_behind(reader, wanted)


def _papers(reader: Reader, query: str) -> Iterator[Behind]:
    wanted = PaperFilter.model_validate({name: values[0] for name, values in parse_qs(query).items()})
    for one in every_line(reader, wanted):
        texts = {
            "文种": one.kind.label,
            "文号": one.number,
            "隐患": one.hazard,
            "单位": one.unit,
            "部位": one.place,
        }
        yield Behind("paper", f"{one.ref}/{one.seq}", texts)


def _tasks(reader: Reader, query: str) -> Iterator[Behind]:
    wanted = TaskFilter.model_validate({name: values[0] for name, values in parse_qs(query).items()})
    for task in every_task(reader, wanted):
        row, units = task.task, reader.directory.units
        done_by = reader.directory.name_of(row.done_by) if row.done_by else ""
        texts = {"任务": row.title, "单位": units[row.unit_id].name, "科室": units[row.department_id].name}
        yield Behind("task", row.ref, {**texts, "日期": row.period.isoformat(), "巡查人": done_by})


def _checked(reader: Reader, query: str) -> Iterator[Behind]:
    told = parse_qs(query)
    said = {name: values if name == "category" else values[0] for name, values in told.items()}
    for one in checked_units(reader, CheckedQuery.model_validate(said)):
        counts = {"检查发现隐患": str(one.hazards), "完成巡查（人次）": str(one.rounds)}
        yield Behind("unit", f"checked:{query}:{one.unit.code}", {"单位": one.unit.name, **counts})


def _units(reader: Reader, query: str) -> Iterator[Behind]:
    top = reader.directory.find_unit(parse_qs(query)["unit"][0], field="unit")
    for unit in institutions(reader, top):
        yield Behind("unit", unit.code, {"单位": unit.name, "代码": unit.code})


OTHERS: dict[str, Callable[[Reader, str], Iterator[Behind]]] = {
    "papers": _papers,
    "tasks": _tasks,
    "checked": _checked,
    "units": _units,
}

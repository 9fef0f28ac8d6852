"""Lines of a ledger judged against the organisation and what is known; of no hazard is anything written."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from domain.calendar import day_of
from domain.directory.organisation import Directory
from domain.hazard.store.kept_by_the_commission import KEPT_BY_THE_COMMISSION
from domain.imports.who_may import Side, units_of
from domain.intake.asking import Remark
from domain.intake.columns import Column
from domain.intake.doubles import Doubles, Known
from domain.intake.grid import Cell, Line, Merge, Sheet, filled, is_blank
from domain.intake.head import SOUGHT_WITHIN, Head, find_head
from domain.intake.named import Names
from domain.intake.row import Ruling, Verdict
from domain.intake.rows import Reader
from domain.intake.setting import Setting
from domain.store.calendars import calendar_in_force
from domain.tables.core import CASES, HAZARD, LEDGER_ROW
from domain.words import State

LOOKED_AT = 400
"""Lines of a sheet kept in hand while its head is looked for."""
MOST_KNOWN = 3000
NO_TABLE = "没有找到台账的表头（至少要有隐患描述和另外两列），这张表没有读"


@dataclass(frozen=True)
class Asked:
    """For whom, when, and under which names and answers a ledger is judged."""

    ledger: str
    file: str
    side: Side
    directory: Directory
    at: datetime
    meaning: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, str]


def sheets_in(folder: Path) -> list[Sheet]:
    """What the darkroom told of each sheet."""
    told = json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
    return [sheet_of(one) for one in told]


def sheet_of(told: Mapping[str, Any]) -> Sheet:
    """A sheet as it is kept beside its lines."""
    merges = (merge.values() if isinstance(merge, dict) else merge for merge in told["merges"])
    return Sheet(
        told["name"],
        told["hidden"],
        tuple(told["hidden_lines"]),
        tuple(told["hidden_columns"]),
        tuple(Merge(*merge) for merge in merges),
        told["formulas"],
        told["last"],
        tuple(told["remarks"]),
    )


def lines_in(folder: Path) -> Iterator[tuple[int, Line]]:
    """(the place of its sheet, a line), as the darkroom wrote them."""
    with (folder / "rows.jsonl").open(encoding="utf-8") as file:
        for text in file:
            sheet, number, cells = json.loads(text)
            yield sheet, line_of(number, cells)


def line_of(number: int, cells: Iterable[Any]) -> Line:
    """A line as it is kept: a day stands as a list of its text, a whole number as what it is."""
    return Line(number, tuple(_cell(cell) for cell in cells))


def _cell(kept: Any) -> Cell:  # noqa: ANN401 - what JSON gives
    if isinstance(kept, list):
        return date.fromisoformat(kept[0])
    return float(kept) if isinstance(kept, int) and not isinstance(kept, bool) else kept


@dataclass
class Judge:
    """Judges the lines of a ledger sheet by sheet; `heads` fills as it goes."""

    connection: Connection
    asked: Asked
    sheets: list[Sheet]
    heads: dict[int, Head]

    def verdicts(self, lines: Iterable[tuple[int, Line]]) -> Iterator[tuple[int, Line | None, Verdict]]:
        """(the place of the sheet, the line as it was read, its verdict); blank lines have none of their own."""
        doubles = Doubles(self.asked.answers, self._taken(), self._known_of())
        for place, of_sheet in groupby(lines, key=lambda one: one[0]):
            yield from self._of_sheet(place, (line for _, line in of_sheet), doubles)

    def find_heads(self, lines: Iterable[tuple[int, Line]]) -> dict[int, Head]:
        """The head of each sheet that is read, by its place."""
        found = {}
        for place, of_sheet in groupby(lines, key=lambda one: one[0]):
            sheet, first = self.sheets[place], [line for _, line in islice(of_sheet, LOOKED_AT)]
            head = None if sheet.hidden else _head(first, sheet)
            if head is not None:
                found[place] = head
        return found

    def _of_sheet(
        self, place: int, lines: Iterator[Line], doubles: Doubles
    ) -> Iterator[tuple[int, Line | None, Verdict]]:
        sheet = self.sheets[place]
        first = list(islice(lines, LOOKED_AT))
        head = _head(first, sheet)
        said = {int(k): Column(v) for k, v in self.asked.meaning.get(str(place), {}).items()}
        if head is None or sheet.hidden:
            many = len(first) + sum(1 for _ in lines)
            why = NO_TABLE if head is None else "工作表是隐藏的，没有读；要导入请先取消隐藏"
            yield place, None, _told(f"工作表“{sheet.name}”{why}，共 {many} 行", Ruling.LEFT_OUT)
            return
        self.heads[place] = head = head.corrected(said)
        reader = Reader(
            head,
            self._setting(),
            doubles,
            self.asked.ledger,
            self.asked.file,
            sheet.name,
            merges_known=any(merge.bottom > max(merge.top, head.last) for merge in sheet.merges),
        )
        yield from self._read(place, reader, chain(first, lines), sheet)

    def _read(
        self, place: int, reader: Reader, lines: Iterable[Line], sheet: Sheet
    ) -> Iterator[tuple[int, Line | None, Verdict]]:
        """Each verdict beside its own line; the lines run once, merged cells filled on the way."""
        hidden, current = set(sheet.hidden_lines), dict[int, Line]()

        def noted() -> Iterator[Line]:
            for line in lines:
                current.clear()
                current[line.number] = line
                if not is_blank(line):
                    yield line

        for verdict in reader.read(filled(noted(), sheet.merges)):
            remarks = verdict.remarks
            if verdict.line in hidden and verdict.ruling is not Ruling.LEFT_OUT:
                remarks = (*remarks, Remark(None, "这一行在表中是隐藏的"))
            found = Verdict(**{**vars(verdict), "remarks": remarks})
            yield place, current.get(verdict.line), found

    def _setting(self) -> Setting:
        asked = self.asked
        return Setting(
            Names(asked.directory, units_of(asked.directory, asked.side)),
            day_of(asked.at),
            calendar_in_force(self.connection),
            asked.side.unit.id if asked.side.own else None,
            asked.answers,
        )

    def _taken(self) -> dict[str, str]:
        """Key -> number of every row that was imported and not taken back, of the units in question."""
        rows = (
            select(LEDGER_ROW.c.row_key, func.coalesce(HAZARD.c.number, HAZARD.c.ref))
            .join(CASES, CASES.c.id == LEDGER_ROW.c.case_id)
            .join(HAZARD, HAZARD.c.id == CASES.c.id)
            .where(LEDGER_ROW.c.live, HAZARD.c.unit_id.in_(units_of(self.asked.directory, self.asked.side)))
        )
        return {key: f"编号 {number}" for key, number in self.connection.execute(rows)}

    def _known_of(self) -> Callable[[str], list[Known]]:
        """The latest hazards of a unit, asked for once it is met."""
        ids = {
            self.asked.directory.units[unit].code: unit
            for unit in units_of(self.asked.directory, self.asked.side)
        }

        def known(code: str) -> list[Known]:
            wanted = HAZARD.c.unit_id == ids[code], HAZARD.c.state.not_in([State.DISMISSED, State.VOIDED])
            rows = select(HAZARD).where(*wanted)
            if self.asked.side.own:  # what the commission found or was told, and keeps, stays there
                rows = rows.where(~HAZARD.c.addressed_up, ~KEPT_BY_THE_COMMISSION)
            found = self.connection.execute(rows.order_by(HAZARD.c.found_at.desc()).limit(MOST_KNOWN))
            return [
                Known(
                    f"已有隐患 {row.number or row.ref}",
                    row.category,
                    day_of(row.found_at),
                    row.place,
                    row.description,
                )
                for row in found
            ]

        return known


def _head(first: list[Line], sheet: Sheet) -> Head | None:
    return find_head(list(islice(filled(first, sheet.merges), SOUGHT_WITHIN * 2)))


def _told(text: str, ruling: Ruling) -> Verdict:
    return Verdict(0, ruling, (Remark(None, text),))

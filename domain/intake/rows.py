"""All lines of a sheet, each with what becomes of it: none is lost without a word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.commands.importing import Origin
from domain.intake.asking import Remark
from domain.intake.columns import Column
from domain.intake.doubles import Doubles
from domain.intake.grid import Cell, Line, is_blank, text_of
from domain.intake.head import Head
from domain.intake.money import read_money, unit_in
from domain.intake.row import Ruling, Verdict, read_row
from domain.intake.setting import Cells, Setting
from domain.intake.vocabulary import plain_head

TOTALS = re.compile(r"(合计|总计|小计|共计|累计|本页合计|总数)[:：]?")
NOTES = re.compile(
    r"(注|备注|说明|填表说明|填报说明|填表人|审核人|制表|制表人|填报人|联系人|填报单位|填表时间|审核|签字)"
    r"[:：、]?.*|(单位|主要|分管)?(负责人|领导)(\(?(签字|签章|签名|盖章)\)?)?[:：].*|(经办人|复核人|填报日期|制表日期)[:：].*"
)
TELLING = (Column.UNIT, Column.FOUND, Column.PLACE, Column.DESCRIPTION, Column.CATEGORY, Column.FIXER)
MERGED_TOGETHER = (Column.UNIT, Column.FOUND, Column.UNIT_TYPE)
"""What a merged cell on the left says for several rows."""
DITTO = frozenset({"同上", "同前", "〃", "″", '"', "''", "同上行"})
REPEATED = 0.6
FEW = 2
LONGEST_HEAD = 40
"""In letters: a longer text repeats no head."""


@dataclass
class Reader:
    """Reads the lines of one sheet in order. `merges_known`: a blank beneath a value is then no merged cell."""

    head: Head
    setting: Setting
    doubles: Doubles
    ledger: str
    file: str
    sheet: str
    merges_known: bool = False
    _above: Cells | None = None
    _found: date | None = None
    _funds: Decimal = field(default_factory=Decimal)

    def read(self, lines: Iterable[Line]) -> Iterator[Verdict]:
        """A verdict for each line, the blank ones between told by the line after them."""
        last = 0
        for line in lines:
            if is_blank(line):
                continue
            if line.number > last + 1 and last >= self.head.last:
                yield from _blank(last + 1, line.number - 1)
            last = line.number
            yield self._one(line)

    def _one(self, line: Line) -> Verdict:
        if self.head.first <= line.number <= self.head.last:
            return _dropped(line, "表头")
        if line.number < self.head.first:
            return _dropped(line, f"表头以上：{_shown(line)}")
        if why := self._no_row(line):
            return _dropped(line, why)
        cells = self._with_what_is_merged(line)
        origin = Origin(ledger=self.ledger, file=self.file, sheet=self.sheet, line=line.number)
        verdict = self.doubles.judge(read_row(cells, self.setting, origin, self._found))
        self._above, self._found = cells, verdict.found or self._found
        if verdict.ruling is not Ruling.LEFT_OUT:
            money = read_money(cells.cell(Column.FUNDS), unit_in(cells.title(Column.FUNDS)))
            self._funds += money.amount or 0
        return verdict

    def _no_row(self, line: Line) -> str:
        """Why a line is no row of the ledger, or nothing."""
        cells = Cells(line, self.head)
        texts = [(n, text) for n in range(len(line.cells)) if (text := line.text(n))]
        titles = self.head.plain_titles
        same = sum(len(text) <= LONGEST_HEAD and plain_head(text) == titles.get(n) for n, text in texts)
        if same >= REPEATED * len(texts) and same > FEW:
            return "重复的表头"
        first = texts[0][1]
        if TOTALS.fullmatch(first.replace(" ", "")):
            return self._total(cells)
        told = {text for _, text in texts}
        if (NOTES.fullmatch(first) and not cells.text(Column.DESCRIPTION)) or (
            NOTES.match(first) and len(told) <= FEW
        ):
            return f"表尾说明：{_shown(line)}"
        if not any(cells.text(column) for column in TELLING if column in self.head.at):
            return (
                f"空行（只有“{'”“'.join(self.head.titles.get(n, text) for n, text in texts[:FEW])}”列有内容）"
            )
        if len(told) == 1 and texts[0][0] != self.head.at.get(Column.DESCRIPTION):
            return f"小标题：{first[:40]}"
        return ""

    def _total(self, cells: Cells) -> str:
        money = read_money(cells.cell(Column.FUNDS), unit_in(cells.title(Column.FUNDS))).amount
        if money is None or money == self._funds:
            return "合计行"
        return f"合计行（写资金 {money.normalize():f} 万元，各行相加为 {self._funds.normalize():f} 万元）"

    def _with_what_is_merged(self, line: Line) -> Cells:
        """What the row above says for 同上, and for a merged cell where the sheet does not tell which are merged."""
        cells = Cells(line, self.head)
        above = self._above
        if above and (ditto := [column for column in self.head.at if cells.text(column) in DITTO]):
            return Cells(line, self.head, {column: above.cell(column) for column in ditto})
        group = [column for column in MERGED_TOGETHER if column in self.head.at]
        if self.merges_known or self._above is None or any(cells.text(column) for column in group):
            return cells
        instead: dict[Column, Cell] = {
            column: said for column in group if text_of(said := self._above.cell(column))
        }
        return Cells(line, self.head, instead)


def _blank(first: int, last: int) -> Iterator[Verdict]:
    """Blank lines between rows, as one."""
    which = f"第 {first} 行" if first == last else f"第 {first} 至 {last} 行"
    yield Verdict(first, Ruling.LEFT_OUT, (Remark(None, f"空行（{which}）"),))


def _dropped(line: Line, why: str) -> Verdict:
    return Verdict(line.number, Ruling.LEFT_OUT, (Remark(None, why),))


def _shown(line: Line) -> str:
    return " ".join(dict.fromkeys(text_of(cell) for cell in line.cells if text_of(cell)))[:80]

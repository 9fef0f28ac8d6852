"""What the page of an import shows: its counts as tabs, its columns, what is asked, its lines, how far it is."""

from dataclasses import dataclass
from typing import Any

from api.pages.visitor import Visit
from domain.imports.rows import Stage
from domain.imports.seeing import Group, Seen, Whole, import_seen, imports_seen, lines_seen, questions_seen
from domain.intake.columns import Column
from domain.intake.head import Meant
from domain.intake.row import Ruling

MOST_ASKED = 40
TABS = (Ruling.READY, Ruling.ASKED, Ruling.REFUSED, Ruling.LEFT_OUT, Ruling.KNOWN, Ruling.TAKEN_IN)
KEEPS = "原来的版式、颜色、公式和其他工作表都不变"
LOSES = {
    "xls": "旧格式 .xls 以 .xlsx 返回：内容、日期、工作表和合并单元格保留，颜色、字体和公式不保留",
    "ods": ".ods 以 .xlsx 返回：内容、日期和工作表保留，合并单元格、颜色、字体和公式不保留",
    "csv": "文本文件以 .xlsx 返回：每一格按原文保留",
}
"""By the kind of the ledger, what is lost on its way back; of an .xlsx nothing."""
MARKS = {
    Ruling.READY: "good", Ruling.ASKED: "soon", Ruling.REFUSED: "late", Ruling.TAKEN_IN: "good",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A sheet with its columns, and what is to be told of it."""

    place: int
    name: str
    columns: tuple[Meant, ...]
    remarks: list[str]
    unsure: int


@dataclass(frozen=True)
class Shown:
    """Everything that the template shows."""

    whole: Whole
    tabs: list[tuple[str, str, int, bool]]
    tables: list[Table]
    asked: list[Group]
    asked_more: int
    kinds: dict[str, int]
    lines: list[Seen]
    more: str
    at_work: bool
    done: int
    of: int
    meanings: list[tuple[str, str]]
    marks: dict[Ruling, str]

    @property
    def marked_note(self) -> str:
        """What the marked workbook is, and what of the uploaded one it cannot keep."""
        of_it = LOSES.get(self.whole.row.kind, KEEPS)
        return (
            "不能导入的格标红，要您决定的格标黄，最右边加一列“错误说明”写明原因；改好后再上传，这一列不会导入。"
            f"{of_it}。"
        )

    @property
    def is_open(self) -> bool:
        """Whether it may still be decided and taken in."""
        return self.whole.stage is Stage.CHECKED

    def count(self, name: str) -> int:
        """How many lines have this verdict."""
        return self.whole.counts.get(Ruling(name), 0)


def shown_list(page: Visit) -> list[tuple[Any, str, str]]:
    """(the import, how far it is, who began it), the latest first."""
    name_of = page.reader.directory.name_of
    rows = imports_seen(page.store, page.who, page.at)
    return [(row, Stage(row.state).label, name_of(row.by_id)) for row in rows]


def show(page: Visit, ref: str, only: Ruling | None, after: int) -> Shown:
    """One import as it stands."""
    whole = import_seen(page.store, ref, page.who, page.at)
    groups = questions_seen(page.store, whole) if whole.stage is Stage.CHECKED else []
    lines, further = lines_seen(page.store, whole, only, after)
    kinds: dict[str, int] = {}
    for group in groups:
        kinds[group.question.kind] = kinds.get(group.question.kind, 0) + 1
    asked = f"ruling={only}&" if only else ""
    return Shown(
        whole=whole,
        tabs=_tabs(whole, only),
        tables=_tables(whole),
        asked=groups[:MOST_ASKED],
        asked_more=max(0, len(groups) - MOST_ASKED),
        kinds=kinds,
        lines=lines,
        more=f"/import/{ref}?{asked}after={lines[-1].n}#lines" if further else "",
        at_work=whole.stage in (Stage.TAKING_IN, Stage.TAKING_BACK),
        done=whole.row.done,
        of=_of(whole),
        meanings=[(str(one), one.label) for one in Column],
        marks=MARKS,
    )


def _of(whole: Whole) -> int:
    """How many lines the work under way has to pass."""
    if whole.stage is Stage.TAKING_IN:
        return int(whole.row.done) + whole.counts.get(Ruling.READY, 0)
    return whole.counts.get(Ruling.TAKEN_IN, 0)


def _tabs(whole: Whole, only: Ruling | None) -> list[tuple[str, str, int, bool]]:
    address = f"/import/{whole.row.ref}"
    every = [(f"{address}#lines", "全部", sum(whole.counts.values()), only is None)]
    return every + [
        (f"{address}?ruling={one}#lines", one.label, whole.counts[one], only is one)
        for one in TABS
        if whole.counts.get(one)
    ]


def _tables(whole: Whole) -> list[Table]:
    found = []
    for place, head in whole.heads.items():
        sheet = whole.row.sheets[place]
        unsure = sum(not one.sure for one in head.columns)
        found.append(Table(place, sheet["name"], head.columns, _remarks(sheet), unsure))
    return found


def _remarks(sheet: dict[str, Any]) -> list[str]:
    said = list(sheet["remarks"])
    if lines := sheet["hidden_lines"]:
        said.append(f"有 {len(lines)} 行是隐藏的，也一并读取：第 {'、'.join(map(str, lines[:20]))} 行")
    if columns := sheet["hidden_columns"]:
        said.append(f"有 {len(columns)} 列是隐藏的，也一并读取：第 {'、'.join(map(str, columns[:20]))} 列")
    if sheet["formulas"]:
        said.append(f"有 {sheet['formulas']} 格由公式算出，按表中保存的数值读取")
    return said

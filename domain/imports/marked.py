"""The ledger that was uploaded, back as an .xlsx: every bad cell coloured, the reasons in a column 错误说明."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select

from domain.darkroom import mark_ledger
from domain.errors import NotFound, NotReady
from domain.evidence.originals import arrival, create, original
from domain.evidence.vault import DamagedError
from domain.imports.rows import question_of, remark_of
from domain.imports.seeing import Whole
from domain.intake.asking import Remark
from domain.intake.columns import Column
from domain.intake.grid import Merge, letter_of
from domain.intake.head import Head
from domain.intake.row import Ruling
from domain.store.base import Store
from domain.store.secrets import SealedForOthersError
from domain.tables.core import LEDGER_ROW

AT_ONCE = 1000
BAD = (Ruling.ASKED, Ruling.REFUSED)
ENDING = ".xlsx"


@contextmanager
def marked(store: Store, whole: Whole) -> Iterator[Path]:
    """The marked workbook, there until the end of the block; `file_name` says how it is called.

    Raises NotReady when no line is bad, NotFound when the file is lost, WrongInput when it cannot be marked.
    """
    if not any(whole.counts.get(ruling) for ruling in BAD):
        raise NotReady("没有要您决定或不能导入的行，不需要标注。")
    with arrival(store) as folder:
        try:
            with create(folder / "file") as out:
                out.writelines(original(store, whole.row.file))
        except (DamagedError, SealedForOthersError) as error:
            raise NotFound(f"{str(error).rstrip('。')}，请联系管理员。") from None
        _write_marks(store, whole, folder)
        mark_ledger(folder / "file", folder)
        yield folder / "marked"


def file_name(whole: Whole) -> str:
    """What the marked workbook is called: like the one that was uploaded."""
    name = Path(whole.row.name)
    return f"{name.stem}（标注）{ENDING}"


def _write_marks(store: Store, whole: Whole, folder: Path) -> None:
    """Of each sheet its head and where the answers stand, then line by line what is bad and why."""
    rows, mine = LEDGER_ROW.c, LEDGER_ROW.c.ledger_id == whole.row.id
    widest = (
        select(rows.sheet, func.max(func.jsonb_array_length(rows.cells))).where(mine).group_by(rows.sheet)
    )
    with store.asking() as connection, (folder / "marks.jsonl").open("w", encoding="utf-8") as out:
        wide = dict(connection.execute(widest).tuples().all())
        marks = {place: _of_sheet(whole, place, wide.get(place, 0)) for place in whole.heads}
        for row in _bad(connection, whole.row.id):
            out.write(json.dumps(_mark(row, whole.heads[row.sheet]), ensure_ascii=False) + "\n")
    (folder / "marks.json").write_text(json.dumps(marks), encoding="utf-8")


def _bad(connection: Connection, ledger_id: int) -> Iterator[Row[Any]]:
    """The lines that are bad, some at a time."""
    rows, last = LEDGER_ROW.c, 0
    wanted = select(rows.n, rows.sheet, rows.line, rows.ruling, rows.remarks, rows.questions).where(
        rows.ledger_id == ledger_id, rows.ruling.in_(BAD), rows.line > 0
    )
    while some := connection.execute(wanted.where(rows.n > last).order_by(rows.n).limit(AT_ONCE)).all():
        yield from some
        last = some[-1].n


def _of_sheet(whole: Whole, place: int, wide: int) -> list[int | bool]:
    """[line of the head, column of the answers, whether that stands there from an earlier time]."""
    head = whole.heads[place]
    if (earlier := head.at.get(Column.ANSWER)) is not None:
        return [head.last, earlier, True]
    merges = (Merge(**one) for one in whole.row.sheets[place]["merges"])
    return [head.last, max([wide, *(one.right + 1 for one in merges if one.bottom >= head.first)]), False]


def _mark(row: Row[Any], head: Head) -> list[Any]:
    """[sheet, line, columns, words, cannot be taken in]; the words name each cell."""
    said = [one for one in map(remark_of, row.remarks) if one.bad]
    said += [Remark(one.column, one.why) for one in map(question_of, row.questions)]
    columns = [head.at[one.column] for one in said if one.column in head.at]
    words = "；".join(_worded(one, head, row.line) for one in said)
    ruling = Ruling(row.ruling)
    return [row.sheet, row.line, columns, f"{ruling.label}：{words}", ruling is Ruling.REFUSED]


def _worded(remark: Remark, head: Head, line: int) -> str:
    column = head.at.get(remark.column) if remark.column else None
    return remark.text if column is None else f"{letter_of(column)}{line} {remark.text}"

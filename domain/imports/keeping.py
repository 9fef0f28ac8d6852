"""A ledger arrives (预检): opened in the darkroom, judged line by line, its file sealed; of a bad one nothing stays."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, delete, insert, select, update

from domain.cases.refs import new_ref
from domain.cases.store.writing import retried
from domain.darkroom import open_ledger
from domain.directory.organisation import Actor, Directory
from domain.errors import NotReady, TooLarge, WrongInput
from domain.evidence.originals import CHUNK, arrival, create, path_of, put
from domain.imports.reading import Asked, Judge, lines_in, sheets_in
from domain.imports.rows import WORDS, Stage, ledger_of, row_of, said_of
from domain.imports.who_may import Side, refuse_unless_side
from domain.intake.head import Head
from domain.store.base import Store
from domain.tables.core import LEDGER, LEDGER_ROW
from domain.typed_text import half_width

MOST_BYTES = 50 * 1024 * 1024
AT_ONCE = 1000
REMEMBERED = ("unit:", "source:", "category:", "level:", "state:", "state_done:", "person:", "funds_unit:")
"""Kinds of questions whose answers hold for the next ledger of the same make: what a word means, not what a row is."""


def keep_ledger(store: Store, file: BinaryIO, name: str, *, by: Actor, at: datetime) -> str:
    """Keep and judge a workbook; gives the ref of the import. Nothing is written of any hazard.

    Raises NotAllowed, TooLarge, or WrongInput saying in one sentence why it cannot be read. `at` is legal time.
    """
    with store.asking() as connection:
        directory = store.directory(connection)
    side = refuse_unless_side(directory, by, at)
    with arrival(store) as folder:
        digest, size = _receive(file, folder / "file")
        kind, _ = open_ledger(folder / "file", folder)
        kept = {
            "ref": new_ref("i"), "unit_id": side.unit.id, "by_id": by.person_id, "begun_at": at, "file": digest,
            "name": half_width(Path(name).name)[-200:] or "未命名", "kind": kind, "size": size, "state": Stage.CHECKED,
        }  # fmt: skip
        retried(store, lambda connection: _judge(connection, kept, folder, (directory, side, at)))
        put(store, folder / "file", digest)
    return str(kept["ref"])


def forget_ledger(store: Store, ref: str, *, by: Actor, at: datetime) -> None:
    """Take away an import of which nothing was taken in, with its file."""
    with store.engine.begin() as connection:
        ledger = ledger_of(connection, store, ref, by, at, lock=True)
        if ledger.state != Stage.CHECKED:
            raise NotReady("已经开始导入的不能删除；要收回请用“撤销导入”。")
        connection.execute(delete(LEDGER_ROW).where(LEDGER_ROW.c.ledger_id == ledger.id))
        connection.execute(delete(LEDGER).where(LEDGER.c.id == ledger.id))
        others = connection.execute(select(LEDGER.c.id).where(LEDGER.c.file == ledger.file).limit(1)).first()
    if others is None:
        path_of(store, ledger.file).unlink(missing_ok=True)


def _judge(
    connection: Connection, kept: dict[str, Any], folder: Path, who: tuple[Directory, Side, datetime]
) -> None:
    """Judge every line and write it down; once the heads are known, again with what was said of their like before."""
    directory, side, at = who
    sheets = sheets_in(folder)
    judge = Judge(connection, Asked(kept["ref"], kept["file"], side, directory, at, {}, {}), sheets, {})
    remembered = _remembered(connection, side, judge.find_heads(lines_in(folder)))
    asked = Asked(kept["ref"], kept["file"], side, directory, at, *remembered)
    judge = Judge(connection, asked, sheets, {})
    ledger = connection.execute(insert(LEDGER).values(**kept).returning(LEDGER.c.id)).scalar_one()
    rows = (
        {"ledger_id": ledger, "n": n, "sheet": place, **row_of(line, verdict)}
        for n, (place, line, verdict) in enumerate(judge.verdicts(lines_in(folder)), start=1)
    )
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(insert(LEDGER_ROW), some)
    if not judge.heads:
        raise WrongInput(
            "没有找到隐患台账的表格：表头至少要有“隐患描述”和另外两列（例如单位、检查日期）。", field="file"
        )
    source = "-".join(head.source for head in judge.heads.values())[:16]
    meaning, answers = remembered
    said = {"source": source, "meaning": meaning, "answers": answers}
    shown = [said_of(sheet, judge.heads.get(place)) for place, sheet in enumerate(sheets)]
    connection.execute(update(LEDGER).where(LEDGER.c.id == ledger).values(**said, sheets=shown))


def _remembered(
    connection: Connection, side: Side, heads: Mapping[int, Head]
) -> tuple[dict[str, dict[str, str]], dict[str, Any]]:
    """What was said of the columns and words of the last ledger with these heads, by the same office."""
    source = "-".join(head.source for head in heads.values())[:16]
    mine = (LEDGER.c.unit_id == side.unit.id) & (LEDGER.c.source == source)
    last = connection.execute(
        select(LEDGER.c.meaning, LEDGER.c.answers).where(mine).order_by(LEDGER.c.id.desc()).limit(1)
    ).first()
    if last is None or not source:
        return {}, {}
    kept = {
        key: answer
        for key, answer in last.answers.items()
        if key.startswith(REMEMBERED) and answer != "leave_out"
    }
    answers = {key: answer for key, answer in kept.items() if not key.endswith(":*")}
    words = last.answers.get(WORDS, {})
    return last.meaning, {**answers, WORDS: {key: words[key] for key in answers if key in words}}


def _receive(file: BinaryIO, path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with create(path) as out:
        for chunk in _chunks(file):
            size += len(chunk)
            if size > MOST_BYTES:
                raise TooLarge(
                    f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件导入。", field="file"
                )
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest(), size


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk

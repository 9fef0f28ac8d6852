"""Killed in the middle of an import: no half row, and what is left is taken in where it stopped."""

import os
import signal
import subprocess
import sys
from io import BytesIO

from sqlalchemy import func, select

from domain.audit.cases import verify_chains
from domain.imports.keeping import keep_ledger
from domain.imports.seeing import import_seen
from domain.imports.taking_in import AT_ONCE, begin_taking_in, take_in
from domain.intake.row import Ruling
from domain.tables.core import CASES, HAZARD, JOURNAL
from tests.world import World, on

NOW = on("2026-11-21 10:00")
ROWS = 3 * AT_ONCE - 20
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from domain.directory.organisation import Actor
from domain.imports.taking_in import take_in
from domain.store.base import Store
url, evidence, ref, who, at = sys.argv[1:]
take_in(Store.open(url, Path(evidence)), ref, by=Actor(int(who)), at=datetime.fromisoformat(at))
"""


def ledger() -> bytes:
    head = "检查日期,单位,部位,类别,级别,隐患描述,发现方式,整改期限,整改状态,整改完成日期,复查日期"
    words = [chr(0x4E00 + n * 7) * 6 for n in range(ROWS)]
    rows = (
        f"2026.9.1,县医院,{n}号房,消防,一般,{word},监督检查,3日内,已销号,2026.9.2,2026.9.3"
        for n, word in enumerate(words)
    )
    return "\n".join((head, *rows)).encode()


def counted(county: World) -> tuple[int, int, int]:
    """Hazards, their names, and their journal lines."""
    with county.store.asking() as connection:
        asked = (select(func.count()).select_from(table) for table in (HAZARD, CASES, JOURNAL))
        hazards, cases, lines = (connection.execute(one).scalar_one() for one in asked)
        return hazards, cases, lines


def killed(county: World, ref: str, fault: str) -> None:
    """Let another process take rows in until it is killed there."""
    url = county.store.engine.url.render_as_string(hide_password=False)
    said = [url, str(county.store.evidence), ref, str(county.people["office"]), NOW.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *said], env={**os.environ, "BIHUAN_FAULTS": fault}, check=False
    )
    assert done.returncode == -signal.SIGKILL


def test_an_import_that_is_killed_goes_on_where_it_stopped(county: World) -> None:
    office = county.actor("office")
    ref = keep_ledger(county.store, BytesIO(ledger()), "台账.csv", by=office, at=NOW)
    assert import_seen(county.store, ref, office, NOW).counts[Ruling.READY] == ROWS
    begin_taking_in(county.store, ref, by=office, at=NOW)
    killed(county, ref, "perform.before_commit=kill@2")
    assert counted(county) == (AT_ONCE,) * 3, "the second batch is not there at all"
    killed(county, ref, "imports.between_batches=kill@1")
    assert counted(county) == (2 * AT_ONCE,) * 3
    assert take_in(county.store, ref, by=office, at=NOW)
    assert counted(county) == (ROWS,) * 3
    with county.store.asking() as connection:
        numbers = sorted(connection.execute(select(HAZARD.c.number)).scalars())
    assert numbers == [f"500999-001-2026-{n:05d}" for n in range(1, ROWS + 1)], "no number twice, no gap"
    assert list(verify_chains(county.store)) == []

"""The same SQL by pgbench: how fast PostgreSQL alone would let anybody live these lives."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text

from deploy.bench.ground import Ground
from deploy.bench.in_process import PRESSERS
from deploy.bench.life import LINES
from deploy.bench.pressing import live
from deploy.bench.recording import number_from_afar, record
from deploy.bench.report import Figure, Part
from deploy.bench.spending import moment, spent_since
from deploy.bench.stopping import KEYBOARD, held_back
from deploy.bench.town import HOSPITALS, found
from deploy.postgres.roles import ADMINISTRATOR, FILE
from domain.store.base import Store
from domain.store.settings import StartError

NAME = "samesql"
RATE = "hazards/s, pressed"
DISCARD_PORT = 9  # nobody delivers here
LONGEST = 120.0
TITLE = "同样的 SQL，由 pgbench 执行，不含送达 (the presses' SQL by pgbench, without delivery)"
_PROCESSED = re.compile(r"transactions actually processed: (\d+)")
_TPS = re.compile(r"tps = ([\d.]+) \(without initial connection time\)")
_COUNTED = {
    "closed hazards": "SELECT count(*) FROM hazard WHERE state = 'closed'",
    "journal lines": "SELECT count(*) FROM journal",
    "notices": "SELECT count(*) FROM notice",
}


def measure(ground: Ground, seconds: int) -> Part:
    """Record a life in each hospital and let pgbench repeat them for so long."""
    url = ground.fresh_database(NAME)
    store = Store.open(url.render_as_string(hide_password=False), Path())
    try:
        town = found(store.engine, DISCARD_PORT)
        number_from_afar(store.engine)
        live(store, town, 0)  # the first life of a process also reads the organisation and the policy
        with ground.cluster.connect(NAME) as connection:
            for n in range(HOSPITALS):
                _script(ground, n).write_text(record(store, town, n).script(connection), encoding="utf-8")
        recorded = _count(store.engine)
        before = moment(ground.cluster)
        lives, rate = _repeat(ground, seconds)
        spent = spent_since(ground.cluster, before)
        wrong = tuple(_faults(recorded, _count(store.engine), lives))
    finally:
        store.close()
    figures = (
        Figure(RATE, rate, "hazards/s"),
        Figure("CPU of PostgreSQL", 1000 * spent.cpu / lives, "ms per hazard"),
        Figure("WAL", spent.wal / lives / 1000, "kB per hazard"),
        Figure("commits", spent.commits / lives, "per hazard"),
    )
    return Part(TITLE, () if wrong else figures, wrong)


def _repeat(ground: Ground, seconds: int) -> tuple[int, float]:
    """Let pgbench live as many lives as it can; gives how many, and how many a second."""
    program = ground.cluster.binaries / "pgbench"
    if not os.access(program, os.X_OK):
        raise StartError(f"没有 {program}，无法对比 (this PostgreSQL comes without pgbench)")
    command = [str(program), "-h", str(ground.cluster.sockets), "-U", ADMINISTRATOR, "-n", "-M", "prepared"]
    command += ["-c", str(PRESSERS), "-j", str(PRESSERS), "-T", str(seconds)]
    command += [word for n in range(HOSPITALS) for word in ("-f", str(_script(ground, n)))]
    with held_back(KEYBOARD):
        running = subprocess.Popen(
            [*command, NAME],
            env={**os.environ, "PGPASSFILE": str(ground.cluster.home / FILE)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    try:
        told, complaint = running.communicate(timeout=seconds + LONGEST)
    finally:
        running.kill()
    lives, rate = _PROCESSED.search(told), _TPS.search(told)
    if running.returncode != 0 or lives is None or rate is None or int(lives[1]) == 0:
        words = " ".join(complaint.split())[-300:]
        raise StartError(f"pgbench 未能完成：{words} (pgbench failed)")
    return int(lives[1]), float(rate[1])


def _script(ground: Ground, n: int) -> Path:
    return ground.home / f"life{n}.sql"


def _count(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: int(connection.scalar(text(sql)) or 0) for name, sql in _COUNTED.items()}


def _faults(before: dict[str, int], after: dict[str, int], lives: int) -> Iterator[str]:
    """The judge's count: as much was written for each life as when it was recorded."""
    each = {"closed hazards": 1, "journal lines": LINES}
    each["notices"] = before["notices"] // before["closed hazards"]
    for name, number in each.items():
        if (found := after[name] - before[name]) != number * lives:
            yield f"{name}: {found} instead of {number * lives}"

"""How long the whole ledger takes to leave as a file, what the web's memory grows by, how soon a CSV begins."""

import http.client
import time
from pathlib import Path

from deploy.bench.report import Figure
from domain.store.settings import StartError

COLUMNS = (
    "number unit department place description category level criterion source found registrar measures interim"
    " fixers_department fixer phone first_due due funds spent submitted verifier verified_on closed"
)
"""Twenty-four of them, and the running number."""
VIEW = "only=true&" + "&".join(f"column={name}" for name in COLUMNS.split())
MOST_SECONDS, MOST_MEGABYTES, MOST_WAIT = 30.0, 60.0, 1000.0
CHUNK = 1024 * 1024


def figures(port: int, token: str, pid: int) -> list[Figure]:
    """Asked once each: a workbook is written whole before it goes out, a CSV is sent while it is read."""
    before = _megabytes(pid, "VmRSS")
    whole, _, size = _took(port, token, f"/api/ledger.xlsx?{VIEW}")
    grown = _megabytes(pid, "VmHWM") - before
    to_the_end, begun, _ = _took(port, token, f"/api/ledger.csv?{VIEW}")
    return [
        Figure("ledger.xlsx, 25 columns", whole, "s", most=MOST_SECONDS),
        Figure("ledger.xlsx, memory of the web grows by", grown, "MB", most=MOST_MEGABYTES),
        Figure("ledger.xlsx, size", size / 1e6, "MB"),
        Figure("ledger.csv, first byte", 1000 * begun, "ms", most=MOST_WAIT),
        Figure("ledger.csv, all", to_the_end, "s"),
    ]


def _took(port: int, token: str, path: str) -> tuple[float, float, int]:
    """Seconds to the last and to the first byte, and how many there are."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    if answer.status != http.client.OK:
        raise StartError(f"GET {path}: {answer.status}")
    size = len(answer.read(1))
    first = time.perf_counter() - began
    while piece := answer.read(CHUNK):
        size += len(piece)
    connection.close()
    return time.perf_counter() - began, first, size


def _megabytes(pid: int, what: str) -> float:
    """Of a process, as Linux tells it: VmRSS now, VmHWM at most."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.children import LONGEST_PAUSE, Child

WAITS = "import time; time.sleep(60)"
SAYS_WHEN_ASKED = (
    "import pathlib, signal, sys, time\n"
    "def asked(*_): pathlib.Path('asked').touch(); sys.exit(0)\n"
    "signal.signal(signal.SIGTERM, asked); pathlib.Path('ready').touch(); time.sleep(60)"
)
DEAF = (
    "import pathlib, signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); pathlib.Path('ready').touch(); time.sleep(60)"
)
HAS_A_CHILD = (
    "import pathlib, subprocess, sys, time\n"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "pathlib.Path('ready').write_text(str(p.pid)); time.sleep(60)"
)


def until(condition: Callable[[], object], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie that nobody has fetched does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(") ")[2][0] != "Z"


class Nursery:
    """Makes children of one test and ends them after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.children: list[Child] = []

    def bear(self, program: str, limit: float = 5) -> Child:
        child = Child(
            "child",
            [sys.executable, "-c", program],
            dict(os.environ),
            self.folder / "log",
            self.folder,
            limit,
        )
        self.children.append(child)
        return child


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    made = Nursery(tmp_path)
    yield made
    for child in made.children:
        child.stop(0)


def test_a_child_that_dies_is_started_again_with_growing_patience(nursery: Nursery) -> None:
    child = nursery.bear("print('lived', flush=True)")
    child.start()
    pauses = []
    for _ in range(2):
        until(lambda: not child.is_running)
        child.watch()
        pauses.append(child.next_start - time.monotonic())
        child.next_start = 0
        child.watch()
    assert pauses[0] <= 1 < pauses[1] <= 2
    assert child.pause <= LONGEST_PAUSE
    until(lambda: child.log.read_text().count("lived") == 3)


def test_a_child_that_runs_is_left_alone(nursery: Nursery) -> None:
    child = nursery.bear(WAITS)
    child.start()
    before = child.process
    child.watch()
    assert child.process is before


def test_a_child_is_asked_before_it_is_killed(nursery: Nursery) -> None:
    child = nursery.bear(SAYS_WHEN_ASKED)
    child.start()
    until((nursery.folder / "ready").exists)
    child.stop()
    assert (nursery.folder / "asked").exists()
    assert child.process is not None
    assert child.process.returncode == 0


def test_a_deaf_child_is_killed_when_its_limit_is_over(nursery: Nursery) -> None:
    child = nursery.bear(DEAF, limit=0.2)
    child.start()
    until((nursery.folder / "ready").exists)
    began = time.monotonic()
    child.stop()
    assert time.monotonic() - began < 5
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_what_a_child_started_ends_with_it(nursery: Nursery) -> None:
    child = nursery.bear(HAS_A_CHILD)
    child.start()
    ready = nursery.folder / "ready"
    until(lambda: ready.exists() and ready.read_text())
    child.stop()
    until(lambda: not is_alive(int(ready.read_text())))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_child_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys, time; from deploy.children import Child\n"
        f"c = Child('c', [sys.executable, '-c', {WAITS!r}], {{}}, pathlib.Path('log'), pathlib.Path())\n"
        "c.start(); print(c.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    until(lambda: not is_alive(pid))


def test_a_long_log_is_put_aside(nursery: Nursery) -> None:
    child = nursery.bear(WAITS)
    child.log.write_bytes(b"x" * 10_000_001)
    child.start()
    assert child.log.stat().st_size < 1000
    assert child.log.with_suffix(".old.log").stat().st_size > 10_000_000

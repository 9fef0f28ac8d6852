import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.postgres import embedded
from deploy.postgres.processes import is_postmaster_of, read_pid
from tests.deploy.test_children import until

PROGRAM = [sys.executable, "-m", "tests.deploy.household"]
ROOT = Path(__file__).parents[2]
SOON = 240


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bihuan-supervisor-")).resolve()
    path.chmod(0o755)
    yield path
    embedded.at(path / "postgres").stop()
    shutil.rmtree(path)


@contextmanager
def running(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([*PROGRAM, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as supervisor:
        born = folder / "born"
        until(lambda: born.exists() and len(born.read_text().splitlines()) == 3, SOON)
        yield supervisor
        supervisor.kill()


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        *(pytest.param(n, marks=pytest.mark.exhaustive) for n in (signal.SIGINT, signal.SIGHUP)),
    ],
)
def test_every_stop_ends_web_worker_prefect_and_postgresql_in_this_order(
    folder: Path, number: signal.Signals
) -> None:
    with running(folder) as supervisor:
        supervisor.send_signal(number)
        said, _ = supervisor.communicate(timeout=SOON)
    assert supervisor.returncode == 0
    assert (folder / "order").read_text().split() == ["web", "worker", "prefect"]
    assert not is_postmaster_of(folder / "postgres" / "data")
    assert "已停止" in said.splitlines()[-1]


def test_a_killed_postgresql_is_started_again(folder: Path) -> None:
    with running(folder) as supervisor:
        data = folder / "postgres" / "data"
        first = read_pid(data)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: is_postmaster_of(data) and read_pid(data) != first, SOON)
        until(embedded.at(folder / "postgres").answers)
        supervisor.terminate()
        supervisor.communicate(timeout=SOON)
    assert not is_postmaster_of(data)


def test_the_supervisor_ends_only_its_own(folder: Path) -> None:
    twin = [sys.executable, "-c", "import time; time.sleep(60)", "web"]
    with subprocess.Popen(twin) as stranger, running(folder) as supervisor:
        supervisor.terminate()
        supervisor.communicate(timeout=SOON)
        assert stranger.poll() is None
        stranger.terminate()

"""`run_service` in a process of its own, with tiny real cores, so that a test may stop it, kill it and watch it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, text

from tests.flows.prefect_server import eventually

HEARD = "asked to stop"
ROOT = Path(__file__).parents[2]


class WorkerProcess:
    """At most one at a time; `start` may be called again after `stop` or `kill`."""

    def __init__(self, database_url: URL, engine: Engine) -> None:
        self.url = database_url.render_as_string(hide_password=False)
        self.engine = engine
        self.process: subprocess.Popen[bytes] | None = None
        self.log = Path(tempfile.mkstemp(prefix="bihuan-worker-", suffix=".log")[1])

    def start(
        self, prefect: Mapping[str, str] | None, *, program: str = "tests.flows.tiny_cores", **settings: str
    ) -> None:
        environment = {
            **{
                k: v for k, v in os.environ.items() if k not in {"PREFECT_API_URL", "PYTHONDONTWRITEBYTECODE"}
            },
            "BIHUAN_DATABASE_URL": self.url,
            **(prefect or {}),
            **settings,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", program], env=environment, cwd=ROOT, stdout=log, stderr=log
            )

    def ask_to_stop(self) -> None:
        """Ask it to stop, and wait until it has heard."""
        assert self.process is not None
        heard = self.said().count(HEARD)
        self.process.send_signal(signal.SIGTERM)
        eventually(lambda: self.said().count(HEARD) > heard)

    def stop(self, seconds: float = 60, by: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; gives its exit code."""
        assert self.process is not None
        self.process.send_signal(by)
        return self.ended(seconds)

    def ended(self, seconds: float = 60) -> int:
        """Wait for its end; gives its exit code."""
        assert self.process is not None
        return self.process.wait(seconds)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def said(self) -> str:
        return self.log.read_text()

    def memory(self) -> float:
        """Its resident memory in MB."""
        assert self.process is not None
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Meanwhile it does nothing at all: what a test prepares is met by one sweep, as a whole."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        yield
        self.process.send_signal(signal.SIGCONT)

    @contextmanager
    def held(self, row: str) -> Iterator[None]:
        """Meanwhile a call of this core does not end."""
        with self.engine.begin() as connection:
            connection.execute(text("INSERT INTO core_held VALUES (:name)"), {"name": row})
        yield
        with self.engine.begin() as connection:
            connection.execute(text("DELETE FROM core_held"))

    def calls(self, row: str) -> list[Any]:
        """What its cores were called for, oldest first."""
        with self.engine.connect() as connection:
            found = connection.execute(
                text("SELECT * FROM core_call WHERE name = :n ORDER BY id"), {"n": row}
            )
            return list(found)

    def passes(self, row: str) -> Any:
        with self.engine.connect() as connection:
            found = connection.execute(text("SELECT * FROM timetable_pass WHERE name = :n"), {"n": row})
            return found.one_or_none()

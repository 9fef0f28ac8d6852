"""Where it is measured: a PostgreSQL of its own with the settings of production, erased afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine, text

from deploy.bench.sink import Sink
from deploy.bench.stopping import KEYBOARD, held_back
from deploy.migrate import migrate
from deploy.postgres import embedded
from deploy.postgres.embedded import Cluster
from deploy.postgres.roles import ROLES
from domain.calendar import at_time, day_of
from domain.clock import DEMO_VARIABLE, DemoClock, machine_now
from domain.store.engine import read_url
from domain.store.settings import StartError

PATIENCE = 300.0
LAST_WORDS = 45.0
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@dataclass(frozen=True)
class Ground:
    """A temporary directory and its PostgreSQL."""

    home: Path
    cluster: Cluster

    def fresh_database(self, name: str) -> URL:
        """An empty, migrated database."""
        self.cluster.ensure_database(name)
        url = read_url(self.cluster.url(name))
        migrate(url, ROLES.application)
        return url

    def sink(self, name: str) -> Sink:
        """A sink with a journal of its own."""
        return Sink.open(self.home / f"{name}.sink")


@contextmanager
def open_ground() -> Iterator[Ground]:
    """Make the ground, refuse one that could lose a commit, and erase it whatever happened."""
    with temporary_home() as home, by_day():
        with held_back():
            cluster = embedded.start(home / "postgres")
        try:
            refuse_unsafe_settings(cluster)
            yield Ground(home, cluster)
        finally:
            with held_back():
                cluster.stop()


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A directory that the system user of PostgreSQL may enter, erased with everything in it."""
    home = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    try:
        home.chmod(0o755)
        yield home
    finally:
        with held_back():
            shutil.rmtree(home, ignore_errors=True)


@contextmanager
def by_day() -> Iterator[None]:
    """Let it be ten in the morning for the programs started meanwhile: at night messages rightly wait for the day.

    The clock runs as fast as the machine's, so cadences and patience are those of real operation.
    """
    machine = machine_now()
    os.environ[DEMO_VARIABLE] = DemoClock(at_time(day_of(machine), "10:00"), machine, 1.0).text()
    try:
        yield
    finally:
        del os.environ[DEMO_VARIABLE]


def refuse_unsafe_settings(cluster: Cluster) -> None:
    """A figure counts only where a power cut loses nothing."""
    with cluster.connect() as connection:
        for name, wanted in DURABLE.items():
            found = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            if found != (wanted,):
                raise StartError(f"PostgreSQL 的 {name} 应为 {wanted}，现为 {found} (not durable)")


@contextmanager
def program(
    module: str, url: URL, log: Path, *, listening: socket.socket | None = None, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of our programs as production does, without Prefect, and end it. `listening` is handed to a web."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "PREFECT_"))}
    address = {
        "BIHUAN_DATABASE_URL": url.render_as_string(hide_password=False),
        "BIHUAN_DATA": str(log.parent),
    }
    environment = kept | address | allowing_the_sink() | more
    environment |= {name: os.environ[name] for name in (DEMO_VARIABLE,) if name in os.environ}
    hands = () if listening is None else (listening.fileno(),)
    command = [sys.executable, "-P", "-m", module, *(word for n in hands for word in ("--socket", str(n)))]
    with log.open("ab") as out, held_back(KEYBOARD):
        child = subprocess.Popen(
            command, env=environment, stdout=out, stderr=out, cwd=log.parent, pass_fds=hands
        )
    try:
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask a program to end; one that does not within its limit is killed."""
    with held_back():
        child.terminate()
        try:
            child.wait(LAST_WORDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def allowing_the_sink() -> dict[str, str]:
    """What lets messages go to this machine itself, each at once: how many go out is what is measured."""
    return {"BIHUAN_NOTIFY_ALLOW_LOOPBACK": "yes", "BIHUAN_NOTIFY_PACE": "none"}


def wait_for_the_listener(engine: Engine, program: subprocess.Popen[bytes]) -> None:
    """Until the delivery listens."""
    _wait_until(
        engine,
        program,
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'bihuan listener')",
    )


def wait_until_told(engine: Engine, program: subprocess.Popen[bytes]) -> None:
    """Until nobody is owed a notice and no message is on its way."""
    _wait_until(
        engine,
        program,
        """SELECT NOT EXISTS (SELECT FROM notice_owed)
            AND NOT EXISTS (SELECT FROM attempt WHERE state IN ('waiting', 'sending'))""",
    )


def _wait_until(engine: Engine, program: subprocess.Popen[bytes], question: str) -> None:
    ends = time.monotonic() + PATIENCE
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(text(question)):
            if program.poll() is not None:
                raise StartError(
                    f"被测程序已退出，代码 {program.returncode} (the measured program has ended)"
                )
            if time.monotonic() > ends:
                raise StartError(f"{PATIENCE:.0f} 秒内没有完成：{' '.join(question.split())} (too slow)")
            time.sleep(0.1)


def free_port() -> int:
    """A TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

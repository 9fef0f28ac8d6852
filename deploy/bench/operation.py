"""The real thing: `./bihuan up` with Prefect, started, looked at while idle, made to work, and stopped."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.bench import processes
from deploy.bench.ground import end, free_port
from deploy.bench.stopping import KEYBOARD, held_back
from deploy.postgres import embedded
from deploy.postgres.embedded import Cluster
from deploy.postgres.processes import read_pid
from deploy.readiness import answers
from deploy.web_socket import web_processes
from domain.running import timetable_rows
from domain.store.base import Store
from domain.store.settings import StartError

LOOK = 0.05
SOON = 120.0
OURS = {"api", "flows"}


@dataclass(frozen=True)
class Operation:
    """A running installation."""

    supervisor: subprocess.Popen[bytes]
    cluster: Cluster
    port: int
    prefect_port: int

    def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        """Until it holds; `StartError` when it has ended or takes too long."""
        ends = time.monotonic() + SOON
        while not holds():
            if self.supervisor.poll() is not None or time.monotonic() > ends:
                raise StartError(f"./bihuan up 没有做到：{what} (`up` ended or took too long)")
            time.sleep(LOOK)

    def wait_for_the_web(self) -> None:
        """Until the web can serve."""
        self.wait_until(lambda: answers(self.port, "/readyz"), "the web answers /readyz")

    def wait_for_prefect(self) -> None:
        """Until Prefect's server answers."""
        self.wait_until(lambda: answers(self.prefect_port, "/api/health"), "Prefect answers")

    def wait_for_a_scheduled_pass(self, store: Store, since: float) -> None:
        """Until a pass that Prefect scheduled has completed since that machine moment."""

        def came() -> bool:
            with store.engine.connect() as connection:
                rows = timetable_rows(connection)
            return any(row.by == "prefect" and row.last.timestamp() > since for row in rows)

        self.wait_until(came, "Prefect runs a scheduled pass")

    def everything(self) -> list[int]:
        """The supervisor and all its children, Prefect's server among them, and PostgreSQL."""
        return processes.tree(self.supervisor.pid) + processes.tree(read_pid(self.cluster.data) or 0)

    def web_and_worker(self) -> list[int]:
        """The programs of ours: one or more for the web, and the worker."""
        ours = [pid for pid in self.everything() if OURS & set(processes.command(pid).split())]
        if len(ours) != web_processes() + 1:
            raise StartError(
                f"应有网页进程 {web_processes()} 个和流程进程，找到 {len(ours)} 个 (web and worker are not all there)"
            )
        return ours

    def cpu_over(self, seconds: float) -> float:
        """How much of one core everything together takes meanwhile, in percent."""
        before = processes.cpu(self.everything())
        began = time.monotonic()
        time.sleep(seconds)
        spent = processes.cpu(self.everything()) - before
        return 100 * spent / (time.monotonic() - began)


@contextmanager
def up(data: Path) -> Iterator[Operation]:
    """`./bihuan up` on this data directory and free ports, without what belongs to this run; stopped afterwards."""
    port, prefect_port = free_port(), free_port()
    command = [sys.executable, "-P", "-m", "deploy", "up", "--data", str(data)]
    command += ["--port", str(port), "--prefect-port", str(prefect_port)]
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("BIHUAN_", "PREFECT_"))}
    with held_back(KEYBOARD), data.with_suffix(".log").open("ab") as log:
        supervisor = subprocess.Popen(command, env=kept, stdout=log, stderr=log)
    try:
        yield Operation(supervisor, embedded.at(data / "postgres"), port, prefect_port)
    finally:
        end(supervisor)
        with held_back():
            embedded.at(data / "postgres").stop()  # nothing to do unless the supervisor had to be killed

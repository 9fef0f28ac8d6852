"""Prefect's real server as a child process, with a PostgreSQL database of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx
from sqlalchemy import URL

from domain.store.engine import connect, for_prefect
from domain.store.roles import create_missing_database, make_roles, settle_prefects_database
from flows.prefect_settings import api_url, server_environment
from tests.databases import roles, server_url

T = TypeVar("T")
PATIENCE = 300.0
"""Seconds; what is waited for comes long before, and a busy machine takes its time. It costs only what fails."""
PASSWORD = "canaryPrefect"
AT_THE_DOOR = "admin:canaryDoorOfPrefect"
SOON = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "10",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "20",
}
"""A test need not wait a minute for the scheduler to look, nor until it has planned a hundred runs of each row."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """Look until what is seen is true, less often as time goes by; fails with the last thing seen."""
    until, pause = time.monotonic() + seconds, 0.05
    while not (seen := look()):
        assert time.monotonic() < until, f"not within {seconds} s: {seen!r}"
        time.sleep(pause)
        pause = min(pause * 1.3, 1.0)  # each look costs the other side some work
    return seen


@dataclass
class PrefectServer:
    ours: URL
    home: Path
    database: URL
    port: int
    process: subprocess.Popen[bytes] | None = None
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(timeout=60, auth=httpx.BasicAuth(*AT_THE_DOOR.split(":")))
    )

    @classmethod
    def on(cls, ours: URL, home: Path) -> Self:
        name = f"{ours.database}_prefect"
        prefect, server = roles(), server_url()
        with connect(server) as connection:
            make_roles(connection, {prefect.prefect: PASSWORD})
            create_missing_database(connection, name, prefect.prefect)
        with connect(server.set(database=name)) as connection:
            for statement in settle_prefects_database(name, prefect):
                connection.execute(statement)
        own = server.set(database=name, username=prefect.prefect, password=PASSWORD)
        return cls(ours, home, for_prefect(own), free_port())

    @property
    def url(self) -> str:
        return api_url(self.port)

    @property
    def settings(self) -> dict[str, str]:
        """What a worker must know to be let in."""
        return {"PREFECT_API_URL": self.url, "PREFECT_API_AUTH_STRING": AT_THE_DOOR}

    def start(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        address = self.database.render_as_string(hide_password=False)
        environment = {**os.environ, **server_environment(self.home, address, self.port, AT_THE_DOOR), **SOON}
        for name in (
            "PYTHONDONTWRITEBYTECODE",
            "COVERAGE_PROCESS_CONFIG",
        ):  # tracing Prefect itself tells nothing
            environment.pop(name, None)
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.prefect_server"],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        eventually(self.answers)

    def answers(self) -> bool:
        try:
            return self.client.get(f"{self.url}/health").is_success
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def close(self) -> None:
        self.kill()
        self.client.close()
        with connect(server_url()) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.database.database}" WITH (FORCE)')
        shutil.rmtree(self.home, ignore_errors=True)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.client.post(f"{self.url}{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def patch(self, path: str, body: dict[str, Any]) -> None:
        answer = self.client.patch(f"{self.url}{path}", json=body)
        assert answer.is_success, answer.text

    def forget(self) -> None:
        """Nothing of earlier tests is left: asked of its API, hundreds of runs would take as many requests."""
        with connect(self.database) as connection:
            connection.execute("DELETE FROM deployment")
            connection.execute("DELETE FROM flow_run")

    def deployment(self, row: str) -> dict[str, Any]:
        answer = self.client.get(f"{self.url}/deployments/name/{row}/timetable")
        return answer.json() if answer.is_success else {}

    def runs(self, row: str, *states: str) -> list[dict[str, Any]]:
        """The row's flow runs in these states (all of them when none is named), oldest first."""
        body: dict[str, Any] = {"flows": {"name": {"any_": [row]}}, "sort": "START_TIME_ASC", "limit": 200}
        if states:
            body["flow_runs"] = {"state": {"type": {"any_": list(states)}}}
        found: list[dict[str, Any]] = self.post("/flow_runs/filter", body)
        return found

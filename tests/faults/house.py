"""Web and worker as real processes over the test's database, to be stopped, killed and started again."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from json import dumps, loads
from pathlib import Path
from typing import Any

from sqlalchemy import select

from domain import clock
from domain.clock import DEMO_VARIABLE, DemoClock
from domain.directory.organisation import Actor
from domain.signing_in.sessions import open_session
from domain.tables.core import ACCOUNT
from tests.flows.prefect_server import eventually, free_port
from tests.world import World, on

ROOT = Path(__file__).parents[2]
Answer = tuple[int, dict[str, Any]]


class NoAnswerError(Exception):
    """The other side hung up, or nobody was there."""


@dataclass
class House:
    """Two processes on one demonstration clock that begins at `begins` and runs a minute in a second."""

    world: World
    begins: str = "2026-11-20 12:00"
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    log: Path = field(
        default_factory=lambda: Path(tempfile.mkstemp(prefix="bihuan-house-", suffix=".log")[1])
    )

    def __post_init__(self) -> None:
        self.demo = DemoClock(on(self.begins), clock.machine_now(), 60.0)
        url = self.world.store.engine.url.render_as_string(hide_password=False)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "PYTHONDONTWRITE"))}
        data = str(self.world.store.evidence)
        self.environment = {
            **kept,
            "BIHUAN_DATABASE_URL": url,
            "BIHUAN_PORT": str(self.port),
            "BIHUAN_DATA": data,
        }
        self.environment[DEMO_VARIABLE] = self.demo.text()

    def start(self, program: str, faults: str = "") -> None:
        """Start `api` or `flows`; the web is awaited."""
        with self.log.open("ab") as log:
            self.running[program] = subprocess.Popen(
                [sys.executable, "-m", program],
                env={**self.environment, "BIHUAN_FAULTS": faults},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        if program == "api":
            eventually(self.answers)

    def answers(self) -> bool:
        try:
            return self.ask(None, "GET", "/healthz")[0] == 200
        except NoAnswerError:
            return False

    def kill(self, program: str) -> None:
        """kill -9, unless it is dead already."""
        process = self.running.pop(program)
        process.kill()
        process.wait()

    def close(self) -> None:
        for program in list(self.running):
            self.kill(program)
        self.log.unlink()

    def killed_itself(self, program: str) -> bool:
        """Wait for its end; whether SIGKILL was its end."""
        return self.running.pop(program).wait(60) == -signal.SIGKILL

    def token(self, who: str) -> str:
        if who not in self.tokens:
            with self.world.store.engine.begin() as connection:
                account = select(ACCOUNT.c.id).where(ACCOUNT.c.login == who)
                actor = Actor(self.world.people[who], connection.scalar(account))
                self.tokens[who] = open_session(connection, actor).token
        return self.tokens[who]

    def ask(self, who: str | None, method: str, path: str, said: Any = None, key: str = "") -> Answer:
        """One request; `NoAnswerError` when nobody answers it."""
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            try:
                connection.request(method, path, dumps(said) if said is not None else None, headers)
                answer = connection.getresponse()
                return answer.status, loads(answer.read())
            except (OSError, HTTPException) as error:
                raise NoAnswerError(str(error)) from error

    def press(self, who: str, ref: str, action: str, said: dict[str, Any], key: str) -> Answer:
        return self.ask(who, "POST", f"/api/hazards/{ref}/actions/{action}", said, key)

    def now(self) -> str:
        """Legal time as a diary writes it."""
        return text_of(self.demo.legal(clock.machine_now()))


def text_of(moment: Any) -> str:
    return str(moment.astimezone(clock.SITE_ZONE).replace(tzinfo=None).isoformat())

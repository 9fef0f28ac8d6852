"""The same lives over HTTP: a few clients with connections of their own against the real web program."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from subprocess import Popen

from sqlalchemy import URL, Engine, select

from deploy.bench.course import figures, judged, open_course, timed
from deploy.bench.ground import PATIENCE, Ground, free_port, program
from deploy.bench.life import presses
from deploy.bench.pressing import WARM_UP, Pressed, cpu_of_this_process, shares
from deploy.bench.report import Part
from deploy.bench.town import HOSPITALS
from deploy.readiness import answers
from deploy.web_socket import listen_for_the_web, web_processes
from domain.actions import Action
from domain.directory.organisation import Actor
from domain.signing_in.sessions import open_session
from domain.store.settings import Settings, StartError
from domain.tables.core import ACCOUNT

CLIENTS = 4
TITLE = "经 HTTP (over HTTP, four clients)"


@dataclass(frozen=True)
class Client:
    """One keep-alive connection, and the bearer token of everybody who presses on it."""

    connection: http.client.HTTPConnection
    tokens: dict[str, str]

    def live(self, n: int) -> str:
        """Live one hazard from its report to its closure; gives its ref."""
        ref = ""
        for who, command in presses(n % HOSPITALS + 1, n):
            reports = command.action is Action.REPORT
            path = "/api/hazards" if reports else f"/api/hazards/{ref}/actions/{command.action}"
            ref = self.post(path, self.tokens[who], command.model_dump_json(exclude_unset=True))["ref"]
        return ref

    def post(self, path: str, token: str, body: str) -> dict[str, str]:
        """Send a press; `StartError` with the web's own words when it is refused."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connection.request("POST", path, body.encode(), headers)
        answer = self.connection.getresponse()
        said: dict[str, str] = json.loads(answer.read())
        if answer.status not in (http.client.OK, http.client.CREATED):
            raise StartError(f"POST {path}: {answer.status} {said.get('detail')}")
        return said


def measure(ground: Ground, lives: int) -> Part:
    """Measure so many lives."""
    port = free_port()
    with open_course(ground, "overhttp") as course, webs(ground, course.url, port) as running:
        wait_for_the_web(port, running[0])
        tokens = sign_everybody_in(course.engine)
        tasks = [(press_over_http, (port, tokens, part)) for part in shares(lives, CLIENTS)]
        run = timed(course, tasks, {f"web process {n}": web.pid for n, web in enumerate(running, 1)})
        wrong = judged(course, run)
        return Part(TITLE, () if wrong else figures(course, run, least=20), wrong)


@contextmanager
def webs(ground: Ground, url: URL, port: int) -> Iterator[list[Popen[bytes]]]:
    """As many web processes on one socket as `up` runs on this machine."""
    with ExitStack() as running, listen_for_the_web(Settings(port=port), {}) as listening:
        log = ground.home / "web.log"
        yield [
            running.enter_context(program("api", url, log, listening=listening, BIHUAN_PORT=str(port)))
            for _ in range(web_processes())
        ]


def press_over_http(port: int, tokens: dict[str, str], mine: range, pipe: Connection) -> None:
    """Warm up, tell that we are ready, wait for the word, live our lives and tell what they took."""
    client = Client(http.client.HTTPConnection("127.0.0.1", port, timeout=60), tokens)
    for n in mine[:WARM_UP]:
        client.live(n)
    pipe.send("ready")
    pipe.recv()
    client.connection.close()  # the web may have ended a line that waited; the next request opens one
    before = cpu_of_this_process()
    for n in mine[WARM_UP:]:
        client.live(n)
    pipe.send(Pressed(len(mine) - WARM_UP, cpu_of_this_process() - before))


def sign_everybody_in(engine: Engine) -> dict[str, str]:
    """A token for each login; passwords are hashed slowly on purpose, which is not what is measured."""
    with engine.begin() as connection:
        rows = connection.execute(select(ACCOUNT.c.login, ACCOUNT.c.person_id, ACCOUNT.c.id)).all()
        return {login: open_session(connection, Actor(person, key)).token for login, person, key in rows}


def wait_for_the_web(port: int, web: Popen[bytes]) -> None:
    """Until it answers."""
    ends = time.monotonic() + PATIENCE
    while not answers(port, "/readyz"):
        if web.poll() is not None or time.monotonic() > ends:
            raise StartError("网页程序没有就绪 (the web did not become ready)")
        time.sleep(0.05)

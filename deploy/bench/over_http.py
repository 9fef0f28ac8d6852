"""The same lives over HTTP: a few clients with connections of their own against the real web program."""

import http.client
import json
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from subprocess import Popen

from sqlalchemy import Engine, select

from deploy.bench.course import figures, judged, open_course, timed
from deploy.bench.ground import PATIENCE, Ground, free_port, program
from deploy.bench.life import presses
from deploy.bench.pressing import WARM_UP, Pressed, cpu_of_this_process, shares
from deploy.bench.report import Part
from deploy.bench.town import HOSPITALS
from deploy.readiness import answers
from domain.actions import Action
from domain.rules.organisation import Actor
from domain.signing_in.sessions import open_session
from domain.store.settings import StartError
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
    with (
        open_course(ground, "overhttp") as course,
        program("api", course.url, ground.home / "web.log", BIHUAN_PORT=str(port)) as web,
    ):
        wait_for_the_web(port, web)
        tokens = sign_everybody_in(course.engine)
        tasks = [(press_over_http, (port, tokens, part)) for part in shares(lives, CLIENTS)]
        run = timed(course, tasks, {"the web": web.pid})
        wrong = judged(course, run)
        return Part(TITLE, () if wrong else figures(course, run, least=20), wrong)


def press_over_http(port: int, tokens: dict[str, str], mine: range, pipe: Connection) -> None:
    """Warm up, tell that we are ready, wait for the word, live our lives and tell what they took."""
    client = Client(http.client.HTTPConnection("127.0.0.1", port, timeout=60), tokens)
    for n in mine[:WARM_UP]:
        client.live(n)
    pipe.send("ready")
    pipe.recv()
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

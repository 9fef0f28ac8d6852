"""How soon pages, lists and boards answer with a hundred thousand hazards, asked over HTTP one after the other."""

import http.client
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from sqlalchemy import URL

from deploy.bench import leaving
from deploy.bench.crowd.county import MEASURED
from deploy.bench.crowd.filling import fill
from deploy.bench.ground import Ground, free_port, program
from deploy.bench.over_http import sign_everybody_in, wait_for_the_web
from deploy.bench.report import Figure, Part, percentile
from domain import clock
from domain.calendar import at_time, day_of
from domain.store.base import Store
from domain.store.settings import StartError

TITLE = "十万条隐患下的响应 (with 100,000 hazards: a request's time over HTTP, one after the other)"
TARGET = 150.0
WARM_UP, TIMES = 3, 30
DEEP = 40
LEDGER = "/api/hazards?limit=50"
SEARCH = quote("疏散走道")
IN_VAIN = quote("放射源泄漏")
ASKED = {
    "page 待办": "/",
    "page 隐患": "/h/{ref}",
    "page 台账": "/hazards",
    "page 台账, overdue": "/hazards?overdue=true&order=due",
    "page 台账, one unit closed": "/hazards?unit=001&state=closed&column=number&column=place&column=closed",
    "page 看板": "/board",
    "page 领导首屏": "/leader",
    "page 安办首屏": "/office",
    "page 消息": "/notices",
    "page 我报告的": "/mine/reported",
    "page 成批销号": "/closing",
    "tasks": "/api/me/tasks",
    "ledger": LEDGER,
    "ledger, open": f"{LEDGER}&open=true",
    "ledger, overdue, by date": f"{LEDGER}&overdue=true&order=due",
    "ledger, all, by date": f"{LEDGER}&order=due",
    "ledger, closed, one unit": f"{LEDGER}&unit=001&state=closed&closing=rectified",
    "ledger, found two years ago": LEDGER + "&found_to={long_ago}",
    "ledger, search": f"{LEDGER}&q={SEARCH}",
    "ledger, search in vain": f"{LEDGER}&q={IN_VAIN}",
    "ledger, to sign": f"{LEDGER}&open=true&to_sign=me",
    "ledger, page 41": LEDGER + "{deep}",
    "hazard": "/api/hazards/{ref}",
    "board, leader": "/api/boards/leader",
    "board, desk": "/api/boards/desk",
    "board, supervision": "/api/boards/supervision",
}


@dataclass(frozen=True)
class Asker:
    """Somebody who is signed in, on a connection of their own."""

    connection: http.client.HTTPConnection
    token: str

    def ask(self, path: str) -> bytes:
        """The body of an answer; `StartError` when it is none."""
        self.connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise StartError(f"GET {path}: {answer.status} {body[:200]!r}")
        return body

    def took(self, path: str) -> list[float]:
        """Milliseconds of each request, after a few to warm up."""
        found = []
        for turn in range(WARM_UP + TIMES):
            began = time.perf_counter()
            self.ask(path)
            if turn >= WARM_UP:
                found.append(1000 * (time.perf_counter() - began))
        return found

    def places(self) -> dict[str, str]:
        """What stands in the addresses: a hazard of theirs, a day long ago, a page far behind."""
        cursor, ref = "", "none"
        for _ in range(DEEP):
            page = json.loads(self.ask(LEDGER + cursor))
            ref = page["items"][0]["ref"]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        long_ago = day_of(clock.machine_now()) - timedelta(days=700)
        return {"ref": ref, "deep": cursor, "long_ago": long_ago.isoformat()}


def measure(ground: Ground) -> Part:
    """Fill a database and ask."""
    url = ground.fresh_database("reading")
    store = Store.open(url.render_as_string(hide_password=False), ground.home / "evidence")
    many = fill(store, at_time(day_of(clock.machine_now()), "10:00"))
    store.close()
    return Part(TITLE, (Figure("hazards", many, ""), *measured(ground, url)))


def measured(ground: Ground, url: URL) -> list[Figure]:
    """What each address takes for each person."""
    port, figures = free_port(), []
    store = Store.open(url.render_as_string(hide_password=False), ground.home / "evidence", pool_size=1)
    tokens = sign_everybody_in(store.engine)
    store.close()
    with program("api", url, ground.home / "web.log", BIHUAN_PORT=str(port)) as web:
        wait_for_the_web(port, web)
        for who in MEASURED:
            asker = Asker(http.client.HTTPConnection("127.0.0.1", port, timeout=120), tokens[who])
            places = asker.places()
            for name, path in ASKED.items():
                took = asker.took(path.format(**places))
                figures.append(Figure(f"{who}: {name}, p50", percentile(took, 50), "ms"))
                figures.append(Figure(f"{who}: {name}, p95", percentile(took, 95), "ms", most=TARGET))
        figures += leaving.figures(port, tokens["office"], web.pid)
    return figures

"""The API on the small county: everybody signs in for real, and the clock stands where the test puts it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx2 import Response
from PIL import Image
from sqlalchemy import update
from starlette.testclient import TestClient

from api.app import serve_store, with_routes
from domain.tables.core import ACCOUNT
from tests.world import World, on

PASSWORD = "bihuan-demo"
REPORT = {
    "unit": "001",
    "place": "住院楼5层东侧疏散走道",
    "category": "01",
    "description": "走道堆放病床3张，影响疏散",
}
IN_OWN_WORDS = {
    "description": "检查发现疏散走道堆放病床",
    "found_at": "2026-11-02T00:50:00Z",
    "no_photo_because": "见现场检查记录",
}
"""What the commission says of a direct report when it registers it."""


@cache
def shared_hash() -> str:
    """Of a cheap kind: a password is checked as its hash says, and thousands sign in here."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@cache
def shared_routes(_behind: str) -> FastAPI:
    """One application of a sort for all tests of a process: it keeps nothing but what `serve_store` gives it anew."""
    return with_routes()


def picture(colour: str = "red", kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, kind)
    return out.getvalue()


@dataclass
class Site:
    """Somebody's browser at a moment."""

    world: World
    client: TestClient
    app: FastAPI
    moment: datetime
    tokens: dict[str, str] = field(default_factory=dict)

    def at(self, text: str) -> "Site":
        """Move to a moment of the diary, Asia/Shanghai."""
        self.moment = on(text)
        return self

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> Response:
        """One request, signed in as `who` by bearer token."""
        headers = dict(more.pop("headers", {}))
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        return self.client.request(method, path, headers=headers, **more)

    def get(self, who: str, path: str, **params: Any) -> Any:
        """The JSON of a GET that succeeds."""
        answer = self.ask(who, "GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def verbs(self, who: str) -> list[str]:
        """The buttons of somebody's 待办."""
        return [task["verb"] for task in self.get(who, "/api/me/tasks")["items"]]

    def token(self, who: str) -> str:
        if who not in self.tokens:
            answer = self.client.post("/api/session", json={"login": who, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            self.client.cookies.clear()
            self.tokens[who] = answer.json()["token"]
        return self.tokens[who]

    def upload(self, who: str, colour: str = "red") -> str:
        """A photo of this colour; gives its hash."""
        answer = self.ask(who, "POST", "/api/evidence", files={"file": ("p.jpg", picture(colour))})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["hash"])

    def report(self, who: str, **more: Any) -> str:
        """Report a hazard; gives its ref."""
        photos = more.pop("photos", None) or [self.upload(who)]
        answer = self.ask(who, "POST", "/api/hazards", json={**REPORT, "photos": photos, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["ref"])

    def press(self, who: str, ref: str, action: str, **said: Any) -> dict[str, Any]:
        """A button that works; gives the hazard."""
        answer = self.try_press(who, ref, action, **said)
        assert answer.status_code == 200, f"{action}: {answer.text}"
        hazard: dict[str, Any] = answer.json()
        return hazard

    def try_press(self, who: str, ref: str, action: str, **said: Any) -> Response:
        return self.ask(who, "POST", f"/api/hazards/{ref}/actions/{action}", json=said)


def open_site(world: World, client: TestClient, app: FastAPI) -> Site:
    with world.store.engine.begin() as connection:
        connection.execute(update(ACCOUNT).values(password_hash=shared_hash()))
    return Site(world, client, app, on("2026-11-02 09:00"))


def build(world: World, holder: dict[str, Site]) -> FastAPI:
    return serve_store(shared_routes("client"), world.store, now=lambda: holder["site"].moment)

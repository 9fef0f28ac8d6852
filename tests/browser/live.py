"""The county behind a real web server on this machine, as a phone reaches it; its signal can be taken away."""

import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import build_app
from tests.api.site import Site, open_site
from tests.world import World, on

PATIENCE = 20.0


@dataclass
class Live:
    """A running service. `site` asks it as programs do (`site.ask("nurse1", "GET", …)`), `world` looks inside."""

    world: World
    moment: datetime = field(default_factory=lambda: on("2026-11-02 09:00"))
    port: int = 0
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.app: FastAPI = build_app(self.world.store, now=lambda: self.moment, demo=True)
        self.site: Site = open_site(self.world, TestClient(self.app, base_url="http://127.0.0.1"), self.app)

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def at(self, text: str) -> "Live":
        """Move legal time to a moment of the diary, Asia/Shanghai."""
        self.moment = self.site.moment = on(text)
        return self

    def start(self) -> "Live":
        """Serve, on the same port as before when there was one."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(self.app, log_level="error", ws="none", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        until = time.monotonic() + PATIENCE
        while not self._server.started:
            assert time.monotonic() < until, "the web did not start"
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """Nobody answers any more."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(PATIENCE)
        self._server = self._thread = None

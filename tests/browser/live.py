"""The county behind a real web server on this machine, as a phone reaches it; its signal can be taken away."""

from dataclasses import dataclass, field
from datetime import datetime

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import serve_store
from tests.api.site import Site, open_site, shared_routes
from tests.serving import Serving, serve
from tests.world import World, on


@dataclass
class Live:
    """A running service. `site` asks it as programs do (`site.ask("nurse1", "GET", …)`), `world` looks inside."""

    world: World
    moment: datetime = field(default_factory=lambda: on("2026-11-02 09:00"))
    port: int = 0
    _serving: Serving | None = None

    def __post_init__(self) -> None:
        self.app: FastAPI = shared_routes("server")
        serve_store(self.app, self.world.store, now=lambda: self.moment, demo=True)
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
        self._serving = serve(self.app, port=self.port)
        self.port = self._serving.port
        return self

    def stop(self) -> None:
        """Nobody answers any more."""
        if self._serving is not None:
            self._serving.stop()
        self._serving = None

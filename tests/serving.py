"""A web server in a thread of a test, and an end that leaves no connection to the garbage collector."""

import asyncio
import socket
import threading
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

PATIENCE = 60.0


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell who waits that requests are answered."""
        await super().startup(sockets)
        self.begun.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up on whoever is still connected: a browser keeps lines that it has asked nothing on."""
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0)  # the loop closes what was hung up


@dataclass
class Serving:
    """A server that has started; nobody answers at `port` any more once it is stopped."""

    port: int
    _server: _Server
    _thread: threading.Thread

    def stop(self) -> None:
        """End it now, whoever is being answered."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the web did not end"


def serve(app: FastAPI, *, port: int = 0, http: type[asyncio.Protocol] | str = "auto") -> Serving:
    """Serve an application on this machine; port 0 takes a free one."""
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, http=http, log_level="error", ws="none", lifespan="off")
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    serving = Serving(listening.getsockname()[1], server, thread)
    thread.start()
    assert server.begun.wait(PATIENCE), "the web did not start"
    return serving

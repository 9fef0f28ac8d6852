"""How the web listens: HTTP/1.1 whose requests must come at a pace, so that half-open ones end and hinder nobody."""

import asyncio
import resource
from contextlib import suppress
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0
"""A connection says what it wants within this time, counted from its opening or from its last answer."""
BODY_SECONDS = 30.0
LEAST_BYTES = 8 * 1024
"""What a body brings in each 30 seconds at least: about 270 bytes a second, slower than the slowest phone."""
MOST_WAITED_FOR = 400
"""So many connections may be waited for; one more, and the one waited for longest ends."""

_waited_for: dict["PacedProtocol", None] = {}
"""Connections whose request is not complete, the oldest first. One process, one loop: no lock."""


class PacedProtocol(H11Protocol):
    """A connection that is closed when its request does not come."""

    _limit: asyncio.TimerHandle | None = None
    _came = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request; who was waited for longest makes room."""
        super().connection_made(cast("asyncio.Transport", transport))  # a TCP server makes no others
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what comes, and wait for the rest or no longer."""
        self._came += len(data)
        was_in_body = self._is_in_body()
        super().data_received(data)
        if self._is_complete():
            self._rest()
        elif self._limit is None or self._is_in_body() != was_in_body:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._rest()
        super().connection_lost(exc)

    def _is_complete(self) -> bool:
        return self.conn.their_state in (h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR)

    def _is_in_body(self) -> bool:
        return self.conn.their_state is h11.SEND_BODY

    def _wait(self) -> None:
        self._rest()
        _waited_for[self] = None
        self._came = 0
        self._limit = self.loop.call_later(BODY_SECONDS if self._is_in_body() else HEAD_SECONDS, self._judge)
        if len(_waited_for) > MOST_WAITED_FOR:
            next(iter(_waited_for)).end()

    def _rest(self) -> None:
        _waited_for.pop(self, None)
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _judge(self) -> None:
        """A body goes on while it brings enough, or while we are the ones who do not read; a head never does."""
        if self._is_in_body() and (self._came >= LEAST_BYTES or self.flow.read_paused):
            self._wait()
        else:
            self.end()

    def end(self) -> None:
        """Hang up."""
        self._rest()
        self.transport.abort()


def open_many_files() -> None:
    """As many connections as the machine grants, so that the idle ones of a flood leave room for others."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

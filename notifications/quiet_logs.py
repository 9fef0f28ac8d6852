"""Keeps what the messengers log out of every log: their lines hold tokens, passwords and addresses."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TALKERS = ("apprise",)
CARRIERS = (
    "urllib3.connectionpool",
    "urllib3.util.retry",
    "requests",
    "httpx2",
    "websockets.client",
    "websockets.server",
    *(f"httpcore2.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)

_URL = re.compile(r"\b(\w+://)[^\s\"'<>]+")
_TARGET = re.compile(r"(url: |\"[A-Z]+ )/[^\s\"')]*")


class Ear(logging.Filter):
    """Lets nothing through, and remembers what was said in the thread that listens."""

    def __init__(self) -> None:
        super().__init__()
        self._heard = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        """Refuse every record, whatever handlers and levels somebody else sets."""
        lines: list[str] | None = getattr(self._heard, "lines", None)
        if lines is not None:
            lines.append(record.getMessage())
        return False

    @contextmanager
    def listen(self) -> Iterator[list[str]]:
        """Collect the lines of this thread."""
        lines: list[str] = []
        self._heard.lines = lines
        try:
            yield lines
        finally:
            self._heard.lines = None


class NoAddresses(logging.Filter):
    """Lets warnings through with every URL and request path struck out, and nothing below a warning."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Strike out addresses; a record of mere progress is refused."""
        record.msg, record.args = strike_addresses(record.getMessage()), ()
        return record.levelno >= logging.WARNING


def strike_addresses(text: str) -> str:
    """Replace URLs and request paths by stars."""
    return _TARGET.sub(r"\1***", _URL.sub(r"\1***", text))


ear = Ear()
_no_addresses = NoAddresses()


def guard() -> None:
    """Put the filters in place; calling it again changes nothing."""
    for name in TALKERS:
        logging.getLogger(name).addFilter(ear)
        logging.getLogger(name).setLevel(logging.DEBUG)
    for name in CARRIERS:
        logging.getLogger(name).addFilter(_no_addresses)

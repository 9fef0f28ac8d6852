"""Access tokens of vendors: kept between sends, fetched once however many sends want one, never written in a log."""

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple, Protocol

SAFETY_SECONDS = 300.0
"""A token is given up this long before the vendor ends it, so that no send dies on the way."""


class Tokens(Protocol):
    """Where tokens are kept; all workers may share one. Seconds are machine time."""

    def get(self, key: str) -> str | None:
        """Give the token that is still good, or None."""
        ...

    def put(self, key: str, token: str, seconds: float) -> None:
        """Keep a token for so many seconds."""
        ...

    def forget(self, key: str) -> None:
        """Drop a token that the vendor no longer takes."""
        ...


class Grant(NamedTuple):
    """A token as the vendor issued it, and for how many seconds."""

    token: str
    seconds: float


class MemoryTokens:
    """Keeps tokens for one process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: dict[str, tuple[str, float]] = {}

    def get(self, key: str) -> str | None:
        """Give the token that is still good, or None."""
        token, until = self._kept.get(key, ("", 0.0))
        return token if token and self._now() < until else None

    def put(self, key: str, token: str, seconds: float) -> None:
        """Keep a token for so many seconds."""
        self._kept[key] = (token, self._now() + seconds)

    def forget(self, key: str) -> None:
        """Drop a token that the vendor no longer takes."""
        self._kept.pop(key, None)


_fetching: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def token_key(scheme: str, base: str, account: str, secret: str) -> str:
    """Name the place of a token. A changed secret has a place of its own; the name tells nothing of it."""
    mark = hashlib.sha256(f"{base} {account} {secret}".encode()).hexdigest()
    return f"{scheme}:{mark[:32]}"


def obtain(tokens: Tokens, key: str, fetch: Callable[[], Grant]) -> str:
    """Give the token in store, or fetch one: once in this process, while the others wait for it."""
    if token := tokens.get(key):
        return token
    with _fetching[key]:
        if token := tokens.get(key):
            return token
        grant = fetch()
        tokens.put(key, grant.token, max(grant.seconds - SAFETY_SECONDS, grant.seconds / 2))
        return grant.token


def drop(tokens: Tokens, key: str, stale: str) -> None:
    """Forget a token that was refused, unless another send has already replaced it."""
    with _fetching[key]:
        if tokens.get(key) == stale:
            tokens.forget(key)

"""Scripted trouble: what the next requests to an address meet instead of an answer, or on the way to it."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from deploy.demo.vendors.wire import Reply, code

HTML = b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Kind(StrEnum):
    """What goes wrong. The message is taken by the vendor in `RESET`, `CUT` and `RESET_AFTER`, else not."""

    ERRCODE = "errcode"
    STATUS = "status"
    HTML = "html"
    EMPTY = "empty"
    NO_CODE = "no_code"
    BODY = "body"
    REDIRECT = "redirect"
    HUGE = "huge"
    HANG = "hang"
    DRIP = "drip"
    RESET = "reset"
    CUT = "cut"
    RESET_AFTER = "reset_after"


TAKEN = frozenset({Kind.RESET, Kind.CUT, Kind.RESET_AFTER})


@dataclass
class Fault:
    """Trouble for the next `times` requests whose path begins with `path`."""

    kind: Kind
    path: str = "/"
    times: int = 1
    number: int = 0
    words: str = "scripted"
    headers: Mapping[str, str] = field(default_factory=dict)

    def reply(self) -> Reply:
        """Give what is answered instead, for those kinds that answer."""
        if self.kind is Kind.ERRCODE:
            return code(self.number, self.words)
        if self.kind is Kind.STATUS:
            return Reply(HTML, self.number, {"Content-Type": "text/html", **self.headers})
        if self.kind is Kind.REDIRECT:
            return Reply(b"", 302, self.headers)
        if self.kind is Kind.BODY:
            return Reply(self.words.encode(), 200)
        bodies = {
            Kind.HTML: HTML,
            Kind.EMPTY: b"",
            Kind.NO_CODE: b'{"result": "ok"}',
            Kind.HUGE: b"x" * 400_000,
        }
        return Reply(bodies.get(self.kind, b""), 200, {"Content-Type": "text/html"})


class Script:
    """The faults in the order in which they were asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Fault] = deque()

    def add(self, fault: Fault) -> None:
        """Ask for trouble."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        with self._lock:
            self._waiting.clear()

    def next(self, path: str) -> Fault | None:
        """Take the first fault that is meant for an address."""
        with self._lock:
            for fault in self._waiting:
                if path.startswith(fault.path) and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None


def read(asked: Mapping[str, Any]) -> Fault:
    """Read a fault that came as JSON; raises ValueError or TypeError for one that is none."""
    return Fault(**{**asked, "kind": Kind(asked.get("kind", ""))})

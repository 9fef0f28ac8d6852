"""Everything the vendors took, on disk before they answer: one JSON object a line."""

import contextlib
import json
import os
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from deploy.demo.vendors.wire import Message
from domain import clock

KEPT = 2000


class Journal:
    """The messages taken, newest last; at most the last 2000 are held in memory."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        known = list(whole_lines(file)) if file.exists() else []
        self.count = len(known)
        self._newest: deque[dict[str, Any]] = deque(known, maxlen=KEPT)

    def take(self, message: Message, **more: object) -> None:
        """Write one message down and wait until the disk has it."""
        with self._lock:
            self.count += 1
            kept = {"n": self.count, "at": clock.in_words(clock.now()), **asdict(message), **more}
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(kept, ensure_ascii=False) + "\n")
                out.flush()
                os.fsync(out.fileno())
            self._newest.append(json.loads(json.dumps(kept)))

    def newest(self) -> list[dict[str, Any]]:
        """Give what is held, newest first."""
        with self._lock:
            return list(reversed(self._newest))

    def clear(self) -> None:
        """Forget everything, on disk too."""
        with self._lock:
            self.file.unlink(missing_ok=True)
            self._newest.clear()
            self.count = 0


def whole_lines(file: Path) -> Iterator[dict[str, Any]]:
    """Read the messages kept; a line that a killed server left half written is passed over and ended."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if text and not text.endswith("\n"):
        with file.open("a", encoding="utf-8") as out:
            out.write("\n")
    for line in text.split("\n"):  # not splitlines: a message may hold U+2028
        with contextlib.suppress(ValueError):
            yield json.loads(line)

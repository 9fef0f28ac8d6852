"""Delivery waits a moment for a sweep at work: what it owes one person then goes out as one message, not as many."""

import threading
from types import TracebackType


class Gathering:
    """Entered by each sweep of this process; `wait` returns when none is at work, or when the time is up."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sweeps = 0

    def __enter__(self) -> None:
        with self._changed:
            self._sweeps += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._sweeps -= 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait for the sweeps at work; False when one was still at work at the end."""
        with self._changed:
            return self._changed.wait_for(lambda: self._sweeps == 0, seconds)

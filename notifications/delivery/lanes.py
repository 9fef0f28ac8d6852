"""Lanes: each channel sends on threads of its own, so that one that hangs holds up no other."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

SENDERS = 8
SECONDS_BETWEEN_MARKS = 0.05
SECONDS_APART = 0.01
"""Of sends that finish one soon after the other, the marks are written together; nobody waits for one that hangs."""
Job = TypeVar("Job")


class Lanes:
    """The threads of one process, by channel, and how many jobs each channel has not finished."""

    def __init__(self) -> None:
        self._pools: dict[int, ThreadPoolExecutor] = {}
        self._unfinished: Counter[int] = Counter()
        self._lock = threading.Lock()

    def submit(self, channel: int, job: Callable[[], Job]) -> "Future[Job]":
        """Do a job on a thread of this channel."""
        with self._lock:
            pool = self._pools.get(channel)
            if pool is None:
                pool = ThreadPoolExecutor(SENDERS, thread_name_prefix=f"deliver-{channel}")
                self._pools[channel] = pool
            self._unfinished[channel] += 1
        future = pool.submit(job)
        future.add_done_callback(lambda _: self._finished(channel))
        return future

    def busy(self) -> set[int]:
        """The channels all of whose threads are at work."""
        with self._lock:
            return {channel for channel, jobs in self._unfinished.items() if jobs >= SENDERS}

    def _finished(self, channel: int) -> None:
        with self._lock:
            self._unfinished[channel] -= 1


_lanes: WeakKeyDictionary[object, Lanes] = WeakKeyDictionary()
_making = threading.Lock()


def lanes_of(sender: object) -> Lanes:
    """The lanes of this sender in this process: passes at the same time share them."""
    with _making:
        return _lanes.setdefault(sender, Lanes())


@dataclass
class Flights(Generic[Job]):
    """Jobs under way, each with the moment after which it is not begun any more."""

    ends: dict["Future[Job]", float] = field(default_factory=dict)

    def add(self, future: "Future[Job]", seconds_to_begin: float) -> None:
        """Follow one more."""
        self.ends[future] = time.monotonic() + seconds_to_begin

    def finished(self, seconds: float) -> "Sequence[Future[Job]]":
        """Wait so long for the first to finish, then for those that follow at its heels, to mark them together."""
        done, still = wait(self.ends, seconds, return_when=FIRST_COMPLETED)
        until = time.monotonic() + SECONDS_BETWEEN_MARKS
        more = done
        while more and still and time.monotonic() < until:
            more, still = wait(still, SECONDS_APART, return_when=FIRST_COMPLETED)
            done |= more
        return self._without(done)

    def unbegun(self) -> "Sequence[Future[Job]]":
        """Take back those that could not begin in time, so that nobody sends them a second time while they wait."""
        now = time.monotonic()
        return self._without({each for each, ends in self.ends.items() if ends < now and each.cancel()})

    def _without(self, gone: "set[Future[Job]]") -> "Sequence[Future[Job]]":
        for each in gone:
            del self.ends[each]
        return list(gone)

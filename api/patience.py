"""Failed sign-ins make the next try from the same address for the same login wait; nobody is ever locked out."""

import threading
import time
from collections import OrderedDict

from api.errors import TooManyTries

FREE_TRIES = 4
LONGEST_WAIT = 30
REMEMBERED = 10_000


class Patience:
    """Counts failures per login and address, in this process's memory; the oldest are forgotten."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, login: str, address: str) -> None:
        """Raise TooManyTries while the wait after the last failure runs."""
        with self._lock:
            _, until = self._failures.get((login, address), (0, 0.0))
        left = until - time.monotonic()
        if left > 0:
            raise TooManyTries(int(left) + 1)

    def note(self, login: str, address: str, *, failed: bool) -> None:
        """Remember a failure: the wait doubles from the fifth on. A success forgets them."""
        with self._lock:
            times, _ = self._failures.pop((login, address), (0, 0.0))
            if not failed:
                return
            wait = min(2 ** (times - FREE_TRIES), LONGEST_WAIT) if times >= FREE_TRIES else 0
            self._failures[login, address] = (times + 1, time.monotonic() + wait)
            if len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

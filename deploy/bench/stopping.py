"""What a Ctrl-C may not cut in two: starting something, and clearing it away."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

KEYBOARD = (signal.SIGINT, signal.SIGHUP)
EVERY_STOP = (*KEYBOARD, signal.SIGTERM)


@contextmanager
def held_back(numbers: tuple[signal.Signals, ...] = EVERY_STOP) -> Iterator[None]:
    """Hold these signals back until this is done.

    What is started meanwhile keeps them blocked: the terminal's Ctrl-C reaches us alone, and we end the others.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

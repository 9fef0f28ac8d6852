"""Everything that runs in `python -m flows`: watchdog, listener, alarm and worker, each in a thread.

The main thread owns the signals and looks for them: the kernel may hand one to another thread, and a main thread
that waits on a lock for ever would never run its handler. Prefect's loop lives in a thread of its own because, in
the main thread, its engine takes SIGTERM for itself.
"""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial

from flows.alarm import keep_time
from flows.context import Context, open_context
from flows.listen import listen
from flows.serving import serve
from flows.watchdog import watch

log = logging.getLogger(__name__)

LOOK = 0.1
LAST_WORDS = 10.0
HARD_LIMIT = 13.0


def run_service(context: Context, *, with_prefect: bool) -> None:
    """Run until INT or TERM; then stop polling, let the work in hand end (at most 10 s), and return."""
    open_context(context)
    asked: list[int] = []  # a handler that took a lock could find it held by the thread it interrupted
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: asked.append(number))
    works = {"watchdog": watch, "listener": listen, "alarm": keep_time}
    threads = [start(name, partial(work, context)) for name, work in works.items()]
    if with_prefect:
        threads.append(start("worker", lambda: asyncio.run(serve(context))))
    while not asked:
        time.sleep(LOOK)
    context.stopping.set()
    leave_at_last()
    log.info("asked to stop; the work in hand may end")
    for thread in threads:
        thread.join(LAST_WORDS)


def start(name: str, work: Callable[[], None]) -> threading.Thread:
    """Start a thread that never keeps the process alive on its own."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


def leave_at_last() -> None:
    """Leave with code 0 after 13 s, come what may: a hanging send or library shall not get us killed."""
    timer = threading.Timer(HARD_LIMIT, lambda: os._exit(0))
    timer.daemon = True
    timer.start()

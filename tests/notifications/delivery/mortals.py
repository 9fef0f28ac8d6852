"""Deliverers that are killed on the way, one after another: each is forked from a process that has imported all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PROGRAM = """
import os, sys
from datetime import datetime
from pathlib import Path
from domain.store import faults
from domain.store.base import Store
from notifications.delivery import deliver
from notifications.sender import AppriseSender

for plan in sys.stdin:
    child = os.fork()
    if child == 0:
        faults.plan(plan.strip())
        store = Store.open(os.environ["BIHUAN_DATABASE_URL"], Path("."))
        deliver(store, AppriseSender(), at=datetime.fromisoformat("2026-11-24T12:00:00+08:00"))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass
class Mortals:
    """The process that makes them."""

    process: subprocess.Popen[str]

    def live(self, faults: str) -> int:
        """One deliverer with these faults; gives its exit code, negative for the signal that killed it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{faults}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def mortals(url: str) -> Iterator[Mortals]:
    """Make a process of them and end it."""
    terms = {"BIHUAN_DATABASE_URL": url, "BIHUAN_NOTIFY_ALLOW_LOOPBACK": "yes", "BIHUAN_NOTIFY_PACE": "none"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **terms},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:  # closing its input ends it
        yield Mortals(process)

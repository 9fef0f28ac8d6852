"""A process that lives lives through `perform()`."""

import resource
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from deploy.bench.life import presses
from deploy.bench.town import Town, settle
from domain import clock
from domain.cases.perform import perform
from domain.directory.organisation import Actor
from domain.store.base import Store

WARM_UP = 5


@dataclass(frozen=True)
class Pressed:
    """What one process did: its lives and the CPU seconds they took."""

    lives: int
    cpu: float


def shares(lives: int, parts: int) -> list[range]:
    """Which lives each process lives; the warm-up comes on top."""
    each = lives // parts + WARM_UP
    return [range(n * each, (n + 1) * each) for n in range(parts)]


def press(url: str, mine: range, every: float, pipe: Connection) -> None:
    """Warm up, tell that we are ready, wait for the word, live our lives and tell what they took.

    A life begins every so many seconds, or with 0 as soon as the last has ended.
    """
    clock.install(clock.from_environment())
    store = Store.open(url, Path())
    town = settle(store.engine)
    for n in mine[:WARM_UP]:
        live(store, town, n)
    pipe.send("ready")
    pipe.recv()
    before, began = cpu_of_this_process(), time.monotonic()
    for turn, n in enumerate(mine[WARM_UP:]):
        time.sleep(max(0.0, began + turn * every - time.monotonic()))
        live(store, town, n)
    pipe.send(Pressed(len(mine) - WARM_UP, cpu_of_this_process() - before))
    store.close()


def live(store: Store, town: Town, n: int) -> str:
    """Live one hazard from its report to its closure; gives its ref."""
    ref: str | None = None
    for who, command in presses(town.hospital(n), n):
        ref = perform(store, ref, command, by=Actor(town.people[who]), at=clock.now()).ref
    return str(ref)


def cpu_of_this_process() -> float:
    """User and system seconds so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

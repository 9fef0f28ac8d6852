"""Lives through `perform()` by two processes, with the delivery running beside, until the last notice is accepted."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import URL, Engine

from deploy.bench import processes
from deploy.bench.ground import (
    Counters,
    Ground,
    checkpoint,
    counters,
    program,
    wait_for_the_listener,
    wait_until_told,
)
from deploy.bench.judge import faults, notices_and_messages
from deploy.bench.pressing import WARM_UP, Pressed, press
from deploy.bench.report import Figure, Part
from deploy.bench.sink import Sink
from deploy.bench.town import found
from domain.store.engine import make_engine

PRESSERS = 2
NAME = "inprocess"
RATE = "hazards/s, all told"


@dataclass(frozen=True)
class Run:
    """What a run took: seconds until pressed and until told, CPU seconds by part, PostgreSQL's counters."""

    lives: int
    pressed: float
    told: float
    pressing_cpu: float
    delivering_cpu: float
    before: Counters
    after: Counters


def measure(ground: Ground, lives: int) -> Part:
    """Measure so many lives."""
    url = ground.fresh_database(NAME)
    engine, sink = make_engine(url, "bihuan-judge", pool_size=2), ground.sink(NAME)
    try:
        found(engine, sink.port)
        targets = [(press, (url.render_as_string(hide_password=False), part)) for part in _shares(lives)]
        run = timed(ground, url, engine, sink, targets)
        wrong = tuple(faults(engine, sink, run.lives + WARM_UP * PRESSERS))
        return Part("一、进程内 (in process, two processes)", () if wrong else figures(engine, run), wrong)
    finally:
        engine.dispose()
        sink.close()


def _shares(lives: int) -> list[range]:
    """Which lives each process lives; the warm-up comes on top."""
    each = lives // PRESSERS + WARM_UP
    return [range(n * each, (n + 1) * each) for n in range(PRESSERS)]


def timed(
    ground: Ground,
    url: URL,
    engine: Engine,
    sink: Sink,
    targets: list[tuple[Callable[..., None], tuple[Any, ...]]],
) -> Run:
    """Let the processes press with the delivery beside them, from the word until the last message is accepted."""
    database = url.database or ""
    with program("flows", url, ground.home / f"{database}-flows.log") as delivery:
        wait_for_the_listener(engine, delivery)
        pipes = [_start(target, arguments) for target, arguments in targets]
        for pipe in pipes:
            pipe.recv()
        wait_until_told(engine, delivery)
        time.sleep(1.1)  # PostgreSQL's sessions tell their commits once a second
        checkpoint(ground.cluster)
        before, delivering = counters(ground.cluster, database), processes.cpu([delivery.pid])
        began = time.time()
        for pipe in pipes:
            pipe.send("go")
        done: list[Pressed] = [pipe.recv() for pipe in pipes]
        pressed = time.time() - began
        wait_until_told(engine, delivery)
        delivering = processes.cpu([delivery.pid]) - delivering
    told = max(at for at, _ in sink.accepted()) - began
    lives, cpu = sum(each.lives for each in done), sum(each.cpu for each in done)
    return Run(lives, pressed, told, cpu, delivering, before, counters(ground.cluster, database))


def _start(target: Callable[..., None], arguments: tuple[Any, ...]) -> Connection:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    spawn.Process(target=target, args=(*arguments, theirs), daemon=True).start()
    return ours


def figures(engine: Engine, run: Run, least: float = 50) -> tuple[Figure, ...]:
    """The numbers of a run that the judge let pass."""
    owed, messages = notices_and_messages(engine)
    everybody = run.lives + WARM_UP * PRESSERS
    spent = run.after.cpu - run.before.cpu
    return (
        Figure(RATE, run.lives / run.told, "hazards/s", least=least),
        Figure("hazards/s, pressed", run.lives / run.pressed, "hazards/s"),
        Figure("notices", owed / everybody, "per hazard"),
        Figure("messages that carried them", messages / everybody, "per hazard"),
        Figure("CPU of the pressing processes", 1000 * run.pressing_cpu / run.lives, "ms per hazard"),
        Figure("CPU of the delivery", 1000 * run.delivering_cpu / run.lives, "ms per hazard"),
        Figure("CPU of PostgreSQL", 1000 * spent / run.lives, "ms per hazard"),
        Figure("WAL", (run.after.wal - run.before.wal) / run.lives / 1000, "kB per hazard", most=30),
        Figure("commits", (run.after.commits - run.before.commits) / run.lives, "per hazard", most=20),
    )

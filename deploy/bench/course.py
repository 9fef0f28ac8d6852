"""One course: a database with its town, a sink, the delivery beside it, timed until the last message is accepted."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, Engine

from deploy.bench import processes
from deploy.bench.crew import Task, crew, hear
from deploy.bench.ground import Ground, program, wait_for_the_listener, wait_until_told
from deploy.bench.judge import faults, notices_and_messages
from deploy.bench.pressing import WARM_UP, Pressed
from deploy.bench.report import Figure
from deploy.bench.sink import Sink
from deploy.bench.spending import Spent, moment, spent_since
from deploy.bench.town import found
from domain.store.engine import make_engine

ALL_TOLD = "hazards/s, all told"


@dataclass(frozen=True)
class Course:
    """Where one measurement runs."""

    ground: Ground
    url: URL
    engine: Engine
    sink: Sink

    @property
    def address(self) -> str:
        """The database's address, for a process of its own."""
        return self.url.render_as_string(hide_password=False)


@dataclass(frozen=True)
class Run:
    """What a run took: when it began (machine time), seconds until pressed and until told, CPU seconds by part."""

    lives: int
    everybody: int
    began: float
    pressed: float
    told: float
    cpu: Mapping[str, float]
    spent: Spent


@contextmanager
def open_course(ground: Ground, name: str) -> Iterator[Course]:
    """An empty database with the town in it, and a sink where everybody's messages arrive."""
    url = ground.fresh_database(name)
    engine, sink = make_engine(url, "bihuan-judge", pool_size=2), ground.sink(name)
    try:
        found(engine, sink.port)
        yield Course(ground, url, engine, sink)
    finally:
        engine.dispose()
        sink.close()


def timed(course: Course, tasks: list[Task], watched: Mapping[str, int]) -> Run:
    """Let the processes press with the delivery beside them; `watched` are more programs whose CPU is told."""
    cluster, database = course.ground.cluster, course.url.database or ""
    with program("flows", course.url, course.ground.home / f"{database}-flows.log") as delivery:
        wait_for_the_listener(course.engine, delivery)
        pids = {**watched, "the delivery": delivery.pid}
        with crew(tasks) as pipes:
            wait_until_told(course.engine, delivery)
            before, already = moment(cluster), _cpu(pids)
            began = time.time()
            for pipe in pipes:
                pipe.send("go")
            done = [hear(pipe, Pressed) for pipe in pipes]
            pressed = time.time() - began
        wait_until_told(course.engine, delivery)
        cpu = {name: total - already[name] for name, total in _cpu(pids).items()}
    told = max((at for at, _ in course.sink.accepted()), default=time.time()) - began
    lives, everybody = sum(each.lives for each in done), sum(each.lives + WARM_UP for each in done)
    cpu["the pressing processes"] = sum(each.cpu for each in done)
    return Run(lives, everybody, began, pressed, told, cpu, spent_since(cluster, before))


def judged(course: Course, run: Run) -> tuple[str, ...]:
    """What the judge refuses in this run."""
    return tuple(faults(course.engine, course.sink, run.everybody))


def figures(course: Course, run: Run, *, least: float) -> tuple[Figure, ...]:
    """The numbers of a run that the judge let pass."""
    owed, messages = notices_and_messages(course.engine)
    cpu = {**run.cpu, "PostgreSQL": run.spent.cpu}
    return (
        Figure(ALL_TOLD, run.lives / run.told, "hazards/s", least=least),
        Figure("hazards/s, pressed", run.lives / run.pressed, "hazards/s"),
        Figure("notices", owed / run.everybody, "per hazard"),
        Figure("messages that carried them", messages / run.everybody, "per hazard"),
        *(Figure(f"CPU of {name}", 1000 * spent / run.lives, "ms per hazard") for name, spent in cpu.items()),
        Figure("WAL", run.spent.wal / run.lives / 1000, "kB per hazard", most=30),
        Figure("commits", run.spent.commits / run.lives, "per hazard", most=20),
    )


def _cpu(pids: Mapping[str, int]) -> dict[str, float]:
    return {name: processes.cpu([pid]) for name, pid in pids.items()}

"""The whole installation: how soon the web answers, what everything takes while idle, how late clocks fire, memory."""

import http.client
import time

from deploy.bench import lateness, processes
from deploy.bench.ground import temporary_home
from deploy.bench.operation import Operation, up
from deploy.bench.over_http import Client, sign_everybody_in
from deploy.bench.report import Figure, Part
from deploy.bench.same_sql import DISCARD_PORT
from deploy.bench.town import found
from domain.store.base import Store

LIVES = 20
SETTLE = 5.0
IDLE = 30.0
TITLE = "整套运行 (./bihuan up with Prefect, second start)"


def measure() -> Part:
    """Start twice, measure the second time."""
    with temporary_home() as home:
        with up(home / "installation") as first:
            first.wait_for_the_web()
            first.wait_for_prefect()
        began, since = time.monotonic(), time.time()
        with up(home / "installation") as second:
            second.wait_for_the_web()
            ready = Figure("the web answers /readyz after", time.monotonic() - began, "s", most=5)
            store = Store.open(second.cluster.url(), home, application="bihuan-judge", pool_size=1)
            try:
                return _look(second, store, since, ready)
            finally:
                store.close()


def _look(operation: Operation, store: Store, since: float, ready: Figure) -> Part:
    """Let it work a little, be idle, then work by itself; memory is weighed at the end."""
    town = found(store.engine, DISCARD_PORT)
    _live_a_little(operation, store)
    operation.wait_for_a_scheduled_pass(store, since)
    time.sleep(SETTLE)
    idle = Figure("idle CPU of everything", operation.cpu_over(IDLE), "% of a core", most=8)
    placed = lateness.place(store, town)
    lateness.wait_until_fired(store, placed)
    if wrong := lateness.faults(store, placed):
        return Part(TITLE, (), tuple(wrong))
    return Part(TITLE, (ready, idle, *_memory(operation), *lateness.figures(store, placed)))


def _live_a_little(operation: Operation, store: Store) -> None:
    """A web that has served nobody is lighter than one at work."""
    tokens = sign_everybody_in(store.engine)
    client = Client(http.client.HTTPConnection("127.0.0.1", operation.port, timeout=60), tokens)
    for n in range(LIVES):
        client.live(n)
    client.connection.close()


def _memory(operation: Operation) -> tuple[Figure, Figure]:
    ours, everything = (
        processes.memory(pids) for pids in (operation.web_and_worker(), operation.everything())
    )
    return (
        Figure("memory of web and worker", ours, "MB (PSS)", most=300),
        Figure("memory of everything, Prefect and PostgreSQL too", everything, "MB (PSS)", most=700),
    )

"""Delivery is woken by the database itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from domain.incidents import open_incidents
from flows.context import Context
from flows.listen import AT_ONCE, listen
from tests.flows.prefect_server import eventually
from tests.flows.rooms_of_a_test import context_with


@contextmanager
def listening(engine: Engine, work: Callable[[], object]) -> Iterator[Context]:
    context = context_with(engine, deliver_notices=work)
    thread = threading.Thread(target=listen, args=(context,))
    thread.start()
    try:
        yield context
    finally:
        context.stopping.set()
        thread.join(60)
        assert not thread.is_alive()


def notify(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("NOTIFY bihuan_notices"))


def test_a_notice_wakes_delivery(engine: Engine) -> None:
    woken: list[float] = []
    with listening(engine, lambda: woken.append(time.monotonic())):
        eventually(lambda: len(woken) == 1)  # a new connection asks once
        notify(engine)
        eventually(lambda: len(woken) == 2)


def test_a_burst_is_delivered_together_and_by_few_at_once(engine: Engine) -> None:
    may_end = threading.Event()
    begun, ended = [], []

    def deliver() -> None:
        begun.append(1)
        assert may_end.wait(30)
        ended.append(1)

    with listening(engine, deliver):
        eventually(lambda: begun)
        for _ in range(100):
            notify(engine)
        eventually(lambda: len(begun) >= 2)
        assert len(begun) <= AT_ONCE
        may_end.set()
        eventually(lambda: len(ended) >= 2)
    assert len(begun) <= 2 * AT_ONCE


def test_a_delivery_that_waits_for_a_slow_channel_keeps_the_next_from_nothing(engine: Engine) -> None:
    may_end = threading.Event()
    begun: list[int] = []

    def deliver() -> None:
        begun.append(1)
        if len(begun) == 1:
            assert may_end.wait(30)

    with listening(engine, deliver):
        for number in (1, 2, 3):
            eventually(lambda number=number: len(begun) == number)  # type: ignore[misc]  # a default binds the loop's value
            notify(engine)
        eventually(lambda: len(begun) == 4)
        assert not may_end.is_set(), "the first is still at work"
        may_end.set()


def test_a_lost_connection_is_made_anew_and_asks_once(engine: Engine) -> None:
    woken: list[float] = []
    with listening(engine, lambda: woken.append(time.monotonic())):
        eventually(lambda: len(woken) == 1)
        with engine.begin() as connection:
            mine = "application_name = 'bihuan listener' AND datname = current_database()"
            connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))
        eventually(lambda: len(woken) == 2)
        notify(engine)
        eventually(lambda: len(woken) == 3)


def test_a_delivery_that_raises_is_an_incident_and_the_next_wake_up_is_heard(engine: Engine) -> None:
    woken: list[float] = []

    def deliver() -> None:
        woken.append(time.monotonic())
        raise OSError("no route")

    with listening(engine, deliver):
        eventually(lambda: len(woken) == 1)
        notify(engine)
        eventually(lambda: len(woken) == 2)
    with engine.connect() as connection:
        assert [found.subject for found in open_incidents(connection)] == ["deliver_notices"]

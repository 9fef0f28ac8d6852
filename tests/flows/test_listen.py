"""Delivery is woken by the database itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from domain.incidents import open_incidents
from flows.listen import listen
from flows.rooms import Rooms
from tests.flows.prefect_server import eventually
from tests.flows.rooms_of_a_test import rooms_with


@contextmanager
def listening(engine: Engine, work: Callable[[], object]) -> Iterator[Rooms]:
    rooms = rooms_with(engine, deliver_notices=work)
    thread = threading.Thread(target=listen, args=(rooms,))
    thread.start()
    try:
        yield rooms
    finally:
        rooms.stopping.set()
        thread.join(5)
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


def test_a_burst_is_delivered_together_and_one_at_a_time(engine: Engine) -> None:
    at_work, may_end = threading.Lock(), threading.Event()
    begun, ended = [], []

    def deliver() -> None:
        assert at_work.acquire(blocking=False)
        begun.append(1)
        assert may_end.wait(30)
        ended.append(1)
        at_work.release()

    with listening(engine, deliver):
        eventually(lambda: begun)
        for _ in range(100):
            notify(engine)
        may_end.set()
        eventually(lambda: len(ended) >= 2)
    assert len(begun) <= 4


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

"""A channel that hangs or drips holds up no other. By how much its neighbours slow down: `isolation.py`, by hand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from deploy.demo.vendors.faults import Kind
from flows.context import Context
from flows.cores import PATIENCE
from flows.listen import listen
from flows.timetable import ROWS
from notifications.delivery import deliver
from notifications.sender import MOST_THREADS, AppriseSender, place_of
from tests.flows.prefect_server import eventually
from tests.notifications.delivery.counter import Counter
from tests.notifications.delivery.isolation import lines_to_tell, owe
from tests.notifications.post_office import NOON


@contextmanager
def woken_by_the_database(counter: Counter) -> Iterator[None]:
    """The worker's own listener and its own patience."""

    def core(context: Context, _at: datetime, _run: str | None) -> dict[str, Any]:
        return vars(
            deliver(context.store, context.sender, at=NOON, settings=counter.settings, patience=PATIENCE)
        )

    context = Context(counter.world.store, counter.sender, dict.fromkeys(ROWS, core))
    listener = threading.Thread(target=listen, args=(context,))
    listener.start()
    try:
        yield
    finally:
        context.stopping.set()
        listener.join(30)


@pytest.mark.parametrize("trouble", [Kind.HANG, Kind.DRIP])
def test_messages_over_another_channel_arrive_while_one_still_hangs(counter: Counter, trouble: Kind) -> None:
    for kind in ("dingwork", "wecomapp"):
        counter.open(kind, **({"secret": f"an-app-to-{trouble}"} if kind == "dingwork" else {}))
    counter.order("officer1", "dingwork")
    counter.order("deputy1", "wecomapp")
    counter.sender = AppriseSender(counter.settings, seconds=30)
    counter.exchange.fault(trouble, "/dingtalk/gettoken", times=99)
    lines_to_tell(counter, 9)
    with woken_by_the_database(counter):
        owe(counter, "officer1")
        eventually(lambda: any("/dingtalk/gettoken" in asked for asked in counter.exchange.requests))
        for number in range(1, 4):
            counter.office.sql("DELETE FROM person_pace")
            owe(counter, "deputy1")
            eventually(lambda number=number: len(counter.came()) == number)  # type: ignore[misc]  # a default binds the loop's value
        hanging = counter.tried("officer1")
    assert hanging == [("dingwork", "sending")], "they did not wait for its end"


def test_what_hangs_for_ever_in_one_place_takes_no_thread_from_another() -> None:
    sender = AppriseSender()
    never = threading.Event()
    mail, app = sender._workers["mailto:slow.example"], sender._workers["wecomapp:x"]  # noqa: SLF001 - the threads
    for _ in range(MOST_THREADS + 1):
        assert mail.run(lambda: bool(never.wait()), 0.001) is None  # type: ignore[arg-type, return-value]
    assert app.run(lambda: True, 30) is True  # type: ignore[arg-type, return-value, comparison-overlap]
    never.set()


def test_a_place_is_a_machine_and_holds_no_secret() -> None:
    places = {
        "dingrobot://TOKEN/13800000000?secret=SEC&base=https%3A%2F%2Foapi.dingtalk.com": "dingrobot:https://oapi.dingtalk.com",
        "dingrobot://TOKEN/": "dingrobot:",
        "wecomapp://corp:SECRET@1000002/li?base=https%3A%2F%2Fq": "wecomapp:https://q",
        "mailtos://u:PASS@example.cn?smtp=mail.example.cn&to=a@b": "mailtos:mail.example.cn",
        "json://127.0.0.1:9/ok": "json:127.0.0.1",
        "json://[broken": "json",
    }
    assert {url: place_of(url) for url in places} == places

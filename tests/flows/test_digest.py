"""A sweep and a delivery at the same time: people get one message, not one for each hazard."""

import threading
from typing import Any

import pytest
from sqlalchemy import Engine, text

from flows.context import Context
from flows.cores import deliver_all
from flows.gathering import Gathering
from flows.listen import listen
from flows.sweep import advance_all
from flows.timetable import ROWS
from notifications.sender import AppriseSender
from tests.flows.prefect_server import eventually
from tests.world import World, on

DAYTIME = on("2026-11-20 09:00")


def deliver_by_day(context: Context, at: object, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - a core has this shape
    """Deliver in daylight, whatever the hour of the test."""
    return deliver_all(context, DAYTIME, run)


def ask(engine: Engine, question: str) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text(question)).scalars())


def test_after_an_outage_each_person_gets_one_digest_though_delivery_is_woken_all_the_while(
    world: World, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "BIHUAN_NOTIFY_SMTP_URL", "mailto://bihuan.invalid?smtp=127.0.0.1&from=a@bihuan.invalid"
    )
    for n in range(8):
        world.report("nurse1", f"2026-11-02 09:0{n}")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM notice_owed"))
    context = Context(world.store, AppriseSender(), dict.fromkeys(ROWS, deliver_by_day))
    listener = threading.Thread(target=listen, args=(context,))
    listener.start()
    try:
        advance_all(context, DAYTIME, None)
        eventually(lambda: ask(engine, "SELECT count(*) FROM notice_owed") == [0])
    finally:
        context.stopping.set()
        listener.join(60)
    messages = ask(engine, "SELECT count(*) FROM attempt GROUP BY person_id")
    carried = ask(engine, "SELECT cardinality(notices) FROM attempt")
    assert (set(messages), min(carried) >= 8) == ({1}, True)


def test_delivery_waits_for_a_sweep_but_not_for_ever() -> None:
    gathering = Gathering()
    assert gathering.wait(0)
    with gathering, gathering:
        assert not gathering.wait(0.05)
    assert gathering.wait(0)

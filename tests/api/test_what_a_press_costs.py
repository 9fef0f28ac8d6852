"""One press over HTTP asks once who it is and then writes and reads in one transaction; reading opens none."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from domain.cases.perform import Done, perform_and
from domain.cases.store import rows
from domain.commands import CloseOnSpot, FixedOnSpot, Register
from domain.kinds import HAZARD
from domain.queries import Reader, reading
from domain.store.base import Store
from tests.api.site import Site
from tests.world import AFTER, World, on


@contextmanager
def written_down(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile: `ask` outside a transaction, `in`, `commit`, `rollback`."""
    heard: list[str] = []

    def is_outside(connection: Connection) -> bool:
        driver: Any = connection.connection.dbapi_connection
        return bool(driver.autocommit)

    def asked(connection: Connection, *_: object) -> None:
        heard.append("ask" if is_outside(connection) else "in")

    def ended(name: str, connection: Connection) -> None:
        if not is_outside(connection):
            heard.append(name)

    ears = {name: partial(ended, name) for name in ("commit", "rollback")} | {"before_cursor_execute": asked}
    for name, ear in ears.items():
        event.listen(engine, name, ear)
    try:
        yield heard
    finally:
        for name, ear in ears.items():
            event.remove(engine, name, ear)


def test_a_press_is_one_question_and_one_transaction(site: Site) -> None:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register")
    with written_down(site.world.store.engine) as heard:
        said = site.press("officer1", ref, "assign", to="fixer1", measures="清理", term="simple")
    assert said["state"] == "assigned"
    assert heard[0] == "ask", "whose session it is"
    assert heard[1:] == ["in"] * (len(heard) - 2) + ["commit"], "nothing is asked once it is kept"
    assert len(heard) <= 8, "the case under lock, the row, its line, its notices, the answer"


def test_reading_opens_no_transaction_and_throws_none_away(site: Site) -> None:
    ref = site.report("nurse1")
    site.token("officer1")
    with written_down(site.world.store.engine) as heard:
        for path in (f"/api/hazards/{ref}", f"/api/hazards/{ref}/journal", "/api/hazards", "/api/me/tasks"):
            site.get("officer1", path)
    assert set(heard) == {"ask"}


def test_a_list_asks_as_much_however_long_it_is(site: Site) -> None:
    """What stands beside a row, such as the names of those who signed, is read for all rows at once."""
    asked = []
    for place in ("药房", "食堂", "机房"):
        closed_on_the_spot(site.world, place)
        with written_down(site.world.store.engine) as heard:
            for path in ("/api/hazards", "/api/me/done"):
                site.get("officer1", path)
        asked.append(len(heard))
    assert asked[1] == asked[2]


def closed_on_the_spot(world: World, place: str) -> None:
    fixed = FixedOnSpot(photos=[AFTER], fixer="fixer1")
    ref = world.report("nurse1", "2026-11-02 09:00", place=place, fixed=fixed)
    world.press(ref, "officer1", "2026-11-02 09:30", CloseOnSpot())


def test_nobody_comes_between_a_press_and_its_answer(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")

    def read(connection: Connection, done: Done) -> tuple[str, bool]:
        officer, at = world.actor("officer1"), on("2026-11-02 09:10")
        _, case = Reader.of_a_press(world.store, officer, at, connection, done)
        with world.store.engine.connect() as another:
            is_free = rows.lock_row(another, HAZARD, done.case_id, skip_locked=True) is not None
        return case.hazard.state, is_free

    state, is_free = perform_and(
        read, world.store, ref, Register(), by=world.actor("officer1"), at=on("2026-11-02 09:10")
    )
    assert (state, is_free) == ("registered", False)


def test_what_is_read_often_stays_planned(world: World, database_url: Any) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    store = Store.open(database_url.render_as_string(hide_password=False), Path(), pool_size=1)
    try:
        for _ in range(10):
            with reading(store, world.actor("officer1"), on("2026-11-02 09:10")) as reader:
                assert reader.one(ref).hazard.ref == ref
        with store.asking() as connection:
            kept = connection.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
    finally:
        store.close()
    assert kept >= 3, "the organisation's version, the hazard, its papers"

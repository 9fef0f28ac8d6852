"""Prefect's scheduler fails alone, as it did with SQLAlchemy 2.1: its API is healthy, and no run is ever planned."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import build_app
from deploy import doctor
from deploy.finding import GOOD, WRONG
from deploy.opening import borrowed_database
from domain.store.engine import connect
from domain.store.settings import Settings
from tests.faults.history import fired, history
from tests.faults.house import House
from tests.flows.prefect_server import PrefectServer, eventually
from tests.world import World

pytestmark = pytest.mark.xdist_group("prefect")

ADVANCE = "advance_hazards"
REFUSE = """
    CREATE FUNCTION refuse_to_plan() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the scheduler is out of order'; END $$;
    CREATE TRIGGER refuse_to_plan BEFORE INSERT ON flow_run FOR EACH ROW WHEN (NEW.auto_scheduled)
        EXECUTE FUNCTION refuse_to_plan()
"""


@pytest.fixture
def house(world: World, prefect: PrefectServer) -> Iterator[House]:
    house = House(world)
    house.environment |= {**prefect.settings, "PREFECT_HOME": os.environ["PREFECT_HOME"]}
    with closing(house):
        yield house


def fails(prefect: PrefectServer) -> None:
    """From now on the scheduler can plan nothing; what it had planned is gone."""
    with connect(prefect.database) as connection:
        connection.execute(REFUSE)
    for run in prefect.runs(ADVANCE, "SCHEDULED"):
        prefect.client.delete(f"{prefect.url}/flow_runs/{run['id']}")


def recovers(prefect: PrefectServer) -> None:
    with connect(prefect.database) as connection:
        connection.execute("DROP FUNCTION IF EXISTS refuse_to_plan CASCADE")


def swept_by(world: World) -> str:
    with world.store.engine.connect() as connection:
        asked = text("SELECT by FROM timetable_pass WHERE name = 'advance_hazards'")
        return str(connection.execute(asked).scalar())


def minutes_pass(world: World) -> None:
    """The scheduler has been silent for longer than anybody waits for it."""
    with world.store.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE timetable_pass SET scheduled_at = scheduled_at - interval '5 minutes' WHERE name = :n"
            ),
            {"n": ADVANCE},
        )


def what_doctor_says(prefect: PrefectServer, data: Path) -> dict[str, str]:
    """Its marks, of Prefect's API and of the sweep."""
    url = prefect.ours.render_as_string(hide_password=False)
    settings = Settings(data, database_url=url, prefect_port=prefect.port)
    with borrowed_database(settings) as ours:
        found = [
            each for each in doctor.examine(settings, ours) if each.text.startswith(("Prefect", ADVANCE))
        ]
    return {each.text.split()[0]: each.mark for each in found}


def test_the_watchdog_does_the_work_says_so_and_nothing_is_done_twice(
    world: World, house: House, prefect: PrefectServer, tmp_path: Path
) -> None:
    refs = [world.report("nurse1", "2026-11-02 09:00")]
    house.start("flows")
    eventually(lambda: swept_by(world) == "prefect")
    try:
        fails(prefect)
        refs += [world.report("nurse1", "2026-11-02 09:00") for _ in range(3)]
        eventually(lambda: swept_by(world) == "watchdog" and all(fired(world, ref) for ref in refs))
        assert prefect.answers()
        minutes_pass(world)
        assert what_doctor_says(prefect, tmp_path) == {"Prefect": GOOD, ADVANCE: WRONG}
        with TestClient(build_app(world.store)) as client:
            told = client.get("/readyz")
        assert (told.status_code, told.json()["degraded"]) == (200, True)
        assert told.json()["unscheduled"]
    finally:
        recovers(prefect)
    eventually(lambda: what_doctor_says(prefect, tmp_path) == {"Prefect": GOOD, ADVANCE: GOOD})
    house.kill("flows")
    twin, end = world.report("nurse1", "2026-11-02 09:00"), house.now()
    for ref in (*refs, twin):
        world.sweep(end)
        assert len(set(fired(world, ref))) == len(fired(world, ref)) > 3
        assert history(world, ref) == history(world, twin)

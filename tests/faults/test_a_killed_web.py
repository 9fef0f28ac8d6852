"""kill -9 of the web before and after a commit: the repeated request finds one effect and gets one answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.audit import verify_chains
from domain.tables.core import HAZARD
from tests.faults.house import House, NoAnswerError
from tests.world import BEFORE, World

REPORT: dict[str, Any] = {
    "unit": "001",
    "place": "5楼走道",
    "category": "01",
    "description": "堆放病床",
    "photos": [BEFORE],
}
REGISTER: dict[str, Any] = {"assign": {"to": "fixer1", "measures": "清理", "term": "simple"}}
KEY = "one-press"


@pytest.fixture
def house(world: World) -> Iterator[House]:
    house = House(world)
    yield house
    house.close()


def hazards(world: World) -> int:
    with world.store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(HAZARD)).scalar_one())


@pytest.mark.parametrize("point", ["perform.before_commit", "perform.after_commit"])
def test_a_report_whose_answer_was_lost_is_one_report(world: World, house: House, point: str) -> None:
    world.report("nurse1", "2026-11-20 09:00")  # the photo is the nurse's from now on
    house.start("api", f"{point}=kill@1")
    with pytest.raises(NoAnswerError):
        house.ask("nurse1", "POST", "/api/hazards", REPORT, KEY)
    assert house.killed_itself("api")
    assert hazards(world) == (2 if point == "perform.after_commit" else 1)
    house.start("api")
    answers = [house.ask("nurse1", "POST", "/api/hazards", REPORT, KEY) for _ in range(2)]
    assert [status for status, _ in answers] == [201, 201]
    assert answers[0][1]["ref"] == answers[1][1]["ref"]
    assert answers[0] == answers[1]
    ref = answers[0][1]["ref"]
    assert (hazards(world), world.actions(ref)) == (2, ["report"])
    assert world.told(ref) == [("officer1", "todo")]


@pytest.mark.parametrize("point", ["perform.before_commit", "perform.after_commit"])
def test_a_press_whose_answer_was_lost_is_one_press(world: World, house: House, point: str) -> None:
    ref = world.report("nurse1", "2026-11-20 09:00")
    house.start("api", f"{point}=kill@1")
    with pytest.raises(NoAnswerError):
        house.press("officer1", ref, "register", REGISTER, KEY)
    assert house.killed_itself("api")
    was_written = ["report", "register", "assign"] if point == "perform.after_commit" else ["report"]
    assert world.actions(ref) == was_written
    house.start("api")
    answers = [house.press("officer1", ref, "register", REGISTER, KEY) for _ in range(2)]
    assert [status for status, _ in answers] == [200, 200]
    assert answers[0][1] == answers[1][1]
    assert (answers[0][1]["state"], answers[0][1]["version"]) == ("assigned", 3)
    assert (answers[0][1]["number"], world.hazard(ref).version) == ("500999-001-2026-00001", 3)
    assert world.actions(ref) == ["report", "register", "assign"]
    told = world.told(ref, "assign")
    assert len(told) == len(set(told)) > 0
    assert list(verify_chains(world.store)) == []

"""kill -9 of the web before and after a commit: the repeated request finds one effect and gets one answer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit.cases import verify_chains
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


def refs(world: World) -> list[str]:
    """Every hazard there is, oldest first."""
    with world.store.engine.connect() as connection:
        return list(connection.execute(select(HAZARD.c.ref).order_by(HAZARD.c.id)).scalars())


Ask = Callable[[], tuple[int, dict[str, Any]]]
BEFORE_COMMIT, AFTER_COMMIT = "perform.before_commit=kill@1", "perform.after_commit=kill@1"


def killed_while_it_asks(house: House, faults: str, ask: Ask) -> None:
    house.start("api", faults)
    with pytest.raises(NoAnswerError):
        ask()
    assert house.killed_itself("api")


def test_what_is_asked_again_after_a_kill_happens_once_and_gets_one_answer(
    world: World, house: House
) -> None:
    world.report("nurse1", "2026-11-20 09:00")  # the photo is the nurse's from now on

    def report() -> tuple[int, dict[str, Any]]:
        return house.ask("nurse1", "POST", "/api/hazards", REPORT, KEY)

    killed_while_it_asks(house, BEFORE_COMMIT, report)
    assert len(refs(world)) == 1
    killed_while_it_asks(house, AFTER_COMMIT, report)
    ref = refs(world)[1]
    assert world.actions(ref) == ["report"]

    def register() -> tuple[int, dict[str, Any]]:
        return house.press("officer1", ref, "register", REGISTER, KEY)

    killed_while_it_asks(house, BEFORE_COMMIT, register)
    assert world.actions(ref) == ["report"]
    killed_while_it_asks(house, AFTER_COMMIT, register)
    assert world.actions(ref) == ["report", "register", "assign"]

    house.start("api")
    reports, presses = [report() for _ in range(2)], [register() for _ in range(2)]
    assert [status for status, _ in reports] == [201, 201]
    assert reports[0] == reports[1]
    assert reports[0][1]["ref"] == ref
    assert [status for status, _ in presses] == [200, 200]
    assert presses[0][1] == presses[1][1]
    assert (presses[0][1]["state"], presses[0][1]["version"]) == ("assigned", 3)
    assert (presses[0][1]["number"], world.hazard(ref).version) == ("500999-001-2026-00001", 3)
    assert (len(refs(world)), world.actions(ref)) == (2, ["report", "register", "assign"])
    assert world.told(ref, "report") == [("officer1", "todo")]
    told = world.told(ref, "assign")
    assert len(told) == len(set(told)) > 0
    assert list(verify_chains(world.store)) == []

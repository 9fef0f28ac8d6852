"""The figures of the source hold, and what measures them sees what it should."""

import pytest

from tests.proof import house
from tests.proof.figures import of_the_source
from tests.proof.files_passed import from_a_report_to_its_line, from_an_overdue_hazard_to_its_paper
from tests.test_the_house import ROOT
from tests.world import World

pytestmark = pytest.mark.xdist_group("the house")  # every file is read once


def test_the_figures_of_the_source_hold() -> None:
    bounds = (figure for figure in of_the_source() if not figure.about)
    assert {one.name: (one.value, one.of) for one in bounds if one.value > one.most} == {}


def test_a_circle_and_a_pair_are_seen() -> None:
    graph = {
        "domain.a.x": {"domain.b"},
        "domain.b": {"domain.c.y"},
        "domain.c.y": {"domain.a.x"},
        "api.d": {"domain.b"},
    }
    assert house.cycles(graph) == [["domain.a.x", "domain.b", "domain.c.y"]]
    assert house.pairs_of_rooms(graph) == set()
    assert house.pairs_of_rooms({**graph, "domain.b.z": {"domain.a.v"}}) == {("domain.a", "domain.b")}


def test_an_import_of_ours_is_an_arrow() -> None:
    assert "domain.cases.case" in house.imports()["domain.kinds"]
    assert "domain.messages.texts" in house.imports()["domain.messages.writing"]


def test_a_press_is_followed_from_its_call_to_its_write(world: World) -> None:
    for found in (from_a_report_to_its_line(world), from_an_overdue_hazard_to_its_paper(world)):
        assert found.stack[0] == f"{ROOT}/domain/cases/perform.py"
        assert found.stack[-1] == f"{ROOT}/domain/cases/store/rows.py"
        assert {f"{ROOT}/domain/cases/acting.py", f"{ROOT}/domain/hazard/waits.py"} <= set(found.files)

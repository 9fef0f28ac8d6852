"""交办 that names nobody: whom the policy's rule means, and when it must be asked."""

import pytest

from domain.commands import Assign, Register
from domain.errors import WrongInput
from domain.points.writing import NewPoints, add_points, set_active
from domain.words import State
from tests.stage import IDS, Stage, directory, on
from tests.world import World

BLANK = Assign(measures="清理", due=on("2026-11-09 12:00").date())
AT = "2026-11-02 09:00"


def test_whoever_keeps_safety_is_never_the_fixer_by_default() -> None:
    stage = Stage().report("nurse1", AT).press("officer1", AT, Register())
    with pytest.raises(WrongInput, match="没有填科室"):
        stage.copy().press("officer1", AT, BLANK)
    stage = Stage(directory(empty=("dept1.department_head",))).report("nurse1", AT, department="001-01")
    with pytest.raises(WrongInput, match="空缺") as refused:
        stage.press("officer1", AT, Register(), BLANK)
    assert refused.value.field == "to"


def test_in_a_clinic_of_two_the_one_who_keeps_safety_is_asked_whom_they_mean() -> None:
    stage = Stage().report("clinic2", AT, unit="061").press("clinic1", AT, Register())
    with pytest.raises(WrongInput, match="不默认为责任人"):
        stage.copy().press("clinic1", AT, BLANK)
    stage.press("clinic1", AT, BLANK.model_copy(update={"to": "clinic2"}))
    assert stage.now(AT).hazard.fixer_id == IDS["clinic2"]


def test_the_department_of_the_place_is_the_one_whose_point_it_is(world: World) -> None:
    place = "护理部治疗室"
    said = NewPoints(unit="001-01", places=[place])
    (code,) = add_points(world.store, said, by=world.actor("officer1"), at=on(AT))
    ref = world.report("nurse1", AT, place=place)
    world.press(ref, "officer1", AT, Register(), BLANK)
    hazard = world.hazard(ref)
    assert (hazard.fixer_id, hazard.state) == (world.people["dept1"], State.ASSIGNED)
    assert world.journal(ref)[0].data["department"] == "001-01"
    set_active(world.store, code, active=False, by=world.actor("officer1"), at=on(AT))
    assert world.hazard(world.report("nurse1", AT, place=place)).department_id is None
    assert world.hazard(world.report("nurse1", AT, place="别处")).department_id is None

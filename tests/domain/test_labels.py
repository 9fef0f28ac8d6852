"""What people read: a state never names a post that does not hold it, a rung is called after what it leads to."""

from datetime import date

import pytest

from domain.commands import HandOver, List, Reassign
from domain.hazard.holders import holder
from domain.hazard.labels import rung_shown, state_shown
from domain.roles import INSTITUTION_ROLES
from domain.rungs import rung_label
from domain.words import OPEN_STATES, Level, Line, Role, State
from tests.scenes import DAY, SCENES, scene
from tests.stage import IDS, Stage, directory, seat

NOON = f"{DAY} 12:00"
NAMED_IN_A_STATE = {"主要负责人": {Role.CHIEF}, "单位": INSTITUTION_ROLES}
USUAL = {
    (Line.AUTHORITY, State.ASSIGNED): "待单位签收",
    (Line.AUTHORITY, State.VERIFYING): "待单位自验",
    (Line.MAJOR, State.ASSIGNED): "待主要负责人签收",
}
EMPTY = [
    (),
    ("officer1.officer",),
    ("chief1.chief",),
    ("officer1.officer", "deputy1.deputy", "chief1.chief"),
]


def leaves(stage: Stage, who: str, to: str) -> Stage:
    """Somebody leaves at noon; what they were named for passes on."""
    said = HandOver(leaver=who, successor=to, ordered_by="admin", reason="离岗")
    return stage.by_the_clock(NOON, said)


@pytest.mark.parametrize("empty", EMPTY)
@pytest.mark.parametrize(("line", "state"), [key for key in SCENES if key[1] in OPEN_STATES])
def test_a_state_names_a_post_only_while_that_post_holds_it(
    line: Line, state: State, empty: tuple[str, ...]
) -> None:
    stage = scene(line, state).under(directory=directory(empty=empty))
    case = stage.now(NOON)
    found, own = holder(case), case.directory.people_of(case.hazard.unit_id)
    assert found is not None
    shown = state_shown(case)
    for word, posts in NAMED_IN_A_STATE.items():
        if word in shown:
            assert found.role in posts or (word == "单位" and set(found.people) <= own)
    if not empty and (line, state) in USUAL:
        assert shown == USUAL[line, state]


@pytest.mark.parametrize("state", [State.ASSIGNED, State.RECTIFYING])
def test_after_a_reassignment_inside_the_head_is_not_named_in_the_state(state: State) -> None:
    stage = scene(Line.MAJOR, state).press("chief1", NOON, Reassign(to="dept1", reason="分工调整"))
    assert (state_shown(stage.now(NOON)), seat(stage)[1]) == ("待签收", {"dept1"})


def test_the_label_of_a_seat_names_a_post_that_its_people_hold() -> None:
    for (line, state), begun in SCENES.items():
        for empty in EMPTY:
            case = begun().under(directory=directory(empty=empty)).now(NOON)
            found = holder(case)
            if found and found.role:
                assert set(found.people) <= set(case.post(found.role)), (line, state, empty)


@pytest.mark.parametrize("line", [Line.UNIT, Line.AUTHORITY])
def test_the_successor_of_a_fixer_signs_first(line: Line) -> None:
    stage = leaves(scene(line, State.RECTIFYING), "fixer1", "dept1")
    assert (stage.now(NOON).hazard.state, seat(stage)) == ("assigned", (None, {"dept1"}))


def test_the_head_of_a_unit_keeps_a_major_when_the_one_who_works_on_it_leaves() -> None:
    before = scene(Line.MAJOR, State.RECTIFYING)
    waits = before.now(NOON).hazard.terms["state"]
    stage = leaves(before, "fixer1", "dept1")
    case = stage.now(NOON)
    assert (case.hazard.state, state_shown(case), seat(stage)) == (
        "rectifying",
        "治理中",
        (Role.CHIEF, {"chief1"}),
    )
    assert (case.hazard.fixer_id, case.hazard.terms["state"]) == (IDS["dept1"], waits)
    assert IDS["dept1"] in case.hazard.fixers  # what they were named for bars them from verifying
    assert stage.told() == [("dept1", "todo")]


def test_whoever_only_took_the_task_in_leaves_the_work_with_its_fixer() -> None:
    stage = scene(Line.MAJOR, State.RECTIFYING).changed(receiver_id=IDS["nurse1"])
    hazard = leaves(stage, "nurse1", "dept1").now(NOON).hazard
    assert (hazard.state, hazard.fixer_id, hazard.receiver_id) == ("rectifying", IDS["fixer1"], IDS["dept1"])


def test_only_a_major_is_listed_of_a_general_one_the_grade_is_asked_for() -> None:
    called = [rung_label(4, level, listed=False) for level in (Level.GENERAL, Level.MAJOR)]
    assert called == ["提请等级认定", "提请挂牌"]
    assert rung_label(4, Level.MAJOR, listed=True) == "挂牌督办"
    assert {rung_label(3, level, listed=False) for level in Level} == {"提级（通报、约谈）"}


def test_a_major_is_called_listed_once_the_head_has_listed_it() -> None:
    stage = scene(Line.MAJOR, State.RECTIFYING)
    stage.sweep("2026-11-25 10:00")
    hazard = stage.now("2026-11-25 10:00").hazard
    assert (hazard.rung, rung_shown(hazard)) == (4, "提请挂牌")
    stage.press("head", "2026-11-25 10:10", List(until=date(2026, 12, 31)))
    assert rung_shown(stage.now("2026-11-25 10:10").hazard) == "挂牌督办"

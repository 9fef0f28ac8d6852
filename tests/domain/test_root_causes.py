"""产生原因 and 整改制度措施: asked of a 重大, after a second return and of what came back; kept with the hazard."""

from typing import Any

import pytest

from domain.commands import Accept, ApproveClosure, Assign, Pass, Register, SendBack, Submit
from domain.errors import WrongInput
from domain.root_causes import RootCause
from domain.words import Line, State
from tests.domain.test_every_round import hash_of
from tests.scenes import DAY, scene
from tests.world import AFTER, OTHER, World

LEARNT: dict[str, Any] = {"cause": RootCause.DUTY, "lasting_measure": "每日交班时查看，护士长每周抽查"}


def in_work(world: World, day: str = DAY, fixer: str = "fixer1", by: str = "nurse1", **more: Any) -> str:
    ref = world.report(by, f"{day} 09:00", **more)
    world.press(ref, "officer1", f"{day} 09:10", Register(assign=Assign(to=fixer, measures="清理")))
    world.press(ref, fixer, f"{day} 09:20", Accept())
    return ref


def refused(world: World, ref: str, at: str, command: Submit, by: str = "fixer1") -> tuple[str, str]:
    with pytest.raises(WrongInput) as refusal:
        world.press(ref, by, at, command)
    return str(refusal.value.field), refusal.value.detail


def test_after_a_second_return_the_cause_is_named_and_kept(world: World) -> None:
    ref = in_work(world)
    for hour, photo in ((10, AFTER), (12, OTHER)):
        world.press(ref, "fixer1", f"{DAY} {hour}:00", Submit(result="已清理", photos=[photo]))
        world.press(ref, "officer1", f"{DAY} {hour + 1}:00", SendBack(reason="仍有一张病床"))
    done = Submit(result="已清理", photos=[hash_of(1)])
    field, why = refused(world, ref, f"{DAY} 14:00", done)
    assert (field, "已被退回 2 次" in why) == ("cause", True)
    field, _ = refused(world, ref, f"{DAY} 14:00", done.model_copy(update={"cause": RootCause.DUTY}))
    assert field == "lasting_measure"
    world.press(ref, "fixer1", f"{DAY} 14:00", done.model_copy(update=LEARNT))
    assert world.hazard(ref).cause == {"cause": "duty", "measure": LEARNT["lasting_measure"]}


def put_right(world: World, **more: Any) -> str:
    ref = in_work(world, **more)
    world.press(ref, "fixer1", f"{DAY} 10:00", Submit(result="已清理", photos=[AFTER]))
    world.press(ref, "officer1", f"{DAY} 11:00", Pass(opinion="好"))
    world.press(ref, "deputy1", f"{DAY} 12:00", ApproveClosure())
    return str(world.hazard(ref).number)


def test_whoever_may_not_see_what_was_there_before_is_asked_and_told_no_number(world: World) -> None:
    number = put_right(world, by="officer1", place="住院楼5层")
    again = in_work(world, "2026-11-20", fixer="nurse1", by="officer1", place="住院楼5层")
    field, why = refused(world, again, "2026-11-20 10:00", Submit(result="好", photos=[OTHER]), by="nurse1")
    assert (field, number in why) == ("cause", False)


def test_what_came_back_within_ninety_days_is_asked_why_and_what_is_elsewhere_is_not(world: World) -> None:
    number = put_right(world, place="住院楼5层")
    for n, (day, more, asked) in enumerate(
        (
            ("2026-11-20", {"place": "住院楼５层"}, True),  # the same place, written otherwise
            ("2026-11-20", {"place": "门诊楼1层"}, False),
            ("2026-11-20", {"place": "住院楼5层", "category": "02"}, False),
            ("2027-02-10", {"place": "住院楼5层"}, False),  # a hundred days later
        )
    ):
        again = in_work(world, day, **more)
        done = Submit(result="已清理", photos=[hash_of(n)])
        if asked:
            field, why = refused(world, again, f"{day} 10:00", done)
            assert (field, str(number) in why) == ("cause", True)
        else:
            world.press(again, "fixer1", f"{day} 10:00", done)
            assert world.hazard(again).cause is None


def test_another_cause_is_said_in_words() -> None:
    stage = scene(Line.UNIT, State.RECTIFYING)
    done = Submit(result="已清理", photos=[AFTER], cause=RootCause.OTHER)
    with pytest.raises(WrongInput) as refusal:
        stage.copy().press("fixer1", f"{DAY} 11:00", done)
    assert refusal.value.field == "cause_note"
    stage.press("fixer1", f"{DAY} 11:00", done.model_copy(update={"cause_note": "雨水倒灌"}))
    assert stage.now(f"{DAY} 12:00").hazard.cause == {"cause": "other", "note": "雨水倒灌"}

"""The clocks of a place out of use: asked for once it is safe, decided in time, asked about while it lasts (9.38)."""

from datetime import timedelta

from domain.commands import Pass, Submit
from domain.words import Line, State
from tests import scenes
from tests.domain.test_use import NOON, ONE, YES, clocks
from tests.notices_of import say
from tests.scenes import ASK, DAY, STOP, scene
from tests.stage import AFTER, IDS, names, on


def test_the_closer_waits_from_the_day_on_which_use_is_resumed() -> None:
    stage = scenes.suspended(Line.UNIT)
    stage.press("fixer1", f"{DAY} 11:30", Submit(result="已清理", photos=[AFTER]))
    assert "ask_resume" not in clocks(stage)
    stage.press("officer1", f"{DAY} 11:40", Pass(opinion="合格"))
    assert clocks(stage)["ask_resume"] == on("2026-11-06 00:00")  # three working days
    assert "close" not in clocks(stage)
    stage.press("officer1", "2026-11-09 10:00", ASK)
    stage.press("chief1", "2026-11-10 10:00", YES)
    assert clocks(stage, "2026-11-10 11:00")["close"] == on("2026-11-14 00:00")
    assert ("deputy1", "use") in stage.told()  # who may close it from now on


def test_whoever_asks_is_told_when_the_fix_is_accepted_and_not_pressed_before() -> None:
    stage = scene(Line.MAJOR, State.VERIFYING).press("chief1", f"{DAY} 11:00", STOP)
    for who in ("expert", "office"):
        stage.press(who, NOON, Pass(opinion="合格"))
        assert "chief1" not in dict(stage.told())
    stage.press("office2", ONE, Pass(opinion="合格"))
    assert dict(stage.told())["chief1"] == "todo"
    assert say(stage, "chief1").startswith("请11月5日前申请恢复使用：住院楼5层")


def test_a_place_that_stays_out_of_use_is_asked_about_every_thirty_days_one_post_higher_each_time() -> None:
    stage = scenes.suspended(Line.UNIT).changed(rectify_by=None)
    stage.sweep("2027-02-20 12:00")
    asked = [line for line in stage.lines if line.entry["clock"] == "out_of_use"]
    assert [line.entry["at"] for line in asked] == [
        on("2026-12-02 09:00"), on("2027-01-01 09:00"), on("2027-01-31 09:00")
    ]  # fmt: skip
    told = [names([one.person_id for one in line.owed]) for line in asked]
    assert told == [{"officer1"}, {"officer1", "deputy1"}, {"officer1", "chief1"}]
    assert say(stage, "chief1", stage.lines.index(asked[2])).startswith("请今天办理或督促：住院楼5层")
    assert "停用已满 90 天，请研究恢复使用或者永久停用" in say(stage, "chief1", stage.lines.index(asked[2]))


def test_a_review_that_is_late_climbs_the_line_of_whoever_decides() -> None:
    stage = scenes.asked_for_use(Line.UNIT)
    stage.sweep("2026-11-12 12:00")
    late = [line for line in stage.lines if line.entry["clock"] == "resume"]
    told = [names([one.person_id for one in line.owed]) for line in late]
    assert told[:3] == [{"chief1"}, {"office", "office2"}, {"leader"}]
    assert stage.now("2026-11-12 12:00").hazard.late_holders == [IDS["chief1"]]


def test_out_of_use_counts_as_under_control() -> None:
    stage = scene(Line.UNIT, State.RECTIFYING).changed(suspected=True, interim=None)
    stage.case = stage.now(NOON)
    stage.case.hazard.terms["suspected"] = [1, on(f"{DAY} 09:00").isoformat()]
    assert "interim" in clocks(stage)
    assert "interim" not in clocks(stage.press("deputy1", NOON, STOP), ONE)


def test_the_hazard_of_a_place_out_of_use_still_climbs_by_its_own_clock() -> None:
    stage = scenes.suspended(Line.UNIT)
    stage.sweep("2026-11-25 12:00")
    assert stage.now("2026-11-25 12:00").hazard.rung == 2
    assert on("2026-11-21 09:00") + timedelta(days=2) in [line.entry["at"] for line in stage.lines]

"""A place out of use: stopped by its leaders, asked for once it is safe, used again by consent alone (rows 39, 40)."""

from datetime import datetime

import pytest

from domain.commands import (
    ApproveClosure,
    Command,
    Dismiss,
    RefuseResume,
    RequestResume,
    ResumeUse,
    SuspendUse,
    Void,
)
from domain.errors import NotAllowed, NotPossible, NotReady, WrongInput
from domain.hazard.holders import use_holder
from domain.policy import Policy, load_policy
from domain.use import Scope, Use
from domain.words import DismissReason, Line, State
from tests import scenes
from tests.notices_of import say
from tests.scenes import ASK, DAY, STOP, scene
from tests.stage import IDS, Stage, directory, names, on
from tests.world import OTHER, SAFE, SHUT

NOON, ONE, TWO = f"{DAY} 12:00", f"{DAY} 13:00", f"{DAY} 14:00"
YES = ResumeUse(photos=[OTHER], conditions="每班查看一次走道")
NO = RefuseResume(reason="走道仍有两张病床", photos=[OTHER])
GIVEN_UP = STOP.model_copy(update={"for_good": True})


def use(stage: Stage) -> Use:
    return Use(stage.now(NOON).hazard.use)


def held_by(stage: Stage, at: str = NOON) -> set[str]:
    seat = use_holder(stage.now(at))
    return names(seat.people) if seat else set()


def clocks(stage: Stage, at: str = NOON) -> dict[str, datetime]:
    return {kind: due for kind, rung, due in stage.ahead(at) if rung == 1}


def with_the_power() -> Policy:
    policy = load_policy("default")
    power = policy.suspension.model_copy(update={"commission_orders": True})
    return policy.model_copy(update={"suspension": power})


def test_the_diary_of_a_ward_of_the_unit() -> None:
    stage = scene(Line.UNIT, State.RECTIFYING).press("deputy1", f"{DAY} 10:00", STOP)
    assert (use(stage), held_by(stage)) == (Use.SUSPENDED, {"officer1"})
    assert dict(stage.told()) == {
        "fixer1": "use", "dept1": "use", "officer1": "use", "chief1": "use", "office": "use", "office2": "use"
    }  # fmt: skip
    assert all(owed.urgency == "urgent" for owed in stage.lines[-1].owed)
    stopped = say(stage, "fixer1")
    assert stopped.startswith("请立即停止使用：住院楼5层（5层东侧病区，局部停用），走道堆放病床3张。")
    assert "未经同意不得恢复使用。决定人deputy1，文号县人民医院停〔2026〕1号。" in stopped
    stage.press("officer1", f"{DAY} 10:30", ASK)
    assert (use(stage), held_by(stage)) == (Use.RESUMING, {"chief1"})
    assert stage.told() == [("chief1", "todo")]
    assert say(stage, "chief1").startswith("请11月5日前复核恢复使用：住院楼5层，走道堆放病床3张")
    stage.press("chief1", f"{DAY} 11:00", NO)
    assert (use(stage), held_by(stage)) == (Use.SUSPENDED, {"officer1"})
    assert say(stage, "officer1").startswith(
        "请继续停用：住院楼5层（5层东侧病区），走道堆放病床3张。未同意恢复使用，理由：走道仍有"
    )
    stage.press("officer1", f"{DAY} 11:10", ASK).press("chief1", f"{DAY} 11:20", YES)
    assert (use(stage), held_by(stage)) == (Use.IN_USE, set())
    assert "要求：每班查看一次走道。" in say(stage, "dept1")
    assert "asked_by" not in (stage.now(NOON).hazard.suspended or {})
    stage.press("deputy1", f"{DAY} 11:30", STOP)
    assert [one.number for one in stage.at(on(NOON)).papers] == [
        f"县人民医院{sign}〔2026〕{n}号" for sign, n in (("停", 1), ("复", 1), ("复", 2), ("停", 2))
    ]


def test_each_time_out_of_use_is_a_record_with_every_request_and_what_became_of_it() -> None:
    stage = scenes.asked_for_use(Line.UNIT).press("chief1", f"{DAY} 11:20", NO)
    stage.press("officer1", f"{DAY} 11:30", ASK).press("chief1", f"{DAY} 11:40", YES)
    rows = [line.records["suspension"] for line in stage.lines if "suspension" in line.records]
    assert len({row["seq"] for row in rows}) == 1
    begun, ended = rows[0], rows[-1]
    assert (begun["ordered_by"], begun["ordered_as"], begun["photos"]) == (IDS["deputy1"], "deputy", [SHUT])
    assert begun["names"]["body"] == "临澄县人民医院"
    assert (ended["resumed_by"], ended["resumed_at"]) == (IDS["chief1"], on(f"{DAY} 11:40"))
    told = [(one["name"], one["photos"], one["decided"]["granted"]) for one in ended["requests"]]
    assert told == [("officer1", [SAFE], False), ("officer1", [SAFE], True)]
    assert ended["requests"][1]["decided"]["conditions"] == "每班查看一次走道"


def test_a_major_hazard_is_removed_first_and_reviewed_on_site_by_somebody_who_did_not_ask() -> None:
    stage = scene(Line.MAJOR, State.RECTIFYING).press("chief1", f"{DAY} 11:00", STOP)
    with pytest.raises(NotReady, match="重大事故隐患排除后才能恢复使用（安全生产法第六十五条）"):
        stage.press("chief1", NOON, ASK)
    stage = scenes.asked_for_use(Line.MAJOR)
    assert held_by(stage) == {"office", "office2"}  # the head asked, so the climb goes past the head
    with pytest.raises(NotAllowed):
        stage.copy().press("chief1", NOON, YES)
    with pytest.raises(WrongInput, match="现场复核") as refused:
        stage.copy().press("office", NOON, YES.model_copy(update={"way": "photos"}))
    assert refused.value.field == "way"
    assert clocks(stage)["resume"] == on("2026-11-13 00:00")  # ten days by the calendar
    stage.press("office", NOON, YES)
    assert use(stage) is Use.IN_USE
    assert stage.at(on(NOON)).papers[-1].number == "临卫复〔2026〕1号"


def test_where_the_commission_has_the_power_what_it_ordered_it_alone_gives_back() -> None:
    stage = scene(Line.AUTHORITY, State.RECTIFYING)
    with pytest.raises(NotAllowed, match="依职权也可由卫健委分管负责人"):
        stage.copy().press("leader", NOON, STOP)
    stage.under(policy=with_the_power()).press("leader", f"{DAY} 11:00", STOP)
    assert stage.at(on(NOON)).papers[-1].number == "临卫停〔2026〕1号"
    stage.press("officer1", f"{DAY} 11:10", ASK)
    assert held_by(stage) == {"leader"}
    for who in ("chief1", "deputy1", "office", "officer1"):
        with pytest.raises(NotAllowed):
            stage.copy().press(who, NOON, YES)
    assert use(stage.copy().press("head", NOON, YES)) is Use.IN_USE  # settled 8
    assert use(stage.press("leader", NOON, YES)) is Use.IN_USE


def test_on_the_units_own_line_the_commission_orders_nothing_even_where_it_has_the_power() -> None:
    stage = scene(Line.UNIT, State.RECTIFYING).under(policy=with_the_power())
    with pytest.raises(NotAllowed):
        stage.press("leader", NOON, STOP)


ENDS: list[tuple[Line, State, str, Command]] = [
    (Line.UNIT, State.VERIFIED, "deputy1", ApproveClosure()),
    (Line.AUTHORITY, State.VERIFIED, "office", ApproveClosure()),
    (Line.MAJOR, State.VERIFIED, "leader", ApproveClosure()),
    (Line.UNIT, State.REGISTERED, "officer1", Dismiss(reason=DismissReason.NOT_TRUE, checked="看过")),
    (Line.UNIT, State.REGISTERED, "deputy1", Void(reason="误录")),
]


@pytest.mark.parametrize(("line", "state", "who", "end"), ENDS)
def test_nothing_ends_while_its_place_is_out_of_use_but_one_that_is_given_up(
    line: Line, state: State, who: str, end: Command
) -> None:
    leader = "deputy1" if line is Line.UNIT else "chief1"
    stage = scene(line, state).press(leader, f"{DAY} 11:00", STOP)
    with pytest.raises(NotReady, match="仍在停用"):
        stage.copy().press(who, NOON, end)
    given_up = stage.copy().press(leader, f"{DAY} 11:30", GIVEN_UP).press(who, NOON, end)
    assert (use(given_up), given_up.now(NOON).hazard.holders) == (Use.RETIRED, [])
    asks = "chief1" if line is Line.MAJOR else "officer1"
    stage.press(asks, f"{DAY} 11:40", ASK)
    with pytest.raises(NotReady, match="正在复核"):
        stage.copy().press(who, NOON, end)
    stage.press("office" if line is Line.MAJOR else "chief1", f"{DAY} 11:50", YES).press(who, NOON, end)
    assert use(stage) is Use.IN_USE


def test_a_further_order_only_goes_further_and_the_higher_post_has_ordered_it() -> None:
    stage = scenes.suspended(Line.UNIT)
    with pytest.raises(WrongInput, match="已经停用") as refused:
        stage.copy().press("chief1", NOON, STOP)
    assert refused.value.field == "for_good"
    whole = STOP.model_copy(update={"scope": Scope.WHOLE})
    stage.press("chief1", NOON, whole)
    assert (stage.now(NOON).hazard.suspended or {})["by_role"] == "chief"
    with pytest.raises(WrongInput, match="不能缩小") as refused:
        stage.copy().press("chief1", ONE, GIVEN_UP)
    assert refused.value.field == "scope"
    stage.press("deputy1", ONE, whole.model_copy(update={"for_good": True}))
    assert (use(stage), (stage.now(NOON).hazard.suspended or {})["by_role"]) == (Use.RETIRED, "chief")
    with pytest.raises(NotPossible, match="永久停用"):
        stage.press("chief1", TWO, STOP)


def test_what_was_given_up_may_be_asked_back_even_when_the_hazard_is_closed() -> None:
    stage = scene(Line.UNIT, State.VERIFIED).press("deputy1", f"{DAY} 11:00", GIVEN_UP)
    stage.press("deputy1", f"{DAY} 11:10", ApproveClosure())
    stage.press("officer1", f"{DAY} 11:20", ASK)
    assert held_by(stage) == {"chief1"}
    assert use(stage.copy().press("chief1", NOON, NO)) is Use.RETIRED
    assert use(stage.press("chief1", NOON, YES)) is Use.IN_USE
    assert stage.now(NOON).hazard.state == State.CLOSED
    with pytest.raises(NotReady, match="已办结，不能再办理停用"):
        stage.press("deputy1", ONE, STOP)


def test_it_stops_at_once_or_has_stopped_and_never_from_a_day_ahead() -> None:
    stage = scene(Line.UNIT, State.RECTIFYING)
    for since in (on("2026-11-03 08:00"), on("2026-10-01 08:00")):
        with pytest.raises(WrongInput, match="停用开始的时间") as refused:
            stage.copy().press("deputy1", NOON, STOP.model_copy(update={"since": since}))
        assert refused.value.field == "since"
    stage.press("deputy1", NOON, STOP.model_copy(update={"since": on(f"{DAY} 09:40")}))
    assert (stage.now(NOON).hazard.suspended or {})["since"] == on(f"{DAY} 09:40").isoformat()


def test_neither_who_worked_on_it_nor_who_stands_in_for_whoever_asked_consents() -> None:
    stage = scenes.asked_for_use(Line.UNIT)
    worked = stage.changed(fixers=[IDS["fixer1"], IDS["chief1"]])
    assert held_by(worked) == {"office", "office2"}
    assert use(worked.press("office", NOON, YES)) is Use.IN_USE
    delegated = stage.copy().under(directory=directory(delegates=(("officer1", "chief1"),)))
    assert held_by(delegated) == {"office", "office2"}
    with pytest.raises(NotAllowed):
        delegated.press("chief1", NOON, YES)


def test_a_photo_stands_at_each_step() -> None:
    said: dict[type[Command], dict[str, str]] = {
        SuspendUse: {"what": "病区", "moved_out": "无人"}, RequestResume: {"done": "已改"}, ResumeUse: {},
        RefuseResume: {"reason": "未改"},
    }  # fmt: skip
    for command, words in said.items():
        with pytest.raises(ValueError, match="photos"):
            command.model_validate({**words, "photos": []})

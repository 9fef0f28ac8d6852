"""What the commission found climbs to 通报, 约谈 and a grade; extensions, plans and transfers have own moments."""

from datetime import date

from domain.commands import (
    Accept,
    AcknowledgeTransfer,
    Assign,
    DeclineMeasure,
    GrantExtension,
    Pass,
    RefuseExtension,
    Register,
    RequestExtension,
    ServeMeasure,
    SignMeasure,
    Submit,
    TakeOver,
    Transfer,
)
from domain.policy import load_policy
from domain.words import Line, State
from tests import scenes
from tests.journeys.ladder import climbed, climbed_in_memory, days
from tests.scenes import scene
from tests.stage import Stage
from tests.world import AFTER, World, on


def in_hand(world: World, due: date = date(2026, 11, 9)) -> str:
    """Found by the commission, handed to the hospital on a Monday, signed for with the fixer's name."""
    ref = world.report("office", "2026-11-02 09:00")
    world.press(
        ref, "office", "2026-11-02 10:00", Register(assign=Assign(to="001", measures="整改", due=due))
    )
    world.press(ref, "officer1", "2026-11-02 11:00", Accept(fixer="fixer1"))
    return ref


def without_waits(lines: list[str]) -> list[str]:
    """Without the waits of those who must sign, serve or answer."""
    return [line for line in lines if line.split()[2] not in ("sign", "serve", "reply")]


def test_a_neglected_finding_of_the_commission_climbs_to_a_circular_and_a_grade(world: World) -> None:
    ref = in_hand(world)
    for morning in days("2026-11-03", "2026-11-17"):
        world.sweep(morning)
    world.sweep("2026-12-09 09:05")
    assert without_waits(climbed(world, ref)) == [
        "11-04 09:00 ask_extension 1: fixer1 officer1",
        "11-06 09:00 remind 1: fixer1 officer1",  # copy 安管
        "11-08 09:00 remind 2: fixer1 officer1",
        "11-09 09:00 remind 3: fixer1 officer1",
        "11-10 09:00 overdue 1: dept1 fixer1 officer1",
        "11-12 09:00 overdue 2: chief1 deputy1",
        "11-12 09:00 paper 2 supervision_letter: leader",  # 督办函 proposed to 委分管
        "11-16 09:00 overdue 3: chief1 leader",  # 委主要 is not told yet
        "11-16 09:00 paper 3 circular: leader",
        "12-09 09:00 overdue 4: leader",
        "12-09 09:00 paper 4 grading_request: leader",
    ]


def test_a_region_may_put_the_summons_before_the_circular() -> None:
    stage = Stage(policy=load_policy("lincheng")).report("office", "2026-11-02 09:00")
    by_day = Assign(to="001", measures="整改", due=date(2026, 11, 9))
    stage.press("office", "2026-11-02 10:00", Register(assign=by_day))
    stage.press("officer1", "2026-11-02 11:00", Accept(fixer="fixer1")).sweep("2026-11-16 09:00")
    assert "11-16 09:00 paper 3 summons: leader" in climbed_in_memory(stage)


def test_a_signed_letter_is_served_answered_and_urged_one_three_and_seven_days_late(world: World) -> None:
    ref = in_hand(world)
    world.sweep("2026-11-12 09:05")
    world.press(ref, "leader", "2026-11-12 10:00", SignMeasure())
    world.press(ref, "office", "2026-11-12 14:00", ServeMeasure(received_by="院办 王某"))
    world.sweep("2026-11-27 09:00")
    paper = world.papers(ref)[0]
    assert (paper.kind, paper.state, paper.number) == ("supervision_letter", "served", "临卫督〔2026〕1号")
    reply = [line for line in climbed(world, ref) if line.split()[2] == "reply"]
    assert reply == [
        "11-19 09:00 reply 1: officer1",  # 5 working days: the last day is Thursday the 19th
        "11-20 09:00 reply 2: dept1 officer1",  # the 责任人 cannot answer it
        "11-22 09:00 reply 3: chief1 deputy1",
        "11-26 09:00 reply 4: chief1 leader",
    ]


def test_a_letter_nobody_serves_climbs_the_commissions_own_line(world: World) -> None:
    ref = in_hand(world)
    world.sweep("2026-11-12 09:05")
    world.press(ref, "leader", "2026-11-12 10:00", SignMeasure())
    world.sweep("2026-11-18 09:00")
    serve = [line for line in climbed(world, ref) if line.split()[2] == "serve"]
    assert serve == [
        "11-14 00:00 serve 1: office office2",
        "11-16 09:00 serve 2: leader",
        "11-18 09:00 serve 3: head",
    ]


def test_after_take_over_the_second_column_applies(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    to_fixer = Assign(to="fixer1", measures="m", due=date(2026, 11, 9))
    world.press(ref, "officer1", "2026-11-02 10:00", Register(assign=to_fixer))
    world.press(ref, "fixer1", "2026-11-02 11:00", Accept())
    world.sweep("2026-11-11 09:00")
    world.press(ref, "office", "2026-11-11 10:00", TakeOver(reason="久拖未改"))
    hazard = world.hazard(ref)
    assert (hazard.line, hazard.fixer_id) == ("authority", world.people["fixer1"])
    assert hazard.rectify_by == hazard.first_rectify_by  # 提级 gives no time
    world.sweep("2026-11-16 09:00")
    assert without_waits(climbed(world, ref, "2026-11-12")) == [
        "11-12 09:00 overdue 2: chief1 deputy1",
        "11-12 09:00 paper 2 supervision_letter: leader",
        "11-16 09:00 overdue 3: chief1 leader",
        "11-16 09:00 paper 3 circular: leader",
    ]


def test_an_undecided_extension_climbs_and_never_stops_the_clock(world: World) -> None:
    ref = in_hand(world, date(2026, 11, 20))  # 18 days: asked 5 working days before, decided in 3
    asks = RequestExtension(until=date(2026, 12, 4), reason="配件到货延迟")
    world.press(ref, "officer1", "2026-11-09 10:00", asks)
    world.sweep("2026-11-21 09:00")
    assert climbed(world, ref, "2026-11-09T10:00") == [
        "11-13 00:00 extension 1: leader",
        "11-13 09:00 extension 2: head",
        "11-17 09:00 remind 1: fixer1 officer1",
        "11-17 09:00 extension 3: head",
        "11-19 09:00 remind 2: fixer1 officer1",
        "11-20 09:00 remind 3: fixer1 officer1",
        "11-21 09:00 overdue 1: dept1 fixer1 officer1",
    ]


def test_a_decision_is_due_before_the_date_it_is_about(world: World) -> None:
    ref = in_hand(world, date(2026, 11, 18))  # a Wednesday
    asks = RequestExtension(until=date(2026, 11, 30), reason="配件到货延迟")
    world.press(ref, "officer1", "2026-11-11 10:00", asks)
    world.sweep("2026-11-18 00:00")
    first = next(line for line in climbed(world, ref) if "extension 1" in line and "ask" not in line)
    assert (
        first == "11-17 00:00 extension 1: leader"
    )  # 3 working days would be Monday the 16th: earlier than Tuesday


def test_a_granted_extension_begins_a_new_ladder_and_keeps_the_first_date(world: World) -> None:
    ref = in_hand(world, date(2026, 11, 20))
    asks = RequestExtension(until=date(2026, 12, 4), reason="配件到货延迟")
    world.press(ref, "officer1", "2026-11-09 10:00", asks)
    world.press(ref, "leader", "2026-11-10 10:00", GrantExtension(until=date(2026, 12, 2)))
    world.sweep("2026-12-03 09:00")
    hazard = world.hazard(ref)
    assert (hazard.rectify_by, hazard.first_rectify_by, hazard.extensions) == (
        on("2026-12-03 00:00"),
        on("2026-11-21 00:00"),
        1,
    )
    assert climbed(world, ref, "2026-11-10T10:00") == [
        "11-29 09:00 remind 1: fixer1 officer1",
        "12-01 09:00 remind 2: fixer1 officer1",
        "12-02 09:00 remind 3: fixer1 officer1",
        "12-03 09:00 overdue 1: dept1 fixer1 officer1",
    ]


def test_a_refused_extension_leaves_the_date_and_lets_ask_again_in_time(world: World) -> None:
    ref = in_hand(world, date(2026, 11, 20))
    asks = RequestExtension(until=date(2026, 12, 4), reason="配件到货延迟")
    world.press(ref, "officer1", "2026-11-09 10:00", asks)
    world.press(ref, "leader", "2026-11-10 10:00", RefuseExtension(reason="可先采取替代措施"))
    hazard = world.hazard(ref)
    assert (hazard.extension, hazard.extensions, hazard.rectify_by) == (None, 0, hazard.first_rectify_by)
    world.press(ref, "officer1", "2026-11-11 10:00", asks)
    assert world.hazard(ref).extension is not None


def test_a_long_term_without_plan_or_progress_is_urged_beside_the_ladder() -> None:
    stage = scenes.long_term(Line.AUTHORITY)  # 48 days
    stage.sweep("2026-11-24 10:00")
    assert climbed_in_memory(stage) == [
        "11-09 09:00 plan 1: officer1",  # files it; 5 working days end on Monday the 9th
        "11-10 09:00 plan 2: dept1 officer1",
        "11-12 09:00 plan 3: chief1 deputy1",
        "11-16 09:00 plan 4: chief1 leader",
        "11-17 09:00 progress 1: fixer1 officer1",  # every 15 days
        "11-18 09:00 progress 2: dept1 fixer1 officer1",
        "11-20 09:00 progress 3: chief1 deputy1",
        "11-23 09:00 plan 5: chief1 leader",
        "11-24 09:00 progress 4: chief1 leader",
    ]


def test_a_filed_plan_waits_for_its_reviewer() -> None:
    stage = scenes.with_a_filed_plan(Line.AUTHORITY)
    stage.sweep("2026-11-10 09:00")
    assert climbed_in_memory(stage) == [
        "11-06 00:00 plan_review 1: office office2",
        "11-06 09:00 plan_review 2: leader",
        "11-10 09:00 plan_review 3: head",
    ]


def test_a_silent_department_is_asked_again_every_five_working_days(world: World) -> None:
    ref = world.report("office", "2026-11-02 09:00", category="05")
    world.press(ref, "office", "2026-11-02 10:00", Register())
    letter = Transfer(department="市场监管局", ground="电梯未检", letter_number="临卫移〔2026〕1号")
    world.press(ref, "leader", "2026-11-02 11:00", letter)
    world.sweep("2026-11-09 09:00")
    receipt = AcknowledgeTransfer(
        received_by="市场监管局 刘某", received_on=date(2026, 11, 9), photos=[AFTER]
    )
    world.press(ref, "office", "2026-11-09 10:00", receipt)
    world.sweep("2026-12-01 10:00")
    assert climbed(world, ref) == [
        "11-06 00:00 receipt 1: office office2",  # 3 working days
        "11-06 09:00 receipt 2: leader",
        "11-17 00:00 answer 1: office office2",  # 10 working days: Monday the 16th
        "11-17 09:00 answer_late 1: leader",
        "11-19 09:00 answer_late 2: head",
        "11-23 09:00 answer 2: office office2",
        "11-30 09:00 answer 3: office office2",
    ]


def test_a_reply_date_in_the_letter_is_the_date_that_counts() -> None:
    stage = scene(Line.AUTHORITY, State.REGISTERED)
    letter = Transfer(department="住建局", ground="邻楼坠物", letter_number="1", reply_by=date(2026, 11, 6))
    stage.press("leader", "2026-11-02 11:00", letter).sweep("2026-11-07 00:00")
    assert "11-07 00:00 answer 1: office office2" in climbed_in_memory(stage)


def test_supervisors_are_on_the_clock_too(world: World) -> None:
    ref = world.report("office", "2026-11-02 09:00")
    world.sweep("2026-11-13 09:00")
    assert climbed(world, ref) == [
        "11-04 00:00 register 1: office office2",
        "11-04 09:00 register 2: leader",
        "11-06 09:00 register 3: head",
        "11-13 09:00 register 4: head",
    ]
    assert world.hazard(ref).rung == 0  # their lateness is not the unit's


def test_the_units_own_verifier_climbs_inside_the_unit(world: World) -> None:
    ref = in_hand(world)
    world.press(ref, "fixer1", "2026-11-02 12:00", Submit(result="已整改", photos=[AFTER]))
    world.sweep("2026-11-10 09:00")
    assert climbed(world, ref) == [
        "11-06 00:00 verify 1: officer1",
        "11-06 09:00 verify 2: deputy1",
        "11-10 09:00 verify 3: chief1",
    ]
    world.press(ref, "officer1", "2026-11-10 10:00", Pass(opinion="合格"))
    world.sweep("2026-11-16 09:00")
    assert climbed(world, ref, "2026-11-10T10:00") == [
        "11-14 00:00 close 1: office office2",
        "11-16 09:00 close 2: leader",
    ]


def test_a_circular_declined_is_proposed_again_on_the_day_named(world: World) -> None:
    ref = in_hand(world)
    world.sweep("2026-11-16 09:05")
    circular = next(paper.seq for paper in world.papers(ref) if paper.kind == "circular")
    later = DeclineMeasure(reason="已约谈分管领导", look_again=date(2026, 11, 23), paper=circular)
    world.press(ref, "leader", "2026-11-16 10:00", later)
    world.sweep("2026-11-23 09:00")
    assert "11-23 09:00 look_again 1 circular: leader" in climbed(world, ref)

"""A 重大 goes its own way: control the same evening, plan, progress, listing by three modes, and beyond its date."""

from datetime import date

import pytest

from domain.commands import (
    Accept,
    ApprovePlan,
    Assign,
    ConcludeTransfer,
    DeclineListing,
    Lift,
    List,
    Pass,
    RefuseLifting,
    Register,
    ReportProgress,
    Upgrade,
)
from domain.commands.closing import ApproveClosure
from domain.errors import NotAllowed, NotReady
from domain.policy import Policy, load_policy
from domain.words import Line, Listing, State
from tests import scenes
from tests.journeys.ladder import climbed, climbed_in_memory, days
from tests.scenes import GROUP, MAJOR_FIX, PLAN, scene
from tests.stage import Stage
from tests.world import World, on

CRITERION = "医疗机构重大事故隐患判定清单第三项"


def suspected(world: World, **more: object) -> str:
    return world.report("nurse1", "2026-11-02 09:00", suspected_major=True, **more)


def in_treatment(world: World, due: date = date(2026, 11, 11)) -> str:
    """Graded and handed over on Monday the 2nd, signed for, its plan approved: only the work is missing."""
    ref = suspected(world, interim="专人值守消控室")
    world.press(ref, "leader", "2026-11-02 10:00", Upgrade(criterion=CRITERION, panel=["office"], due=due))
    world.press(ref, "chief1", "2026-11-02 11:00", Accept(fixer="fixer1"))
    world.press(ref, "chief1", "2026-11-02 12:00", PLAN)
    world.press(ref, "leader", "2026-11-02 13:00", ApprovePlan())
    return ref


def test_a_suspicion_without_interim_control_is_told_the_same_evening_and_the_next_mornings(
    world: World,
) -> None:
    ref = suspected(world)
    world.sweep("2026-11-04 10:00")
    assert climbed(world, ref) == [
        "11-02 20:00 interim 1: chief1 office office2",
        "11-03 00:00 register 1: officer1",  # to be registered the same day
        "11-03 08:00 interim 2: leader",
        "11-03 09:00 register 2: deputy1",
        "11-04 08:00 interim 3: leader",
    ]


def test_interim_control_on_record_silences_the_evening(world: World) -> None:
    ref = suspected(world, interim="已安排专人值守")
    world.sweep("2026-11-02 23:00")
    assert climbed(world, ref) == []


def test_a_suspicion_found_by_the_commission_is_graded_in_three_working_days(world: World) -> None:
    ref = world.report("office", "2026-11-02 09:00", suspected_major=True, interim="专人值守")
    world.press(ref, "office", "2026-11-02 10:00", Register())
    world.sweep("2026-11-10 09:00")
    assert [line for line in climbed(world, ref) if " grade " in line] == [
        "11-06 00:00 grade 1: office office2",
        "11-06 09:00 grade 2: leader",
        "11-10 09:00 grade 3: head",
    ]


def test_a_neglected_major_is_proposed_for_listing_the_day_after_its_date(world: World) -> None:
    ref = in_treatment(world)
    for morning in days("2026-11-03", "2026-11-18"):
        world.sweep(morning)
    lines = [
        line for line in climbed(world, ref) if line.split()[2] not in ("sign", "sign_listing", "progress")
    ]
    assert lines == [
        "11-08 09:00 remind 1: chief1 fixer1",
        "11-10 09:00 remind 2: chief1 fixer1",
        "11-11 09:00 remind 3: chief1 fixer1",
        "11-12 09:00 overdue 1: chief1 dept1 fixer1 office office2 officer1",
        "11-12 09:00 listing 1: head",  # 挂牌督办 proposed to 委主要
        "11-14 09:00 overdue 2: chief1 leader",
        "11-14 09:00 paper 2 supervision_letter: leader",  # a Saturday: papers for a 重大 do not wait
        "11-18 09:00 overdue 3: chief1 head leader",
        "11-18 09:00 paper 3 summons: head",
    ]
    hazard = world.hazard(ref)
    assert (hazard.listing, hazard.rung) == (Listing.PROPOSED, 4)


def test_a_proposed_listing_that_nobody_signs_is_urged(world: World) -> None:
    ref = in_treatment(world)
    world.sweep("2026-11-20 09:00")
    waits = [line for line in climbed(world, ref) if " sign_listing " in line]
    assert waits == [
        "11-18 00:00 sign_listing 1: head",  # 3 working days
        "11-18 09:00 sign_listing 2: head",  # nobody stands above
        "11-20 09:00 sign_listing 3: head",
    ]


def test_every_week_without_a_line_of_progress_is_urged(world: World) -> None:
    ref = in_treatment(world, date(2026, 12, 31))
    world.sweep("2026-11-09 10:00")
    world.press(ref, "fixer1", "2026-11-09 15:00", ReportProgress(note="主机已订货"))
    world.sweep("2026-11-17 10:00")
    assert climbed(world, ref) == [
        "11-09 09:00 progress 1: chief1 fixer1",
        "11-16 09:00 progress 1: chief1 fixer1",
        "11-17 09:00 progress 2: chief1 dept1 fixer1 office office2 officer1",
    ]


def test_a_major_without_a_plan_climbs_while_the_work_goes_on(world: World) -> None:
    ref = suspected(world, interim="专人值守")
    due = date(2026, 12, 31)
    world.press(ref, "leader", "2026-11-02 10:00", Upgrade(criterion=CRITERION, panel=["office"], due=due))
    world.press(ref, "chief1", "2026-11-02 11:00", Accept(fixer="fixer1"))
    world.sweep("2026-11-16 10:00")
    assert [line for line in climbed(world, ref) if " plan " in line] == [
        "11-09 09:00 plan 1: chief1",
        "11-10 09:00 plan 2: chief1 dept1 office office2 officer1",
        "11-12 09:00 plan 3: chief1 leader",
        "11-16 09:00 plan 4: chief1 head leader",
    ]


def test_the_unit_head_has_four_hours_to_sign(world: World) -> None:
    ref = suspected(world, interim="专人值守")
    due = date(2026, 12, 31)
    world.press(ref, "leader", "2026-11-02 10:00", Upgrade(criterion=CRITERION, panel=["office"], due=due))
    world.sweep("2026-11-05 09:00")
    assert climbed(world, ref) == [
        "11-02 14:00 accept 1: chief1",
        "11-03 09:00 accept 2: office office2",
        "11-05 09:00 accept 3: leader",
    ]


def mode(listing_mode: str) -> Policy:
    return load_policy("default").model_copy(update={"listing_mode": listing_mode})


def graded(policy: Policy, due: date = date(2026, 11, 11)) -> Stage:
    stage = Stage(policy=policy).report("office", "2026-11-02 09:00", suspected_major=True, interim="值守")
    return stage.press("leader", "2026-11-02 10:00", Upgrade(criterion=CRITERION, panel=["office"], due=due))


def test_mode_on_identification_proposes_the_listing_with_the_grade() -> None:
    stage = graded(mode("on_identification"))
    stage.sweep("2026-11-02 10:05")
    assert climbed_in_memory(stage) == ["11-02 10:00 listing 1: head"]
    assert stage.now("2026-11-02 10:05").hazard.listing == Listing.PROPOSED


def test_mode_on_overdue_proposes_it_the_day_after_the_date() -> None:
    stage = graded(mode("on_overdue"))
    stage.sweep("2026-11-12 08:59")
    assert not [line for line in climbed_in_memory(stage) if " listing " in line]
    stage.sweep("2026-11-12 09:00")
    assert "11-12 09:00 listing 1: head" in climbed_in_memory(stage)


def test_mode_by_decision_leaves_it_to_the_head_of_the_commission() -> None:
    stage = graded(mode("by_decision"))
    stage.sweep("2026-12-31 09:00")
    assert not [line for line in climbed_in_memory(stage) if " listing " in line]
    stage.press("head", "2026-12-31 10:00", List(until=date(2027, 3, 1)))
    assert stage.now("2026-12-31 10:00").hazard.listing == Listing.LISTED


def test_a_person_may_always_list_a_major_earlier_than_the_mode_proposes_it() -> None:
    stage = graded(mode("on_overdue"))
    stage.press("head", "2026-11-03 10:00", List(until=date(2027, 3, 1)))
    assert stage.now("2026-11-03 10:00").hazard.listing == Listing.LISTED


def test_a_higher_body_lists_by_its_own_paper_which_the_desk_records() -> None:
    stage = graded(mode("on_overdue"))
    city = List(level="city", until=date(2027, 3, 1), number="市安委督〔2026〕7号")
    with pytest.raises(NotAllowed):
        graded(mode("by_decision")).press("head", "2026-11-03 10:00", city)
    with pytest.raises(NotAllowed):
        scenes.proposed_for_listing().press("office", "2026-11-21 13:00", List(until=date(2027, 3, 1)))
    stage.press("office", "2026-11-03 10:00", city)
    listed = stage.now("2026-11-03 10:00").hazard.listed or {}
    assert (listed["number"], listed["level"]) == ("市安委督〔2026〕7号", "city")


def test_a_declined_listing_is_looked_at_again_on_its_day(world: World) -> None:
    ref = in_treatment(world)
    world.sweep("2026-11-12 09:05")
    later = DeclineListing(reason="设备已到货，月内可完成", look_again=date(2026, 11, 26))
    world.press(ref, "head", "2026-11-12 10:00", later)
    assert world.hazard(ref).listing == Listing.NONE
    world.sweep("2026-11-26 08:59")
    assert world.hazard(ref).listing == Listing.NONE
    world.sweep("2026-11-26 09:00")
    assert world.hazard(ref).listing == Listing.PROPOSED
    assert "11-26 09:00 look_listing 1: head" in climbed(world, ref)


def test_listed_past_its_date_climbs_to_transfer_and_accountability(world: World) -> None:
    ref = in_treatment(world)
    world.sweep("2026-11-12 09:05")
    world.press(ref, "head", "2026-11-12 10:00", List(until=date(2026, 11, 20)))
    world.sweep("2026-12-04 10:00")
    kinds = ("listed", "listed_paper")
    assert [line for line in climbed(world, ref) if line.split()[2] in kinds] == [
        "11-21 09:00 listed 1: head",
        "11-27 09:00 listed 2: head",
        "11-27 09:00 listed_paper 1 handover_letter: leader",
        "11-27 09:00 listed_paper 2 advice: head",
        "12-04 09:00 listed 3: head",
    ]
    assert world.hazard(ref).rung == 5


def test_a_listed_hazard_is_lifted_and_closed_in_one_press(world: World) -> None:
    ref = in_treatment(world)
    world.sweep("2026-11-12 09:05")
    world.press(ref, "head", "2026-11-12 10:00", List(until=date(2026, 11, 30)))
    assert (world.hazard(ref).listed or {})["number"] == "临卫挂〔2026〕1号"
    world.press(ref, "leader", "2026-11-12 11:00", GROUP)
    world.press(ref, "chief1", "2026-11-16 10:00", MAJOR_FIX)
    assert world.hazard(ref).listing == Listing.LIFTING  # its submission is the 摘牌申请
    world.press(ref, "expert", "2026-11-16 10:50", Pass(opinion="合格"))
    world.press(ref, "office", "2026-11-16 11:00", Pass(opinion="合格"))
    assert world.hazard(ref).state == State.VERIFYING  # one official is not enough
    world.press(ref, "office2", "2026-11-16 11:10", Pass(opinion="合格"))
    with pytest.raises(NotReady, match="摘牌"):
        world.press(ref, "head", "2026-11-16 11:20", ApproveClosure())
    world.press(ref, "head", "2026-11-16 11:30", Lift(closing=ApproveClosure()))
    hazard = world.hazard(ref)
    assert (hazard.state, hazard.listing) == (State.CLOSED, Listing.LIFTED)
    assert world.actions(ref)[-2:] == ["lift", "approve_closure"]
    assert [line.from_state for line in world.journal(ref)][-2:] == ["verified", "verified"]


def test_refusing_to_lift_sends_the_work_back_in_the_same_press(world: World) -> None:
    ref = in_treatment(world)
    world.sweep("2026-11-12 09:05")
    world.press(ref, "head", "2026-11-12 10:00", List(until=date(2026, 11, 30)))
    world.press(ref, "leader", "2026-11-12 11:00", GROUP)
    world.press(ref, "chief1", "2026-11-16 10:00", MAJOR_FIX)
    world.press(ref, "expert", "2026-11-16 10:50", Pass(opinion="合格"))
    world.press(ref, "office", "2026-11-16 11:00", Pass(opinion="合格"))
    world.press(ref, "office2", "2026-11-16 11:10", Pass(opinion="合格"))
    world.press(ref, "head", "2026-11-16 12:00", RefuseLifting(reason="联动测试未做"))
    hazard = world.hazard(ref)
    assert (hazard.state, hazard.listing, hazard.round) == (State.RECTIFYING, Listing.LISTED, 2)
    assert world.actions(ref)[-2:] == ["refuse_lifting", "refuse_closure"]


def test_a_listing_signed_after_the_submission_waits_for_its_lifting() -> None:
    stage = scenes.proposed_for_listing().press("chief1", "2026-11-21 13:00", PLAN)
    stage.press("leader", "2026-11-21 13:10", ApprovePlan()).press("leader", "2026-11-21 13:20", GROUP)
    stage.press("chief1", "2026-11-21 13:30", MAJOR_FIX)
    stage.press("head", "2026-11-21 14:00", List(until=date(2026, 12, 31)))
    assert stage.now("2026-11-21 14:00").hazard.listing == Listing.LIFTING


def test_a_verified_listed_hazard_waits_five_working_days_for_its_lifting() -> None:
    stage = scenes.lifting()  # verified on Monday the 23rd
    stage.sweep("2026-12-04 09:00")
    assert [line for line in climbed_in_memory(stage) if " lift " in line or " close " in line] == [
        "12-01 00:00 close 1: leader",
        "12-01 00:00 lift 1: head",
        "12-01 09:00 close 2: head",
        "12-01 09:00 lift 2: head",
        "12-03 09:00 close 3: head",
        "12-03 09:00 lift 3: head",
    ]


ANSWERED = ConcludeTransfer(answer="已由市场监管局处理", answered_on=date(2026, 11, 22), photos=["3" * 64])


def test_what_is_closed_has_no_listing_left_to_sign() -> None:
    stage = scenes.proposed_for_listing().press("leader", "2026-11-21 13:00", scenes.LETTER)
    stage.press("leader", "2026-11-22 10:00", ANSWERED)
    hazard = stage.now("2026-11-22 10:00").hazard
    assert (hazard.state, hazard.listing, hazard.next_action_at) == (State.CLOSED, Listing.NONE, None)
    assert stage.ahead("2027-11-22 10:00") == []


def test_a_transferred_hazard_cannot_be_listed() -> None:
    stage = scenes.proposed_for_listing().press("leader", "2026-11-21 13:00", scenes.LETTER)
    with pytest.raises(NotReady, match="已移交"):
        stage.press("head", "2026-11-21 14:00", List(until=date(2026, 12, 31)))


def test_the_plans_date_becomes_the_date_of_a_major() -> None:
    stage = scene(Line.MAJOR, State.RECTIFYING).press(
        "chief1", "2026-11-02 12:00", PLAN.model_copy(update={"due": date(2026, 12, 15)})
    )
    stage.press("leader", "2026-11-02 13:00", ApprovePlan())
    hazard = stage.now("2026-11-02 13:00").hazard
    assert hazard.rectify_by == on("2026-12-16 00:00")
    assert hazard.first_rectify_by == on("2026-11-21 00:00")


def test_a_major_has_ninety_days_when_nobody_names_a_date() -> None:
    stage = scene(Line.MAJOR, State.REGISTERED).press("leader", "2026-11-02 12:00", Assign(measures="治理"))
    hazard = stage.now("2026-11-02 12:00").hazard
    # 90 days after 2 November is Sunday 31 January 2027: it rolls over to Monday.
    assert hazard.rectify_by == on("2027-02-02 00:00")

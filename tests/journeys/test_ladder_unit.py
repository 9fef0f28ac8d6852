"""Left alone, what a unit found itself climbs by itself: moments, people and papers of section 4 of the process."""

from datetime import date

from domain.commands import Accept, Assign, DeclineMeasure, Pass, Register, SendBack, Submit
from domain.words import PaperState
from tests.journeys.ladder import climbed, climbed_in_memory, days
from tests.stage import Stage, directory
from tests.world import AFTER, OTHER, World, on


def in_hand(world: World, term: str = "parts", day: str = "2026-11-02") -> str:
    """Reported, registered and handed over at 10:00 of a Monday, signed for at 11:00."""
    ref = world.report("nurse1", f"{day} 09:00")
    assign = Assign(to="fixer1", measures="清走病床", term=term)
    world.press(ref, "officer1", f"{day} 10:00", Register(assign=assign))
    world.press(ref, "fixer1", f"{day} 11:00", Accept())
    return ref


NEGLECTED = [
    # Handed over on Monday 2 November for 7 days: T is Monday 9 November.
    "11-04 09:00 ask_extension 1: fixer1",  # 2 working days before the last day to ask, Friday the 6th
    "11-06 09:00 remind 1: fixer1",  # T-3
    "11-08 09:00 remind 2: fixer1",  # T-1, a Sunday: messages do not wait
    "11-09 09:00 remind 3: fixer1",  # T
    "11-10 09:00 overdue 1: dept1 fixer1 officer1",  # T+1 催办
    "11-12 09:00 overdue 2: chief1 deputy1",  # T+3 督办
    "11-12 09:00 paper 2 internal_order: deputy1",  # 督办单 proposed to 分管
    "11-14 00:00 sign 1: deputy1",  # to be signed within 1 working day, by the end of Friday
    "11-16 09:00 overdue 3: chief1 office office2",  # T+7 提级
    "11-16 09:00 sign 2: chief1",  # +1 working day: the deputy's superior
    "11-16 09:00 paper 3 take_over_letter: leader",
    "11-18 00:00 sign 1: leader",
    "11-18 09:00 sign 2: head",
    "11-18 09:00 sign 3: office office2",  # +3 working days: the next
    "11-20 09:00 sign 3: head",
]


def test_a_neglected_hazard_of_a_unit_climbs_rung_by_rung(world: World) -> None:
    ref = in_hand(world)
    for morning in days("2026-11-03", "2026-11-20"):
        world.sweep(morning)
    assert climbed(world, ref) == NEGLECTED
    hazard = world.hazard(ref)
    assert (hazard.rung, hazard.state, hazard.line) == (3, "rectifying", "unit")


def test_thirty_days_overdue_the_grade_is_asked_for(world: World) -> None:
    ref = in_hand(world)
    world.sweep("2026-12-09 09:00")
    last = [
        line for line in climbed(world, ref, "2026-12-09T09:00") if not line.startswith("12-09 09:00 sign")
    ]
    assert last == ["12-09 09:00 overdue 4: leader", "12-09 09:00 paper 4 grading_request: leader"]
    assert world.hazard(ref).rung == 4
    assert world.hazard(ref).listing == "none"  # only after 认定重大 can it be listed


def test_a_late_sweep_finds_the_same_moments_as_a_punctual_one(world: World) -> None:
    """But nobody is late with a paper that was proposed while nobody could know: their wait begins with the sweep."""
    ref = in_hand(world)
    world.sweep("2026-11-20 09:05", late=True)
    assert climbed(world, ref) == [line for line in NEGLECTED if " sign " not in line]
    assert {paper.since_at for paper in world.papers(ref)} == {on("2026-11-20 09:05")}
    assert world.hazard(ref).late_holders == []
    proposed = [line for line in world.journal(ref) if line.action == "propose_measure"]
    assert [line.at < on("2026-11-18 00:00") for line in proposed] == [True] * len(proposed), (
        "the moments stay"
    )


def test_an_hour_or_two_are_no_outage(world: World) -> None:
    ref = in_hand(world)
    for morning in days("2026-11-03", "2026-11-20"):
        world.sweep(f"{morning[:10]} 10:30", late=True)
    assert climbed(world, ref)[: len(NEGLECTED)] == NEGLECTED


def test_a_short_term_is_reminded_of_the_day_before_and_on_the_day(world: World) -> None:
    ref = in_hand(world, "simple")
    world.sweep("2026-11-06 00:00")
    assert climbed(world, ref) == ["11-04 09:00 remind 1: fixer1", "11-05 09:00 remind 2: fixer1"]


def test_three_days_that_begin_before_nine_are_still_three_days() -> None:
    stage = Stage().report("nurse1", "2026-11-02 07:00")
    stage.press(
        "officer1", "2026-11-02 07:30", Register(assign=Assign(to="fixer1", measures="m", term="simple"))
    )
    stage.press("fixer1", "2026-11-02 07:40", Accept()).sweep("2026-11-06 00:00")
    assert climbed_in_memory(stage) == [
        "11-02 09:00 ask_extension 1: fixer1",  # may be asked for until Wednesday
        "11-04 09:00 remind 1: fixer1",
        "11-05 09:00 remind 2: fixer1",
    ]


def test_what_must_be_put_right_at_once_is_asked_for_at_four_and_signed_in_two_hours(world: World) -> None:
    ref = world.report("nurse1", "2026-11-11 09:00")
    now = Assign(to="fixer1", measures="清走病床", term="immediate")
    world.press(ref, "officer1", "2026-11-11 10:00", Register(assign=now))
    world.sweep("2026-11-14 10:00")
    assert climbed(world, ref) == [
        "11-11 12:00 accept 1: fixer1",
        "11-11 16:00 remind 1: fixer1",
        "11-12 09:00 accept 2: dept1",
        "11-12 09:00 overdue 1: dept1 fixer1 officer1",
        "11-14 09:00 overdue 2: chief1 deputy1",
        "11-14 09:00 paper 2 internal_order: deputy1",  # a Saturday: 立即整改 does not wait for Monday
    ]


def test_a_paper_owed_on_a_rest_day_is_proposed_on_the_next_working_day(world: World) -> None:
    ref = world.report("nurse1", "2026-11-04 09:00")
    seven_days = Assign(to="fixer1", measures="清走病床", due=date(2026, 11, 11))
    world.press(ref, "officer1", "2026-11-04 10:00", Register(assign=seven_days))
    world.press(ref, "fixer1", "2026-11-04 11:00", Accept())
    world.sweep("2026-11-16 09:00")
    late = climbed(world, ref, "2026-11-12")
    assert late == [
        "11-12 09:00 overdue 1: dept1 fixer1 officer1",
        "11-14 09:00 overdue 2: chief1 deputy1",  # Saturday
        "11-16 09:00 paper 2 internal_order: deputy1",  # Monday
    ]


def test_an_empty_post_is_skipped_upward_and_nobody_is_told_twice() -> None:
    empty = ("deputy1.deputy", "dept1.department_head")
    stage = Stage(directory(empty=empty)).report("nurse1", "2026-11-02 09:00")
    stage.press(
        "officer1", "2026-11-02 10:00", Register(assign=Assign(to="fixer1", measures="m", term="parts"))
    )
    stage.press("fixer1", "2026-11-02 11:00", Accept()).sweep("2026-11-12 09:00")
    assert climbed_in_memory(stage, "2026-11-10") == [
        "11-10 09:00 overdue 1: fixer1 officer1",
        "11-12 09:00 overdue 2: chief1",
        "11-12 09:00 paper 2 internal_order: chief1",
    ]


def test_one_man_with_two_posts_is_told_once_and_the_next_step_is_somebody_else(world: World) -> None:
    ref = world.report("clinic2", "2026-11-02 09:00", unit="061")
    world.sweep("2026-11-11 09:00")
    assert climbed(world, ref) == [
        "11-04 00:00 register 1: clinic1",  # 安全管理员 and 主要负责人 in one
        "11-04 09:00 register 2: office office2",  # not clinic1 again as their own superior
        "11-06 09:00 register 3: leader",
    ]


def returned_twice(world: World) -> str:
    ref = in_hand(world)
    for hour, photo in ((12, AFTER), (14, OTHER)):
        world.press(ref, "fixer1", f"2026-11-02 {hour}:00", Submit(result="已清理", photos=[photo]))
        world.press(ref, "officer1", f"2026-11-02 {hour + 1}:00", SendBack(reason="仍有一张病床"))
    return ref


def test_the_second_return_goes_straight_to_rung_three(world: World) -> None:
    ref = returned_twice(world)
    world.sweep("2026-11-02 15:05")
    assert climbed(world, ref) == [
        "11-02 15:00 returned 1: chief1 office office2",
        "11-02 15:00 returned_paper 1 take_over_letter: leader",
    ]
    hazard = world.hazard(ref)
    assert (hazard.rung, hazard.round, hazard.send_backs) == (3, 3, 2)


def test_a_return_keeps_the_later_of_the_date_and_three_days(world: World) -> None:
    ref = in_hand(world)
    world.press(ref, "fixer1", "2026-11-02 12:00", Submit(result="已清理", photos=[AFTER]))
    world.press(ref, "officer1", "2026-11-02 13:00", SendBack(reason="仍有一张"))
    assert world.hazard(ref).rectify_by == world.hazard(ref).first_rectify_by
    world.press(ref, "fixer1", "2026-11-09 12:00", Submit(result="已清理", photos=[OTHER]))
    world.press(ref, "officer1", "2026-11-09 13:00", SendBack(reason="仍有一张"))
    hazard = world.hazard(ref)
    assert hazard.rectify_by == on("2026-11-13 00:00")  # Thursday the 12th, 24:00
    assert hazard.first_rectify_by == on("2026-11-10 00:00")


def test_a_new_round_has_a_new_ladder(world: World) -> None:
    ref = in_hand(world)
    world.sweep("2026-11-10 10:00")
    world.press(ref, "fixer1", "2026-11-10 12:00", Submit(result="已清理", photos=[AFTER]))
    world.press(ref, "officer1", "2026-11-10 13:00", SendBack(reason="仍有一张"))
    world.sweep("2026-11-14 10:00")
    assert climbed(world, ref, "2026-11-10T13:00") == [
        "11-12 09:00 remind 2: fixer1",
        "11-13 09:00 remind 3: fixer1",
        "11-14 09:00 overdue 1: dept1 fixer1 officer1",
    ]


def test_the_ladder_stands_still_while_the_verifier_has_the_work() -> None:
    stage = scene_verifying_in_time()
    stage.sweep("2026-11-25 09:00")
    kinds = {line.split()[2] for line in climbed_in_memory(stage)}
    assert "overdue" not in kinds
    assert "verify" in kinds


def scene_verifying_in_time() -> Stage:
    stage = scene_of_seven_days()
    return stage.press("fixer1", "2026-11-09 17:00", Submit(result="已清理", photos=[AFTER]))


def scene_of_seven_days() -> Stage:
    stage = Stage().report("nurse1", "2026-11-02 09:00")
    assign = Assign(to="fixer1", measures="m", term="parts")
    stage.press("officer1", "2026-11-02 10:00", Register(assign=assign))
    return stage.press("fixer1", "2026-11-02 11:00", Accept())


def test_a_declined_paper_is_looked_at_again_on_its_day(world: World) -> None:
    ref = in_hand(world)
    world.sweep("2026-11-12 09:05")
    later = DeclineMeasure(reason="配件在途", look_again=date(2026, 11, 19))
    world.press(ref, "deputy1", "2026-11-12 10:00", later)
    assert [paper.state for paper in world.papers(ref)] == [PaperState.DECLINED]
    world.sweep("2026-11-19 09:00")
    assert "11-19 09:00 look_again 1 internal_order: deputy1" in climbed(world, ref)
    states = [paper.state for paper in world.papers(ref) if paper.kind == "internal_order"]
    assert states == [PaperState.DECLINED, PaperState.PROPOSED]


def test_a_verified_hazard_climbs_to_the_superiors_of_whoever_does_not_close_it(world: World) -> None:
    ref = in_hand(world)
    world.press(ref, "fixer1", "2026-11-02 12:00", Submit(result="已清理", photos=[AFTER]))
    world.press(ref, "officer1", "2026-11-02 13:00", Pass(opinion="合格"))
    world.sweep("2026-11-17 09:00")
    assert climbed(world, ref) == [
        "11-06 00:00 close 1: deputy1",  # 3 working days: Thursday the 5th
        "11-06 09:00 close 2: chief1",
        "11-10 09:00 close 3: office office2",
        "11-17 09:00 close 4: leader",  # and again every 5 working days
    ]

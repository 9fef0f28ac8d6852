"""Rule 3 and rule 4: the fixer never verifies or closes, and a second pair of eyes is always found by going up."""

from dataclasses import replace
from datetime import date

import pytest

from domain.actions import Action
from domain.commands import (
    Accept,
    AcceptFor,
    ApproveClosure,
    Assign,
    CloseOnSpot,
    Decline,
    GrantExtension,
    List,
    NameGroup,
    Pass,
    Reassign,
    Register,
    ReportUp,
    RequestExtension,
    SendBack,
    Submit,
    TakeOver,
)
from domain.errors import NotAllowed, NotReady, Refusal, WrongInput
from domain.lifecycle import RECTIFICATION
from domain.policy import load_policy
from domain.rules import people
from domain.rules.holders import holder
from domain.rules.organisation import Actor
from domain.words import Line, Role, ServedBy, State
from tests import scenes
from tests.scenes import scene
from tests.stage import AFTER, IDS, Stage, directory, names
from tests.world import World

NOON = "2026-11-02 12:00"
DUE = date(2026, 11, 20)


def assigned_to(who: str, **people_: object) -> Stage:
    """Of the hospital's own line, handed to somebody."""
    stage = Stage(directory(**people_)).report("nurse1", "2026-11-02 09:00")  # type: ignore[arg-type]
    officer = next(iter(names(people.officer(stage.now("2026-11-02 09:05")))))
    stage.press(officer, "2026-11-02 09:10", Register())
    return stage.press(officer, "2026-11-02 09:20", Assign(to=who, measures="清理", due=DUE))


def submitted_by(who: str, **people_: object) -> Stage:
    return assigned_to(who, **people_).press(who, "2026-11-02 10:00", Submit(result="已清理", photos=[AFTER]))


def seat(stage: Stage, at: str = NOON) -> tuple[Role | None, set[str]]:
    found = holder(stage.now(at))
    assert found is not None
    return found.role, names(found.people)


# (who fixed it, posts left empty) -> (verifier, closer), by hand from rule 4.
CLIMBS = [
    ("fixer1", (), "officer1", "deputy1"),
    ("officer1", (), "deputy1", "chief1"),
    ("deputy1", (), "officer1", "chief1"),
    ("chief1", (), "officer1", "deputy1"),
    ("fixer1", ("officer1.officer",), "deputy1", "chief1"),
    ("fixer1", ("deputy1.deputy",), "officer1", "chief1"),
    ("deputy1", ("officer1.officer",), "chief1", "office"),  # a hospital is no clinic of two: 经办 closes
    ("officer1", ("deputy1.deputy",), "chief1", "office"),
    ("chief1", ("deputy1.deputy",), "officer1", "office"),
]


@pytest.mark.parametrize(("fixer", "empty", "verifier", "closer"), CLIMBS)
def test_verifier_and_closer_are_found_by_going_up(
    fixer: str, empty: tuple[str, ...], verifier: str, closer: str
) -> None:
    stage = submitted_by(fixer, empty=empty)
    assert seat(stage)[1] == {verifier}
    stage.press(verifier, "2026-11-02 12:10", Pass(opinion="合格"))
    assert min(seat(stage)[1]) == closer
    stage.press(closer, "2026-11-02 12:20", ApproveClosure())
    hazard = stage.now("2026-11-02 12:20").hazard
    assert (hazard.state, hazard.thin_staff) == (State.CLOSED, False)


def test_with_the_small_unit_switch_off_the_commission_closes() -> None:
    policy = load_policy("default")
    strict = policy.model_copy(
        update={"small_unit": policy.small_unit.model_copy(update={"verifier_may_close": False})}
    )
    stage = Stage().report("clinic2", "2026-11-02 09:00", unit="061")
    stage.press("clinic1", "2026-11-02 09:10", Register(assign=Assign(to="clinic2", measures="更换")))
    stage.press("clinic2", "2026-11-02 09:30", Submit(result="已更换", photos=[AFTER]))
    stage.press("clinic1", "2026-11-02 12:10", Pass(opinion="合格"))
    assert stage.case is not None
    assert seat(stage) == (Role.OFFICER, {"clinic1"})
    stage.case = replace(stage.case, policy=strict)
    assert seat(stage) == (Role.DESK, {"office", "office2"})


def test_a_clinic_of_two_works(world: World) -> None:
    ref = world.report("clinic2", "2026-11-02 09:00", unit="061", place="输液室")
    world.press(
        ref, "clinic1", "2026-11-02 09:10", Register(assign=Assign(to="clinic2", measures="更换插座"))
    )
    world.press(ref, "clinic2", "2026-11-02 09:20", Accept())
    world.press(ref, "clinic2", "2026-11-02 09:30", Submit(result="已更换", photos=[AFTER]))
    world.press(ref, "clinic1", "2026-11-02 09:40", Pass(opinion="合格"))
    world.press(ref, "clinic1", "2026-11-02 09:50", ApproveClosure())
    hazard = world.hazard(ref)
    assert (hazard.state, hazard.thin_staff) == (State.CLOSED, True)


def test_when_the_only_head_of_a_clinic_fixed_it_the_commission_verifies_and_another_closes() -> None:
    stage = Stage().report("clinic2", "2026-11-02 09:00", unit="061")
    stage.press("clinic1", "2026-11-02 09:10", Register(assign=Assign(to="clinic1", measures="更换")))
    stage.press("clinic1", "2026-11-02 09:30", Submit(result="已更换", photos=[AFTER]))
    assert seat(stage) == (Role.DESK, {"office", "office2"})
    stage.press("office", "2026-11-02 12:10", Pass(opinion="合格"))
    assert seat(stage) == (Role.DESK, {"office2"})
    with pytest.raises(NotAllowed):
        stage.press("office", "2026-11-02 12:20", ApproveClosure())
    stage.press("office2", "2026-11-02 12:20", ApproveClosure())


def test_on_the_commissions_line_a_desk_that_had_to_verify_leaves_the_closing_to_its_leader() -> None:
    empty = ("officer1.officer", "deputy1.deputy", "chief1.chief")
    stage = scene(Line.AUTHORITY, State.VERIFYING)
    assert stage.case is not None
    stage.case = replace(stage.case, directory=directory(empty=empty))
    assert seat(stage) == (Role.DESK, {"office", "office2"})
    stage.press("office2", "2026-11-02 12:10", Pass(opinion="合格"))
    assert seat(stage) == (Role.LEADER, {"leader"})


@pytest.mark.parametrize("who", ["fixer1", "nurse1"])
@pytest.mark.parametrize("post", ["officer", "deputy", "chief"])
def test_fixer_and_helper_are_barred_whatever_post_they_hold(who: str, post: str) -> None:
    stage = scene(Line.UNIT, State.VERIFYING)
    assert stage.case is not None
    posts = dict(stage.case.directory.posts)
    posts[2, post] = [replace(dated, person_id=IDS[who]) for dated in posts[2, post]]
    stage.case = replace(stage.case, directory=replace(stage.case.directory, posts=posts))
    for action in (Action.PASS, Action.SEND_BACK, Action.CLOSE_ON_SPOT):
        assert RECTIFICATION.why_not(stage.now(NOON), action, Actor(IDS[who])) is not None
    assert who not in seat(stage)[1]


def test_a_delegate_of_the_fixer_is_barred_like_his_principal() -> None:
    stage = submitted_by("fixer1", delegates=(("fixer1", "officer1"),))
    assert seat(stage)[1] == {"deputy1"}
    with pytest.raises(NotAllowed):
        stage.press("officer1", NOON, Pass(opinion="合格"))


def test_a_fixer_who_stands_in_for_the_verifier_is_refused_as_himself() -> None:
    stage = submitted_by("fixer1", delegates=(("officer1", "fixer1"),))
    with pytest.raises(NotAllowed, match="谁整改谁回避"):
        stage.press("fixer1", NOON, Pass(opinion="合格"))
    stage.press("officer1", NOON, Pass(opinion="合格"))


def test_who_verified_as_a_delegate_does_not_close_in_his_own_post() -> None:
    stage = submitted_by("fixer1", delegates=(("officer1", "deputy1"),))
    stage.press("deputy1", NOON, Pass(opinion="合格"))
    assert stage.now(NOON).hazard.passed_by == sorted([IDS["officer1"], IDS["deputy1"]])
    assert seat(stage)[1] == {"chief1"}
    with pytest.raises(NotAllowed):
        stage.press("deputy1", "2026-11-02 12:10", ApproveClosure())


def test_a_verifier_does_not_close_as_the_delegate_of_the_closer() -> None:
    stage = submitted_by("fixer1", delegates=(("deputy1", "officer1"),))
    stage.press("officer1", NOON, Pass(opinion="合格"))
    with pytest.raises(NotAllowed, match="验收人不得再批准销号"):
        stage.press("officer1", "2026-11-02 12:10", ApproveClosure())


def test_the_fixer_decides_no_extension_of_his_own_work() -> None:
    stage = assigned_to("deputy1").press("deputy1", "2026-11-02 09:30", Accept())
    stage.press("deputy1", "2026-11-02 10:00", RequestExtension(until=date(2026, 12, 4), reason="等配件"))
    assert names(people.the_decider(stage.now(NOON))) == {"chief1"}
    with pytest.raises(NotAllowed):
        stage.press("deputy1", NOON, GrantExtension())
    stage.press("chief1", NOON, GrantExtension())


def test_a_further_extension_is_decided_one_higher() -> None:
    twice = load_policy("lincheng")
    for line, first, second in ((Line.UNIT, "deputy1", "chief1"), (Line.AUTHORITY, "leader", "head")):
        stage = scenes.with_a_request(line)
        assert stage.case is not None
        stage.case = replace(stage.case, policy=twice)
        assert names(people.decider_seat(stage.now(NOON)).people) == {first}
        again = stage.changed(extensions=1)
        assert names(people.decider_seat(again.now(NOON)).people) == {second}


def test_delegation_is_dated_and_the_journal_names_both(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    world.delegate("officer1", "dept1", "2026-11-03 00:00", "2026-11-05 00:00")
    with pytest.raises(Refusal):
        world.press(ref, "dept1", "2026-11-02 10:00", Register())
    world.press(ref, "dept1", "2026-11-03 10:00", Register())
    line = world.journal(ref)[-1]
    assert (line.actor_id, line.for_id) == (world.people["dept1"], world.people["officer1"])
    with pytest.raises(Refusal):
        world.press(ref, "dept1", "2026-11-05 10:00", Assign(to="fixer1", measures="清理"))


def test_a_second_account_carries_all_the_bars_of_its_person() -> None:
    stage = scene(Line.UNIT, State.VERIFYING)
    second = Actor(IDS["fixer1"], account_id=99)
    assert isinstance(RECTIFICATION.why_not(stage.now(NOON), Action.PASS, second), NotAllowed)
    assert RECTIFICATION.why_not(stage.now(NOON), Action.WITHDRAW, second) is None


def handed_over_by_the_commission(world: World) -> str:
    ref = world.report("office", "2026-11-02 09:00")
    to_unit = Assign(to="001", measures="清理", due=DUE)
    world.press(ref, "office", "2026-11-02 09:10", Register(assign=to_unit))
    world.press(ref, "officer1", "2026-11-02 09:20", Accept(fixer="fixer1"))
    return ref


def test_an_act_entered_from_paper_names_both_and_bars_whoever_entered_it(world: World) -> None:
    ref = handed_over_by_the_commission(world)
    entered = Submit(result="已清理", photos=[AFTER], on_behalf_of="fixer1", scan="5" * 64)
    world.press(ref, "office", "2026-11-02 10:00", entered)
    line = world.journal(ref)[-1]
    assert (line.actor_id, line.for_id) == (world.people["office"], world.people["fixer1"])
    world.press(ref, "officer1", "2026-11-02 11:00", Pass(opinion="合格"))
    with pytest.raises(NotAllowed):
        world.press(ref, "office", "2026-11-02 11:10", ApproveClosure())
    world.press(ref, "office2", "2026-11-02 11:10", ApproveClosure())


def test_only_the_desk_enters_from_paper_and_only_with_the_scan(world: World) -> None:
    ref = handed_over_by_the_commission(world)
    entered = Submit(result="已清理", photos=[AFTER], on_behalf_of="fixer1", scan="5" * 64)
    with pytest.raises(NotAllowed, match="代录"):
        world.press(ref, "officer1", "2026-11-02 10:00", entered)
    without = Submit(result="已清理", photos=[AFTER], on_behalf_of="fixer1")
    with pytest.raises(WrongInput) as refusal:
        world.press(ref, "office", "2026-11-02 10:00", without)
    assert refusal.value.field == "scan"


def test_a_report_entered_from_paper_is_its_authors(world: World) -> None:
    ref = world.report("office", "2026-11-02 09:00", on_behalf_of="clinic2", scan="6" * 64, unit="061")
    hazard = world.hazard(ref)
    assert (hazard.reporter_id, hazard.line) == (world.people["clinic2"], "unit")


def test_after_an_inside_reassignment_the_new_fixer_accepts_or_declines_on_every_line() -> None:
    who = {Line.UNIT: "officer1", Line.AUTHORITY: "officer1", Line.MAJOR: "chief1"}
    for line, superior in who.items():
        stage = scene(line, State.RECTIFYING)
        due = stage.now(NOON).hazard.rectify_by
        stage.press(superior, NOON, Reassign(to="dept1", reason="分工调整"))
        assert (seat(stage)[1], stage.now(NOON).hazard.rectify_by) == ({"dept1"}, due)
        assert isinstance(
            RECTIFICATION.why_not(stage.now(NOON), Action.DECLINE, Actor(IDS["fixer1"])), NotAllowed
        )
        stage.copy().press("dept1", "2026-11-02 13:00", Accept())
        stage.press("dept1", "2026-11-02 13:00", Decline(reason="不归我管"))
        assert stage.now(NOON).hazard.state == State.REGISTERED


def test_inside_a_unit_the_unit_decides_and_across_units_the_commission() -> None:
    inside, across = Reassign(to="dept1", reason="分工"), Reassign(to="县中医院", reason="院区移交")
    stage = scene(Line.AUTHORITY, State.ASSIGNED)
    for who, command in (("office", inside), ("officer1", across)):
        with pytest.raises(WrongInput):
            stage.copy().press(who, NOON, command)
    with pytest.raises(WrongInput, match="另一单位"):
        stage.copy().press("office", NOON, Reassign(to="001", reason="原地"))
    with pytest.raises(WrongInput, match="本单位人员"):
        stage.copy().press("officer1", NOON, Reassign(to="fixer2", reason="别家"))
    moved = stage.copy().press("office", NOON, across)
    assert seat(moved) == (Role.OFFICER, {"officer2"})
    assert moved.now(NOON).hazard.number == "500999-001-2026-00001"  # a number never changes
    with pytest.raises(WrongInput, match="已是整改责任人"):
        scene(Line.UNIT, State.RECTIFYING).press("officer1", NOON, Reassign(to="fixer1", reason="同人"))
    with pytest.raises(WrongInput, match="跨单位"):
        scene(Line.UNIT, State.RECTIFYING).press("officer1", NOON, across)


def test_take_over_of_what_waits_for_its_fixer_lets_him_accept_or_decline() -> None:
    stage = scene(Line.UNIT, State.ASSIGNED).press("office", NOON, TakeOver(reason="久拖"))
    assert seat(stage)[1] == {"fixer1"}
    stage.copy().press("fixer1", "2026-11-02 13:00", Accept())
    stage.press("fixer1", "2026-11-02 13:00", Decline(reason="不归我管"))


def test_signing_for_somebody_makes_the_receiver_the_fixer_unless_another_is_named() -> None:
    told = AcceptFor(way=ServedBy.PHONE, whom="院办 王某")
    for line, receiver in ((Line.UNIT, "fixer1"), (Line.AUTHORITY, "officer1"), (Line.MAJOR, "chief1")):
        stage = scene(line, State.ASSIGNED)
        by = "officer1" if line is Line.UNIT else "office"
        plain = stage.copy().press(by, NOON, told)
        assert plain.now(NOON).hazard.fixer_id == IDS[receiver]
        named = stage.press(by, NOON, told.model_copy(update={"fixer": "dept1"}))
        assert named.now(NOON).hazard.fixer_id == IDS["dept1"]


def test_on_his_own_line_the_fixer_signs_himself() -> None:
    with pytest.raises(WrongInput, match="本人签收"):
        scene(Line.UNIT, State.ASSIGNED).press("fixer1", NOON, Accept(fixer="dept1"))
    with pytest.raises(WrongInput, match="落实整改责任人"):
        scene(Line.AUTHORITY, State.ASSIGNED).press("officer1", NOON, Accept())
    with pytest.raises(WrongInput, match="本单位人员"):
        scene(Line.AUTHORITY, State.ASSIGNED).press("officer1", NOON, Accept(fixer="fixer2"))


def test_a_major_is_passed_by_two_officials_each_by_his_own_account() -> None:
    stage = scene(Line.MAJOR, State.VERIFYING)
    stage.press("expert", NOON, Pass(opinion="合格"))  # a member, not an official
    stage.press("office", NOON, Pass(opinion="合格"))
    assert stage.now(NOON).hazard.state == State.VERIFYING
    with pytest.raises(NotReady, match="已签署"):
        stage.press("office", NOON, Pass(opinion="合格"))
    assert stage.case is not None
    plain = stage.case
    stage.case = replace(plain, directory=directory(delegates=(("office2", "admin"),)))
    with pytest.raises(NotAllowed, match="本人账户"):
        stage.press("admin", NOON, Pass(opinion="合格"))
    stage.case = plain
    stage.press("office2", NOON, Pass(opinion="合格"))
    assert stage.now(NOON).hazard.state == State.VERIFIED


def test_an_acceptance_group_is_two_officials_without_fixers_and_leaves_somebody_to_close() -> None:
    wrong = {
        "leader": NameGroup(leader="expert", members=["office", "office2"]),
        "members": NameGroup(leader="office", members=["expert"]),
    }
    for field, group in wrong.items():
        with pytest.raises(WrongInput) as refusal:
            scene(Line.MAJOR, State.RECTIFYING).press("leader", NOON, group)
        assert refusal.value.field == field
    with_fixer = NameGroup(leader="office", members=["office2", "fixer1"])
    with pytest.raises(WrongInput, match="责任人"):
        scene(Line.MAJOR, State.RECTIFYING).press("leader", NOON, with_fixer)
    both = NameGroup(leader="leader", members=["head"])
    with pytest.raises(WrongInput, match="留出一名"):
        scene(Line.MAJOR, State.RECTIFYING).press("leader", NOON, both)


def test_when_the_head_of_the_commission_is_absent_the_deputy_signs_in_his_place() -> None:
    stage = scenes.proposed_for_listing()
    assert stage.case is not None
    stage.case = replace(stage.case, directory=directory(empty=("head.head",)))
    at = "2026-11-21 13:00"
    stage.press("leader", at, List(until=date(2026, 12, 31)))
    listed = stage.now(at).hazard.listed or {}
    assert listed["by_role"] == "leader"
    assert names(people.decider_seat(stage.now(at)).people) == {"leader"}


def test_a_direct_report_is_hidden_from_the_unit_until_the_commission_registers_it() -> None:
    at = "2026-11-02 09:30"
    stage = Stage().report("nurse1", "2026-11-02 09:00", suspected_major=True, addressed_to="authority")
    assert {who for who in IDS if stage.sees(who, at)} == {
        "nurse1",
        "office",
        "office2",
        "leader",
        "head",
        "auditor",
    }
    assert {who for who, _ in stage.told()} == {"office", "office2", "leader"}  # not the unit, not 委主要
    stage.press("office", "2026-11-02 10:00", Register())
    assert stage.sees("chief1", "2026-11-02 10:00")


def test_a_report_left_unanswered_or_dismissed_goes_past_the_unit() -> None:
    at = "2026-11-02 09:30"
    stage = Stage().report("nurse1", "2026-11-02 09:00")
    with pytest.raises(NotReady, match="时限内"):
        stage.copy().press("nurse1", at, ReportUp(reason="没人管"))
    waited = stage.press("nurse1", "2026-11-04 09:30", ReportUp(reason="没人管"))
    hazard = waited.now("2026-11-04 09:30").hazard
    assert (hazard.line, hazard.state, seat(waited, "2026-11-04 09:30")[0]) == (
        "authority",
        "reported",
        Role.DESK,
    )
    assert not waited.sees("chief1", "2026-11-04 09:30")
    assert {who for who, _ in waited.told()} == {"office", "office2", "leader"}


def fixed(fixer: str = "fixer1", **more: object) -> Stage:
    on_spot = {"photos": [AFTER], "fixer": fixer}
    return Stage().report("nurse1", "2026-11-02 09:00", fixed=on_spot, **more)


def test_what_was_fixed_on_the_spot_takes_two_people_and_two_presses(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00", fixed={"photos": [AFTER], "fixer": "fixer1"})
    world.press(ref, "officer1", "2026-11-02 09:30", CloseOnSpot())
    hazard = world.hazard(ref)
    assert (hazard.state, hazard.number, hazard.closing_kind) == (
        "closed",
        "500999-001-2026-00001",
        "on_spot",
    )
    assert [(line.action, line.from_state, line.to_state) for line in world.journal(ref)] == [
        ("report", None, "reported"),
        ("close_on_spot", "reported", "closed"),
    ]


def test_the_fixer_does_not_close_what_he_fixed_on_the_spot() -> None:
    with pytest.raises(NotAllowed):
        fixed("officer1").press("officer1", NOON, CloseOnSpot())
    fixed("officer1").press("deputy1", NOON, CloseOnSpot())


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (lambda: fixed(suspected_major=True), "疑似重大"),
        (lambda: fixed(found_at="2026-11-01T20:00:00+08:00"), "不是发现当天"),
        (lambda: fixed(photos=[], no_photo_because="夜间"), "整改前、整改后照片"),
        (lambda: Stage().report("nurse1", "2026-11-02 09:00"), "没有注明"),
    ],
)
def test_what_may_not_be_closed_on_the_spot_says_why(stage: object, words: str) -> None:
    assert callable(stage)
    with pytest.raises(NotReady, match=words):
        stage().press("officer1", NOON, CloseOnSpot())


def test_the_same_place_and_category_twice_in_ninety_days_goes_the_normal_way(world: World) -> None:
    at_once = {"photos": [AFTER], "fixer": "fixer1"}
    first = world.report("nurse1", "2026-11-02 09:00", fixed=at_once)
    world.press(first, "officer1", "2026-11-02 09:30", CloseOnSpot())
    again = world.report("nurse1", "2026-12-01 09:00", fixed=at_once)
    with pytest.raises(NotReady, match="管理缺陷"):
        world.press(again, "officer1", "2026-12-01 09:30", CloseOnSpot())
    elsewhere = world.report("nurse1", "2026-12-01 09:00", fixed=at_once, place="门诊3楼")
    world.press(elsewhere, "officer1", "2026-12-01 09:30", CloseOnSpot())
    later = world.report("nurse1", "2027-03-10 09:00", fixed=at_once)
    world.press(later, "officer1", "2027-03-10 09:30", CloseOnSpot())


def test_a_send_back_by_the_verifier_names_the_fixer_again() -> None:
    stage = scene(Line.UNIT, State.VERIFYING).press("officer1", NOON, SendBack(reason="还差一张"))
    assert seat(stage) == (None, {"fixer1"})
    assert ("fixer1", "send_back") in stage.told()

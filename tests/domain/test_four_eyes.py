"""Rule 3 and rule 4: the fixer never verifies or closes, and a second pair of eyes is always found by going up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.actions import Action
from domain.commands import (
    Accept,
    ApproveClosure,
    Assign,
    GrantExtension,
    NameGroup,
    Pass,
    Register,
    RequestExtension,
    Submit,
)
from domain.directory.organisation import Actor
from domain.errors import NotAllowed, NotReady, WrongInput
from domain.hazard import people
from domain.hazard.table import RECTIFICATION
from domain.policy import load_policy
from domain.words import Line, Role, State
from tests.scenes import scene
from tests.stage import AFTER, IDS, Stage, directory, names, seat
from tests.world import World

NOON = "2026-11-02 12:00"
DUE = date(2026, 11, 20)


def assigned_to(who: str, **people_: tuple[Any, ...]) -> Stage:
    """Of the hospital's own line, handed to somebody."""
    stage = Stage(directory(**people_)).report("nurse1", "2026-11-02 09:00")
    officer = next(iter(names(people.officer(stage.now("2026-11-02 09:05")))))
    stage.press(officer, "2026-11-02 09:10", Register())
    return stage.press(officer, "2026-11-02 09:20", Assign(to=who, measures="清理", due=DUE))


def submitted_by(who: str, **people_: tuple[Any, ...]) -> Stage:
    return assigned_to(who, **people_).press(who, "2026-11-02 10:00", Submit(result="已清理", photos=[AFTER]))


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
    assert seat(stage) == (Role.OFFICER, {"clinic1"})
    assert seat(stage.under(policy=strict)) == (Role.DESK, {"office", "office2"})


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
    stage = scene(Line.AUTHORITY, State.VERIFYING).under(directory=directory(empty=empty))
    assert seat(stage) == (Role.DESK, {"office", "office2"})
    stage.press("office2", "2026-11-02 12:10", Pass(opinion="合格"))
    assert seat(stage) == (Role.LEADER, {"leader"})


@pytest.mark.parametrize("who", ["fixer1", "nurse1"])
@pytest.mark.parametrize("post", ["officer", "deputy", "chief"])
def test_fixer_and_helper_are_barred_whatever_post_they_hold(who: str, post: str) -> None:
    stage = scene(Line.UNIT, State.VERIFYING)
    people_ = stage.now(NOON).directory
    posts = dict(people_.posts)
    posts[2, post] = [replace(dated, person_id=IDS[who]) for dated in posts[2, post]]
    stage.under(directory=replace(people_, posts=posts))
    for action in (Action.PASS, Action.SEND_BACK, Action.CLOSE_ON_SPOT):
        assert RECTIFICATION.why_not(stage.now(NOON), action, Actor(IDS[who])) is not None
    assert who not in seat(stage)[1]


def test_a_delegate_of_the_fixer_is_barred_like_the_principal() -> None:
    stage = submitted_by("fixer1", delegates=(("fixer1", "officer1"),))
    assert seat(stage)[1] == {"deputy1"}
    with pytest.raises(NotAllowed):
        stage.press("officer1", NOON, Pass(opinion="合格"))


def test_neither_a_fixer_who_stands_in_for_the_verifier_nor_that_principal_verifies() -> None:
    stage = submitted_by("fixer1", delegates=(("officer1", "fixer1"),))
    for who in ("fixer1", "officer1"):
        with pytest.raises(NotAllowed):
            stage.press(who, NOON, Pass(opinion="合格"))
    stage.press("deputy1", NOON, Pass(opinion="合格"))


def test_who_verified_as_a_delegate_does_not_close_in_their_own_post() -> None:
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


def test_the_fixer_decides_no_extension_of_their_own_work() -> None:
    stage = assigned_to("deputy1").press("deputy1", "2026-11-02 09:30", Accept())
    stage.press("deputy1", "2026-11-02 10:00", RequestExtension(until=date(2026, 12, 4), reason="等配件"))
    assert names(people.the_decider(stage.now(NOON))) == {"chief1"}
    with pytest.raises(NotAllowed):
        stage.press("deputy1", NOON, GrantExtension())
    stage.press("chief1", NOON, GrantExtension())


def test_a_second_account_carries_all_the_bars_of_its_person() -> None:
    stage = scene(Line.UNIT, State.VERIFYING)
    second = Actor(IDS["fixer1"], account_id=99)
    assert isinstance(RECTIFICATION.why_not(stage.now(NOON), Action.PASS, second), NotAllowed)
    assert RECTIFICATION.why_not(stage.now(NOON), Action.WITHDRAW, second) is None


def test_a_major_is_passed_by_two_officials_each_by_their_own_account() -> None:
    stage = scene(Line.MAJOR, State.VERIFYING)
    stage.press("expert", NOON, Pass(opinion="合格"))  # a member, not an official
    stage.press("office", NOON, Pass(opinion="合格"))
    assert stage.now(NOON).hazard.state == State.VERIFYING
    with pytest.raises(NotReady, match="已签署"):
        stage.press("office", NOON, Pass(opinion="合格"))
    stage.under(directory=directory(delegates=(("office2", "admin"),)))
    with pytest.raises(NotAllowed, match="本人账户"):
        stage.press("admin", NOON, Pass(opinion="合格"))
    stage.under(directory=directory())
    stage.press("office2", NOON, Pass(opinion="合格"))
    assert stage.now(NOON).hazard.state == State.VERIFIED


@pytest.mark.parametrize(
    ("signed", "leader", "members", "kept"),
    [
        (("expert",), "office", ["office2"], False),
        (("office2",), "office", ["leader", "expert"], False),
        (("office",), "office2", ["leader"], False),
        (("expert",), "office2", ["office", "expert"], True),
        (("office2",), "office2", ["leader"], True),
        ((), "office", ["office2"], True),
    ],
)
def test_whoever_has_passed_it_stays_in_a_group_named_anew(
    signed: tuple[str, ...], leader: str, members: list[str], *, kept: bool
) -> None:
    stage = scene(Line.MAJOR, State.VERIFYING)
    for who in signed:
        stage.press(who, NOON, Pass(opinion="合格"))
    anew = NameGroup(leader=leader, members=members)
    if kept:
        stage.press("leader", NOON, anew)
        return
    with pytest.raises(WrongInput, match=f"{signed[0]}.*不能移出验收组") as refusal:
        stage.press("leader", NOON, anew)
    assert refusal.value.field == "members"


def test_who_passed_it_and_left_may_fall_out_of_the_group() -> None:
    stage = scene(Line.MAJOR, State.VERIFYING).press("expert", NOON, Pass(opinion="合格"))
    here = stage.now(NOON).directory
    left = replace(here.people[IDS["expert"]], active=False)
    stage.under(directory=replace(here, people={**here.people, IDS["expert"]: left}))
    stage.press("leader", NOON, NameGroup(leader="office", members=["office2"]))


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

"""From hand to hand: reassigned, taken over, sent back, reported past the unit."""

import pytest

from domain.actions import Action
from domain.commands import Accept, Decline, Reassign, Register, ReportUp, SendBack, TakeOver
from domain.directory.organisation import Actor
from domain.errors import NotAllowed, NotReady, WrongInput
from domain.hazard.table import RECTIFICATION
from domain.words import Line, Role, State
from tests.scenes import scene
from tests.stage import IDS, Stage, on, seat

NOON = "2026-11-02 12:00"


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


def test_take_over_of_what_waits_for_its_fixer_lets_them_accept_or_decline() -> None:
    stage = scene(Line.UNIT, State.ASSIGNED).press("office", NOON, TakeOver(reason="久拖"))
    assert seat(stage)[1] == {"fixer1"}
    stage.copy().press("fixer1", "2026-11-02 13:00", Accept())
    stage.press("fixer1", "2026-11-02 13:00", Decline(reason="不归我管"))


def test_a_send_back_by_the_verifier_names_the_fixer_again() -> None:
    stage = scene(Line.UNIT, State.VERIFYING).press("officer1", NOON, SendBack(reason="还差一张"))
    assert seat(stage) == (None, {"fixer1"})
    assert ("fixer1", "send_back") in stage.told()


def test_a_direct_report_is_hidden_from_the_unit_until_the_commission_registers_it() -> None:
    at = "2026-11-02 09:30"
    stage = Stage().report("nurse1", "2026-11-02 09:00", suspected_major=True, addressed_to="authority")
    assert {who for who in IDS if stage.sees(who, at)} == {
        "nurse1",
        "office",
        "office2",
        "leader",
        "head",
    }
    assert {who for who, _ in stage.told()} == {"office", "office2", "leader"}  # not the unit, not 委主要
    own = {"description": "检查发现", "found_at": on(at), "no_photo_because": "现场记录"}
    stage.press("office", "2026-11-02 10:00", Register.model_validate(own))
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

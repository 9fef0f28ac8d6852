"""Who acts for whom: delegates, the next one up, a desk that enters what came on paper."""

from datetime import date

import pytest

from domain.commands import (
    Accept,
    AcceptFor,
    ApproveClosure,
    Assign,
    CloseOnSpot,
    List,
    Pass,
    Register,
    Submit,
    Upgrade,
)
from domain.errors import NotAllowed, Refusal, WrongInput
from domain.hazard import people
from domain.policy import load_policy
from domain.serving import ServedBy
from domain.words import Line, State
from tests import scenes
from tests.scenes import LETTER, scene
from tests.stage import AFTER, IDS, directory, names
from tests.world import World

NOON = "2026-11-02 12:00"
DUE = date(2026, 11, 20)


def test_a_further_extension_is_decided_one_higher() -> None:
    twice = load_policy("lincheng")
    for line, first, second in ((Line.UNIT, "deputy1", "chief1"), (Line.AUTHORITY, "leader", "head")):
        stage = scenes.with_a_request(line).under(policy=twice)
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


def handed_over_by_the_commission(world: World) -> str:
    ref = world.report("office", "2026-11-02 09:00")
    to_unit = Assign(to="001", measures="清理", due=DUE)
    world.press(ref, "office", "2026-11-02 09:10", Register(assign=to_unit))
    world.press(ref, "officer1", "2026-11-02 09:20", Accept(fixer="fixer1"))
    return ref


def test_an_act_entered_from_paper_names_both_and_bars_whoever_entered_it(world: World) -> None:
    ref = handed_over_by_the_commission(world)
    world.without_account("fixer1")
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
    world.without_account("fixer1")
    entered = Submit(result="已清理", photos=[AFTER], on_behalf_of="fixer1", scan="5" * 64)
    with pytest.raises(NotAllowed, match="代录"):
        world.press(ref, "officer1", "2026-11-02 10:00", entered)
    without = Submit(result="已清理", photos=[AFTER], on_behalf_of="fixer1")
    with pytest.raises(WrongInput) as refusal:
        world.press(ref, "office", "2026-11-02 10:00", without)
    assert refusal.value.field == "scan"


def test_a_report_entered_from_paper_is_its_authors(world: World) -> None:
    world.without_account("clinic2")
    ref = world.report("office", "2026-11-02 09:00", on_behalf_of="clinic2", scan="6" * 64, unit="061")
    hazard = world.hazard(ref)
    assert (hazard.reporter_id, hazard.line) == (world.people["clinic2"], "unit")


ON_PAPER = {"scan": "5" * 64}


@pytest.mark.parametrize("who", ["fixer1", "officer1", "chief1", "leader", "head", "office2"])
def test_nobody_who_has_an_account_is_acted_for_on_paper(world: World, who: str) -> None:
    ref = handed_over_by_the_commission(world)
    for command in (
        Submit(result="已清理", photos=[AFTER], on_behalf_of=who, **ON_PAPER),
        Upgrade(criterion="判定清单第三项", panel=["office"], interim="看守", on_behalf_of=who, **ON_PAPER),
        LETTER.model_copy(update={"on_behalf_of": who, **ON_PAPER}),
    ):
        with pytest.raises(NotAllowed, match="此人有账号"):
            world.press(ref, "office", "2026-11-02 10:00", command)


@pytest.mark.parametrize("who", ["leader", "head", "office2"])
def test_no_decision_of_the_commission_is_entered_from_paper_even_without_an_account(
    world: World, who: str
) -> None:
    ref = handed_over_by_the_commission(world)
    world.without_account(who)
    with pytest.raises(NotAllowed, match="不得代录"):
        world.press(
            ref, "office", "2026-11-02 10:00", LETTER.model_copy(update={"on_behalf_of": who, **ON_PAPER})
        )


def test_the_head_of_a_unit_is_acted_for_on_paper_only_where_nobody_has_an_account(world: World) -> None:
    ref = world.report("office", "2026-11-02 09:00", unit="061")
    world.press(ref, "office", "2026-11-02 09:10", Register(assign=Assign(measures="清理", due=DUE)))
    accepted = Accept(fixer="clinic2", on_behalf_of="clinic1", **ON_PAPER)
    world.without_account("clinic1")
    with pytest.raises(NotAllowed, match="该单位已有账号"):
        world.press(ref, "office", "2026-11-02 09:20", accepted)
    world.without_account("clinic2")
    world.press(ref, "office", "2026-11-02 09:30", accepted)
    line = world.journal(ref)[-1]
    assert (line.actor_id, line.for_id) == (world.people["office"], world.people["clinic1"])


def test_whoever_entered_a_report_of_work_already_done_does_not_close_it(world: World) -> None:
    world.without_account("clinic1", "clinic2")
    fixed = {"photos": [AFTER], "fixer": "clinic2"}
    said = {"on_behalf_of": "clinic1", "scan": "6" * 64, "unit": "061", "fixed": fixed}
    ref = world.report("office", "2026-11-02 09:00", **said)
    with pytest.raises(NotAllowed):
        world.press(ref, "office", "2026-11-02 10:00", CloseOnSpot())


def test_when_the_head_of_the_commission_is_absent_the_deputy_signs_in_their_place() -> None:
    stage = scenes.proposed_for_listing().under(directory=directory(empty=("head.head",)))
    at = "2026-11-21 13:00"
    stage.press("leader", at, List(until=date(2026, 12, 31)))
    listed = stage.now(at).hazard.listed or {}
    assert listed["by_role"] == "leader"
    assert names(people.decider_seat(stage.now(at)).people) == {"leader"}


def test_signing_for_somebody_makes_the_receiver_the_fixer_unless_another_is_named() -> None:
    told = AcceptFor(way=ServedBy.PHONE, whom="院办 王某")
    for line, receiver in ((Line.UNIT, "fixer1"), (Line.AUTHORITY, "officer1"), (Line.MAJOR, "chief1")):
        stage = scene(line, State.ASSIGNED)
        by = "officer1" if line is Line.UNIT else "office"
        plain = stage.copy().press(by, NOON, told)
        assert plain.now(NOON).hazard.fixer_id == IDS[receiver]
        named = stage.press(by, NOON, told.model_copy(update={"fixer": "dept1"}))
        assert named.now(NOON).hazard.fixer_id == IDS["dept1"]


def test_on_their_own_line_the_fixer_signs_in_person() -> None:
    with pytest.raises(WrongInput, match="本人签收"):
        scene(Line.UNIT, State.ASSIGNED).press("fixer1", NOON, Accept(fixer="dept1"))
    with pytest.raises(WrongInput, match="落实整改责任人"):
        scene(Line.AUTHORITY, State.ASSIGNED).press("officer1", NOON, Accept())
    with pytest.raises(WrongInput, match="本单位人员"):
        scene(Line.AUTHORITY, State.ASSIGNED).press("officer1", NOON, Accept(fixer="fixer2"))

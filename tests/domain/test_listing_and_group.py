"""重大: whoever is named to the group is heard; the head lists when they will; a higher body is quoted."""

from datetime import date

import pytest

from domain.actions import Action
from domain.commands import ApproveClosure, Lift, List, LookBackOk, NameGroup, Pass, RefuseLifting
from domain.directory.organisation import Actor
from domain.errors import NotReady, WrongInput
from domain.hazard.table import LISTING
from domain.policy import load_policy
from domain.words import Line, State
from tests import scenes
from tests.scenes import scene
from tests.stage import IDS, Stage, on

NOON = "2026-11-02 12:00"
OK = Pass(opinion="合格")


def two_officials() -> Stage:
    stage = scene(Line.MAJOR, State.VERIFYING)
    return stage.press("office", NOON, OK).press("office2", NOON, OK)


def state(stage: Stage) -> str:
    return str(stage.now(NOON).hazard.state)


def test_the_expert_named_to_the_group_is_heard() -> None:
    stage = two_officials()
    assert state(stage) == State.VERIFYING
    assert state(stage.press("expert", NOON, OK)) == State.VERIFIED


def test_the_leader_of_the_group_ends_the_round_without_them_in_words() -> None:
    stage = two_officials()
    with pytest.raises(NotReady, match="已签署"):
        stage.press("office2", NOON, OK)
    with pytest.raises(WrongInput, match="expert") as refusal:
        stage.press("office", NOON, OK)
    assert refusal.value.field == "without_because"
    stage.press("office", NOON, Pass(opinion="合格", without_because="专家出差"))
    assert state(stage) == State.VERIFIED
    assert stage.lines[-1].entry["data"]["without_because"] == "专家出差"


def test_one_official_ends_nothing_and_nobody_but_the_leader_of_the_group_does() -> None:
    alone = Pass(opinion="合格", without_because="其他人出差")
    for who in ("office", "office2", "expert"):
        with pytest.raises(WrongInput, match="两名"):
            scene(Line.MAJOR, State.VERIFYING).press(who, NOON, alone)
    with pytest.raises(WrongInput, match="组长"):
        scene(Line.UNIT, State.VERIFYING).press("officer1", NOON, alone)


def test_a_group_named_anew_without_whoever_is_missing_is_complete() -> None:
    stage = two_officials().press("leader", NOON, NameGroup(leader="office", members=["office2"]))
    assert state(stage) == State.VERIFIED


@pytest.mark.parametrize("mode", ["on_identification", "on_overdue", "by_decision"])
def test_in_every_mode_the_head_may_list_a_major_hazard_earlier(mode: str) -> None:
    policy = load_policy("default").model_copy(update={"listing_mode": mode})
    stage = scene(Line.MAJOR, State.RECTIFYING).under(policy=policy)
    stage.press("head", NOON, List(until=date(2026, 12, 31)))
    assert stage.now(NOON).hazard.listing == "listed"


PAPER = {"number": "市安委〔2026〕8号", "dated": date(2026, 11, 23)}
LATER = "2026-11-23 12:00"


def listed_by_the_city() -> Stage:
    """Listed above the commission, accepted by both desk officers' group, waiting for that body."""
    return scenes.lifting().changed(
        listed={"level": "city", "number": "市安委〔2026〕1号", "until": "2026-12-31"}
    )


def test_a_higher_bodys_word_is_recorded_with_the_number_of_its_paper() -> None:
    stage = listed_by_the_city()
    for command in (Lift(), RefuseLifting(reason="未达标")):
        who = "office" if isinstance(command, Lift) else "leader"
        with pytest.raises(WrongInput) as refusal:
            stage.copy().press(who, LATER, command)
        assert refusal.value.field == "number"
    with pytest.raises(WrongInput) as refusal:
        stage.copy().press("office", LATER, Lift(number="8号", dated=date(2026, 11, 24)))
    assert refusal.value.field == "dated"
    lifted = stage.press("office", LATER, Lift(**PAPER)).now(LATER).hazard.listed or {}
    assert (lifted["lifting_number"], lifted["lifting_dated"]) == ("市安委〔2026〕8号", "2026-11-23")


@pytest.mark.parametrize(
    "number",
    [
        "市安委〔2026〕1号",
        "市安委(2026)1号",
        "市安委[2026] 第01号",
        "市安委〔2026〕 001号",
        " 市安委【2026】1号",
    ],
)
@pytest.mark.parametrize("decision", [Lift, RefuseLifting])
def test_the_listings_own_paper_neither_lifts_it_nor_refuses_to(
    number: str, decision: type[Lift] | type[RefuseLifting]
) -> None:
    said = {"number": number} | ({} if decision is Lift else {"reason": "未达标"})
    panel = [IDS["leader"], IDS["office2"], IDS["expert"]]
    stage = listed_by_the_city().changed(panel=panel, passed_by=panel)
    with pytest.raises(WrongInput, match="是挂牌文书的文号") as refusal:
        stage.press("office", LATER, decision.model_validate(said))
    assert refusal.value.field == "number"


def test_a_lifting_does_not_rest_on_the_paper_that_refused_it_and_any_other_will_do() -> None:
    stage = listed_by_the_city()
    listed = {**(stage.now(LATER).hazard.listed or {}), "lifting_number": "市安委〔2026〕8号"}
    stage = stage.changed(listed=listed)
    with pytest.raises(WrongInput, match="此前不同意摘牌") as refusal:
        stage.copy().press("office", LATER, Lift(number="市安委(2026)8号"))
    assert refusal.value.field == "number"
    for number in ("市安委〔2026〕9号", "市安委〔2026〕11号", "市安委〔2025〕1号", "省安委〔2026〕1号"):
        lifted = stage.copy().press("office", LATER, Lift(number=number)).now(LATER).hazard
        assert lifted.listing == "lifted", number


def test_whoever_is_offered_to_refuse_the_lifting_may_and_a_desk_officer_outside_the_group_closes() -> None:
    panel = [IDS["leader"], IDS["office2"], IDS["expert"]]
    stage = listed_by_the_city().changed(panel=panel, passed_by=panel)
    offered = {
        who
        for who in IDS
        if LISTING.why_not(stage.now(LATER), Action.REFUSE_LIFTING, Actor(IDS[who])) is None
    }
    assert offered == {"office"}
    refused = stage.copy().press("office", LATER, RefuseLifting(reason="未达标", **PAPER))
    assert refused.now(LATER).hazard.state == State.RECTIFYING
    closed = stage.press("office", LATER, Lift(closing=ApproveClosure(), **PAPER))
    assert closed.now(LATER).hazard.state == State.CLOSED


def test_two_officials_look_back_at_a_major_hazard_each_once_and_only_when_due() -> None:
    stage = scene(Line.MAJOR, State.CLOSED).changed(closed_at=on("2026-11-02 10:10"))
    look = LookBackOk(photos=["4" * 64])
    with pytest.raises(NotReady, match="2026-12-02"):
        stage.press("office", "2026-12-01 10:00", look)
    stage.press("office", "2026-12-02 10:00", look)
    with pytest.raises(NotReady, match="两名"):
        stage.press("office", "2026-12-03 10:00", look)
    stage.press("office2", "2026-12-03 10:00", look)
    stage.press("office", "2027-01-02 10:00", LookBackOk(photos=["5" * 64]))

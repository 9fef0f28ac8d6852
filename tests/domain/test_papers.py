"""Papers: what each asks of whom when it is signed and when it is served; requests inside the house."""

from datetime import date

import pytest

from domain.commands import (
    AnswerMeasure,
    ProposeMeasure,
    ServeMeasure,
    SignMeasure,
    TakeOver,
    Transfer,
    Upgrade,
    Void,
)
from domain.errors import Refusal
from domain.hazard.holders import paper_holder
from domain.messages.rendering import kind_label
from domain.tables import Paper
from domain.words import RECORDS, REQUESTS, TO_OTHERS, Line, PaperKind, PaperState, State
from tests.notices_of import facts_of, say
from tests.scenes import DAY, scene
from tests.stage import IDS, Stage, names, on

PROPOSED = [kind for kind in PaperKind if kind not in RECORDS]
LETTERS = [kind for kind in PROPOSED if kind not in REQUESTS]


def proposed(line: Line, kind: PaperKind) -> Stage:
    """A paper waits for its signature."""
    inside = kind is PaperKind.INTERNAL_ORDER or kind in REQUESTS
    said = ProposeMeasure(kind=kind, because="逾期未改")
    return scene(line, State.RECTIFYING).press("officer1" if inside else "office", f"{DAY} 11:00", said)


def signed(line: Line, kind: PaperKind) -> Stage:
    """Signed by whoever signs this kind."""
    who = "deputy1" if kind is PaperKind.INTERNAL_ORDER else "leader"
    return proposed(line, kind).press(who, f"{DAY} 11:10", SignMeasure())


def paper(stage: Stage) -> Paper:
    """The one paper that somebody proposed."""
    (found,) = [each for each in stage.now(f"{DAY} 12:00").papers if each.kind not in RECORDS]
    return found


def holds(stage: Stage) -> set[str]:
    """Who must act on it."""
    case = stage.now(f"{DAY} 12:00")
    seat = paper_holder(case, paper(stage).kind, paper(stage).state)
    return names(seat.people) if seat else set()


@pytest.mark.parametrize("kind", LETTERS)
def test_signing_is_not_serving(kind: PaperKind) -> None:
    stage = signed(Line.UNIT if kind is PaperKind.INTERNAL_ORDER else Line.AUTHORITY, kind)
    told = dict(stage.told())
    assert "supervise" not in told.values()
    serving = {"officer1"} if kind is PaperKind.INTERNAL_ORDER else {"office", "office2"}
    assert {who for who, asked in told.items() if asked == "todo"} == serving
    assert f"送达{kind.label}：" in say(stage, min(serving))
    assert f"签发{kind.label}，办理人" in say(stage, "chief1")


@pytest.mark.parametrize("kind", [kind for kind in LETTERS if kind not in TO_OTHERS])
def test_a_served_paper_names_its_signer_and_comes_under_its_own_title(kind: PaperKind) -> None:
    inside = kind is PaperKind.INTERNAL_ORDER
    stage = signed(Line.UNIT if inside else Line.AUTHORITY, kind)
    server, reader = ("officer1", "dept1") if inside else ("office", "officer1")
    stage.press(server, f"{DAY} 11:20", ServeMeasure(received_by="院办"))
    said = say(stage, reader)
    assert kind_label(facts_of(stage, reader)) == f"{kind.label}送达"
    assert said.startswith("请参加约谈：" if kind is PaperKind.SUMMONS else "请11月")
    assert f"签发人{'deputy1' if inside else 'leader'}" in said
    assert f"联系人{server}" in said
    assert f"。{kind.label}{paper(stage).number}" in said


@pytest.mark.parametrize("kind", sorted(TO_OTHERS))
def test_the_answer_of_another_department_is_entered_by_the_desk(kind: PaperKind) -> None:
    stage = signed(Line.AUTHORITY, kind)
    stage.press("office", f"{DAY} 11:20", ServeMeasure(received_by="市场监管局"))
    assert holds(stage) == {"office", "office2"}
    assert ("office2", "todo") in stage.told()
    assert f"登记{kind.label}的答复：" in say(stage, "office2")
    assert ("officer1", "supervise") not in stage.told()
    with pytest.raises(Refusal):
        stage.copy().press("chief1", f"{DAY} 11:30", AnswerMeasure(answer="已收到"))
    stage.press("office2", f"{DAY} 11:30", AnswerMeasure(answer="已查处"))


@pytest.mark.parametrize("kind", PROPOSED)
def test_every_kind_waits_for_its_signature_under_its_own_title(kind: PaperKind) -> None:
    stage = proposed(Line.UNIT if kind is PaperKind.INTERNAL_ORDER else Line.AUTHORITY, kind)
    (who, asked), *_ = stage.told()
    assert (asked, kind_label(facts_of(stage, who))) == ("sign", f"{kind.label}待签发")


@pytest.mark.parametrize("line", Line)
@pytest.mark.parametrize("kind", sorted(REQUESTS))
def test_a_request_inside_the_house_has_no_number_and_is_not_served(line: Line, kind: PaperKind) -> None:
    stage = signed(line, kind)
    assert (paper(stage).state, paper(stage).number) == (PaperState.AGREED, None)
    assert not [series for series in stage.serials if series.startswith("paper:") and ":整:" not in series]
    with pytest.raises(Refusal):
        stage.copy().press("office", f"{DAY} 11:20", ServeMeasure(received_by="院办"))
    first = kind is PaperKind.TRANSFER_REQUEST and line is Line.UNIT
    assert holds(stage) == ({"office", "office2"} if first else {"leader"})
    assert ("asked", 1) in {(clock, rung) for clock, rung, _ in stage.ahead(f"{DAY} 12:00")}


def test_a_request_is_done_with_the_act_it_asks_for() -> None:
    stage = signed(Line.UNIT, PaperKind.GRADING_REQUEST)
    stage.press(
        "leader", f"{DAY} 11:20", Upgrade(criterion="判定清单第三项", panel=["office"], interim="专人值守")
    )
    assert (paper(stage).state, paper(stage).answer) == (PaperState.ANSWERED, "认定为重大事故隐患")
    stage = signed(Line.UNIT, PaperKind.TRANSFER_REQUEST).press(
        "office", f"{DAY} 11:20", TakeOver(reason="移交")
    )
    assert (paper(stage).state, holds(stage)) == (PaperState.AGREED, {"leader"})
    letter = Transfer(
        department="市场监管局",
        ground="电梯未检",
        letter_number="临卫移〔2026〕9号",
        reply_by=date(2026, 11, 20),
    )
    stage.press("leader", f"{DAY} 11:30", letter)
    assert (paper(stage).state, holds(stage)) == (PaperState.ANSWERED, set())


def test_a_request_that_was_not_signed_is_moot_once_the_act_is_done() -> None:
    stage = proposed(Line.UNIT, PaperKind.GRADING_REQUEST)
    stage.press(
        "leader", f"{DAY} 11:20", Upgrade(criterion="判定清单第三项", panel=["office"], interim="专人值守")
    )
    assert (paper(stage).state, paper(stage).look_again) == (PaperState.DECLINED, None)


def test_whoever_agreed_may_also_end_it_in_words_and_it_falls_with_the_hazard() -> None:
    stage = signed(Line.UNIT, PaperKind.GRADING_REQUEST)
    stage.copy().press("leader", f"{DAY} 11:20", AnswerMeasure(answer="经认定仍为一般"))
    with pytest.raises(Refusal):
        stage.copy().press("chief1", f"{DAY} 11:20", AnswerMeasure(answer="经认定仍为一般"))
    begun = scene(Line.UNIT, State.ASSIGNED).press(
        "officer1", f"{DAY} 11:00", ProposeMeasure(kind=PaperKind.GRADING_REQUEST, because="疑")
    )
    begun.press("leader", f"{DAY} 11:10", SignMeasure()).press("deputy1", f"{DAY} 11:20", Void(reason="误录"))
    assert paper(begun).state == PaperState.ANSWERED
    assert IDS["leader"] not in paper(begun).holders


def test_a_summons_asks_to_come_at_its_time() -> None:
    stage = signed(Line.AUTHORITY, PaperKind.SUMMONS)
    called_for = ServeMeasure(
        received_by="院办", meet_at=on("2026-11-04 09:00"), meet_place="三楼会议室", attendees="院长"
    )
    said = say(stage.press("office", f"{DAY} 11:20", called_for), "officer1")
    assert said.startswith("请11月4日09:00到三楼会议室参加约谈，院长参加：")

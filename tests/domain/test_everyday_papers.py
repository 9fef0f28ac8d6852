"""What handing over and closing write by themselves for a hazard of the commission: 整改通知书, 验收意见书."""

from datetime import date

import pytest

from domain.commands import (
    AcknowledgeMeasure,
    AnswerMeasure,
    ApproveClosure,
    Assign,
    Reassign,
    RefuseClosure,
    ServeMeasure,
    SignMeasure,
    TakeOver,
)
from domain.errors import NotPossible
from domain.papers.content import Content
from domain.words import Line, PaperKind, State
from tests.domain.test_letters import record
from tests.scenes import DAY, scene
from tests.stage import Stage


@pytest.mark.parametrize("line", [Line.AUTHORITY, Line.MAJOR])
def test_handing_over_leaves_a_notice_of_what_is_demanded_and_until_when(line: Line) -> None:
    notice = record(scene(line, State.ASSIGNED), PaperKind.RECTIFICATION_NOTICE, f"{DAY} 12:00")
    assert (notice.body, notice.to, notice.signer) == (
        "临澄县卫生健康委员会",
        "临澄县人民医院",
        "leader",
    )
    assert notice.number == "临卫整〔2026〕1号"
    words = "".join(notice.paragraphs)
    for said in (
        "整改要求：清理并上锁。",
        "发现时间：2026年11月2日，发现方式：",
        "请于2026年11月20日前完成整改。",
    ):
        assert said in words, said
    assert ("原定期限", "2026年11月20日") in notice.facts


def test_the_notice_of_a_direct_report_says_neither_its_words_nor_how_it_came() -> None:
    stage = scene(Line.AUTHORITY, State.REGISTERED).changed(addressed_up=True)
    stage = stage.press("leader", f"{DAY} 11:00", Assign(to="001", measures="清理", due=date(2026, 11, 20)))
    notice = record(stage, PaperKind.RECTIFICATION_NOTICE, f"{DAY} 12:00")
    said = notice.model_dump_json()
    assert "发现方式：监督检查" in said
    assert "nurse1" not in said
    assert (stage.now(f"{DAY} 12:00").hazard.description or "?") not in said


def test_closing_leaves_the_opinion_and_refusing_it_says_why_and_until_when() -> None:
    ready = scene(Line.AUTHORITY, State.VERIFIED)
    agreed = record(
        ready.copy().press("office", f"{DAY} 11:00", ApproveClosure()),
        PaperKind.CLOSING_OPINION,
        f"{DAY} 12:00",
    )
    assert agreed.number == "临卫验〔2026〕1号"
    assert any("经复查，整改符合要求，同意销号。" in each for each in agreed.paragraphs)
    refused = ready.press("office", f"{DAY} 11:00", RefuseClosure(reason="防火门仍不能自行关闭"))
    words = "".join(record(refused, PaperKind.CLOSING_OPINION, f"{DAY} 12:00").paragraphs)
    assert "不予销号。理由：防火门仍不能自行关闭。" in words


def notices(stage: Stage) -> list[Content]:
    kept = [
        paper for paper in stage.now(f"{DAY} 12:00").papers if paper.kind == PaperKind.RECTIFICATION_NOTICE
    ]
    return [Content.model_validate(paper.content) for paper in kept]


def test_whoever_gets_it_later_from_the_commission_has_a_notice_too_and_the_last_one_counts() -> None:
    taken = scene(Line.UNIT, State.RECTIFYING).press("office", f"{DAY} 11:00", TakeOver(reason="久拖未改"))
    assert [each.to for each in notices(taken)] == ["临澄县人民医院"]
    assert "请于2026年" in "".join(notices(taken)[0].paragraphs)
    moved = scene(Line.AUTHORITY, State.RECTIFYING).press(
        "office", f"{DAY} 11:00", Reassign(to="002", reason="属该院")
    )
    first, second = notices(moved)
    assert (first.to, second.to) == ("临澄县人民医院", "临澄县中医院")
    assert any(f"（{first.number}）以本通知书为准" in each for each in second.paragraphs)
    inside = scene(Line.AUTHORITY, State.RECTIFYING).press(
        "officer1", f"{DAY} 11:00", Reassign(to="nurse1", reason="轮岗")
    )
    assert len(notices(inside)) == 1
    early = scene(Line.UNIT, State.REGISTERED).press("office", f"{DAY} 11:00", TakeOver(reason="久拖未改"))
    assert notices(early) == []


@pytest.mark.parametrize("state", [State.ASSIGNED, State.CLOSED])
def test_what_a_unit_does_for_itself_leaves_no_paper(state: State) -> None:
    assert scene(Line.UNIT, state).now(f"{DAY} 12:00").papers == ()


def test_a_record_of_a_decision_is_no_paper_that_waits_for_somebody() -> None:
    stage = scene(Line.AUTHORITY, State.ASSIGNED)
    for command in (
        SignMeasure(),
        ServeMeasure(received_by="院办"),
        AcknowledgeMeasure(),
        AnswerMeasure(answer="好"),
    ):
        with pytest.raises(NotPossible, match="没有处于这一步的文书"):
            stage.copy().press("office", f"{DAY} 11:00", command)

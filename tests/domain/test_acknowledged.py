"""签收文书: the receiver signs for a paper in the system; one not yet served is served by that."""

from datetime import date

import pytest

from domain.commands import AcknowledgeMeasure, AnswerMeasure, EditMeasure, ServeMeasure, SignMeasure
from domain.errors import NotAllowed, NotPossible, NotReady, Refusal
from domain.serving import PaperServedBy
from domain.words import TO_OTHERS, Line, PaperKind, PaperState, State
from tests.domain.test_papers import paper, proposed, signed
from tests.scenes import DAY, with_a_paper
from tests.stage import IDS, Stage, on

LETTER = PaperKind.SUPERVISION_LETTER


def clocks_of(stage: Stage, at: str) -> set[str]:
    return {clock for clock, _, _ in stage.ahead(at)}


def test_signing_for_a_signed_letter_serves_it_and_starts_the_answers_clock() -> None:
    stage = with_a_paper(Line.AUTHORITY, LETTER, steps=1)
    assert "serve" in clocks_of(stage, f"{DAY} 12:00")
    stage.press("officer1", f"{DAY} 12:00", AcknowledgeMeasure())
    found = paper(stage)
    assert (found.state, found.served_way, found.served_on) == (
        PaperState.SERVED,
        PaperServedBy.ELECTRONIC,
        date(2026, 11, 2),
    )
    assert (found.served, found.acknowledged_by, found.acknowledged_at) == (
        f"{DAY} officer1",
        IDS["officer1"],
        on(f"{DAY} 12:00"),
    )
    assert "serve" not in clocks_of(stage, f"{DAY} 12:10")
    assert "reply" in clocks_of(stage, f"{DAY} 12:10")


def test_signing_for_what_was_served_moves_no_clock_and_is_done_once() -> None:
    stage = with_a_paper(Line.AUTHORITY, LETTER, steps=2)
    before = paper(stage)
    ahead = stage.ahead(f"{DAY} 14:00")
    stage.press("chief1", f"{DAY} 14:00", AcknowledgeMeasure())
    after = paper(stage)
    assert (after.since, after.since_at, after.served, after.served_way) == (
        before.since,
        before.since_at,
        before.served,
        PaperServedBy.IN_PERSON,
    )
    assert after.acknowledged_by == IDS["chief1"]
    assert stage.ahead(f"{DAY} 14:00") == ahead
    with pytest.raises(NotReady, match="已于 2026-11-02 签收"):
        stage.copy().press("officer1", f"{DAY} 15:00", AcknowledgeMeasure())
    stage.press("officer1", f"{DAY} 16:00", AnswerMeasure(answer="已部署"))
    with pytest.raises(NotPossible, match="已反馈"):
        stage.press("officer1", f"{DAY} 17:00", AcknowledgeMeasure(paper=after.seq))


@pytest.mark.parametrize("kind", sorted(TO_OTHERS))
def test_what_goes_to_another_department_is_signed_for_on_paper(kind: PaperKind) -> None:
    stage = signed(Line.AUTHORITY, kind)
    for who in ("office", "officer1", "chief1"):
        with pytest.raises(NotAllowed):
            stage.copy().press(who, f"{DAY} 12:00", AcknowledgeMeasure())


def test_a_summons_is_not_signed_for_after_its_hour_unless_it_was_served() -> None:
    told = EditMeasure(meet_at=on(f"{DAY} 15:00"), meet_place="会议室")
    stage = proposed(Line.MAJOR, PaperKind.SUMMONS).press("office", f"{DAY} 11:05", told)
    stage.press("head", f"{DAY} 11:10", SignMeasure())
    served = stage.copy().press("office", f"{DAY} 11:20", ServeMeasure(received_by="院办"))
    with pytest.raises(NotReady, match="没有确定或已过"):
        stage.press("chief1", f"{DAY} 16:00", AcknowledgeMeasure())
    served.press("chief1", f"{DAY} 16:00", AcknowledgeMeasure())
    assert paper(served).acknowledged_by == IDS["chief1"]


def test_a_summons_without_its_hour_is_served_by_whoever_calls_it() -> None:
    stage = proposed(Line.MAJOR, PaperKind.SUMMONS).press("head", f"{DAY} 11:10", SignMeasure())
    with pytest.raises(NotReady, match="没有确定或已过"):
        stage.copy().press("chief1", f"{DAY} 11:15", AcknowledgeMeasure())
    told = ServeMeasure(received_by="院办", meet_at=on(f"{DAY} 15:00"), meet_place="会议室")
    stage.press("office", f"{DAY} 11:20", told).press("chief1", f"{DAY} 11:30", AcknowledgeMeasure())
    assert (paper(stage).meeting or {})["place"] == "会议室"


def test_of_a_closed_hazard_only_what_was_served_is_signed_for() -> None:
    at = f"{DAY} 12:00"
    for steps, refused in ((1, True), (2, False)):
        stage = with_a_paper(Line.AUTHORITY, LETTER, steps=steps).changed(state=State.CLOSED)
        if refused:
            with pytest.raises(NotReady, match="已办结"):
                stage.press("officer1", at, AcknowledgeMeasure())
        else:
            stage.press("officer1", at, AcknowledgeMeasure())


def test_what_another_kept_as_a_draft_is_not_signed_for() -> None:
    with pytest.raises(Refusal):
        proposed(Line.AUTHORITY, LETTER).press("officer1", f"{DAY} 12:00", AcknowledgeMeasure())

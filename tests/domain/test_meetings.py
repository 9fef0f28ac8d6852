"""约谈记录: after a 约谈通知书 was served, the commission writes down when, where, who, what, and what by when."""

from datetime import date, datetime, timedelta

import pytest

from domain.audit.cases import audit_clocks, verify_chains
from domain.commands import (
    AcknowledgeMeasure,
    AnswerMeasure,
    Command,
    EditMeasure,
    ProposeMeasure,
    ServeMeasure,
    SignMeasure,
    TakeOver,
)
from domain.darkroom import fill
from domain.errors import NotAllowed, NotPossible, NotReady
from domain.hazard.letters.editing import as_called
from domain.hazard.letters.sentences import BLANK, plain
from domain.hazard.papers import called_name
from domain.papers.glyphs import unshown
from domain.papers.pdf import as_pdf
from domain.papers.placeholders import placeholders_of, shipped_template
from domain.words import Line, PaperKind, PaperState, Source, State
from tests.docx import text_of
from tests.domain.test_dates import held
from tests.domain.test_guards_of_the_database import rectifying
from tests.domain.test_letters import record
from tests.domain.test_papers import paper, proposed
from tests.notices_of import say
from tests.pdfs import words_of
from tests.scenes import DAY, with_a_paper
from tests.stage import Stage, on
from tests.world import World

SUMMONS, RECORD = PaperKind.SUMMONS, PaperKind.MEETING_RECORD
GRACE = timedelta(minutes=2)
HOUR = "2026-11-04 09:00"
LATER = "2026-11-04 11:00"
CALLED = ServeMeasure(
    received_by="院办", meet_at=on(HOUR), meet_place="三楼会议室", attendees="周院长、钱副院长"
)
TALKED = held("2026-11-04 09:10").model_copy(
    update={"talked_by": "李主任、王科长", "demands": "专人看守。\n1. 一周内修好防火门；"}
)
OF_THE_RECORD = {
    "约谈通知书": "依照约谈通知书（临卫约〔2026〕1号，2026年11月2日送达）进行约谈",
    "约谈时间": "一、约谈时间：2026年11月4日09:10。",
    "约谈地点": "二、约谈地点：三楼会议室。",
    "约谈人": "三、约谈人：李主任、王科长。",
    "被约谈人": "四、被约谈人：周院长。",
    "约谈内容": "五、约谈内容：通报情况。",
    "约谈要求": "六、约谈要求：（一）专人看守。（二）一周内修好防火门。",
    "要求完成日期": "以上要求应于2026年11月9日前完成，并书面反馈。",
    "记录人": "记录人：office。",
    "约谈人签字": f"约谈人签字：{BLANK}",
    "被约谈人签字": f"被约谈人签字：{BLANK}",
}
"""Of a record: of which paper, when, where, who with whom, what was said, what is demanded by when, who signs."""


def called(line: Line = Line.MAJOR) -> Stage:
    """Called for Wednesday morning, the paper served on Monday."""
    return with_a_paper(line, SUMMONS, 1).press("office", f"{DAY} 12:00", CALLED)


def clocks(stage: Stage, at: str) -> list[datetime]:
    return [due for clock, rung, due in stage.ahead(at) if (clock, rung) == ("record", 1)]


@pytest.mark.parametrize("field", OF_THE_RECORD)
def test_a_record_says_each_field(field: str) -> None:
    said = record(called().press("office", LATER, TALKED), RECORD, LATER)
    assert OF_THE_RECORD[field] in "".join(said.paragraphs)


def test_a_record_is_the_commissions_to_the_unit_in_its_own_series_and_signed_by_hand() -> None:
    stage = called().press("office", LATER, TALKED)
    said = record(stage, RECORD, LATER)
    assert (said.body, said.to, said.signer) == ("临澄县卫生健康委员会", "临澄县人民医院", "")
    assert (said.number, said.signed_on) == ("临卫谈〔2026〕1号", date(2026, 11, 4))
    assert said.title.endswith("整改事项的约谈记录")
    states = {each.kind: each.state for each in stage.now(LATER).papers if each.kind in (SUMMONS, RECORD)}
    assert states == {SUMMONS: PaperState.SERVED, RECORD: PaperState.FILED}


def test_page_word_and_pdf_say_the_same() -> None:
    said = record(called().press("office", LATER, TALKED), RECORD, LATER)
    word = fill(shipped_template(1), *placeholders_of(said), is_new=False).body
    for look in (words_of(as_pdf(said)), "".join(text_of(word).split())):
        for part in (said.title, said.number, *said.paragraphs):
            assert "".join(part.split()) in look, part
    assert unshown(said.model_dump_json()) == ""


def test_the_head_of_the_unit_is_asked_for_what_was_demanded_and_by_when() -> None:
    stage = called().press("office", LATER, TALKED)
    assert stage.told() == [("chief1", "todo")]
    said = say(stage, "chief1")
    assert said.startswith("请11月9日前落实约谈要求：住院楼5层")
    assert "上一步：登记约谈记录，办理人office" in said


@pytest.mark.parametrize("line", Line)
def test_on_every_line_the_office_records_it_once_answered_or_not(line: Line) -> None:
    stage = called(Line.AUTHORITY if line is Line.UNIT else line)
    if line is Line.UNIT:  # given back to the unit since
        stage = stage.changed(source=Source.STAFF_REPORT)
    assert stage.now(LATER).line is line
    for who in ("chief1", "officer1", "fixer1"):
        with pytest.raises(NotAllowed, match="由卫健委经办人办理"):
            stage.copy().press(who, LATER, TALKED)
    stage.press("chief1", LATER, AnswerMeasure(answer="已部署"))
    stage.press("office2", "2026-11-04 12:00", TALKED)
    with pytest.raises(NotReady, match="已有约谈记录，无需重复登记"):
        stage.press("office", "2026-11-04 13:00", TALKED)


def test_what_was_not_served_or_is_no_summons_is_not_recorded() -> None:
    with pytest.raises(NotPossible, match="已签发"):
        with_a_paper(Line.MAJOR, SUMMONS, 1).press("office", LATER, TALKED)
    with pytest.raises(NotPossible, match="没有处于这一步的文书"):
        with_a_paper(Line.MAJOR, PaperKind.SUPERVISION_LETTER, 2).press("office", LATER, TALKED)


def test_a_record_is_due_three_working_days_after_the_hour_and_asked_for_upward_until_it_is_there() -> None:
    stage = called()
    assert clocks(stage, LATER) == [on("2026-11-10 00:00")]  # Monday the 9th ends
    stage.sweep("2026-11-10 09:30")
    asked, *_ = [n for n, line in enumerate(stage.lines) if line.entry["clock"] == "record"]
    assert set(stage.told(asked)) == {("office", "waiting"), ("office2", "waiting")}
    assert "登记约谈记录" in say(stage, "office", asked)
    stage.press("office", "2026-11-10 10:00", TALKED.model_copy(update={"demands_by": date(2026, 11, 12)}))
    assert not [clock for clock, _, _ in stage.ahead("2026-11-10 10:10") if clock == "record"]


def test_where_no_hour_was_fixed_it_is_due_after_the_serving() -> None:
    stage = with_a_paper(Line.AUTHORITY, SUMMONS, 2)
    assert clocks(stage, f"{DAY} 12:00") == [on("2026-11-06 00:00")]


@pytest.mark.parametrize(
    ("kind", "steps", "runs"),
    [(SUMMONS, 1, False), (SUMMONS, 2, True), (PaperKind.CIRCULAR, 2, False)],
)
def test_only_a_served_summons_waits_for_its_record(kind: PaperKind, steps: int, *, runs: bool) -> None:
    stage = with_a_paper(Line.AUTHORITY, kind, steps)
    assert bool(clocks(stage, f"{DAY} 12:00")) == runs
    assert (called_name(paper(stage)) in stage.now(f"{DAY} 12:00").hazard.terms) == runs
    assert not clocks(stage.changed(state=State.CLOSED), f"{DAY} 12:00")


def test_signing_for_a_summons_in_the_system_begins_the_same_wait() -> None:
    hour = EditMeasure(meet_at=on(HOUR), meet_place="三楼会议室")
    stage = proposed(Line.MAJOR, SUMMONS).press("office", f"{DAY} 11:05", hour)
    stage.press("head", f"{DAY} 11:10", SignMeasure()).press("chief1", f"{DAY} 11:20", AcknowledgeMeasure())
    assert clocks(stage, f"{DAY} 12:00") == [on("2026-11-10 00:00")]


def test_the_form_starts_with_how_it_was_called_and_with_its_hour_once_that_has_passed() -> None:
    stage = called()
    asked = paper(stage)
    whereabouts = {"meet_place": "三楼会议室", "talked_to": "周院长、钱副院长"}
    assert as_called(stage.now(f"{DAY} 12:00"), asked) == whereabouts
    assert as_called(stage.now(LATER), asked) == {**whereabouts, "held_at": "2026-11-04T09:00"}
    assert as_called(stage.now(LATER), paper(with_a_paper(Line.MAJOR, SUMMONS, 2))) == {}


def test_a_direct_reports_words_stand_in_no_record() -> None:
    stage = called(Line.AUTHORITY).changed(addressed_up=True)
    said = record(stage.press("office", LATER, TALKED), RECORD, LATER).model_dump_json()
    assert stage.now(LATER).hazard.description[:8] not in said


def test_a_week_of_a_summons_that_was_answered_before_its_talk_was_on_record(world: World) -> None:
    ref = rectifying(world)
    say_it: list[tuple[str, str, Command]] = [
        ("2026-11-02 10:00", "office", TakeOver(reason="久拖不改")),
        ("2026-11-02 10:30", "office", ProposeMeasure(kind=SUMMONS, because="现场未动")),
        ("2026-11-02 15:00", "leader", SignMeasure()),
        ("2026-11-03 09:00", "office", CALLED),  # Tuesday
        ("2026-11-03 14:00", "chief1", AcknowledgeMeasure()),
        ("2026-11-05 10:00", "chief1", AnswerMeasure(answer="防火门已订货，专人看守")),  # Thursday
        ("2026-11-06 09:00", "office", TALKED),  # Friday
    ]
    for at, who, command in say_it:
        world.press(ref, who, at, command)
    (summons,) = [each for each in world.papers(ref) if each.kind == SUMMONS]
    assert (summons.state, summons.answer) == (PaperState.ANSWERED, "防火门已订货，专人看守")
    assert world.actions(ref)[-3:] == ["acknowledge_measure", "answer_measure", "record_meeting"]
    assert ("chief1", "todo") in world.told(ref, "record_meeting")
    with pytest.raises(NotReady, match="已有约谈记录"):
        world.press(ref, "office", "2026-11-06 10:00", TALKED)
    assert [*verify_chains(world.store), *audit_clocks(world.store, on("2026-11-06 12:00"), GRACE)] == []


def test_a_decimal_and_a_day_are_no_number_of_a_list() -> None:
    assert [plain(text) for text in ("1.5米以内不得堆物", "2026.11.1起停用", "1. 清空走道", "2、上报")] == [
        "1.5米以内不得堆物",
        "2026.11.1起停用",
        "清空走道",
        "上报",
    ]

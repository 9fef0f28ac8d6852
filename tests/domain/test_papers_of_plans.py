"""Papers about the treatment of a hazard: 治理方案审查意见, 摘牌申请; each field against the list of official forms."""

from datetime import date
from decimal import Decimal

import pytest

from domain.commands import ApprovePlan, List, ReturnPlan, SendBack, Submit
from domain.hazard.letters.sentences import BLANK
from domain.papers.glyphs import unshown
from domain.papers.pdf import as_pdf
from domain.words import Line, Listing, PaperKind, State
from tests.domain.test_letters import record
from tests.pdfs import words_of
from tests.scenes import DAY, GROUP, MAJOR_FIX, PLAN, lifting, listed, long_term, proposed_for_listing, scene
from tests.stage import AFTER, Stage

NOON = f"{DAY} 12:00"
LATER = "2026-11-23 12:00"
OF_THE_REQUEST = {
    "原通知书文号": "原挂牌督办通知书：临卫挂〔2026〕1号",
    "整改情况": "一、整改情况：走道已清空，防火门已修复。",
    "目标和任务": "（一）治理目标和任务：目标。",
    "方法和措施": "（二）方法和措施：方法。",
    "经费和物资": "（三）经费和物资：经费。",
    "机构和人员": "（四）机构和人员：机构人员。",
    "时限和要求": "（五）时限和要求：时限。",
    "安全措施和应急预案": "（六）安全措施和应急预案：措施。",
    "五落实：责任": "责任：fixer1",
    "五落实：措施": "措施：清理并上锁",
    "五落实：资金": "资金：经费",
    "五落实：时限": "时限：2026年11月20日",
    "五落实：预案": "预案：措施",
    "投入资金": "四、投入资金：3.6万元。",
    "前后照片": "整改前照片1张、整改后照片1张",
    "检测/评价报告": f"检测、评价报告：{BLANK}。",
    "自验结论": "六、自验结论：自查合格。整改情况已于2026年11月2日向职工通报。",
}
"""Domain facts 5.13: what an application to be taken off the list says, field by field; the head signs it."""


def filed(line: Line) -> Stage:
    """A plan waits for its review; on 单位级 and 监管级 the term is long."""
    who = {Line.UNIT: "fixer1", Line.AUTHORITY: "officer1", Line.MAJOR: "chief1"}[line]
    stage = scene(line, State.RECTIFYING) if line is Line.MAJOR else long_term(line)
    return stage.press(who, f"{DAY} 10:00", PLAN.model_copy(update={"due": date(2026, 12, 15)}))


@pytest.mark.parametrize(
    ("line", "who", "body", "to"),
    [
        (Line.UNIT, "deputy1", "临澄县人民医院", "责任科室"),
        (Line.AUTHORITY, "office", "临澄县卫生健康委员会", "临澄县人民医院"),
        (Line.MAJOR, "leader", "临澄县卫生健康委员会", "临澄县人民医院"),
    ],
)
def test_a_review_of_a_plan_is_written_out_by_who_decides(line: Line, who: str, body: str, to: str) -> None:
    agreed = record(
        filed(line).press(who, f"{DAY} 11:00", ApprovePlan(opinion="同意，注意用电")),
        PaperKind.PLAN_OPINION,
        NOON,
    )
    assert (agreed.body, agreed.to, agreed.signer) == (body, to, who)
    assert agreed.title.startswith("关于")
    assert agreed.title.endswith("治理方案的审查意见")
    words = "".join(agreed.paragraphs)
    assert "收到2026年11月2日报送的治理方案，方案确定的完成日期为2026年12月15日。" in words
    assert "经审查，同意按该治理方案治理" in words
    assert "意见：同意，注意用电。" in words
    refused = filed(line).press(who, f"{DAY} 11:00", ReturnPlan(reason="缺经费来源。"))
    said = record(refused, PaperKind.PLAN_OPINION, NOON)
    assert "须修改后重新报送。需要修改的内容：缺经费来源。" in "".join(said.paragraphs)


def test_the_review_of_a_major_ones_plan_says_by_when() -> None:
    agreed = record(
        filed(Line.MAJOR).press("leader", f"{DAY} 11:00", ApprovePlan()), PaperKind.PLAN_OPINION, NOON
    )
    assert "同意按该治理方案治理，于2026年12月15日前完成整改。" in "".join(agreed.paragraphs)
    assert agreed.number == "临卫审〔2026〕1号"


def asked(**more: object) -> Stage:
    stage = (
        listed().press("chief1", "2026-11-23 10:00", PLAN).press("leader", "2026-11-23 10:10", ApprovePlan())
    )
    stage.press("leader", "2026-11-23 10:20", GROUP)
    said = MAJOR_FIX.model_copy(
        update={"result": "走道已清空，防火门已修复。", "spent": Decimal("3.6")} | more
    )
    return stage.press("chief1", "2026-11-23 10:30", said)


@pytest.mark.parametrize("field", OF_THE_REQUEST)
def test_an_application_to_be_taken_off_the_list_says_each_field(field: str) -> None:
    said = record(asked(), PaperKind.LIFTING_REQUEST, LATER)
    assert OF_THE_REQUEST[field] in "".join(said.paragraphs)


def test_an_application_is_the_units_own_and_signed_by_its_head() -> None:
    said = record(asked(), PaperKind.LIFTING_REQUEST, LATER)
    assert (said.body, said.to, said.signer) == ("临澄县人民医院", "临澄县卫生健康委员会", "chief1")
    assert said.number == "县人民医院申〔2026〕1号"
    assert said.closing == "特此申请。"
    assert "officer1" in said.contact
    words = words_of(as_pdf(said))
    assert "请审查。" in words
    assert unshown(said.model_dump_json()) == ""


def test_what_is_not_known_is_a_line_to_be_filled_in_by_hand() -> None:
    said = "".join(record(asked(spent=None), PaperKind.LIFTING_REQUEST, LATER).paragraphs)
    assert f"四、投入资金：{BLANK}。" in said


def test_each_application_is_a_paper_and_a_listing_that_ends_takes_none_along() -> None:
    back = asked().press("office", "2026-11-23 11:00", SendBack(reason="现场仍有杂物"))
    assert back.now(LATER).hazard.listing == Listing.LISTED
    again = back.press("chief1", "2026-11-24 10:00", MAJOR_FIX.model_copy(update={"photos": [AFTER]}))
    kinds = [paper.kind for paper in again.now("2026-11-24 12:00").papers]
    assert kinds.count(PaperKind.LIFTING_REQUEST) == 2
    assert PaperKind.LIFTING_REQUEST in [paper.kind for paper in lifting().now(LATER).papers]


def test_what_is_not_listed_asks_for_nothing() -> None:
    for line in (Line.AUTHORITY, Line.MAJOR):
        kinds = {paper.kind for paper in scene(line, State.VERIFYING).now(NOON).papers}
        assert PaperKind.LIFTING_REQUEST not in kinds, line


def test_what_a_body_above_listed_is_applied_for_through_the_commission() -> None:
    city = List(level="city", number="市安委〔2026〕9号", until=date(2026, 12, 31))
    stage = proposed_for_listing().press("office", "2026-11-21 13:00", city)
    stage.press("chief1", "2026-11-23 10:00", PLAN).press("leader", "2026-11-23 10:10", ApprovePlan())
    stage.press("leader", "2026-11-23 10:20", GROUP).press("chief1", "2026-11-23 10:30", MAJOR_FIX)
    said = "".join(record(stage, PaperKind.LIFTING_REQUEST, LATER).paragraphs)
    assert "已列入市级挂牌督办（原挂牌督办通知书：市安委〔2026〕9号）" in said
    assert "请审查并转报挂牌机关。" in said


def test_no_reporters_word_stands_in_them() -> None:
    for kind in (PaperKind.LIFTING_REQUEST, PaperKind.PLAN_OPINION):
        stage = asked()
        said = record(stage, kind, LATER).model_dump_json()
        assert "nurse1" not in said
        assert "举报" not in said


def test_a_short_submission_leaves_no_application() -> None:
    stage = scene(Line.UNIT, State.RECTIFYING).press(
        "fixer1", f"{DAY} 10:00", Submit(result="已清理", photos=[AFTER])
    )
    assert stage.now(NOON).papers == ()

"""停用通知 and 恢复使用批复: what they say, of which body, to whom, and nothing that is not known."""

from domain.commands import RefuseResume, ResumeUse
from domain.papers.content import Content
from domain.use import Scope
from domain.words import Line, PaperKind, State
from tests import scenes
from tests.domain.test_use import with_the_power
from tests.scenes import DAY, STOP, scene
from tests.stage import Stage, on
from tests.world import OTHER

NOON = f"{DAY} 12:00"


def last_paper(stage: Stage) -> Content:
    return Content.model_validate(stage.at(on(NOON)).papers[-1].content)


def text(stage: Stage) -> str:
    return "\n".join(last_paper(stage).paragraphs)


def test_a_unit_orders_its_own_departments_and_cites_no_law_for_that() -> None:
    stage = scenes.suspended(Line.UNIT)
    paper = last_paper(stage)
    assert (paper.kind, paper.body, paper.to) == (PaperKind.SUSPENSION_NOTICE, "临澄县人民医院", "责任科室")
    assert (paper.number, paper.signer) == ("县人民医院停〔2026〕1号", "deputy1")
    assert paper.title == "关于因住院楼5层一般事故隐患停用5层东侧病区的通知"
    said = text(stage)
    assert said.startswith("经查，住院楼5层存在一般事故隐患：走道堆放病床3张")
    assert "现决定自2026年11月2日11:00起停用5层东侧病区（局部停用）。" in said
    assert "一、人员撤离情况：病人转至6层，无人滞留。" in said
    assert "经复核同意后方可恢复使用。" in said
    assert "安全生产法" not in said


def test_the_commission_orders_a_unit_by_law_where_it_has_the_power() -> None:
    stage = scene(Line.MAJOR, State.RECTIFYING).under(policy=with_the_power())
    stage.press("leader", f"{DAY} 11:00", STOP.model_copy(update={"scope": Scope.WHOLE, "for_good": True}))
    paper = last_paper(stage)
    assert (paper.body, paper.to) == ("临澄县卫生健康委员会", "临澄县人民医院")
    said = text(stage)
    assert said.startswith("经查，你单位住院楼5层存在重大事故隐患")
    assert (
        "依照《中华人民共和国安全生产法》第六十五条，现决定自2026年11月2日11:00起永久全部停用（停业），含5层东侧病区。"
        in said
    )
    assert "恢复使用申请" not in said


def test_a_consent_quotes_the_order_and_says_what_must_hold() -> None:
    stage = scenes.asked_for_use(Line.MAJOR)
    stage.press("office", NOON, ResumeUse(photos=[OTHER], conditions="每班查看一次"))
    paper = last_paper(stage)
    assert (paper.kind, paper.body, paper.to) == (
        PaperKind.RESUMPTION_REPLY,
        "临澄县卫生健康委员会",
        "临澄县人民医院",
    )
    assert paper.title == "关于5层东侧病区恢复使用的批复"
    assert paper.paragraphs[1:] == (
        "因该隐患，5层东侧病区已自2026年11月2日11:00起局部停用（文号：县人民医院停〔2026〕1号）。",
        "依照《中华人民共和国安全生产法》第六十五条，重大事故隐患排除后，经审查同意，方可恢复使用。",
        "经现场复核，同意恢复使用。",
        "复核意见：具备安全使用条件。",
        "恢复使用后应当做到：每班查看一次。",
    )


def test_a_refusal_says_why_and_what_to_do() -> None:
    stage = scenes.asked_for_use(Line.UNIT)
    stage.press("chief1", NOON, RefuseResume(reason="仍有两张床。", photos=[OTHER]))
    said = text(stage)
    assert "经复核，不同意恢复使用，应当继续停用。理由：仍有两张床。\n请继续整改" in said
    assert last_paper(stage).closing == "此复。"

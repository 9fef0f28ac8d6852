"""警示函: a warning to the unit, in the fields of a letter; proposed by a person, or by the clock where policy says."""

import pytest

from domain.commands import EditMeasure, ProposeMeasure, SignMeasure
from domain.errors import NotAllowed
from domain.papers.content import Content
from domain.policy import load_policy, policy_from_body
from domain.words import Line, PaperKind, State
from tests.domain.test_papers import holds, paper
from tests.scenes import scene
from tests.stage import Stage

WARNING = PaperKind.WARNING
LATE = "2026-11-25 10:00"
OF_THE_LETTER = {
    "文号": "临卫警〔2026〕1号",
    "主送": "临澄县人民医院",
    "案由": "隐患编号：500999-001-2026-00001",
    "原定期限": "整改期限为2026年11月20日",
    "已采取的提醒": "期间已提醒、催办",
    "逾期天数": "截至2026年11月25日已超期5天，尚未整改完毕。",
    "警示": "现就上述隐患整改不力对你单位予以警示。",
    "整改要求": "整改要求：清理并上锁。",
    "反馈时限": "5个工作日内书面反馈。",
    "抄送": "县安委办",
    "签发人": "leader",
}
"""Domain facts 5.12, field by field."""


def late(line: Line = Line.AUTHORITY) -> Stage:
    """Five days late; what the clock had proposed until then stands beside."""
    stage = scene(line, State.RECTIFYING)
    stage.sweep(LATE)
    return stage


def warned(line: Line = Line.AUTHORITY) -> Stage:
    stage = late(line).press("office", LATE, ProposeMeasure(kind=WARNING, because="屡催不改"))
    seq = next(each.seq for each in stage.now(LATE).papers if each.kind == WARNING)
    stage.press("office", "2026-11-25 10:05", EditMeasure(paper=seq, cc="县安委办"))
    return stage.press("leader", "2026-11-25 10:10", SignMeasure(paper=seq))


def letter(stage: Stage) -> Content:
    (one,) = [each for each in stage.now(LATE).papers if each.kind == WARNING]
    return Content.model_validate(one.content)


@pytest.mark.parametrize("field", OF_THE_LETTER)
def test_a_warning_says_each_field(field: str) -> None:
    said = letter(warned())
    whole = "".join((said.number, said.to, *said.paragraphs, *said.cc, said.signer))
    assert OF_THE_LETTER[field] in whole


def test_a_warning_is_the_deputys_to_sign_on_every_line_of_the_commission() -> None:
    for line in (Line.AUTHORITY, Line.MAJOR):
        assert letter(warned(line)).signer == "leader"
        stage = scene(line, State.RECTIFYING)
        stage.press("office", "2026-11-02 11:00", ProposeMeasure(kind=WARNING, because="屡催不改"))
        assert holds(stage) == {"leader"}
        with pytest.raises(NotAllowed):
            stage.press("chief1", "2026-11-02 11:10", SignMeasure(paper=paper(stage).seq))


def test_a_region_may_warn_before_it_circulates() -> None:
    body = load_policy("default").body()
    body["ladder"]["rung_three_paper"] = "warning"
    stage = scene(Line.AUTHORITY, State.RECTIFYING).under(policy=policy_from_body(body))
    stage.sweep("2026-11-27 10:00")
    kinds = {each.kind for each in stage.now("2026-11-27 10:00").papers}
    assert WARNING in kinds
    assert PaperKind.CIRCULAR not in kinds

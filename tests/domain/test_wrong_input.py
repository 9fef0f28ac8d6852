"""What is filled in wrongly is refused in Chinese, names its field and leaves the hazard as it was."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from domain.commands import (
    ApprovePlan,
    Assign,
    Command,
    Dismiss,
    Downgrade,
    FilePlan,
    GrantExtension,
    List,
    NameGroup,
    Pass,
    ProposeMeasure,
    Register,
    ReportProgress,
    RequestExtension,
    SendBack,
    SignMeasure,
    Submit,
    Upgrade,
)
from domain.errors import NotAllowed, NotReady, Refusal, WrongInput
from domain.words import DismissReason, Level, Line, PaperKind, Source, State
from tests import scenes
from tests.stage import BEFORE, Stage, on

NOON = "2026-11-02 12:00"
UNIT, AUTHORITY, MAJOR = Line.UNIT, Line.AUTHORITY, Line.MAJOR
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SIX = {
    "goals": "目标",
    "methods": "方法",
    "money": "经费",
    "people": "人",
    "schedule": "时限",
    "safety": "措施",
}


def at(line: Line, state: State) -> Callable[[], Stage]:
    return lambda: scenes.scene(line, state)


def suspected() -> Stage:
    return Stage().report("nurse1", f"{scenes.DAY} 09:00", suspected_major=True)


def controlled() -> Stage:
    return Stage().report("nurse1", f"{scenes.DAY} 09:00", suspected_major=True, interim="专人看守")


def in_work(line: Line) -> Callable[[], Stage]:
    return at(line, State.RECTIFYING)


def assign(to: str | None = "fixer1", **more: object) -> Assign:
    return Assign.model_validate({"to": to, "measures": "清理", **more})


TABLE: list[tuple[Callable[[], Stage], str, Command, str]] = [
    (at(UNIT, State.REPORTED), "officer1", Register(level=Level.MAJOR), "level"),
    (at(UNIT, State.REPORTED), "officer1", Register(source=Source.INSPECTION), "source"),
    (at(AUTHORITY, State.REPORTED), "office", Register(source=Source.STAFF_REPORT), "source"),
    (
        at(UNIT, State.REPORTED),
        "officer1",
        Dismiss(reason=DismissReason.DUPLICATE, checked="看过"),
        "duplicate_of",
    ),
    (suspected, "leader", Upgrade(criterion="判定清单第三项", interim="值守"), "panel"),
    (suspected, "leader", Upgrade(criterion="判定清单第三项", panel=["office"]), "interim"),
    (controlled, "leader", Upgrade(criterion="随便", panel=["office"]), "criterion"),
    (controlled, "leader", Upgrade(criterion="第 三 项", panel=["office"]), "criterion"),
    (controlled, "leader", Upgrade(criterion="。。。。。。。。", panel=["office"]), "criterion"),
    (controlled, "leader", Upgrade(criterion="YL-99", panel=["office"]), "criterion"),
    (suspected, "deputy1", Downgrade(reason="不构成"), "officer_opinion"),
    (in_work(MAJOR), "head", Downgrade(reason="不构成"), "panel"),
    (at(UNIT, State.REGISTERED), "officer1", assign("fixer2"), "to"),
    (at(UNIT, State.REGISTERED), "officer1", assign("没有此人"), "to"),
    (at(AUTHORITY, State.REGISTERED), "office", assign("fixer2"), "to"),
    (at(UNIT, State.REGISTERED), "officer1", assign(due=date(2026, 11, 1)), "due"),
    (at(UNIT, State.REGISTERED), "deputy1", assign(due=date(2028, 1, 1)), "due"),
    (at(UNIT, State.REGISTERED), "officer1", assign(due=date(2026, 12, 31)), "due"),
    (at(AUTHORITY, State.REGISTERED), "office", assign("001", due=date(2026, 12, 31)), "due"),
    (lambda: scenes.long_term(UNIT), "fixer1", FilePlan(**SIX, due=date(2026, 11, 1)), "due"),
    (lambda: scenes.long_term(UNIT), "fixer1", FilePlan(**SIX, due=date(2028, 11, 1)), "due"),
    (in_work(UNIT), "fixer1", ReportProgress(), "note"),
    (in_work(UNIT), "fixer1", RequestExtension(until=date(2026, 11, 20), reason="等配件"), "until"),
    (in_work(UNIT), "fixer1", RequestExtension(until=date(2028, 11, 20), reason="等配件"), "until"),
    (lambda: scenes.with_a_request(UNIT), "deputy1", GrantExtension(until=date(2026, 12, 11)), "until"),
    (lambda: scenes.with_a_request(UNIT), "deputy1", GrantExtension(until=date(2026, 11, 1)), "until"),
    (lambda: scenes.with_a_request(UNIT), "deputy1", GrantExtension(until=date(2026, 11, 20)), "until"),
    (in_work(MAJOR), "leader", NameGroup(leader="expert", members=["office", "office2"]), "leader"),
    (in_work(MAJOR), "leader", NameGroup(leader="office", members=["expert"]), "members"),
    (in_work(MAJOR), "leader", NameGroup(leader="office", members=["office2", "fixer1"]), "members"),
    (in_work(MAJOR), "leader", NameGroup(leader="office", members=["leader", "head"]), "members"),
    (in_work(UNIT), "fixer1", Submit(result="已改"), "photos"),
    (in_work(UNIT), "fixer1", Submit(result="已改", photos=[BEFORE]), "photos"),
    (at(UNIT, State.VERIFYING), "officer1", SendBack(reason="未清", redo_by=date(2026, 11, 1)), "redo_by"),
    (at(MAJOR, State.VERIFYING), "office", SendBack(reason="未清", redo_by=date(2027, 3, 1)), "redo_by"),
    (at(MAJOR, State.VERIFYING), "office", Pass(opinion="合格", way="photos"), "way"),
    (in_work(UNIT), "officer1", ProposeMeasure(kind=PaperKind.CIRCULAR, because="逾期"), "kind"),
    (scenes.proposed_for_listing, "head", List(until=date(2026, 11, 2)), "until"),
    (
        scenes.proposed_for_listing,
        "office",
        List(until=date(2026, 12, 31), level="city", leader="leader"),
        "number",
    ),
]


@pytest.mark.parametrize(
    ("scene", "who", "command", "field"),
    TABLE,
    ids=[f"{row[2].action}-{row[3]}-{n}" for n, row in enumerate(TABLE)],
)
def test_wrong_input_names_its_field(
    scene: Callable[[], Stage], who: str, command: Command, field: str
) -> None:
    stage = scene()
    moment = NOON if stage.now(NOON).at == on(NOON) else "2026-11-21 12:00"
    stage.sweep(moment)
    lines, version = len(stage.lines), stage.now(moment).hazard.version
    with pytest.raises(WrongInput) as refused:
        stage.press(who, moment, command)
    assert refused.value.field == field
    assert CHINESE.search(refused.value.detail)
    assert (len(stage.lines), stage.now(moment).hazard.version) == (lines, version)


def plan_approved() -> Stage:
    return scenes.with_a_filed_plan(MAJOR).press("leader", f"{scenes.DAY} 11:30", ApprovePlan())


@pytest.mark.parametrize("field", ["self_check", "staff_told_on", "cause", "lasting_measure"])
def test_a_major_hazard_is_not_submitted_before_its_staff_know_and_its_cause_is_named(field: str) -> None:
    with pytest.raises(WrongInput) as refused:
        plan_approved().press("chief1", NOON, scenes.MAJOR_FIX.model_copy(update={field: None}))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"photos": []}, "photos"),
        ({"found_at": "2026-11-02T18:00:00+08:00"}, "found_at"),
        ({"unit": "000"}, "unit"),
        ({"unit": "002", "department": "001-01"}, "department"),
    ],
)
def test_a_report_is_complete_or_says_what_is_missing(more: dict[str, object], field: str) -> None:
    with pytest.raises(WrongInput) as refused:
        Stage().report("office", NOON, **more)
    assert refused.value.field == field


def test_without_a_name_and_a_department_it_is_asked_who_shall_rectify() -> None:
    stage = Stage().report("nurse1", f"{scenes.DAY} 09:00")
    stage.press("officer1", f"{scenes.DAY} 09:10", Register())
    with pytest.raises(WrongInput, match="请指定本单位的整改责任人"):
        stage.changed(department_id=None).press("officer1", NOON, assign(None))


def two_papers() -> Stage:
    """The fifth line proposes what 分管 signs, the sixth what the commission signs."""
    asks = ProposeMeasure(kind=PaperKind.TAKE_OVER_LETTER, because="需提级")
    stage = scenes.with_a_paper(UNIT, PaperKind.INTERNAL_ORDER).press("officer1", NOON, asks)
    assert [paper.seq for paper in stage.now(NOON).papers] == [5, 6]
    return stage


REFUSED: list[tuple[Callable[[], Stage], str, Command, type[Refusal]]] = [
    (
        lambda: scenes.with_a_paper(UNIT, PaperKind.INTERNAL_ORDER),
        "officer1",
        ProposeMeasure(kind=PaperKind.INTERNAL_ORDER, because="又逾期"),
        NotReady,
    ),
    (two_papers, "leader", SignMeasure(paper=5), NotAllowed),
    (two_papers, "deputy1", SignMeasure(paper=6), NotAllowed),
    (scenes.proposed_for_listing, "office", List(until=date(2026, 12, 31)), NotAllowed),
    (
        scenes.proposed_for_listing,
        "head",
        List(until=date(2026, 12, 31), level="city", number="市安委〔2026〕1号"),
        NotAllowed,
    ),
]


@pytest.mark.parametrize(("scene", "who", "command", "refusal"), REFUSED)
def test_a_paper_is_signed_once_and_by_its_own_signer(
    scene: Callable[[], Stage], who: str, command: Command, refusal: type[Refusal]
) -> None:
    stage = scene()
    moment = NOON if stage.now(NOON).at == on(NOON) else "2026-11-21 12:00"
    with pytest.raises(refusal):
        stage.press(who, moment, command)

"""Scenes of the county: a hazard in each state on each line, reached by pressing buttons."""

from collections.abc import Callable
from datetime import date
from functools import partial

from domain.commands import (
    Accept,
    ApproveClosure,
    ApprovePlan,
    Assign,
    Dismiss,
    FilePlan,
    List,
    NameGroup,
    Pass,
    ProposeMeasure,
    Register,
    ReportUp,
    RequestExtension,
    RequestResume,
    ServeMeasure,
    SignMeasure,
    Submit,
    SuspendUse,
    Transfer,
    Upgrade,
    Void,
)
from domain.root_causes import RootCause
from domain.words import DismissReason, Line, PaperKind, State
from tests.stage import AFTER, Stage
from tests.world import SAFE, SHUT

PLAN = FilePlan(goals="目标", methods="方法", money="经费", people="机构人员", schedule="时限", safety="措施")
GROUP = NameGroup(leader="office", members=["office2", "expert"])
MAJOR_FIX = Submit(
    result="已整改", photos=[AFTER], self_check="自查合格", staff_told_on=date(2026, 11, 2),
    cause=RootCause.DUTY, lasting_measure="值班双签，每周由分管负责人抽查一次",
)  # fmt: skip
LETTER = Transfer(department="市场监管局", ground="电梯未检", letter_number="临卫移〔2026〕1号")
STOP = SuspendUse(what="5层东侧病区", moved_out="病人转至6层，无人滞留", photos=[SHUT])
ASK = RequestResume(done="已清理并上锁，走道畅通", photos=[SAFE])
DAY = "2026-11-02"  # a Monday
"""Every scene is played on this day before noon, so that whatever is asked at noon is in time."""


def _reported(line: Line, **more: object) -> Stage:
    who = "nurse1" if line is Line.UNIT else "office"
    return Stage().report(who, f"{DAY} 09:00", department="001-01", **more)


def _registered(line: Line) -> Stage:
    if line is Line.MAJOR:
        suspected = _reported(line, suspected_major=True, interim="专人看守")
        return suspected.press(
            "leader", f"{DAY} 09:10", Upgrade(criterion="判定清单第三项", panel=["office"])
        )
    who = "officer1" if line is Line.UNIT else "office"
    return _reported(line).press(who, f"{DAY} 09:10", Register())


def _assigned(line: Line, due: date = date(2026, 11, 20)) -> Stage:
    who = {Line.UNIT: "deputy1", Line.AUTHORITY: "leader", Line.MAJOR: "leader"}[line]
    to = "fixer1" if line is Line.UNIT else "001"
    return _registered(line).press(
        who, f"{DAY} 09:20", Assign(to=to, measures="清理并上锁", due=due, helpers=["nurse1"])
    )


def _rectifying(line: Line, due: date = date(2026, 11, 20)) -> Stage:
    who = {Line.UNIT: "fixer1", Line.AUTHORITY: "officer1", Line.MAJOR: "chief1"}[line]
    return _assigned(line, due).press(
        who, f"{DAY} 09:30", Accept(fixer=None if line is Line.UNIT else "fixer1")
    )


def _verifying(line: Line) -> Stage:
    stage = _rectifying(line)
    if line is not Line.MAJOR:
        return stage.press("fixer1", f"{DAY} 09:50", Submit(result="已清理", photos=[AFTER]))
    stage.press("chief1", f"{DAY} 09:40", PLAN).press("leader", f"{DAY} 09:41", ApprovePlan())
    return stage.press("leader", f"{DAY} 09:45", GROUP).press("chief1", f"{DAY} 09:50", MAJOR_FIX)


def _verified(line: Line) -> Stage:
    stage = _verifying(line)
    if line is not Line.MAJOR:
        return stage.press("officer1", f"{DAY} 10:00", Pass(opinion="合格"))
    stage.press("expert", f"{DAY} 09:59", Pass(opinion="合格"))
    stage.press("office", f"{DAY} 10:00", Pass(opinion="合格"))
    return stage.press("office2", f"{DAY} 10:01", Pass(opinion="合格"))


def imported(line: Line, **more: object) -> Stage:
    """A row of a ledger, taken in by 经办."""
    source = "staff_report" if line is Line.UNIT else "inspection"
    level = "major" if line is Line.MAJOR else "general"
    return Stage().take_in("office", f"{DAY} 09:00", source=source, level=level, **more)


def _closed(line: Line) -> Stage:
    who = {Line.UNIT: "deputy1", Line.AUTHORITY: "office", Line.MAJOR: "leader"}[line]
    return _verified(line).press(who, f"{DAY} 10:10", ApproveClosure())


def _transferred(line: Line) -> Stage:
    return _registered(line).press("leader", f"{DAY} 10:00", LETTER)


def _dismissed(line: Line) -> Stage:
    reason = Dismiss(reason=DismissReason.NO_HAZARD, checked="现场查看")
    if line is Line.MAJOR:
        return _registered(line).press("leader", f"{DAY} 10:00", reason)
    return _reported(line).press("officer1" if line is Line.UNIT else "office", f"{DAY} 10:00", reason)


def _voided(line: Line) -> Stage:
    return _registered(line).press(
        "deputy1" if line is Line.UNIT else "leader", f"{DAY} 10:00", Void(reason="误录")
    )


def _up_again(line: Line) -> Stage:
    """A 重大 that was dismissed and went past the unit to the commission."""
    return _dismissed(line).press("officer1", f"{DAY} 10:30", ReportUp(reason="确为重大"))


SCENES: dict[tuple[Line, State], Callable[[], Stage]] = {}
for _line in Line:
    for _state, _scene in (
        (State.REPORTED, _reported),
        (State.REGISTERED, _registered),
        (State.ASSIGNED, _assigned),
        (State.RECTIFYING, _rectifying),
        (State.VERIFYING, _verifying),
        (State.VERIFIED, _verified),
        (State.CLOSED, _closed),
        (State.TRANSFERRED, _transferred),
        (State.DISMISSED, _dismissed),
        (State.VOIDED, _voided),
    ):
        SCENES[_line, _state] = partial(_scene, _line)
SCENES[Line.MAJOR, State.REPORTED] = lambda: _up_again(Line.MAJOR)
del SCENES[Line.UNIT, State.TRANSFERRED], SCENES[Line.MAJOR, State.VOIDED]


def scene(line: Line, state: State) -> Stage:
    """A fresh hazard of this line in this state, at noon of the first day."""
    return SCENES[line, state]()


def long_term(line: Line) -> Stage:
    """In rectification, for longer than 30 days."""
    return _rectifying(line, date(2026, 12, 20))


def with_a_filed_plan(line: Line) -> Stage:
    """A plan waits for review."""
    return long_term(line).press(
        "officer1" if line is Line.AUTHORITY else _planner(line), f"{DAY} 11:00", PLAN
    )


def _planner(line: Line) -> str:
    return "fixer1" if line is Line.UNIT else "chief1"


def with_a_request(line: Line) -> Stage:
    """An extension waits for its decision."""
    asks = RequestExtension(until=date(2026, 12, 10), reason="等配件")
    return scene(line, State.RECTIFYING).press(
        {Line.UNIT: "fixer1", Line.AUTHORITY: "officer1", Line.MAJOR: "chief1"}[line], f"{DAY} 11:00", asks
    )


def with_a_paper(line: Line, kind: PaperKind, steps: int = 0) -> Stage:
    """A paper proposed (0), issued (1) or served (2)."""
    inside = kind is PaperKind.INTERNAL_ORDER
    stage = scene(line, State.RECTIFYING)
    stage.press("officer1" if inside else "office", f"{DAY} 11:00", ProposeMeasure(kind=kind, because="逾期"))
    if steps:
        stage.press("deputy1" if inside else "head", f"{DAY} 11:10", SignMeasure())
    if steps > 1:
        stage.press("officer1" if inside else "office", f"{DAY} 11:20", ServeMeasure(received_by="院办"))
    return stage


def suspended(line: Line) -> Stage:
    """Out of use while it is put right; a 重大 when it is accepted."""
    stage = scene(line, State.VERIFIED if line is Line.MAJOR else State.RECTIFYING)
    return stage.press("deputy1" if line is Line.UNIT else "chief1", f"{DAY} 11:00", STOP)


def asked_for_use(line: Line) -> Stage:
    """Out of use, and asked for."""
    who = "chief1" if line is Line.MAJOR else "officer1"
    return suspended(line).press(who, f"{DAY} 11:10", ASK)


def fixed_on_the_spot(who: str) -> Stage:
    """Reported with both photos and the fixer's name."""
    return Stage().report(who, f"{DAY} 09:00", fixed={"photos": [AFTER], "fixer": "fixer1"})


def proposed_for_listing() -> Stage:
    """An overdue 重大: the clock proposed the listing."""
    stage = scene(Line.MAJOR, State.RECTIFYING)
    stage.sweep("2026-11-21 12:00")
    return stage


def listed() -> Stage:
    """挂牌督办中."""
    return proposed_for_listing().press("head", "2026-11-21 13:00", List(until=date(2026, 12, 31)))


def lifting() -> Stage:
    """Listed, accepted: it waits for 摘牌."""
    stage = (
        listed().press("chief1", "2026-11-23 10:00", PLAN).press("leader", "2026-11-23 10:10", ApprovePlan())
    )
    stage.press("leader", "2026-11-23 10:20", GROUP).press("chief1", "2026-11-23 10:30", MAJOR_FIX)
    stage.press("expert", "2026-11-23 10:35", Pass(opinion="合格"))
    stage.press("office", "2026-11-23 10:40", Pass(opinion="合格"))
    return stage.press("office2", "2026-11-23 10:50", Pass(opinion="合格"))

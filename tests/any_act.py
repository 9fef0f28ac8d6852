"""Whatever somebody might press: for each action a command that is sometimes right and sometimes wrong."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from domain import commands as c
from domain.calendar import day_of
from domain.cases.case import Case
from domain.cases.visibility import is_unregistered_direct_report
from domain.serving import ServedBy
from domain.words import Blocker, DismissReason, Line, PaperKind
from tests.world import AFTER, OTHER

Draw = Callable[[Any], Any]
Maker = Callable[[Draw, Case], c.Command]

OWN = ("fixer1", "nurse1", "dept1", "officer1", "deputy1", "chief1")
RECEIVERS = (*OWN, "fixer2", "chief2", "001", "002")
GROUPS = (("office", ("office2",)), ("office2", ("office", "expert")), ("leader", ("head", "office")))
KINDS = (
    PaperKind.SUPERVISION_LETTER,
    PaperKind.INTERNAL_ORDER,
    PaperKind.GRADING_REQUEST,
    PaperKind.SUMMONS,
    PaperKind.TRANSFER_REQUEST,
)
DAYS_AHEAD = (0, 1, 3, 10, 29, 45, 80, 400)
TERMS = ("immediate", "simple", "parts", "budget", "project", None)


def _day(draw: Draw, case: Case) -> date:
    """Some day from today on; the last ones lie beyond most caps."""
    return day_of(case.at) + timedelta(days=draw(st.sampled_from(DAYS_AHEAD)))


def _later(draw: Draw, case: Case) -> date:
    """A day after the date in force, or after today."""
    base = max(case.hazard.rectify_by or case.at, case.at)
    return day_of(base) + timedelta(days=draw(st.sampled_from(DAYS_AHEAD[1:])))


def _one(draw: Draw, *choices: Any) -> Any:
    return draw(st.sampled_from(choices))


def _assign(draw: Draw, case: Case) -> c.Assign:
    term = _one(draw, *TERMS)
    right = OWN if case.line is Line.UNIT else ("001", "002", None)
    return c.Assign(
        to=_one(draw, *right, *right, "fixer2"),
        measures="清理并上锁",
        term=term,
        due=None if term else _day(draw, case),
        helpers=_one(draw, [], [], ["nurse1"], ["officer1"]),
    )


def _plan(draw: Draw, case: Case) -> c.FilePlan:
    due = _one(draw, None, _day(draw, case))
    return c.FilePlan(
        goals="目标", methods="方法", money="经费", people="人员", schedule="时限", safety="措施", due=due
    )


def _group(draw: Draw, _case: Case) -> c.NameGroup:
    leader, members = _one(draw, *GROUPS)
    return c.NameGroup(leader=leader, members=list(members))


def _submit(draw: Draw, case: Case) -> c.Submit:
    photos = _one(draw, [AFTER], [AFTER], [OTHER], [])
    told = _one(draw, day_of(case.at), day_of(case.at), None)
    because = _one(draw, {"cause": "duty", "lasting_measure": "每周由科主任查一次"}, {"cause": "other"}, {})
    return c.Submit(result="已整改", photos=photos, self_check="自查合格", staff_told_on=told, **because)


def _paper(draw: Draw, case: Case) -> int | None:
    """One of its papers, or none named."""
    return _one(draw, None, *(paper.seq for paper in case.papers)) if case.papers else None


def _progress(draw: Draw, _case: Case) -> c.ReportProgress:
    said = _one(draw, {"note": "已联系厂家"}, {"blocker": Blocker.PARTS}, {"interim": "专人看守"}, {})
    return c.ReportProgress(**said)


def _list(draw: Draw, case: Case) -> c.List:
    level = _one(draw, "county", "county", "county", "city")
    number = None if level == "county" else "市安委〔2026〕9号"
    return c.List(level=level, until=_day(draw, case), number=number)


def _own_words(draw: Draw, case: Case) -> dict[str, Any]:
    """What the commission says itself of a direct report; sometimes it forgets, or says it of another."""
    own = {"description": "检查发现通道不畅", "found_at": case.at, "no_photo_because": "现场记录"}
    kept = is_unregistered_direct_report(case.hazard)
    chosen: dict[str, Any] = _one(draw, own if kept else {}, own if kept else {}, own, {})
    return chosen


ANY: dict[type[c.Command], Maker] = {
    c.Register: lambda draw, case: c.Register(
        assign=_one(draw, None, _assign(draw, case)), **_own_words(draw, case)
    ),
    c.GiveBack: lambda draw, case: c.GiveBack(reason="不属直报范围", **_own_words(draw, case)),
    c.Dismiss: lambda draw, _: c.Dismiss(reason=_one(draw, *DismissReason), checked="现场查看"),
    c.ReportUp: lambda *_: c.ReportUp(reason="单位未处理"),
    c.CloseOnSpot: lambda *_: c.CloseOnSpot(),
    c.Upgrade: lambda draw, case: c.Upgrade(
        criterion="判定清单第三项",
        panel=_one(draw, ["office"], ["expert", "head"], []),
        interim=_one(draw, "专人看守", None),
        due=_one(draw, None, _day(draw, case)),
        **_own_words(draw, case),
    ),
    c.Downgrade: lambda draw, _: c.Downgrade(
        reason="不构成", panel=_one(draw, ["office"], []), officer_opinion=_one(draw, "同意", None)
    ),
    c.TakeOver: lambda *_: c.TakeOver(reason="久拖不改"),
    c.Assign: _assign,
    c.TakeBack: lambda draw, case: c.TakeBack(
        reason="交办有误", answered_on=_one(draw, None, day_of(case.at)), photos=_one(draw, [], [OTHER])
    ),
    c.Accept: lambda draw, _: c.Accept(fixer=_one(draw, None, "fixer1", "dept1", "officer1", "fixer2")),
    c.AcceptFor: lambda draw, _: c.AcceptFor(
        way=_one(draw, *ServedBy), whom="值班员", fixer=_one(draw, None, *OWN)
    ),
    c.Decline: lambda *_: c.Decline(reason="不归我管"),
    c.Reassign: lambda draw, _: c.Reassign(to=_one(draw, *RECEIVERS), reason="岗位调整"),
    c.FilePlan: _plan,
    c.ApprovePlan: lambda *_: c.ApprovePlan(),
    c.ReturnPlan: lambda *_: c.ReturnPlan(reason="缺经费一项"),
    c.ReportProgress: _progress,
    c.RequestExtension: lambda draw, case: c.RequestExtension(until=_later(draw, case), reason="等配件"),
    c.GrantExtension: lambda draw, case: c.GrantExtension(until=_one(draw, None, _later(draw, case))),
    c.RefuseExtension: lambda *_: c.RefuseExtension(reason="应当克服"),
    c.NameGroup: _group,
    c.Submit: _submit,
    c.Withdraw: lambda *_: c.Withdraw(),
    c.SendBack: lambda draw, case: c.SendBack(reason="照片不清", redo_by=_one(draw, None, _day(draw, case))),
    c.Pass: lambda draw, _: c.Pass(
        opinion="合格", way=_one(draw, "on_site", "photos"), without_because=_one(draw, None, "出差")
    ),
    c.ApproveClosure: lambda *_: c.ApproveClosure(),
    c.RefuseClosure: lambda draw, case: c.RefuseClosure(
        reason="现场仍有杂物", redo_by=_one(draw, None, _day(draw, case))
    ),
    c.Reopen: lambda draw, case: c.Reopen(
        **{**_own_words(draw, case), "reason": "又堆放了", "photos": [OTHER]}
    ),
    c.LookBackOk: lambda *_: c.LookBackOk(photos=[OTHER]),
    c.Void: lambda *_: c.Void(reason="误录"),
    c.Transfer: lambda draw, case: c.Transfer(
        department="市场监管局",
        ground="电梯未检",
        letter_number="临卫移〔2026〕1号",
        reply_by=_one(draw, None, _day(draw, case)),
    ),
    c.AcknowledgeTransfer: lambda _, case: c.AcknowledgeTransfer(
        received_by="收发室", received_on=day_of(case.at), photos=[OTHER]
    ),
    c.ConcludeTransfer: lambda _, case: c.ConcludeTransfer(
        answer="已责令停用", answered_on=day_of(case.at), photos=[OTHER]
    ),
    c.Urge: lambda *_: c.Urge(),
    c.ProposeMeasure: lambda draw, _: c.ProposeMeasure(kind=_one(draw, *KINDS), because="逾期"),
    c.SignMeasure: lambda draw, case: c.SignMeasure(paper=_paper(draw, case)),
    c.EditMeasure: lambda draw, case: c.EditMeasure(
        paper=_paper(draw, case), asks="请清空走道", cc="县安委办"
    ),
    c.DeclineMeasure: lambda draw, case: c.DeclineMeasure(
        paper=_paper(draw, case), reason="再看一看", look_again=_day(draw, case)
    ),
    c.ServeMeasure: lambda draw, case: c.ServeMeasure(paper=_paper(draw, case), received_by="院办"),
    c.AcknowledgeMeasure: lambda draw, case: c.AcknowledgeMeasure(paper=_paper(draw, case)),
    c.AnswerMeasure: lambda draw, case: c.AnswerMeasure(paper=_paper(draw, case), answer="已部署"),
    c.RecordMeeting: lambda draw, case: c.RecordMeeting(
        paper=_paper(draw, case),
        held_at=_one(draw, case.at, case.at - timedelta(days=2), case.at + timedelta(days=1)),
        meet_place="三楼会议室",
        talked_by="李主任",
        talked_to="周院长",
        minutes="通报",
        demands="整改",
        demands_by=_day(draw, case),
    ),
    c.List: _list,
    c.DeclineListing: lambda draw, case: c.DeclineListing(reason="已在整改", look_again=_day(draw, case)),
    c.Publish: lambda draw, case: c.Publish(
        of=_one(draw, "listing", "lifting"), where="县卫健委网站", on=_day(draw, case)
    ),
    c.Lift: lambda draw, _: c.Lift(
        number=_one(draw, None, "市安委〔2026〕19号"), closing=_one(draw, None, c.ApproveClosure())
    ),
    c.SuspendUse: lambda draw, case: c.SuspendUse(
        scope=_one(draw, "part", "part", "whole"),
        what="5层东侧",
        moved_out="无人滞留",
        photos=[OTHER],
        since=_one(draw, None, case.hazard.found_at),
        for_good=_one(draw, *(False, False, True)),
    ),
    c.RequestResume: lambda *_: c.RequestResume(done="已清理", photos=[OTHER]),
    c.ResumeUse: lambda draw, _: c.ResumeUse(way=_one(draw, "on_site", "photos"), photos=[OTHER]),
    c.RefuseResume: lambda *_: c.RefuseResume(reason="仍有杂物", photos=[OTHER]),
    c.RefuseLifting: lambda draw, case: c.RefuseLifting(
        reason="未达标", number="市安委〔2026〕19号", redo_by=_one(draw, None, _day(draw, case))
    ),
}

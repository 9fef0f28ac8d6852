"""Papers that an act leaves by itself: notices, opinions, replies, what is decided on use, a unit's 摘牌申请."""

from datetime import date
from typing import Any

from domain.actions import Action
from domain.calendar import day_of, last_day
from domain.cases.case import Case
from domain.cases.kind import Finish
from domain.directory.cards import UnitCard
from domain.hazard.escalation import WORKING
from domain.hazard.labels import source_shown
from domain.hazard.letters.decided import Said, as_decided, of_command
from domain.hazard.letters.drafting import contact_of, numbered, signed
from domain.hazard.letters.meetings import meeting_record
from domain.hazard.letters.of_use import resumption_reply, suspension_notice
from domain.hazard.letters.planned import LEVELS, lifting_request, plan_opinion
from domain.hazard.letters.sentences import facts, found, meanwhile, named, plain, so_far, wanted
from domain.hazard.numbers import body_of
from domain.hazard.people import listed_above_the_commission
from domain.papers.content import Content, said_on_paper
from domain.tables import Paper
from domain.words import EVERYDAY, OF_USE, Line, Listing, PaperKind, PaperState

IN_FORCE = frozenset({Listing.LISTED, Listing.LIFTING})
WRITTEN_BY = {
    Action.LIST: PaperKind.LISTING_NOTICE,
    Action.LIFT: PaperKind.LIFTING_REPLY,
    Action.REFUSE_LIFTING: PaperKind.LIFTING_REPLY,
    Action.GRANT_EXTENSION: PaperKind.EXTENSION_OPINION,
    Action.REFUSE_EXTENSION: PaperKind.EXTENSION_OPINION,
    Action.SUSPEND_USE: PaperKind.SUSPENSION_NOTICE,
    Action.RESUME_USE: PaperKind.RESUMPTION_REPLY,
    Action.REFUSE_RESUME: PaperKind.RESUMPTION_REPLY,
    Action.ASSIGN: PaperKind.RECTIFICATION_NOTICE,
    Action.TAKE_OVER: PaperKind.RECTIFICATION_NOTICE,
    Action.REASSIGN: PaperKind.RECTIFICATION_NOTICE,
    Action.APPROVE_CLOSURE: PaperKind.CLOSING_OPINION,
    Action.REFUSE_CLOSURE: PaperKind.CLOSING_OPINION,
    Action.APPROVE_PLAN: PaperKind.PLAN_OPINION,
    Action.RETURN_PLAN: PaperKind.PLAN_OPINION,
    Action.SUBMIT: PaperKind.LIFTING_REQUEST,
    Action.RECORD_MEETING: PaperKind.MEETING_RECORD,
}


def record_of(done: Finish) -> list[dict[str, Any]]:
    """The row of the paper that an act leaves, if it leaves one; a higher body's decision stands in its own paper."""
    kind = WRITTEN_BY.get(done.command.action)
    if kind is None or not _leaves(done, kind):
        return []
    act, at = done.act, done.case.at
    row = {
        "seq": act.seq, "kind": kind, "state": PaperState.FILED, "because": done.command.action.timeline, "rung": 0,
        "since": act.seq, "since_at": at, "signer_id": act.person, "signed_at": at, "give_number": True,
    }  # fmt: skip
    body = body_of(done.case, kind, signer=act.person)
    return [row | {"names": names_of_signing(as_decided(done), body, act.person)}]


def _leaves(done: Finish, kind: PaperKind) -> bool:
    """Whether a paper comes of it: asked for while listed, decided by us, of the commission where it is everyday."""
    listing = done.case.hazard.listing
    if kind is PaperKind.LIFTING_REQUEST:
        return listing == Listing.LISTED
    if kind in OF_USE | {PaperKind.PLAN_OPINION, PaperKind.MEETING_RECORD}:
        return True
    if getattr(done.command, "number", None):
        return False
    if listing in IN_FORCE and listed_above_the_commission(done.case):
        return False
    return kind not in EVERYDAY or _is_the_commissions(done)


def _is_the_commissions(done: Finish) -> bool:
    """What a unit does for itself needs no paper: it changes hands inside, or is taken over before anybody has it."""
    after, action = as_decided(done), done.command.action
    if action is Action.REASSIGN:
        return after.hazard.unit_id != done.case.hazard.unit_id
    if action is Action.TAKE_OVER:
        return done.case.hazard.state in WORKING
    return done.case.line is not Line.UNIT


def names_of_signing(case: Case, body: UnitCard, signer: int) -> dict[str, str]:
    """Signer, unit and issuing body by their names of the day."""
    unit = case.directory.units[case.hazard.unit_id]
    return {"signer": case.directory.name_of(signer), "unit": unit.name, "body": body.name}


def written_record(done: Finish, paper: Paper) -> Content:
    """What the paper says: the decision, its grounds, and what follows from it."""
    case, kind = done.case, PaperKind(paper.kind)
    about, said, closing = _SAID[kind](done)
    unit = case.directory.units[as_decided(done).hazard.unit_id]
    body = body_of(case, kind, signer=paper.signer_id)
    content = Content(
        ref=case.hazard.ref,
        kind=kind,
        title=about,
        body=body.name,
        to=_to(case, kind, unit, body),
        paragraphs=tuple(each for each in said if each),
        facts=facts(as_decided(done)),
        closing=closing,
        contact=contact_of(case, body),
    )
    signer = "" if kind is PaperKind.MEETING_RECORD else (paper.names or {}).get("signer", "")
    return signed(content, paper.number, signer, day_of(case.at))


def _to(case: Case, kind: PaperKind, unit: UnitCard, body: UnitCard) -> str:
    if kind is PaperKind.LIFTING_REQUEST:
        return case.directory.authority_of(unit.id).name
    return unit.name if body.id != unit.id else "责任科室"


def _listing_notice(done: Finish) -> Said:
    case = done.case
    listed = done.changes["listed"] or {}
    leader = case.directory.name_of(listed["leader"])
    level, until = LEVELS[listed["level"]], said_on_paper(date.fromisoformat(listed["until"]))
    decided = f"现决定对该隐患实行{level}挂牌督办，督办期限至{until}，包案领导：{leader}。"
    asks = [
        wanted(case),
        meanwhile(case),
        "由你单位主要负责人组织治理，落实责任、措施、资金、时限和预案，并按规定报送进展。",
        "整改完成、自验合格后申请验收和摘牌；经现场验收合格、挂牌机关批准后摘牌并公示。",
        "逾期未完成治理的，将依照有关规定处理。",
    ]
    return (
        f"关于对{named(case)}挂牌督办的通知书",
        [found(case, "你单位"), _criterion(case), so_far(case), decided, *numbered(asks)],
        "特此通知。",
    )


def _lifting_reply(done: Finish) -> Said:
    case, command = done.case, done.command
    number = (case.hazard.listed or {}).get("number") or "原挂牌督办通知书"
    if command.action is Action.LIFT:
        decided = [
            f"该隐患已经现场验收合格。经研究，同意摘牌（挂牌文号：{number}）。",
            "请继续落实长效措施，防止反弹；回头看按规定进行。",
        ]
    else:
        decided = [
            f"经研究，暂不同意摘牌（挂牌文号：{number}）。理由：{of_command(command, 'reason')}。",
            "请继续整改，落实临时管控措施，合格后重新申请。",
        ]
    return f"关于{named(case)}摘牌的批复", [found(case, "你单位"), *decided], "此复。"


def _extension_opinion(done: Finish) -> Said:
    case, command = done.case, done.command
    asked = case.hazard.extension or {}
    until = said_on_paper(date.fromisoformat(asked["until"])) if "until" in asked else ""
    request = f"收到将整改期限延至{until}的申请，理由：{plain(asked.get('reason', ''))}。" if until else ""
    if command.action is Action.GRANT_EXTENSION:
        granted = done.changes["rectify_by"]
        assert granted is not None  # noqa: S101 - what the act grants
        decided = f"经研究，同意延期至{said_on_paper(last_day(granted))}。"
    else:
        due = case.hazard.rectify_by
        still = f"，仍应于{said_on_paper(last_day(due))}前完成整改" if due else ""
        decided = f"经研究，不同意延期{still}。理由：{of_command(command, 'reason')}。"
    whom = "" if body_of(case, PaperKind.EXTENSION_OPINION).id == case.hazard.unit_id else "你单位"
    return (
        f"关于{named(case)}延期整改的审批意见",
        [found(case, whom), so_far(case), request, decided, meanwhile(case)],
        "",
    )


def _rectification_notice(done: Finish) -> Said:
    """整改通知书 (domain facts 5.8): what was found, where and how, what is demanded, until when, by whom."""
    case = as_decided(done)
    hazard = case.hazard
    how = source_shown(case, to_the_authority=False).label
    seen = f"发现时间：{said_on_paper(day_of(hazard.found_at))}，发现方式：{how}。"
    due = f"请于{said_on_paper(last_day(hazard.rectify_by))}前完成整改。" if hazard.rectify_by else ""
    asks = [
        wanted(case),
        meanwhile(case),
        due,
        "整改完成后按规定报请验收，并附整改前后照片。",
        "逾期未改的，将依照有关规定催办、督办。",
    ]
    kind = PaperKind.RECTIFICATION_NOTICE
    former = "、".join(paper.number for paper in case.papers if paper.kind == kind and paper.number)
    instead = f"此前就该隐患发出的{kind.label}（{former}）以本通知书为准。" if former else ""
    return (
        f"关于整改{named(case)}的通知书",
        [found(case, "你单位"), _criterion(case), seen, *numbered(asks), instead],
        "特此通知。",
    )


def _closing_opinion(done: Finish) -> Said:
    """验收（复查）意见书 (domain facts 5.10): what was looked at again, and the opinion."""
    case, command = done.case, done.command
    if command.action is Action.APPROVE_CLOSURE:
        said = of_command(command, "opinion")
        decided = "经复查，整改符合要求，同意销号。" + (f"意见：{said}。" if said else "")
    else:
        again = as_decided(done).hazard.rectify_by
        until = f"请于{said_on_paper(last_day(again))}前完成再整改。" if again else ""
        decided = f"经复查，整改不符合要求，不予销号。理由：{of_command(command, 'reason')}。{until}"
    return f"关于{named(case)}整改的验收意见书", [found(case, "你单位"), so_far(case), decided], ""


def _criterion(case: Case) -> str:
    criterion = plain(case.hazard.criterion)
    return f"判定依据：{criterion}。" if criterion else ""


_SAID = {
    PaperKind.SUSPENSION_NOTICE: suspension_notice,
    PaperKind.RESUMPTION_REPLY: resumption_reply,
    PaperKind.LISTING_NOTICE: _listing_notice,
    PaperKind.LIFTING_REPLY: _lifting_reply,
    PaperKind.EXTENSION_OPINION: _extension_opinion,
    PaperKind.RECTIFICATION_NOTICE: _rectification_notice,
    PaperKind.CLOSING_OPINION: _closing_opinion,
    PaperKind.PLAN_OPINION: plan_opinion,
    PaperKind.LIFTING_REQUEST: lifting_request,
    PaperKind.MEETING_RECORD: meeting_record,
}

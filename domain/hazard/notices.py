"""A journal line and the notices it owes: one a person, the one that asks most of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain.actions import Action
from domain.cases.case import Case, Seat
from domain.cases.clocks import Clock
from domain.cases.confiding import without_reporter
from domain.cases.names import HIDDEN_ACTORS
from domain.cases.owed import Owed
from domain.cases.steps import Act, Step
from domain.cases.visibility import kept_by_the_commission, may_see
from domain.commands import Command, RefuseResume, ResumeUse, SuspendUse, TakeOn
from domain.directory.organisation import Actor
from domain.hazard.deadlines import extension_deadline
from domain.hazard.escalation import ASK_EXTENSION
from domain.hazard.holders import BESIDE, everybody_holding, holder
from domain.hazard.labels import is_overdue
from domain.hazard.papers import asked_now, demanded_of
from domain.hazard.people import helpers
from domain.hazard.sheets import MEASURE_SHEET, RECTIFICATION_SHEET
from domain.hazard.taken_on import of_what_they_hold, until
from domain.tables import Paper
from domain.use import Scope
from domain.words import TO_OTHERS, Line, NoticeKind, PaperKind, PaperState, State, Urgency

FOR_TOLD = {
    Action.SEND_BACK: NoticeKind.SEND_BACK,
    Action.REFUSE_CLOSURE: NoticeKind.SEND_BACK,
    Action.APPROVE_CLOSURE: NoticeKind.CLOSED,
    Action.CLOSE_ON_SPOT: NoticeKind.CLOSED,
    Action.CONCLUDE_TRANSFER: NoticeKind.CLOSED,
    Action.REQUEST_EXTENSION: NoticeKind.TODO,
    Action.FILE_PLAN: NoticeKind.TODO,
    Action.GRANT_EXTENSION: NoticeKind.EXTENSION,
    Action.REFUSE_EXTENSION: NoticeKind.EXTENSION,
    Action.TRANSFER: NoticeKind.TRANSFER,
    Action.PROPOSE_MEASURE: NoticeKind.SIGN,
    Action.PROPOSE_LISTING: NoticeKind.PROPOSE_LISTING,
    Action.SERVE_MEASURE: NoticeKind.SUPERVISE,
    Action.RECORD_MEETING: NoticeKind.TODO,
    Action.SUSPEND_USE: NoticeKind.USE,
    Action.RESUME_USE: NoticeKind.USE,
    Action.REFUSE_RESUME: NoticeKind.USE,
    Action.HAND_OVER: NoticeKind.TODO,
    Action.REMIND: NoticeKind.REMIND,
    Action.URGE: NoticeKind.URGE,
}
_CLIMBING = 2


def owed(
    before: Case,
    after: Case,
    step: Step,
    command: Command,
    act: Act,
    clock: Clock | None,
    ahead: list[Clock],
) -> list[Owed]:
    """The notices of one journal line; whoever acted is not told. `ahead`: the moments still unfired."""
    paper = next((p for p in after.papers if p.since == act.seq and p.state != PaperState.FILED), None)
    kinds = dict.fromkeys(clock.told, _clock_kind(clock)) if clock else _kinds(before, after, step, paper)
    asked = [p for p in _meanwhile(before, after, command) if p not in kinds]
    kinds |= dict.fromkeys(asked, NoticeKind.TODO)
    if not kinds:
        return []
    if kept_by_the_commission(after.hazard):
        kinds = {p: k for p, k in kinds.items() if may_see(after.hazard, after.directory, Actor(p), after.at)}
    data = _facts(after, step, command, act, clock, _next(clock, ahead)) | _of_the_paper(after, paper)
    data |= _of_use(after.hazard.suspended or before.hazard.suspended, command) | demanded_of(command)
    hurry = after.line is Line.MAJOR or after.hazard.suspected or after.hazard.immediate
    hurry = hurry or step.action is Action.SUSPEND_USE  # people are to be out now
    urgency = Urgency.URGENT if hurry else Urgency.NORMAL
    if isinstance(command, TakeOn):
        limits = of_what_they_hold(after, list(kinds), ahead)
    else:
        asked += [] if clock else [p for p in _asked_beside(before, after) if p in kinds]
        limits = _limits(act, ahead) | of_what_they_hold(after, asked, ahead)
    own: dict[int, dict[str, bool]] = {}
    if (
        clock is None and after.hazard.reporter_id in kinds
    ):  # told as the reporter alone: nobody else may learn it
        anyway = _kinds(without_reporter(before), without_reporter(after), step, paper)
        own = {after.hazard.reporter_id: {"as_reporter": after.hazard.reporter_id not in anyway}}
    every = ((p, k, limits.get(p, {}) | own.get(p, {})) for p, k in kinds.items() if p not in act.people)
    return [Owed(person, kind, urgency, data | more) for person, kind, more in every]


def _next(clock: Clock | None, ahead: list[Clock]) -> Clock | None:
    """What happens if nobody acts: of a wait its own next step, otherwise the first moment ahead."""
    same = (c for c in ahead if clock and clock.waiting and c.term == clock.term)
    return next(same, None) or next(iter(ahead), None)


def _limits(act: Act, ahead: list[Clock]) -> dict[int, dict[str, str]]:
    """Person -> until when they must act, for the waits that this act began."""
    begun = [c for c in reversed(ahead) if c.waiting and c.rung == 1 and c.since == act.seq]
    return {person: {"act_by": until(c).isoformat()} for c in begun for person in c.told}


def _meanwhile(before: Case, after: Case, command: Command) -> list[int]:
    """Who came to hold it since the last act, though nobody acted on it, and holds it still: told by whatever comes."""
    if isinstance(command, TakeOn):
        return [after.directory.find_person(key, field="holders") for key in command.holders]
    if not before.hazard.version:
        return []
    fresh = set(everybody_holding(before)) - set(before.hazard.holders)
    return sorted(fresh & set(everybody_holding(after)))


def _kinds(before: Case, after: Case, step: Step, paper: Paper | None) -> dict[int, str]:
    """Person -> kind; what asks for an act stands before what only informs."""
    kinds, wait = _for_the_paper(after, paper), RECTIFICATION_SHEET[State(after.hazard.state)]
    for person in _fresh(before, after, holder):
        kinds.setdefault(person, wait.notice if wait else NoticeKind.TODO)
    for track in BESIDE:
        asked = track.wait(after)
        for person in _fresh(before, after, track.asks):
            kinds.setdefault(person, asked.notice if asked else NoticeKind.TODO)
    told = FOR_TOLD.get(step.action, NoticeKind.INFORM)
    if paper and paper.kind in TO_OTHERS and told is NoticeKind.SUPERVISE:
        told = NoticeKind.INFORM
    if told is NoticeKind.SEND_BACK:
        kinds = dict.fromkeys(kinds, NoticeKind.SEND_BACK)
    for group in step.told:
        had = group(before)
        for person in (*had, *group(after)):
            if (step.action is Action.HAND_OVER or group is helpers) and person in had:
                continue  # only whoever took something over need know
            kinds.setdefault(person, NoticeKind.NEW_TASK if group is helpers else told)
    return kinds


def _for_the_paper(after: Case, paper: Paper | None) -> dict[int, str]:
    """What is asked of whoever holds the paper now: signing is not serving."""
    wait = MEASURE_SHEET[PaperState(paper.state)] if paper else None
    if paper is None or wait is None:
        return {}
    asked = wait.notice
    if paper.kind in TO_OTHERS and asked is NoticeKind.SUPERVISE:
        asked = NoticeKind.TODO
    return dict.fromkeys(wait.seat(after, paper.kind).people, asked)


def _of_the_paper(after: Case, paper: Paper | None) -> dict[str, str]:
    """What the message says of the paper that this act moved, as it stood that day."""
    if paper is None:
        return {}
    kind = PaperKind(paper.kind)
    asked = asked_now(after, paper)
    steps = {
        PaperState.ISSUED: f"送达{kind.label}",
        PaperState.AGREED: asked.button if asked else "",
        PaperState.SERVED: f"登记{kind.label}的答复" if kind in TO_OTHERS else "",
    }
    said = {"paper": kind.label, "paper_kind": str(kind), "doc_no": paper.number or ""}
    said["signer"] = after.directory.name_of(paper.signer_id) if paper.signer_id else ""
    meeting = paper.meeting or {}
    said |= {"meet_at": meeting.get("at", ""), "meet_place": meeting.get("place", "")}
    said["attendees"] = meeting.get("people", "")
    said["step"] = steps.get(PaperState(paper.state), "")
    return {name: value for name, value in said.items() if value}


def _of_use(suspended: dict[str, Any] | None, command: Command) -> dict[str, str]:
    """What is out of use, by which paper, and what must hold once it is used again."""
    if suspended is None or not isinstance(command, SuspendUse | ResumeUse | RefuseResume):
        return {}
    good = "永久" if suspended["for_good"] else ""
    said = {"scope": Scope(suspended["scope"]).label + good, "what": suspended["what"]}
    said["doc_no"] = suspended.get("number") or ""
    said["conditions"] = getattr(command, "conditions", None) or ""
    return {name: told for name, told in said.items() if told}


def _asked_beside(before: Case, after: Case) -> list[int]:
    """Those whom a track beside the rectification asks for an act and did not before."""
    return [person for track in BESIDE for person in _fresh(before, after, track.asks)]


def _fresh(before: Case, after: Case, find: Callable[[Case], Seat | None]) -> list[int]:
    """Those who must act now and did not have to before."""
    was, now = find(before), find(after)
    had = set(was.people) if was and before.hazard.version else set()
    return [p for p in (now.people if now else ()) if p not in had]


def _clock_kind(clock: Clock) -> str:
    if clock.action is not Action.URGE:
        return FOR_TOLD[clock.action]
    if clock.waiting:
        return NoticeKind.WAITING
    return NoticeKind.CLIMB if clock.level >= _CLIMBING else NoticeKind.URGE


def _facts(
    after: Case, step: Step, command: Command, act: Act, clock: Clock | None, upcoming: Clock | None
) -> dict[str, Any]:
    """What the message needs beyond the hazard's row; empty values are left out."""
    hazard, directory = after.hazard, after.directory
    first = next(iter(upcoming.told), None) if upcoming and _reports(upcoming) else None
    facts = {
        "action": step.action,
        "by": None if step.action in HIDDEN_ACTORS or not act.person else directory.name_of(act.person),
        "due": _text(hazard.rectify_by),
        "days": _days_late(hazard.rectify_by, after.at) if is_overdue(hazard, after.at) else None,
        "rung": clock.level if clock else None,
        "because": clock.because if clock else None,
        "paper": clock.paper.label if clock and clock.paper else None,
        "next_paper": upcoming.paper.label if upcoming and upcoming.paper else None,
        "reason": getattr(command, "reason", None),
        "next_at": _text(upcoming.due_at) if upcoming else None,
        "next_person": directory.name_of(first) if first else None,
        "next_step": upcoming.action if upcoming else None,
        "extension_by": _last_to_ask(after, clock),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _last_to_ask(after: Case, clock: Clock | None) -> str | None:
    """The end of the last day to ask for an extension, for the clock that reminds of it."""
    reminds = clock is not None and clock.kind == ASK_EXTENSION
    return _text(extension_deadline(after).due_at) if reminds else None


def _reports(upcoming: Clock) -> bool:
    """Whether the next moment tells somebody above; a first 催办 tells whoever must do it, and is no threat."""
    return upcoming.action is not Action.URGE or bool(upcoming.waiting) or upcoming.level >= _CLIMBING


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _days_late(rectify_by: datetime | None, at: datetime) -> int | None:
    """Calendar days after the last day; None while in time."""
    if rectify_by is None or at < rectify_by:
        return None
    return (at - rectify_by).days + 1

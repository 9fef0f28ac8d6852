"""A journal line and the notices it owes: one a person, the one that asks most of him."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.actions import Action
from domain.commands import Command
from domain.rules.case import Case
from domain.rules.clocks import Clock
from domain.rules.holders import holder, listing_holder
from domain.rules.people import helpers
from domain.rules.steps import Act, Step
from domain.words import Line, Listing, NoticeKind, State, Urgency

HIDDEN_ACTORS = frozenset({Action.REPORT, Action.REPORT_UP})
"""Acts whose actor would give the reporter away."""

FOR_HOLDER = {State.ASSIGNED: NoticeKind.NEW_TASK, State.VERIFYING: NoticeKind.VERIFY}
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
    Action.SIGN_MEASURE: NoticeKind.SUPERVISE,
    Action.SERVE_MEASURE: NoticeKind.SUPERVISE,
    Action.HAND_OVER: NoticeKind.TODO,
    Action.REMIND: NoticeKind.REMIND,
    Action.URGE: NoticeKind.URGE,
}
_CLIMBING = 2


@dataclass(frozen=True, slots=True)
class Owed:
    """One notice owed to one person."""

    person_id: int
    kind: str
    urgency: str
    data: dict[str, Any]


def owed(
    before: Case,
    after: Case,
    step: Step,
    command: Command,
    act: Act,
    clock: Clock | None,
    ahead: list[Clock],
) -> list[Owed]:
    """The notices of one journal line; whoever acted himself is not told. `ahead`: the moments still unfired."""
    kinds = _kinds(before, after, step, clock)
    if not kinds:
        return []
    data = _facts(after, step, command, act, clock, _next(clock, ahead))
    hurry = after.line is Line.MAJOR or after.hazard.suspected or after.hazard.immediate
    urgency = Urgency.URGENT if hurry else Urgency.NORMAL
    limits = _limits(act, ahead)
    return [Owed(p, k, urgency, data | limits.get(p, {})) for p, k in kinds.items() if p not in act.people]


def _next(clock: Clock | None, ahead: list[Clock]) -> Clock | None:
    """What happens if nobody acts: of a wait its own next step, otherwise the first moment ahead."""
    same = (c for c in ahead if clock and clock.waiting and c.term == clock.term)
    return next(same, None) or next(iter(ahead), None)


def _limits(act: Act, ahead: list[Clock]) -> dict[int, dict[str, str]]:
    """Person -> until when he must act, for the waits that this act began."""
    begun = [c for c in reversed(ahead) if c.waiting and c.rung == 1 and c.since == act.seq]
    return {person: {"act_by": c.due_at.isoformat()} for c in begun for person in c.told}


def _kinds(before: Case, after: Case, step: Step, clock: Clock | None) -> dict[int, str]:
    """Person -> kind; what asks for an act stands before what only informs."""
    kinds: dict[int, str] = {}
    if clock is not None:
        return dict.fromkeys(clock.told, _clock_kind(clock))
    for person in _new_holders(before, after):
        kinds[person] = FOR_HOLDER.get(State(after.hazard.state), NoticeKind.TODO)
    told = FOR_TOLD.get(step.action, NoticeKind.INFORM)
    if told is NoticeKind.SEND_BACK:
        kinds = dict.fromkeys(kinds, NoticeKind.SEND_BACK)
    for group in step.told:
        had = group(before)
        for person in (*had, *group(after)):
            if (step.action is Action.HAND_OVER or group is helpers) and person in had:
                continue  # only whoever took something over need know
            kinds.setdefault(person, NoticeKind.NEW_TASK if group is helpers else told)
    return kinds


def _new_holders(before: Case, after: Case) -> list[int]:
    """Those who must act now and did not have to before; a listing's holder too."""
    fresh: list[int] = []
    for find in (holder, listing_holder):
        was, now = find(before), find(after)
        had = set(was.people) if was and before.hazard.version else set()
        changed = before.hazard.state != after.hazard.state or before.hazard.version == 0
        if find is listing_holder:
            changed = after.hazard.listing not in (before.hazard.listing, Listing.LISTED)
        fresh += [p for p in (now.people if now and changed else ()) if p not in had]
    return list(dict.fromkeys(fresh))


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
    first = next(iter(upcoming.told), None) if upcoming else None
    facts = {
        "action": step.action,
        "by": None if step.action in HIDDEN_ACTORS or not act.person else directory.name_of(act.person),
        "due": _text(hazard.rectify_by),
        "days": _days_late(hazard.rectify_by, after.at),
        "rung": clock.level if clock else None,
        "because": clock.because if clock else None,
        "paper": (clock.paper.label if clock and clock.paper else None) or _paper_label(command),
        "reason": getattr(command, "reason", None),
        "next_at": _text(upcoming.due_at) if upcoming else None,
        "next_person": directory.name_of(first) if first else None,
        "next_step": upcoming.action.button if upcoming else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _paper_label(command: Command) -> str | None:
    kind = getattr(command, "kind", None)
    return getattr(kind, "label", None)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _days_late(rectify_by: datetime | None, at: datetime) -> int | None:
    """Calendar days after the last day; None while in time."""
    if rectify_by is None or at < rectify_by:
        return None
    return (at - rectify_by).days + 1

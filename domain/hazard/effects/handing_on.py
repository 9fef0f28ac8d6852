"""离岗交接: what one person was named for on a hazard passes to another. What they did stays theirs."""

from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act
from domain.commands import HandOver
from domain.word import Word
from domain.words import OPEN_STATES, Line, State

WORKING = frozenset({State.ASSIGNED, State.RECTIFYING})
BEFORE_ACCEPTANCE = WORKING | {State.VERIFYING}


class NamedAs(Word):
    """What a person may be named on a hazard: a role that they have to fill and that no post would fill."""

    FIXER = "fixer", "整改责任人"
    RECEIVER = "receiver", "交办接收人"
    HELPER = "helper", "协办人"
    MEMBER = "member", "验收组成员"
    ASSIGNER = "assigner", "交办人"


def named_for(case: Case, person: int) -> tuple[NamedAs, ...]:
    """What a person is still named on this hazard."""
    hazard, state = case.hazard, State(case.hazard.state)
    if state not in OPEN_STATES:
        return ()
    roles = {
        NamedAs.FIXER: state in WORKING and hazard.fixer_id == person,
        NamedAs.RECEIVER: state in WORKING and hazard.receiver_id == person != hazard.fixer_id,
        NamedAs.HELPER: state in WORKING and person in hazard.helpers,
        NamedAs.MEMBER: (
            state in BEFORE_ACCEPTANCE and person in hazard.panel and person not in hazard.passed_by
        ),
        NamedAs.ASSIGNER: state is State.ASSIGNED and hazard.assigner_id == person,
    }
    return tuple(role for role, holds in roles.items() if holds)


def hand_roles_on(case: Case, command: HandOver, _act: Act) -> Changes:
    """The successor is named instead. Whose work it becomes signs for it first; the date stays, as with 转办.

    Once the head of a unit has signed for a 重大 it stays with them: who works under them changes, not the state.
    """
    hazard = case.hazard
    old = case.directory.find_person(command.leaver, field="leaver")
    new = case.directory.find_person(command.successor, field="successor")
    roles = named_for(case, old)
    changes: Changes = {}
    if NamedAs.FIXER in roles or NamedAs.RECEIVER in roles:
        changes |= _work_passes_on(case, new, was_fixer=NamedAs.FIXER in roles)
    if NamedAs.HELPER in roles:
        named = changes.get("fixer_id", hazard.fixer_id)
        changes["helpers"] = list(
            dict.fromkeys(new if p == old else p for p in hazard.helpers if (p, new) != (old, named))
        )
    if NamedAs.MEMBER in roles:
        changes["panel"] = list(dict.fromkeys(new if p == old else p for p in hazard.panel))
    if NamedAs.ASSIGNER in roles:
        changes["assigner_id"] = new
    return changes


def _work_passes_on(case: Case, new: int, *, was_fixer: bool) -> Changes:
    hazard = case.hazard
    signed = hazard.state == State.RECTIFYING
    if signed and not was_fixer:
        return {"receiver_id": new}
    changes: Changes = {"receiver_id": new, "fixer_id": new}
    changes["helpers"] = [p for p in hazard.helpers if p != new]
    if signed and case.line is Line.MAJOR:
        return changes | {"fixers": sorted({*hazard.fixers, new})}
    return changes | {"state": State.ASSIGNED, "begin": ("state",)}

"""离岗交接: what one person was named for on a hazard passes to another. What they did stays theirs."""

from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act
from domain.commands import HandOver
from domain.words import OPEN_STATES, Line, State

WORKING = frozenset({State.ASSIGNED, State.RECTIFYING})
BEFORE_ACCEPTANCE = WORKING | {State.VERIFYING}


def named_for(case: Case, person: int) -> tuple[str, ...]:
    """What a person is still named for here, in Chinese: a role that they have to fill and that no post would fill."""
    hazard, state = case.hazard, State(case.hazard.state)
    if state not in OPEN_STATES:
        return ()
    roles = {
        "整改责任人": state in WORKING and hazard.fixer_id == person,
        "交办接收人": state in WORKING and hazard.receiver_id == person != hazard.fixer_id,
        "协办人": state in WORKING and person in hazard.helpers,
        "验收组成员": (
            state in BEFORE_ACCEPTANCE and person in hazard.panel and person not in hazard.passed_by
        ),
        "交办人": state is State.ASSIGNED and hazard.assigner_id == person,
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
    if "整改责任人" in roles or "交办接收人" in roles:
        changes |= _work_passes_on(case, new, was_fixer="整改责任人" in roles)
    if "协办人" in roles:
        named = changes.get("fixer_id", hazard.fixer_id)
        changes["helpers"] = list(
            dict.fromkeys(new if p == old else p for p in hazard.helpers if (p, new) != (old, named))
        )
    if "验收组成员" in roles:
        changes["panel"] = list(dict.fromkeys(new if p == old else p for p in hazard.panel))
    if "交办人" in roles:
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

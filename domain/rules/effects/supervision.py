"""Effects of rows 32-38: urging, papers and listing, by people and by the clock."""

from typing import Any

from domain.calendar import at_time
from domain.commands import (
    ClockCommand,
    DeclineListing,
    List,
    ProposeMeasure,
    ProposeMeasureByClock,
    Recalculate,
)
from domain.rules.case import Case
from domain.rules.papers import paper_meant
from domain.rules.steps import Act, Changes
from domain.words import Listing, PaperState, Role, State


def note_the_call(_case: Case, _command: Any, _act: Act) -> Changes:
    """催办 by hand: once a day."""
    return {"begin": ("urged_by_hand",)}


def reach_the_rung(case: Case, command: ClockCommand, _act: Act) -> Changes:
    """The rung shown is the highest ever reached."""
    return {"rung": max(case.hazard.rung, command.level)}


def move_the_date(case: Case, command: Recalculate, _act: Act) -> Changes:
    """期限重算: a correction is no act, so the term keeps its `since` and what fired stays fired."""
    since, begun, *_ = case.hazard.terms["rectify"]
    first = case.hazard.first_rectify_by
    return {
        "rectify_by": command.rectify_by,
        "first_rectify_by": command.rectify_by if first == command.was else first,
        "terms": {"rectify": [since, begun, command.because]},
    }


def propose_a_paper(case: Case, command: ProposeMeasure | ProposeMeasureByClock, act: Act) -> Changes:
    """拟发: a proposal until signed; one still open of this kind stands for both."""
    level = command.level if isinstance(command, ProposeMeasureByClock) else 0
    rung = {"rung": max(case.hazard.rung, level)}
    if any(p.kind == command.kind and p.state == PaperState.PROPOSED for p in case.papers):
        return rung
    paper = {"kind": command.kind, "state": PaperState.PROPOSED, "because": command.because, "rung": level}
    return {**rung, "paper": {**paper, "seq": act.seq, "since": act.seq, "since_at": case.at}}


def sign_the_paper(case: Case, command: Any, act: Act) -> Changes:
    """签发: the number is given at signing."""
    paper = paper_meant(case, command)
    return {
        "paper": {
            "seq": paper.seq,
            "kind": paper.kind,
            "state": PaperState.ISSUED,
            "give_number": True,
            "signer_id": act.person,
            "signed_at": case.at,
            "since": act.seq,
            "since_at": case.at,
        }
    }


def decline_the_paper(case: Case, command: Any, act: Act) -> Changes:
    """不予签发: with a reason and the day to look again."""
    return {
        "paper": {
            "seq": paper_meant(case, command).seq,
            "state": PaperState.DECLINED,
            "declined_because": command.reason,
            "look_again": command.look_again,
            "since": act.seq,
            "since_at": case.at,
        }
    }


def serve_the_paper(case: Case, command: Any, act: Act) -> Changes:
    """送达: the answer's clock starts."""
    served = f"{command.received_on or ''} {command.received_by}".strip()
    paper = {"seq": paper_meant(case, command).seq, "state": PaperState.SERVED, "served": served}
    return {"paper": {**paper, "since": act.seq, "since_at": case.at}}


def answer_the_paper(case: Case, command: Any, act: Act) -> Changes:
    """反馈, in writing."""
    paper = {"seq": paper_meant(case, command).seq, "state": PaperState.ANSWERED, "answer": command.answer}
    return {"paper": {**paper, "since": act.seq, "since_at": case.at}}


def propose_the_listing(case: Case, command: ClockCommand, _act: Act) -> Changes:
    """提请挂牌: waits for a named signer; the first reason is kept."""
    kept = {k: v for k, v in (case.hazard.listed or {}).items() if k != "number"}
    return {
        "rung": max(case.hazard.rung, command.level),
        "listed": {**kept, "because": command.because},
        "end": ("look_listing",),
        "begin": ("listing",),
    }


def list_it(case: Case, command: List, act: Act) -> Changes:
    """签发挂牌: level, number, date to end, 包案领导; what was submitted before counts as the 摘牌申请."""
    leaders = case.post(Role.LEADER)
    listed = {
        "level": command.level,
        "number": command.number,
        "until": command.until.isoformat(),
        "leader": case.directory.find_person(command.leader, field="leader")
        if command.leader
        else act.person,
        "by": act.person,
        "by_role": Role.LEADER if act.person in leaders else Role.HEAD,
        "lifted": False,
    }
    submitted = case.hazard.state in (State.VERIFYING, State.VERIFIED)
    return {
        "listing": Listing.LIFTING if submitted else Listing.LISTED,
        "listed": {**(case.hazard.listed or {}), **listed},
        "give_listing_number": command.number is None,
        "rung": max(case.hazard.rung, 4),
        "end": ("look_listing",),
        "begin": ("listing",),
    }


def look_again_later(case: Case, command: DeclineListing, act: Act) -> Changes:
    """不予挂牌: back to unlisted (or lifted), and a date to look again."""
    declined = {**(case.hazard.listed or {}), "declined_because": command.reason}
    look_at = at_time(command.look_again, case.policy.ladder.at)
    return {
        "listing": Listing.LIFTED if (case.hazard.listed or {}).get("lifted") else Listing.NONE,
        "listed": declined,
        "terms": {"look_listing": [act.seq, look_at.isoformat()]},
        "end": ("listing",),
    }


def lift_it(case: Case, command: Any, act: Act) -> Changes:
    """摘牌: by the body that listed it."""
    lifted = {"lifted": True, "lifted_by": act.person, "lifting_number": command.number}
    return {"listed": {**(case.hazard.listed or {}), **lifted}, "end": ("listing",)}

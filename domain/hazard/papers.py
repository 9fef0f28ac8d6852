"""Which paper an act means, and who answers for that paper and no other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from domain.actions import Action
from domain.calendar import end_of
from domain.cases.called import called
from domain.cases.case import Case, Seat
from domain.cases.seats import and_the_post_above
from domain.commands import Command, RecordMeeting
from domain.hazard.holders import paper_holder
from domain.hazard.people import desk, officer
from domain.tables import Paper
from domain.words import RECORDS, TO_OTHERS, Line, PaperKind, PaperState, Role

ACTS_ON_A_PAPER = {
    Action.SIGN_MEASURE: (PaperState.PROPOSED,),
    Action.EDIT_MEASURE: (PaperState.PROPOSED,),
    Action.DECLINE_MEASURE: (PaperState.PROPOSED,),
    Action.SERVE_MEASURE: (PaperState.ISSUED,),
    Action.ACKNOWLEDGE_MEASURE: (PaperState.ISSUED, PaperState.SERVED),
    Action.ANSWER_MEASURE: (PaperState.SERVED, PaperState.AGREED),
    Action.RECORD_MEETING: (PaperState.SERVED, PaperState.ANSWERED),
}
"""Where a paper must stand for each act that is about one paper."""
ENDED_BY: dict[str, tuple[Action, ...]] = {
    PaperKind.GRADING_REQUEST: (Action.UPGRADE, Action.DOWNGRADE),
    PaperKind.TRANSFER_REQUEST: (Action.TRANSFER,),
}
"""The acts that make a request good."""


def papers_meant(case: Case, action: Action) -> tuple[Case, ...]:
    """The case once for each paper that this action could mean; where none stands there, for the papers there are."""
    if action not in ACTS_ON_A_PAPER:
        return (replace(case, paper=None),)
    if case.paper is not None:
        return (case,)
    # A record of a decision asks nothing; only a 约谈 is recorded.
    kinds = {PaperKind.SUMMONS} if action is Action.RECORD_MEETING else set(PaperKind) - RECORDS
    alive = [paper for paper in case.papers if paper.kind in kinds]
    ready = [paper for paper in alive if paper.state in ACTS_ON_A_PAPER[action]]
    return tuple(replace(case, paper=paper) for paper in ready or alive)


def the_paper(case: Case) -> Paper:
    """The paper that the act is about; only a case brought into focus is asked for it."""
    assert case.paper is not None  # noqa: S101 - no row of the table runs without it
    return case.paper


def paper_state(case: Case) -> str | None:
    """Where the paper meant stands; None for a proposal yet to be made and when there is no paper."""
    return str(case.paper.state) if case.paper else None


@called("签发人")
def the_signer(case: Case) -> tuple[int, ...]:
    """Who signs a paper of this kind (row 34), while it is proposed."""
    return _who_acts_on(case, PaperState.PROPOSED)


@called("签发人、拟稿人")
def the_drafter(case: Case) -> tuple[int, ...]:
    """Who writes a paper while it is proposed: its signer, and the office of the body that issues it."""
    inside = case.paper is not None and case.paper.kind == PaperKind.INTERNAL_ORDER
    return tuple(dict.fromkeys((*the_signer(case), *(officer(case) if inside else desk(case)))))


@called("送达人")
def the_server(case: Case) -> tuple[int, ...]:
    """Who serves a signed paper."""
    return _who_acts_on(case, PaperState.ISSUED)


@called("反馈人")
def the_answerer(case: Case) -> tuple[int, ...]:
    """Who answers a served paper."""
    paper = case.paper
    if paper is not None and paper.state == PaperState.AGREED:
        return _who_acts_on(case, PaperState.AGREED)
    inside = paper is None or paper.kind == PaperKind.INTERNAL_ORDER or paper.kind in TO_OTHERS
    chiefs = () if inside else case.post(Role.CHIEF)
    return tuple(dict.fromkeys([*_who_acts_on(case, PaperState.SERVED), *chiefs]))


@called("收件人")
def the_receiver(case: Case) -> tuple[int, ...]:
    """Who has a paper in hand once it is signed: whoever answers it; another department receives it on paper."""
    return () if case.paper is None or case.paper.kind in TO_OTHERS else the_answerer(case)


def called_name(paper: Paper) -> str:
    """The term that runs from the serving of a 约谈通知书 until its 约谈 is on record."""
    return f"summoned:{paper.seq}"


def recorded_name(paper: Paper) -> str:
    """The term that remembers that the 约谈 of this paper is on record."""
    return f"recorded:{paper.seq}"


def demanded_of(command: Command) -> dict[str, str]:
    """What a 约谈 demands of whoever was called, and until when (ISO 8601), as their notice says it."""
    if not isinstance(command, RecordMeeting):
        return {}
    return {"step": "落实约谈要求", "act_by": end_of(command.demands_by).isoformat()}


def served_as(day: date, receiver: str) -> str:
    """What `paper.served` keeps: the day in ISO 8601, a blank, who received it."""
    return f"{day} {receiver}"


def receiver_of(paper: Paper) -> str:
    """Who received it, of what `served_as` wrote; nothing of a paper that was not served."""
    return (paper.served or "").partition(" ")[2]


def asked_now(case: Case, paper: Paper) -> Action | None:
    """The act that a request asks for as the hazard stands; None for a letter."""
    if paper.kind == PaperKind.GRADING_REQUEST:
        return Action.DOWNGRADE if case.line is Line.MAJOR else Action.UPGRADE
    if paper.kind == PaperKind.TRANSFER_REQUEST:
        return Action.TAKE_OVER if case.line is Line.UNIT else Action.TRANSFER
    return None


def granted(case: Case, action: Action) -> Iterator[dict[str, Any]]:
    """The requests that an act makes good: one agreed to is done, one that still waits for a signature is moot."""
    for paper in case.papers:
        if action not in ENDED_BY.get(paper.kind, ()):
            continue
        if paper.state == PaperState.AGREED:
            yield {"seq": paper.seq, "state": PaperState.ANSWERED, "answer": action.timeline}
        elif paper.state == PaperState.PROPOSED:
            yield {"seq": paper.seq, **declined(f"已{action.timeline}")}


def ended(case: Case, reason: str) -> Iterator[dict[str, Any]]:
    """What falls with the hazard: the papers still proposed, and the requests agreed to but not yet done."""
    for paper in case.papers:
        if paper.state == PaperState.PROPOSED:
            yield {"seq": paper.seq, **declined(reason)}
        elif paper.state == PaperState.AGREED:
            yield {"seq": paper.seq, "state": PaperState.ANSWERED, "answer": reason}


def declined(reason: str) -> dict[str, Any]:
    """A paper that falls by itself, never to be looked at again."""
    return {"state": PaperState.DECLINED, "declined_because": reason, "look_again": None}


def _who_acts_on(case: Case, state: PaperState) -> tuple[int, ...]:
    """Whoever acts on the paper meant once it stands there, and the post above that may do the same."""
    seat = paper_holder(case, case.paper.kind, state) if case.paper else None
    return and_the_post_above(case, seat or Seat(None, ()))

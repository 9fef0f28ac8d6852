"""Effects of rows 32-38: urging, papers and listing, by people and by the clock."""

from datetime import date
from typing import Any

from domain.calendar import day_of
from domain.cases.case import Case
from domain.cases.changes import Changes, PaperRow
from domain.cases.steps import Act
from domain.commands import (
    ClockCommand,
    EditMeasure,
    ProposeMeasure,
    ProposeMeasureByClock,
    Recalculate,
    ServeMeasure,
)
from domain.hazard.acceptance import look_back_name
from domain.hazard.letters.drafting import issued_by
from domain.hazard.letters.editing import edited, meeting_of
from domain.hazard.letters.records import names_of_signing
from domain.hazard.papers import called_name, recorded_name, served_as, the_paper
from domain.serving import PaperServedBy
from domain.words import REQUESTS, PaperKind, PaperState


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
    rung: Changes = {"rung": max(case.hazard.rung, level)}
    if any(p.kind == command.kind and p.state == PaperState.PROPOSED for p in case.papers):
        return rung
    known = command.known_at if isinstance(command, ProposeMeasureByClock) else None
    paper: PaperRow = {"seq": act.seq, "since": act.seq, "since_at": known or case.at, "rung": level}
    said: PaperRow = {"kind": command.kind, "state": PaperState.PROPOSED, "because": command.because}
    return {**rung, "paper": {**said, **paper}}


def sign_the_paper(case: Case, _command: Any, act: Act) -> Changes:
    """签发: the number is given at signing; a request inside the house has none and is not served."""
    paper = the_paper(case)
    request = paper.kind in REQUESTS
    return {
        "paper": {
            "seq": paper.seq,
            "kind": paper.kind,
            "state": PaperState.AGREED if request else PaperState.ISSUED,
            "give_number": not request,
            "signer_id": act.person,
            "names": _signed_as(case, act),
            "signed_at": case.at,
            "since": act.seq,
            "since_at": case.at,
        }
    }


def _signed_as(case: Case, act: Act) -> dict[str, str]:
    """Signer, unit and issuing body by their names of the day."""
    return names_of_signing(case, issued_by(case, the_paper(case)), act.person)


def edit_the_paper(case: Case, command: EditMeasure, _act: Act) -> Changes:
    """改稿: what was written in an earlier edit and is not repeated is as the ledger gives it again."""
    paper = the_paper(case)
    return {"paper": {"seq": paper.seq, "draft": edited(case, paper, command)}}


def decline_the_paper(case: Case, command: Any, act: Act) -> Changes:
    """不予签发: with a reason and the day to look again."""
    return {
        "paper": {
            "seq": the_paper(case).seq,
            "state": PaperState.DECLINED,
            "declined_because": command.reason,
            "look_again": command.look_again,
            "since": act.seq,
            "since_at": case.at,
        }
    }


def serve_the_paper(case: Case, command: ServeMeasure, act: Act) -> Changes:
    """送达: the answer's clock starts."""
    day = command.received_on or day_of(case.at)
    served = _served(case, act, day, command.received_by, command.way, meeting_of(command))
    return {"paper": served, "begin": _called(case)}


def acknowledge_the_paper(case: Case, _command: Any, act: Act) -> Changes:
    """签收文书: who has it, since when; one not yet served is served with that, and the answer's clock starts."""
    paper = the_paper(case)
    name = case.directory.name_of(act.person)
    if act.for_id is not None:
        name = f"{name}（{case.directory.name_of(act.actor.person_id)}代）"
    mine: PaperRow = {"seq": paper.seq, "acknowledged_by": act.person}
    mine |= {"acknowledged_at": case.at, "acknowledged_as": name}
    if paper.state == PaperState.SERVED:
        return {"paper": mine}
    served = _served(case, act, day_of(case.at), name, PaperServedBy.ELECTRONIC, {})
    return {"paper": {**served, **mine}, "begin": _called(case)}


def _called(case: Case) -> tuple[str, ...]:
    """What is to be recorded once it was held."""
    paper = the_paper(case)
    return (called_name(paper),) if paper.kind == PaperKind.SUMMONS else ()


def _served(
    case: Case, act: Act, day: date, received_by: str, way: PaperServedBy, meeting: dict[str, Any]
) -> PaperRow:
    called = ((the_paper(case).draft or {}).get("meeting") or {}) | meeting
    return {
        "seq": the_paper(case).seq,
        "state": PaperState.SERVED,
        "served": served_as(day, received_by),
        "served_on": day,
        "served_way": way,
        "meeting": called or None,
        "since": act.seq,
        "since_at": case.at,
    }


def answer_the_paper(case: Case, command: Any, act: Act) -> Changes:
    """反馈, in writing."""
    paper: PaperRow = {
        "seq": the_paper(case).seq,
        "state": PaperState.ANSWERED,
        "answer": command.answer,
    }
    return {"paper": {**paper, "since": act.seq, "since_at": case.at}}


def record_the_meeting(case: Case, _command: Any, _act: Act) -> Changes:
    """登记约谈: the paper that called it stays as it is; what it came to is a paper of its own."""
    paper = the_paper(case)
    return {"begin": (recorded_name(paper),), "end": (called_name(paper),)}


def look_back(case: Case, _command: Any, act: Act) -> Changes:
    """回头看合格: kept for each person, so that nobody signs the same look back twice."""
    return {"begin": tuple(look_back_name(case, person) for person in sorted(act.people))}

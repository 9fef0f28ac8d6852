"""Effects of rows 32-38: urging, papers and listing, by people and by the clock."""

import re
from typing import Any

from domain.calendar import at_time, day_of
from domain.cases.case import Case
from domain.cases.changes import Changes, PaperRow
from domain.cases.steps import Act
from domain.commands import (
    ClockCommand,
    DeclineListing,
    EditMeasure,
    List,
    ProposeListing,
    ProposeMeasure,
    ProposeMeasureByClock,
    Recalculate,
    ServeMeasure,
)
from domain.hazard.acceptance import look_back_name
from domain.hazard.letters.records import names_of_signing
from domain.hazard.papers import the_paper
from domain.words import LISTING_RUNG, REQUESTS, Listing, PaperState, Role, State


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
            "names": _signed_as(case, paper.kind, act),
            "signed_at": case.at,
            "since": act.seq,
            "since_at": case.at,
        }
    }


def _signed_as(case: Case, kind: str, act: Act) -> dict[str, str]:
    """Signer, unit and issuing body by their names of the day."""
    return names_of_signing(case, kind, act.person)


def edit_the_paper(case: Case, command: EditMeasure, _act: Act) -> Changes:
    """改稿: what was written in an earlier edit and is not repeated is as the ledger gives it again."""
    meeting = _meeting(command)
    said: dict[str, Any] = {
        "addressee": command.addressee,
        "asks": [line.strip() for line in (command.asks or "").splitlines() if line.strip()],
        "cc": [body.strip() for body in re.split("[、，,；;]", command.cc or "") if body.strip()],
        "meeting": meeting,
    }
    return {
        "paper": {"seq": the_paper(case).seq, "draft": {name: told for name, told in said.items() if told}}
    }


def _meeting(command: EditMeasure | ServeMeasure) -> dict[str, str]:
    """When, where and with whom a 约谈 is called, as far as the command tells."""
    told = {"at": command.meet_at and command.meet_at.isoformat(), "place": command.meet_place}
    return {name: said for name, said in (told | {"people": command.attendees}).items() if said}


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
    called = ((the_paper(case).draft or {}).get("meeting") or {}) | _meeting(command)
    return {
        "paper": {
            "seq": the_paper(case).seq,
            "state": PaperState.SERVED,
            "served": f"{day} {command.received_by}",
            "served_on": day,
            "meeting": called or None,
            "since": act.seq,
            "since_at": case.at,
        }
    }


def answer_the_paper(case: Case, command: Any, act: Act) -> Changes:
    """反馈, in writing."""
    meant = the_paper(case)
    paper: PaperRow = {"seq": meant.seq, "state": PaperState.ANSWERED, "answer": command.answer}
    if command.held_on or command.attended:
        held = {"held_on": command.held_on and command.held_on.isoformat(), "attended": command.attended}
        paper["meeting"] = {**(meant.meeting or {}), **{name: told for name, told in held.items() if told}}
    return {"paper": {**paper, "since": act.seq, "since_at": case.at}}


def propose_the_listing(case: Case, command: ProposeListing, act: Act) -> Changes:
    """提请挂牌: waits for a named signer; the first reason is kept."""
    kept = {k: v for k, v in (case.hazard.listed or {}).items() if k in ("lifted", "declined_because")}
    return {
        "rung": max(case.hazard.rung, command.level),
        "listed": {**kept, "because": command.because},
        "end": ("look_listing",),
        "terms": {"listing": [act.seq, (command.known_at or case.at).isoformat()]},
    }


def list_it(case: Case, command: List, act: Act) -> Changes:
    """签发挂牌: level, number, date to end, 包案领导; what was submitted before counts as the 摘牌申请."""
    named = case.directory.find_person(command.leader, field="leader") if command.leader else act.person
    listed = {
        "level": command.level,
        "number": command.number,
        "until": command.until.isoformat(),
        "leader": named,
        "by": act.person,
        "by_role": Role.LEADER if act.person in case.post(Role.LEADER) else Role.HEAD,
        "lifted": False,
        "seq": act.seq,
    }
    submitted = case.hazard.state in (State.VERIFYING, State.VERIFIED)
    return {
        "listing": Listing.LIFTING if submitted else Listing.LISTED,
        "listed": {**_of_the_proposal(case), **listed},
        "listing_row": _record(case, command, named, act),
        "give_listing_number": command.number is None,
        "rung": max(case.hazard.rung, LISTING_RUNG),
        "end": ("look_listing",),
        "begin": ("listing",),
    }


def _record(case: Case, command: List, leader: int, act: Act) -> dict[str, Any]:
    """The row of a new listing, with the names of its day."""
    directory = case.directory
    unit = directory.units[case.hazard.unit_id].name
    names = {"by": directory.name_of(act.person), "leader": directory.name_of(leader), "unit": unit}
    row: dict[str, Any] = {
        "seq": act.seq,
        "level": command.level,
        "until": command.until,
        "published": [],
        "names": names,
    }
    return {**row, "leader_id": leader, "listed_by": act.person, "listed_at": case.at}


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


def look_back(case: Case, _command: Any, act: Act) -> Changes:
    """回头看合格: kept for each person, so that nobody signs the same look back twice."""
    return {"begin": tuple(look_back_name(case, person) for person in sorted(act.people))}


def lift_it(case: Case, command: Any, act: Act) -> Changes:
    """摘牌: by the body that listed it."""
    lifted = {"lifted": True, "lifted_by": act.person, **_quoted(case, command)}
    kept = case.hazard.listed or {}
    row = {"lifted_by": act.person, "lifted_at": case.at, "lifting_number": command.number}
    return {
        "listed": {**kept, **lifted},
        "listing_row": {"seq": kept["seq"], **row} if "seq" in kept else None,
        "end": ("listing",),
    }


def _of_the_proposal(case: Case) -> dict[str, Any]:
    """What is kept for a new listing: why it was proposed, never what a listing before it had."""
    kept = case.hazard.listed or {}
    return {name: kept[name] for name in ("because", "declined_because") if name in kept}


def refuse_to_lift(case: Case, command: Any, _act: Act) -> Changes:
    """不同意摘牌: the listing stays; a higher body's paper is on record."""
    return {"listed": {**(case.hazard.listed or {}), **_quoted(case, command)}}


def _quoted(case: Case, command: Any) -> dict[str, str | None]:
    """The paper that a decision on the listing rests on; without a date it is of today."""
    dated = (command.dated or day_of(case.at)).isoformat() if command.number else None
    return {"lifting_number": command.number, "lifting_dated": dated}

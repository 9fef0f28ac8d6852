"""Effects of rows 36-38: 挂牌督办 proposed, listed, published, lifted, by people and by the clock."""

from typing import Any

from domain.calendar import at_time, day_of
from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act
from domain.commands import (
    DeclineListing,
    List,
    ProposeListing,
    Publish,
)
from domain.rungs import LISTING_RUNG
from domain.words import Listing, Role, State


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
        "begin": ("listing", "publish"),
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


def lift_it(case: Case, command: Any, act: Act) -> Changes:
    """摘牌: by the body that listed it."""
    lifted = {"lifted": True, "lifted_by": act.person, **_quoted(case, command)}
    kept = case.hazard.listed or {}
    row = {"lifted_by": act.person, "lifted_at": case.at, "lifting_number": command.number}
    return {
        "listed": {**kept, **lifted},
        "listing_row": {"seq": kept["seq"], **row} if "seq" in kept else None,
        "end": ("listing",),
        "begin": ("publish",),
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


def publish_it(case: Case, command: Publish, _act: Act) -> Changes:
    """登记公示: kept with the listing that is meant, the present one or the last."""
    listed = case.hazard.listed or {}
    said = {"of": command.of, "on": command.on.isoformat(), "where": command.where, "photos": command.photos}
    published = [*listed.get("published", []), said]
    return {
        "listed": {**listed, "published": published},
        "listing_row": {"seq": listed["seq"], "published": published},
        "end": ("publish",),
    }

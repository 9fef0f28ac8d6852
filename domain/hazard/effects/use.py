"""Effects of rows 39 and 40: out of use, asked for, resumed or refused; each time out of use is a record of its own."""

from typing import Any

from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act
from domain.commands import RefuseResume, RequestResume, ResumeUse, SuspendUse
from domain.hazard.letters.records import names_of_signing
from domain.hazard.numbers import body_of
from domain.hazard.out_of_use import post_that_orders, the_higher
from domain.use import Use
from domain.words import Listing, PaperKind, Role, State


def suspend_it(case: Case, command: SuspendUse, act: Act) -> Changes:
    """停用: a further order takes the place of the one in force; the higher of both posts has ordered it."""
    role, before = post_that_orders(case, act.person), case.hazard.suspended or {}
    if case.hazard.use == Use.SUSPENDED:
        role = the_higher(role, Role(before["by_role"]))
    since = command.since or case.at
    told = {"scope": command.scope, "what": command.what, "for_good": command.for_good}
    becomes = Use.RETIRED if command.for_good else Use.SUSPENDED
    return {
        "use": becomes,
        "suspended": {**told, "seq": act.seq, "since": since.isoformat(), "by": act.person, "by_role": role},
        "suspension_row": {
            **told,
            "seq": act.seq,
            "since": since,
            "moved_out": command.moved_out,
            "ordered_by": act.person,
            "ordered_as": role,
            "suspended_at": case.at,
            "photos": command.photos,
            "names": names_of_signing(
                case, body_of(case, PaperKind.SUSPENSION_NOTICE, signer=act.person), act.person
            ),
            "requests": [],
        },
        "give_suspension_number": True,
        "begin": ("use", *_closing_begins(case, becomes)),
    }


def ask_for_use(case: Case, command: RequestResume, act: Act) -> Changes:
    """申请恢复使用: on record with its photos; whoever asked does not decide."""
    asked = {"done": command.done, "photos": command.photos, **_by(case, act)}
    kept = case.hazard.suspended or {}
    requests = [*kept.get("requests", ()), asked]
    return {
        "suspended": {**kept, "asked_by": sorted(act.people), "requests": requests},
        "suspension_row": {"seq": kept["seq"], "requests": requests},
        "begin": ("use",),
    }


def resume_it(case: Case, command: ResumeUse, act: Act) -> Changes:
    """同意恢复使用: the time out of use ends; a closer who had to wait begins to."""
    said = {"granted": True, "said": command.opinion, "way": command.way, "conditions": command.conditions}
    kept = case.hazard.suspended or {}
    requests = _decided(kept, said, command.photos, _by(case, act))
    ended = {"seq": kept["seq"], "requests": requests}
    return {
        "suspended": {**_without_asker(kept), "requests": requests},
        "suspension_row": {**ended, "resumed_by": act.person, "resumed_at": case.at},
        "end": ("use",),
        "begin": _closing_begins(case, Use.IN_USE),
    }


def refuse_use(case: Case, command: RefuseResume, act: Act) -> Changes:
    """不同意恢复使用: out of use as before."""
    kept = _without_asker(case.hazard.suspended or {})
    requests = _decided(kept, {"granted": False, "said": command.reason}, command.photos, _by(case, act))
    return {
        "use": Use.RETIRED if kept.get("for_good") else Use.SUSPENDED,
        "suspended": {**kept, "requests": requests},
        "suspension_row": {"seq": kept["seq"], "requests": requests},
        "begin": ("use",),
    }


def _without_asker(kept: dict[str, Any]) -> dict[str, Any]:
    """What was asked is decided."""
    return {name: told for name, told in kept.items() if name != "asked_by"}


def _by(case: Case, act: Act) -> dict[str, Any]:
    """By whom, called what, when, in which line of the journal."""
    name = case.directory.name_of(act.person)
    return {"by": act.person, "name": name, "at": case.at.isoformat(), "seq": act.seq}


def _decided(
    kept: dict[str, Any], said: dict[str, Any], photos: list[str], by: dict[str, Any]
) -> list[dict[str, Any]]:
    """The requests, the last of them with what was decided on it."""
    *before, last = kept["requests"]
    told = {name: words for name, words in said.items() if words is not None}
    return [*before, {**last, "decided": {**told, "photos": photos, **by}}]


def _closing_begins(case: Case, becomes: Use) -> tuple[str, ...]:
    """Settled point 37: the closer's wait, unless a listing goes before the closing anyway."""
    waited = case.hazard.state == State.VERIFIED and case.hazard.listing != Listing.LIFTING
    return ("state",) if waited and becomes in (Use.IN_USE, Use.RETIRED) else ()

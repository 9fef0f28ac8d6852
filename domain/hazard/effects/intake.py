"""Effects of rows 1-14: reported, registered, graded, handed over."""

from typing import Any

from domain.calendar import day_of
from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act
from domain.commands import Accept, AcceptFor, Assign, Downgrade, Reassign, Register, Upgrade
from domain.criteria import cited
from domain.hazard.deadlines import exceeds, rectify_sum
from domain.hazard.direct import in_own_words
from domain.hazard.sheets import receiver_seat
from domain.subcategories import Subcategory
from domain.words import Level, Line, Listing, Role, State, UnitKind

NOBODY: Changes = {"fixer_id": None, "receiver_id": None, "helpers": []}
NOT_HANDED_OVER: Changes = {
    **NOBODY,
    "rectify_by": None,
    "extension": None,
    "end": ("rectify", "plan", "progress", "extension"),
}


def nothing(_case: Case, _command: Any, _act: Act) -> Changes:
    """The journal line is all."""
    return {}


def open_the_case(case: Case, _command: Any, _act: Act) -> Changes:
    """The report is the case; a suspicion starts its own clocks."""
    return {"begin": ("suspected",) if case.hazard.suspected else ()}


def give_its_number(case: Case, command: Register, _act: Act) -> Changes:
    """登记: number, category and source as the officer sees them."""
    finer, kept = command.subcategory, case.hazard.subcategory
    category = command.category or (finer.category if finer else case.hazard.category)
    belongs = kept is not None and Subcategory(kept).category == category
    return {
        "give_number": True,
        "category": category,
        "subcategory": finer or (kept if belongs else None),
        "source": command.source or case.hazard.source,
        **in_own_words(case, command),
    }


def send_it_up(_case: Case, _command: Any, _act: Act) -> Changes:
    """直报: from here on the commission acts."""
    return {"addressed_up": True, "duplicate_of": None, "begin": ("state",)}


def without_proposals(case: Case, reason: str) -> Changes:
    """Settled point 12: what ends declines the papers and the listing that were still only proposed."""
    changes: Changes = {"close_papers": reason}
    if case.hazard.listing == Listing.PROPOSED:
        listed = case.hazard.listed or {}
        changes["listing"] = Listing.LIFTED if listed.get("lifted") else Listing.NONE
        changes |= {"listed": {**listed, "declined_because": reason}, "end": ("listing",)}
    return changes


def dismiss_it(case: Case, _command: Any, _act: Act) -> Changes:
    """不予登记: the papers still proposed fall with it; a duplicate is tied to its main hazard."""
    main, ends = case.main.id if case.main else None, without_proposals(case, "不予登记")
    return {**ends, "duplicate_of": main, "begin": ("result",)}


def make_it_major(case: Case, command: Upgrade, _act: Act) -> Changes:
    """认定重大: criterion on record, interim control kept, a fresh hand-over; the listing clocks start."""
    return {
        **NOT_HANDED_OVER,
        "end": (*NOT_HANDED_OVER["end"], "suspected"),
        "level": Level.MAJOR,
        "suspected": False,
        "criterion": cited(command.criterion, day_of(case.hazard.found_at)),
        "interim": command.interim or case.hazard.interim,
        "plan": None,
        **in_own_words(case, command, ("major", "state")),
        "submitted_by": None,
        "submitted_at": None,
        "passed_by": [],
        "declined": False,
        "give_number": True,
    }


def make_it_general(case: Case, _command: Downgrade, _act: Act) -> Changes:
    """认定一般: a downgraded 重大 stays 监管级; a proposed listing falls."""
    was_major = case.hazard.level == Level.MAJOR
    proposed = case.hazard.listing == Listing.PROPOSED
    return {
        "level": Level.GENERAL,
        "suspected": False,
        "taken_over": case.hazard.taken_over or was_major,
        "panel": [],
        "listing": Listing.NONE if proposed else case.hazard.listing,
        "end": ("suspected", "major", "listing", "look_listing"),
    }


def take_it_over(_case: Case, _command: Any, _act: Act) -> Changes:
    """提级办理: now 监管级; the 责任人 keeps the work and the date."""
    return {"taken_over": True}


def hand_it_over(case: Case, command: Assign, act: Act) -> Changes:
    """交办: the rectification clock starts here and runs through 待签收."""
    found = rectify_sum(case, command.term, command.due)
    receiver = receiver_named(case, command)
    kind = command.term or case.policy.rectify.kind_for(case.hazard.category)
    major = case.line is Line.MAJOR
    planned = major or exceeds(case, case.at, found.due_at, case.policy.rectify.longest_days)
    return {
        "assigner_id": act.person,
        "receiver_id": receiver,
        "fixer_id": receiver if case.line is Line.UNIT else None,
        "helpers": helpers_named(case, command),
        "measures": command.measures,
        "interim": command.interim or case.hazard.interim,
        "funds": command.funds,
        "immediate": command.due is None and kind == "immediate" and not major,
        "rectify_by": found.due_at,
        "first_rectify_by": case.hazard.first_rectify_by or found.due_at,
        "rectify_because": found.because,
        "declined": False,
        "end": ("plan",),
        "begin": ("assigned", "rectify", "progress", *(["plan"] if planned else [])),
    }


def receiver_named(case: Case, command: Assign) -> int | None:
    """The person who must sign; None means the unit's own post (监管级 安管, 重大 主要)."""
    if command.to is None:
        return default_fixer(case) if case.line is Line.UNIT else None
    if command.to == case.directory.units[case.hazard.unit_id].code:
        return None
    person = case.directory.find_person(command.to, field="to")
    return person if case.line is Line.UNIT else None


def default_fixer(case: Case) -> int | None:
    """The 责任人 by the policy's rule: its post for the category where it was found; an empty one is asked for.

    Never whoever keeps safety there: as the fixer they could not verify it.
    """
    post = case.post(case.policy.assign.post_for(case.hazard.category))
    kept = case.post(Role.OFFICER)
    return next((person for person in post if person not in kept), None)


def helpers_named(case: Case, command: Assign | Accept | AcceptFor) -> list[int]:
    """协办人, each once."""
    named = (case.directory.find_person(name, field="helpers") for name in command.helpers)
    return list(dict.fromkeys(named))


def fixer_meant(case: Case, command: Assign | Accept | AcceptFor) -> int | None:
    """Who is 责任人 once this is done, as far as it is known."""
    if isinstance(command, Assign):
        return receiver_named(case, command)
    if command.fixer is not None:
        return case.directory.find_person(command.fixer, field="fixer")
    return case.hazard.fixer_id


def take_it_back(case: Case, _command: Any, _act: Act) -> Changes:
    """收回、退签: back to be handed over anew; what another department answered is a result."""
    answered: Changes = {"begin": ("result",)} if case.hazard.state == State.TRANSFERRED else {}
    return {**NOT_HANDED_OVER, "transfer": None, **answered}


def decline_it(case: Case, command: Any, act: Act) -> Changes:
    """退签: once per assignment."""
    return {**take_it_back(case, command, act), "declined": True}


def sign_for_it(case: Case, command: Accept, _act: Act) -> Changes:
    """签收: the 责任人 is named, and is a fixer from now on."""
    fixer = case.hazard.fixer_id
    if command.fixer is not None:
        fixer = case.directory.find_person(command.fixer, field="fixer")
    return _fixed_by(case, fixer, command)


def sign_for_the_receiver(case: Case, command: AcceptFor, _act: Act) -> Changes:
    """代为签收: 责任人 = the receiver unless another is named."""
    if command.fixer is not None:
        return _fixed_by(case, case.directory.find_person(command.fixer, field="fixer"), command)
    fixer = case.hazard.fixer_id or next(iter(receiver_seat(case).people), None)
    return _fixed_by(case, fixer, command)


def _fixed_by(case: Case, fixer: int | None, command: Accept | AcceptFor) -> Changes:
    helpers = [*case.hazard.helpers, *helpers_named(case, command)]
    return {
        "fixer_id": fixer,
        "fixers": sorted({*case.hazard.fixers, *([fixer] if fixer else [])}),
        "helpers": [person for person in dict.fromkeys(helpers) if person != fixer],
    }


def pass_it_on(case: Case, command: Reassign, _act: Act) -> Changes:
    """转办: another 责任人 signs; the date stays. The commission may move it to another unit."""
    unit = unit_named(case, command.to)
    if unit is not None:
        return {**NOBODY, "unit_id": unit, "department_id": None, "begin": ("state",)}
    person = case.directory.find_person(command.to, field="to")
    helpers = [helper for helper in case.hazard.helpers if helper != person]
    return {"receiver_id": person, "fixer_id": person, "helpers": helpers, "begin": ("state",)}


def unit_named(case: Case, to: str) -> int | None:
    """The institution in use that `to` names by its code; None when it names a person."""
    institutions = (u for u in case.directory.units.values() if u.kind == UnitKind.INSTITUTION and u.active)
    return next((u.id for u in institutions if to == u.code), None)


def void_it(case: Case, _command: Any, _act: Act) -> Changes:
    """作废: the number is kept; what was only proposed falls."""
    return without_proposals(case, "已作废")

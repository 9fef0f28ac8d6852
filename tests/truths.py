"""What is true of every hazard after every act, whatever was done to it: asked of a stage, one truth a function."""

from collections import Counter, defaultdict
from itertools import pairwise

from domain.cases.case import Case
from domain.cases.clocks import Clock
from domain.hazard.holders import holder, listing_holder, paper_holder, use_holder
from domain.hazard.table import RECTIFICATION
from domain.hazard.waits import unfired
from domain.seals.chain import GENESIS, hash_of
from domain.tables import Paper
from domain.use import STOPPED, Use
from domain.words import OPEN_STATES, Line, Listing, PaperState, State
from tests.stage import Stage

ALIVE = frozenset({PaperState.PROPOSED, PaperState.ISSUED, PaperState.SERVED})
# Section 2 of the process: what a line never is.
NEVER = {(Line.UNIT, State.TRANSFERRED), (Line.MAJOR, State.VOIDED)}
OF_A_LISTING = {Listing.PROPOSED: "sign_listing", Listing.LISTED: "listed", Listing.LIFTING: "lift"}


def the_rectification_is_held(case: Case, ahead: list[Clock]) -> None:
    """An open hazard has one holder, somebody sits there, something comes next, and somebody may move it on."""
    hazard, seat = case.hazard, holder(case)
    assert (case.line, hazard.state) not in NEVER
    if hazard.state not in OPEN_STATES:
        assert seat is None
        resuming = use_holder(case)  # one that was given up for good may be asked back
        assert hazard.holders == (sorted(resuming.people) if resuming else [])
        assert case.hazard.listing in (Listing.NONE, Listing.LIFTED)
        return
    assert seat is not None
    assert seat.people
    assert set(seat.people) <= set(hazard.holders)
    assert ahead
    ways = (
        step.people(case.line)
        for step in RECTIFICATION.steps
        if not step.by_clock and hazard.state in step.from_ and step.to not in (None, hazard.state)
    )
    assert any(who(case) for who in ways if who)


def the_listing_is_held(case: Case, ahead: list[Clock]) -> None:
    """A listing waits for a signer, for the unit or for the body that listed; its own clock runs."""
    listing = Listing(case.hazard.listing)
    if listing in (Listing.NONE, Listing.LIFTED):
        return
    seat = listing_holder(case)
    assert seat is not None
    assert seat.people
    assert set(seat.people) <= set(case.hazard.holders)
    # While it is being verified the submission is the application: the verification's clock is its clock.
    wanted = "verify" if case.hazard.state == State.VERIFYING else OF_A_LISTING[listing]
    assert wanted in {clock.kind for clock in ahead}


def the_use_is_held(case: Case, ahead: list[Clock]) -> None:
    """A place out of use waits for who asks, or for who decides: never the same; one given up waits for nobody."""
    use = Use(case.hazard.use)
    suspended = case.hazard.suspended
    assert suspended is not None or use is Use.IN_USE
    if use not in STOPPED:
        assert use_holder(case) is None
        return
    seat = use_holder(case)
    assert seat is not None
    assert set(seat.people) <= set(case.hazard.holders)
    wanted = {"resume"} if use is Use.RESUMING else {"ask_resume", "out_of_use"}
    assert wanted & {clock.kind for clock in ahead}
    if use is Use.RESUMING and suspended:
        assert not set(seat.people) & {*suspended["asked_by"], *case.hazard.fixers}
    assert case.hazard.state in OPEN_STATES or use is Use.RESUMING


def each_paper_is_held(case: Case, ahead: list[Clock]) -> None:
    """A living paper has somebody who must sign, serve or answer it, and a moment at which it is asked for."""
    terms = {clock.since for clock in ahead}
    for paper in case.papers:
        if paper.state in ALIVE:
            seat = paper_holder(case, paper.kind, paper.state)
            assert seat is not None
            assert seat.people
            # One line asks for all papers of a holder, and ends when the top of the line has heard.
            of_one = {
                one.since for one in case.papers if one.state in ALIVE and _holders(case, one) == seat.people
            }
            assert of_one & (terms | {int(key.rpartition(":")[2]) for key in case.hazard.fired})


def _holders(case: Case, paper: Paper) -> tuple[int, ...]:
    seat = paper_holder(case, paper.kind, paper.state)
    return seat.people if seat else ()


def the_index_is_the_first_moment(case: Case, ahead: list[Clock]) -> None:
    """What the sweep looks for is the first unfired clock, and never lies behind the clock that went first."""
    assert case.hazard.next_action_at == (ahead[0].due_at if ahead else None)
    assert case.hazard.line == case.line


def no_rung_fired_twice(stage: Stage) -> None:
    """One firing for each (clock, since, rung), rungs rising within a term, the moments never going back."""
    fired = [(e["clock"], e["since"], e["rung"]) for e in (line.entry for line in stage.lines) if e["clock"]]
    assert max(Counter(fired).values(), default=1) == 1
    terms = defaultdict(list)
    for kind, since, rung in fired:
        terms[kind, since].append(rung)
    assert all(rungs == sorted(rungs) for rungs in terms.values())
    assert all(a.entry["at"] <= b.entry["at"] for a, b in pairwise(stage.lines))


def the_chain_holds(stage: Stage) -> None:
    """Every line's hash covers it and the one before; the row stands where the last line left it."""
    assert stage.case is not None
    hazard, previous = stage.case.hazard, GENESIS
    for n, line in enumerate(stage.lines, start=1):
        assert (line.entry["seq"], line.entry["previous"]) == (n, previous)
        previous = hash_of(hazard.ref, line.entry, previous)
        assert line.entry["hash"] == previous
    assert (hazard.version, hazard.head) == (len(stage.lines), previous)
    assert stage.lines[-1].entry["to_state"] == hazard.state


def nobody_is_told_twice(stage: Stage) -> None:
    """One notice for each line and person, and none to whoever acted."""
    for line in stage.lines:
        told = [owed.person_id for owed in line.owed]
        assert len(told) == len(set(told))
        assert not {line.entry["actor_id"], line.entry["for_id"]} & set(told)


def all_hold(stage: Stage) -> None:
    """Every truth of this page."""
    case = stage.at(stage.case.at) if stage.case else None
    assert case is not None
    ahead = unfired(case)
    the_rectification_is_held(case, ahead)
    the_listing_is_held(case, ahead)
    the_use_is_held(case, ahead)
    each_paper_is_held(case, ahead)
    the_index_is_the_first_moment(case, ahead)
    no_rung_fired_twice(stage)
    the_chain_holds(stage)
    nobody_is_told_twice(stage)

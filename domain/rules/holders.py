"""Who must act now: each open track has exactly one holder, a post or the named 责任人."""

from domain.rules.case import Case, Seat
from domain.rules.people import (
    barred,
    chief,
    climb_from,
    closer_seat,
    listing_body_seat,
    the_fixer,
    the_group_leader,
    the_receivers,
    verifier_seat,
)
from domain.words import OPEN_STATES, Line, Listing, PaperKind, PaperState, Role, State

HEAVY = frozenset({PaperKind.SUMMONS, PaperKind.CIRCULAR, PaperKind.ADVICE})


def holder(case: Case) -> Seat | None:
    """The one who must act on the rectification now; None when the hazard rests."""
    seat = _holder(case)
    return seat if seat is None or seat.people else climb_from(case, Role.OFFICER)


def _holder(case: Case) -> Seat | None:
    state, line = case.hazard.state, case.line
    if state == State.REPORTED:
        start = Role.OFFICER if line is Line.UNIT else Role.DESK
        return climb_from(case, start, without=barred(case) if case.hazard.fixed_on_spot else ())
    if state == State.REGISTERED:
        return climb_from(
            case, {Line.UNIT: Role.OFFICER, Line.AUTHORITY: Role.DESK, Line.MAJOR: Role.LEADER}[line]
        )
    if state == State.TRANSFERRED:
        return climb_from(case, Role.DESK)
    return _working_holder(case, State(state), line)


def _working_holder(case: Case, state: State, line: Line) -> Seat | None:
    if state is State.ASSIGNED:
        return receiver_seat(case)
    if state is State.RECTIFYING:
        return Seat(Role.CHIEF, chief(case)) if line is Line.MAJOR else Seat(None, the_fixer(case))
    if state is State.VERIFYING:
        if line is not Line.MAJOR:
            return verifier_seat(case)
        return (
            Seat(Role.DESK, the_group_leader(case))
            if the_group_leader(case)
            else climb_from(case, Role.LEADER)
        )
    if state is State.VERIFIED:
        return closer_seat(case)
    return None


def supervisor(case: Case) -> Seat | None:
    """督办责任人, whoever holds it now: the unit's 分管, the commission's 经办, for 重大 its 分管; nobody at rest."""
    if case.hazard.state not in OPEN_STATES:
        return None
    role = {Line.UNIT: Role.DEPUTY, Line.AUTHORITY: Role.DESK, Line.MAJOR: Role.LEADER}[case.line]
    return climb_from(case, role, without=barred(case))


def receiver_seat(case: Case) -> Seat:
    """Who must sign the assignment."""
    if case.hazard.receiver_id:
        return Seat(None, the_receivers(case))
    return climb_from(case, Role.CHIEF if case.line is Line.MAJOR else Role.OFFICER)


def listing_holder(case: Case) -> Seat | None:
    """Who must act on the listing: the signer, the unit, or the body that listed."""
    listing = case.hazard.listing
    if listing == Listing.LISTED:
        return climb_from(case, Role.CHIEF)
    if listing == Listing.PROPOSED:
        return climb_from(case, Role.HEAD)
    return listing_body_seat(case) if listing == Listing.LIFTING else None


def signer_seat(case: Case, kind: str) -> Seat:
    """Who signs a paper of this kind (row 34)."""
    if kind == PaperKind.INTERNAL_ORDER:
        return climb_from(case, Role.DEPUTY)
    to_head = kind in HEAVY and case.line is Line.MAJOR
    return climb_from(case, Role.HEAD if to_head else Role.LEADER)


def paper_holder(case: Case, kind: str, state: str) -> Seat | None:
    """Who must act on a paper now."""
    inside = kind == PaperKind.INTERNAL_ORDER
    if state == PaperState.PROPOSED:
        return signer_seat(case, kind)
    if state == PaperState.ISSUED:
        return climb_from(case, Role.OFFICER if inside else Role.DESK)
    if state == PaperState.SERVED:
        unit = Role.CHIEF if case.line is Line.MAJOR else Role.OFFICER
        return climb_from(case, Role.DEPARTMENT_HEAD if inside else unit)
    return None


def everybody_holding(case: Case) -> list[int]:
    """The people of the rectification's and the listing's holders, for the index of tasks."""
    seats = (holder(case), listing_holder(case))
    return sorted({p for seat in seats if seat for p in seat.people})

"""Who must act now: each open track has exactly one holder, a post or the named 责任人."""

from domain.cases.case import Case, Seat
from domain.cases.seats import climb_from
from domain.cases.visibility import kept_by_the_commission
from domain.hazard.sheets import LISTING_SHEET, MEASURE_SHEET, RECTIFICATION_SHEET, SUPERVISOR
from domain.hazard.worked_on import barred
from domain.words import OPEN_STATES, Listing, PaperState, Role, State


def holder(case: Case) -> Seat | None:
    """The one who must act on the rectification now; None when the hazard rests.

    A post that nobody holds falls to the unit's line; a direct report (直报) is never the unit's, and waits unheld.
    """
    wait = RECTIFICATION_SHEET[State(case.hazard.state)]
    seat = wait.seat(case) if wait else None
    if seat is None or seat.people or kept_by_the_commission(case.hazard):
        return seat
    return climb_from(case, Role.OFFICER)


def listing_holder(case: Case) -> Seat | None:
    """Who must act on the listing: the signer, the unit, or the body that listed."""
    wait = LISTING_SHEET[Listing(case.hazard.listing)]
    return wait.seat(case) if wait else None


def listing_asks(case: Case) -> Seat | None:
    """Whom the listing asks for an act now: nothing is lifted before the rectification is accepted."""
    early = case.hazard.listing == Listing.LIFTING and case.hazard.state != State.VERIFIED
    return None if early else listing_holder(case)


def paper_holder(case: Case, kind: str, state: str) -> Seat | None:
    """Who must act on a paper of this kind that stands there."""
    wait = MEASURE_SHEET[PaperState(state)]
    return wait.seat(case, kind) if wait else None


def supervisor(case: Case) -> Seat | None:
    """督办责任人, whoever holds it now: the unit's 分管, the commission's 经办, for 重大 its 分管; nobody at rest."""
    if case.hazard.state not in OPEN_STATES:
        return None
    return climb_from(case, SUPERVISOR[case.line], without=barred(case))


def everybody_holding(case: Case) -> list[int]:
    """The people of the rectification's and the listing's holders, for the index of tasks."""
    seats = (holder(case), listing_holder(case))
    return sorted({p for seat in seats if seat for p in seat.people})

"""Who must act now: each open track has exactly one holder, a post or the named 责任人."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.cases.case import Case, Seat
from domain.cases.seats import climb_from
from domain.cases.sheet import Wait
from domain.cases.visibility import kept_by_the_commission
from domain.hazard.sheets import LISTING_SHEET, MEASURE_SHEET, RECTIFICATION_SHEET, SUPERVISOR, USE_SHEET
from domain.hazard.worked_on import barred
from domain.use import Use
from domain.words import OPEN_STATES, Listing, PaperState, Role, State


def holder(case: Case) -> Seat | None:
    """The one who must act on the rectification now; None when the hazard rests.

    A post that nobody holds falls to the unit's line; what the commission keeps is not the unit's, and waits unheld.
    """
    wait = RECTIFICATION_SHEET[State(case.hazard.state)]
    seat = wait.seat(case) if wait else None
    if seat is None or seat.people or kept_by_the_commission(case.hazard):
        return seat
    return climb_from(case, Role.OFFICER)


@dataclass(frozen=True)
class Beside:
    """A track beside the rectification, what each state waits for, and while its holder is asked for nothing yet."""

    label: str
    sheet: Mapping[Any, Wait | None]
    state: Callable[[Case], Any]
    is_early: Callable[[Case], bool]

    def wait(self, case: Case) -> Wait | None:
        """What is waited for now."""
        return self.sheet[self.state(case)]

    def holder(self, case: Case) -> Seat | None:
        """Who must act on it."""
        wait = self.wait(case)
        return wait.seat(case) if wait else None

    def asks(self, case: Case) -> Seat | None:
        """Whom it asks for an act now."""
        return None if self.is_early(case) else self.holder(case)


def _lifts_later(case: Case) -> bool:
    """Nothing is lifted before the rectification is accepted; who is listed hears of it by the act itself."""
    listing, state = case.hazard.listing, case.hazard.state
    return listing == Listing.LISTED or (listing == Listing.LIFTING and state != State.VERIFIED)


def _resumes_later(case: Case) -> bool:
    """Nobody is pressed to ask for use before the fix is accepted."""
    return case.hazard.use == Use.SUSPENDED and case.hazard.state != State.VERIFIED


OF_THE_LISTING = Beside("挂牌督办", LISTING_SHEET, lambda case: Listing(case.hazard.listing), _lifts_later)
OF_USE = Beside("停用", USE_SHEET, lambda case: Use(case.hazard.use), _resumes_later)
BESIDE = (OF_THE_LISTING, OF_USE)
"""Every track beside the rectification that stands in the hazard's own row."""
listing_holder, use_holder = OF_THE_LISTING.holder, OF_USE.holder


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
    """The people who hold its tracks, for the index of tasks."""
    seats = (holder(case), *(track.holder(case) for track in BESIDE))
    return sorted({p for seat in seats if seat for p in seat.people})

"""What the clock does to a hazard when a moment comes, as a command like anybody's."""

from datetime import datetime

from domain.actions import Action
from domain.cases.clocks import Clock, known_since, said_by
from domain.commands import ClockCommand, ProposeListing, ProposeMeasureByClock, Remind, UrgeByClock


def clock_command(clock: Clock, now: datetime) -> ClockCommand:
    """What the clock does when this moment comes, or once it is known to have come."""
    said, known = said_by(clock), known_since(clock, now)
    if clock.action is Action.PROPOSE_MEASURE:
        return ProposeMeasureByClock(**said, **known, kind=clock.paper)
    if clock.action is Action.PROPOSE_LISTING:
        return ProposeListing(**said, **known)
    return (Remind if clock.action is Action.REMIND else UrgeByClock)(**said)

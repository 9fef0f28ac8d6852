"""What the clock does when a moment comes, as a command like anybody's."""

from datetime import datetime, timedelta

from domain.actions import Action
from domain.commands import ClockCommand, ProposeListing, ProposeMeasureByClock, Remind, UrgeByClock
from domain.rules.clocks import Clock
from domain.task.commands import MissTask

_PLAIN: dict[Action, type[ClockCommand]] = {
    Action.REMIND: Remind,
    Action.URGE: UrgeByClock,
    Action.MISS_TASK: MissTask,
}
LATE = timedelta(hours=4)
"""An outage: whoever must sign what the clock proposed meanwhile could not know of it before."""


def clock_command(clock: Clock, now: datetime) -> ClockCommand:
    """What the clock does when this moment comes, or once it is known to have come."""
    facts = {"clock": clock.kind, "since": clock.since, "rung": clock.rung}
    facts |= {"level": clock.level, "because": clock.because}
    known = {"known_at": now} if now - clock.due_at > LATE else {}
    if clock.action is Action.PROPOSE_MEASURE:
        return ProposeMeasureByClock(**facts, **known, kind=clock.paper)
    if clock.action is Action.PROPOSE_LISTING:
        return ProposeListing(**facts, **known)
    return _PLAIN[clock.action](**facts)

"""Clocks: which moments are due for a hazard, derived from its facts, the policy and the calendar. Never stored.

A clock is `(kind, since, rung)`: `since` is the journal sequence that began its term and `rung` its ordinal, rising
with time. What is stored is that one fired: `hazard.fired["kind:since"]` is the highest ordinal reached.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.actions import Action
from domain.calendar import Sum, Term, at_time, day_of, due, last_day
from domain.cases.case import Case, People, Seat
from domain.cases.seats import above
from domain.words import OPEN_STATES, PaperKind

LATE = timedelta(hours=4)
"""An outage: whoever must sign what the clock proposed meanwhile could not know of it before."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One moment at which the system acts if nobody else does. `due_at` is a UTC instant."""

    kind: str
    since: int
    rung: int
    due_at: datetime
    because: str
    action: Action
    level: int = 0
    told: tuple[int, ...] = ()
    paper: PaperKind | None = None
    waiting: bool = False

    @property
    def term(self) -> str:
        """The key under which a firing is remembered."""
        return f"{self.kind}:{self.since}"

    @property
    def is_missed_wait(self) -> bool:
        """Whether, once fired, it says that a seat let its own wait pass; `told` is then that seat."""
        return self.waiting and self.rung == 1 and self.action is Action.URGE


def said_by(clock: Clock) -> dict[str, Any]:
    """What every command of the clock says of its moment."""
    return {
        "clock": clock.kind,
        "since": clock.since,
        "rung": clock.rung,
        "level": clock.level,
        "because": clock.because,
    }


def known_since(clock: Clock, now: datetime) -> dict[str, datetime]:
    """When it became known that the moment had come, if that was long after it."""
    return {"known_at": now} if now - clock.due_at > LATE else {}


def fired(case: Case, kind: str, since: int) -> int:
    """The highest ordinal of this clock that has fired in this term."""
    return int(case.row.fired.get(f"{kind}:{since}", 0))


def has_fired(case: Case, *kinds: str) -> bool:
    """Whether a clock of one of these kinds has fired, in whichever term."""
    return any(term.partition(":")[0] in kinds for term in case.row.fired)


def is_unfired(case: Case, clock: Clock) -> bool:
    """Whether it still lies ahead or is owed."""
    return clock.rung > fired(case, clock.kind, clock.since)


def term_of(case: Case, name: str) -> tuple[int, datetime] | None:
    """(journal sequence, moment) that began a term, or None when it does not run."""
    term = case.row.terms.get(name)
    return (int(term[0]), datetime.fromisoformat(term[1])) if term else None


def people_of(case: Case, *groups: People) -> tuple[int, ...]:
    """The people of these groups, each once."""
    return tuple(dict.fromkeys(p for group in groups for p in group(case)))


def repeating(case: Case, kind: str, since: int, after: int) -> int:
    """The ordinal of a repeating clock that comes next: one beyond what fired, at least `after` + 1."""
    return max(fired(case, kind, since), after) + 1


def waiting(
    case: Case, kind: str, since: int, begun: datetime, limit: Term | Sum, seat: Seat, *, ends: bool = False
) -> Iterator[Clock]:
    """A step that waits for a seat: due -> the seat; then its superiors; then again and again. Messages only.

    One that `ends` climbs to the top of the line once and is silent then: it stands on the leader's page.
    """
    rule = case.policy.waits
    total = due(limit, begun, case.calendar) if isinstance(limit, Term) else limit
    yield Clock(kind, since, 1, total.due_at, total.because, Action.URGE, told=seat.people, waiting=True)
    for n, days in enumerate(rule.steps_after, start=1):
        yield late(case, kind, (since, n + 1), total, days, above(case, seat, n))
    steps = 1 + len(rule.steps_after)
    again = repeating(case, kind, since, steps)
    told = above(case, seat, again - 1 if ends else steps)
    if ends and told.people == above(case, seat, again - 2).people:
        return
    days = rule.steps_after[-1] + rule.repeat_every * (again - steps)
    yield late(case, kind, (since, again), total, days, told)


def late(case: Case, kind: str, key: tuple[int, int], total: Sum, days: int, seat: Seat) -> Clock:
    """One step of a missed wait, `days` working days after it was due, at the hour of messages."""
    day = case.calendar.add_working_days(last_day(total.due_at), days)
    moment = max(at_time(day, case.policy.ladder.at), total.due_at)
    because = f"应于 {day_of(total.due_at - timedelta(seconds=1))} 前办理，逾期 {days} 个工作日 = {day}"
    return Clock(kind, *key, moment, because, Action.URGE, told=seat.people, waiting=True)


def in_order(clocks: Iterator[Clock]) -> list[Clock]:
    """The order in which they fire: by moment, messages before papers, then by kind, ordinal and term."""
    first = (Action.REMIND, Action.URGE)
    return sorted(
        clocks, key=lambda c: (c.due_at, *(c.action is not a for a in first), c.kind, c.rung, c.since)
    )


def is_open(case: Case) -> bool:
    """Whether the rectification is still open."""
    return case.hazard.state in OPEN_STATES

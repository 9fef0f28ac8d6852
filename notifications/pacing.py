"""When a person may be written to again: quiet hours, one message a window, so many a day. Pure, in legal time."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from domain import clock
from domain.calendar import day_of
from domain.policy import Policy, load_policy
from notifications.quiet_hours import QuietHours

A_DAY = timedelta(days=1)
NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class Pacing:
    """What a policy says about messages. `most_a_day` counts messages with nothing urgent in them."""

    quiet: QuietHours = field(default_factory=QuietHours)
    window: timedelta = timedelta(minutes=5)
    most_a_day: int = 3
    digest_at: time = time(17, 0)


@dataclass(frozen=True)
class ToldSoFar:
    """How much a person was told so far: `messages` on `day`, and the moments before which nothing more goes out."""

    day: date | None = None
    messages: int = 0
    free_at: datetime | None = None
    urgent_free_at: datetime | None = None


@lru_cache(maxsize=32)
def pacing_of(policy_name: str, *, paced: bool = True) -> Pacing:
    """The pacing that an authority's policy asks for; without pace only its quiet hours."""
    policy: Policy = load_policy(policy_name)
    quiet = QuietHours(time.fromisoformat(policy.quiet.from_), time.fromisoformat(policy.quiet.to))
    if not paced:
        return Pacing(quiet, timedelta(0), NO_LIMIT)
    said = policy.messages
    window = timedelta(minutes=said.window_minutes)
    return Pacing(quiet, window, said.most_a_day, time.fromisoformat(said.digest_at))


def free_at(pacing: Pacing, told: ToldSoFar, at: datetime) -> datetime:
    """The earliest moment, not before `at`, at which a message that is not urgent may go out.

    The first messages of a day go as they come, one a window; the last of the day waits for `digest_at` and gathers
    the rest; what comes later waits for the next morning.
    """
    moment = max(at, told.free_at or at)
    spent = told.messages if told.day == day_of(moment) else 0
    if spent >= pacing.most_a_day:
        moment = _at(day_of(moment) + A_DAY, time())
    elif spent == pacing.most_a_day - 1:
        moment = max(moment, _at(day_of(moment), pacing.digest_at))
    return pacing.quiet.end_after(moment) if pacing.quiet.cover(moment) else moment


def after_a_message(pacing: Pacing, told: ToldSoFar, at: datetime, *, urgent: bool) -> ToldSoFar:
    """What is to be remembered once a message has gone out at `at`, with the moment at which the next one may go."""
    today, next_free = day_of(at), at + pacing.window
    if urgent:
        return replace(told, free_at=max(next_free, told.free_at or next_free), urgent_free_at=next_free)
    spent = told.messages if told.day == today else 0
    after = replace(told, day=today, messages=spent + 1, free_at=next_free)
    return replace(after, free_at=free_at(pacing, after, next_free))


def _at(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, clock.SITE_ZONE)

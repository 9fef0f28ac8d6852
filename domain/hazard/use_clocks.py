"""The clocks of use (settled point 38): a request is due once the fix is accepted, then a decision on it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Action
from domain.calendar import at_time, day_of
from domain.cases.case import Case
from domain.cases.clocks import Clock, repeating, term_of, waiting
from domain.cases.seats import above
from domain.hazard.out_of_use import asker_seat, decider_seat_of_use
from domain.policy.model import for_line
from domain.use import Use
from domain.words import State


def clocks_of_use(case: Case) -> Iterator[Clock]:
    """Of a place out of use; none of one that is used, or was given up for good."""
    term, rule = term_of(case, "use"), case.policy.suspension
    if term and case.hazard.use == Use.RESUMING:
        yield from waiting(case, "resume", *term, for_line(rule.review, case.line), decider_seat_of_use(case))
    elif term and case.hazard.use == Use.SUSPENDED:
        accepted = term_of(case, "state") if case.hazard.state == State.VERIFIED else None
        if accepted:
            yield from waiting(case, "ask_resume", *max(accepted, term), rule.ask, asker_seat(case))
        else:
            yield _asked_again(case, *term)


def _asked_again(case: Case, since: int, begun: datetime) -> Clock:
    """Every so many days whether to resume or to give it up, each time one post higher as well."""
    n, seat = repeating(case, "out_of_use", since, 0), asker_seat(case)
    days = n * case.policy.suspension.every_days
    moment = at_time(day_of(begun) + timedelta(days=days), case.policy.ladder.at)
    told = tuple(dict.fromkeys((*seat.people, *above(case, seat, n - 1).people)))
    words = f"停用已满 {days} 天，请研究恢复使用或者永久停用"
    return Clock("out_of_use", since, n, moment, words, Action.URGE, told=told)

"""Posts in the order of the line, and the climb: an empty post is skipped upward."""

from collections.abc import Iterable

from domain.cases.case import Case, Seat
from domain.roles import LINE
from domain.words import Role


def climb_from(case: Case, role: Role, without: Iterable[int] = ()) -> Seat:
    """The first post at or above `role` that somebody else than `without` holds; an empty top falls to 委分管."""
    barred_people = frozenset(without)
    below = (Role.LEADER,) if role is Role.HEAD else ()
    for step in (*LINE[LINE.index(role) :], *below):
        people = tuple(p for p in case.post(step) if p not in barred_people)
        if people:
            return Seat(step, people)
    return Seat(Role.HEAD, ())


def seat_of(case: Case, people: tuple[int, ...]) -> Seat | None:
    """These people on the first post that one of them holds; None for nobody."""
    held = (role for role in LINE[1:] if set(people) & set(case.post(role)))
    return Seat(next(held, None), people) if people else None


def above(case: Case, seat: Seat, steps: int) -> Seat:
    """The seat `steps` above another; a person on several posts counts once, the 责任人's line begins at their 科室."""
    reached = frozenset(seat.people)
    for _ in range(steps):
        start = LINE.index(seat.role) + 1 if seat.role in LINE else 0
        higher = (Seat(role, tuple(p for p in case.post(role) if p not in reached)) for role in LINE[start:])
        seat = next((found for found in higher if found.people), seat)
        reached |= frozenset(seat.people)
    return seat


def and_the_post_above(case: Case, seat: Seat, without: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """Settled point 8: 主要 may do whatever 分管 may, 委主要 whatever 委分管 may, unless rule 3 bars them."""
    higher = {Role.DEPUTY: Role.CHIEF, Role.LEADER: Role.HEAD}.get(seat.role or Role.STAFF)
    more = case.post(higher) if higher else ()
    return tuple(dict.fromkeys((*seat.people, *(p for p in more if p not in without))))

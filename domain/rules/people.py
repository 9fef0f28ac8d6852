"""Who: small named predicates. An empty post is skipped upward; a second pair of eyes is found by going up."""

from collections.abc import Iterable

from domain.rules.case import Case, People, Seat
from domain.words import Line, Listing, Role

CLIMB = (Role.OFFICER, Role.DEPUTY, Role.CHIEF, Role.DESK, Role.LEADER, Role.HEAD)
ABOVE = (Role.DEPARTMENT_HEAD, *CLIMB)
NOBODY: frozenset[int] = frozenset()


def climb_from(case: Case, role: Role, without: Iterable[int] = ()) -> Seat:
    """The first post at or above `role` that somebody else than `without` holds; an empty top falls to 委分管."""
    barred_people = frozenset(without)
    below = (Role.LEADER,) if role is Role.HEAD else ()
    for step in (*ABOVE[ABOVE.index(role) :], *below):
        people = tuple(p for p in case.post(step) if p not in barred_people)
        if people:
            return Seat(step, people)
    return Seat(Role.HEAD, ())


def above(case: Case, seat: Seat, steps: int) -> Seat:
    """The seat `steps` above another; a person on several posts counts once, the 责任人's line begins at his 科室."""
    reached = frozenset(seat.people)
    for _ in range(steps):
        start = ABOVE.index(seat.role) + 1 if seat.role in ABOVE else 0
        higher = (Seat(role, tuple(p for p in case.post(role) if p not in reached)) for role in ABOVE[start:])
        seat = next((found for found in higher if found.people), seat)
        reached |= frozenset(seat.people)
    return seat


def either(*groups: People) -> People:
    """Anyone of these."""

    def anyone(case: Case) -> tuple[int, ...]:
        return tuple(dict.fromkeys(p for group in groups for p in group(case)))

    anyone.__name__ = "_or_".join(group.__name__ for group in groups)
    anyone.__doc__ = "、".join((group.__doc__ or "").strip().rstrip(".") for group in groups)
    return anyone


def the_clock(_case: Case) -> tuple[int, ...]:
    """系统"""
    return ()


def barred(case: Case) -> frozenset[int]:
    """Rule 3: the fixers of this hazard and everybody who may act for one of them."""
    hazard = case.hazard
    fixers = {*hazard.fixers, *hazard.helpers}
    if hazard.fixer_id:
        fixers.add(hazard.fixer_id)
    return frozenset(fixers) | case.directory.delegates_of(fixers, case.at)


def anyone_at_the_unit(case: Case) -> tuple[int, ...]:
    """本单位人员"""
    return tuple(case.directory.people_of(case.hazard.unit_id))


def inspectors(case: Case) -> tuple[int, ...]:
    """卫健委检查人员、专家"""
    roles = (Role.DESK, Role.LEADER, Role.HEAD, Role.EXPERT)
    return tuple(p for role in roles for p in case.post(role))


def inspectors_or_staff_writing_up(case: Case) -> tuple[int, ...]:
    """卫健委检查人员，或直报的本单位人员"""
    staff = anyone_at_the_unit(case) if case.hazard.addressed_up else ()
    return inspectors(case) + staff


def the_reporter(case: Case) -> tuple[int, ...]:
    """上报人"""
    return (case.hazard.reporter_id,) if case.hazard.reporter_id else ()


def the_fixer(case: Case) -> tuple[int, ...]:
    """整改责任人"""
    fixer = case.hazard.fixer_id
    return (fixer,) if fixer and case.directory.people[fixer].active else ()


def helpers(case: Case) -> tuple[int, ...]:
    """协办人"""
    return tuple(case.hazard.helpers)


def department_head(case: Case) -> tuple[int, ...]:
    """科室负责人"""
    return case.post(Role.DEPARTMENT_HEAD)


def officer(case: Case) -> tuple[int, ...]:
    """安全管理员"""
    return and_the_post_above(case, climb_from(case, Role.OFFICER))


def officer_of_another_department(case: Case) -> tuple[int, ...]:
    """安全管理员（本科室的由分管负责人）"""
    seat = climb_from(case, Role.OFFICER)
    of_others = tuple(p for p in seat.people if case.directory.people[p].unit_id != case.hazard.department_id)
    return and_the_post_above(case, Seat(seat.role, of_others)) if of_others else deputy(case)


def deputy(case: Case) -> tuple[int, ...]:
    """分管负责人"""
    return and_the_post_above(case, climb_from(case, Role.DEPUTY))


def chief(case: Case) -> tuple[int, ...]:
    """主要负责人"""
    return climb_from(case, Role.CHIEF).people


def desk(case: Case) -> tuple[int, ...]:
    """卫健委经办人"""
    return and_the_post_above(case, climb_from(case, Role.DESK))


def leader(case: Case) -> tuple[int, ...]:
    """卫健委分管负责人"""
    return and_the_post_above(case, climb_from(case, Role.LEADER))


def head(case: Case) -> tuple[int, ...]:
    """卫健委主要负责人"""
    return climb_from(case, Role.HEAD).people


def who_assigned(case: Case) -> tuple[int, ...]:
    """交办人"""
    return (case.hazard.assigner_id,) if case.hazard.assigner_id else ()


def who_submitted(case: Case) -> tuple[int, ...]:
    """报请人"""
    return (case.hazard.submitted_by,) if case.hazard.submitted_by else ()


def the_receivers(case: Case) -> tuple[int, ...]:
    """交办的接收人"""
    hazard = case.hazard
    if hazard.receiver_id and case.directory.people[hazard.receiver_id].active:
        return (hazard.receiver_id,)
    if case.line is Line.AUTHORITY:
        unit = tuple(p for role in (Role.OFFICER, Role.DEPUTY, Role.CHIEF) for p in case.post(role))
        return unit or desk(case)
    return chief(case) if case.line is Line.MAJOR else officer(case)


def verifier_seat(case: Case) -> Seat:
    """Rule 4: the first of 安管, 分管, 主要, 经办 who is no fixer."""
    return climb_from(case, Role.OFFICER, without=barred(case))


def the_verifier(case: Case) -> tuple[int, ...]:
    """验收人"""
    return and_the_post_above(case, verifier_seat(case), barred(case))


def the_group(case: Case) -> tuple[int, ...]:
    """验收组"""
    return tuple(p for p in case.hazard.panel if p not in barred(case))


def the_group_leader(case: Case) -> tuple[int, ...]:
    """验收组组长"""
    return the_officials(case)[:1]


def the_officials(case: Case) -> tuple[int, ...]:
    """验收组中的卫健委人员"""
    officials = (*case.post(Role.DESK), *case.post(Role.LEADER), *case.post(Role.HEAD))
    return tuple(p for p in the_group(case) if p in officials)


def closer_seat(case: Case) -> Seat:
    """Rule 4, settled 9: neither fixer nor verifier; a small unit's verifier may close; a higher body's paper: 经办."""
    hazard = case.hazard
    not_again = barred(case) | frozenset(hazard.passed_by)
    if case.line is Line.UNIT:
        thin = tuple(p for p in hazard.passed_by if p not in barred(case))
        own = case.directory.people_of(hazard.unit_id)
        nobody_left = thin and set(thin) <= own <= not_again
        if nobody_left and case.policy.small_unit.verifier_may_close:
            return Seat(Role.OFFICER, thin)
        return climb_from(case, Role.DEPUTY, without=not_again)
    desk_verified = bool(set(case.post(Role.DESK)) & set(hazard.passed_by))
    by_leader = desk_verified or (case.line is Line.MAJOR and not listed_above_the_commission(case))
    return climb_from(case, Role.LEADER if by_leader else Role.DESK, without=not_again)


def the_closer(case: Case) -> tuple[int, ...]:
    """销号人"""
    not_again = barred(case) | frozenset(case.hazard.passed_by)
    return and_the_post_above(case, closer_seat(case), not_again)


def listed_above_the_commission(case: Case) -> bool:
    """Whether a city or province listed it: 经办 then records that body's papers."""
    return bool((case.hazard.listed or {}).get("level", "county") != "county")


def listing_body_seat(case: Case) -> Seat:
    """The body that listed: 委主要, 委分管 if authorised; for a higher body 经办 records. Unlisted: 委主要."""
    if case.hazard.listing not in (Listing.LISTED, Listing.LIFTING):
        return climb_from(case, Role.HEAD)
    if listed_above_the_commission(case):
        return climb_from(case, Role.DESK)
    by_leader = (case.hazard.listed or {}).get("by_role") == Role.LEADER
    return climb_from(case, Role.LEADER if by_leader else Role.HEAD)


def decider_seat(case: Case) -> Seat:
    """Who decides an extension: 分管 / 委分管, a further one 主要 / 委主要; 重大: who listed it. Never a fixer."""
    if case.line is Line.MAJOR:
        start = listing_body_seat(case).role or Role.HEAD
    elif case.line is Line.UNIT:
        start = Role.CHIEF if case.hazard.extensions else Role.DEPUTY
    else:
        start = Role.HEAD if case.hazard.extensions else Role.LEADER
    return climb_from(case, start, without=barred(case))


def the_decider(case: Case) -> tuple[int, ...]:
    """延期审批人"""
    return and_the_post_above(case, decider_seat(case), barred(case))


def and_the_post_above(case: Case, seat: Seat, without: frozenset[int] = NOBODY) -> tuple[int, ...]:
    """Settled point 8: 主要 may do whatever 分管 may, 委主要 whatever 委分管 may, unless rule 3 bars them."""
    higher = {Role.DEPUTY: Role.CHIEF, Role.LEADER: Role.HEAD}.get(seat.role or Role.STAFF)
    more = case.post(higher) if higher else ()
    return tuple(dict.fromkeys((*seat.people, *(p for p in more if p not in without))))


def the_on_spot_closer(case: Case) -> tuple[int, ...]:
    """核实销号人（监管级含到场的上报人）"""
    if case.line is Line.UNIT:
        return the_verifier(case)
    on_site = tuple(p for p in the_reporter(case) if p in inspectors(case) and p not in barred(case))
    seat = climb_from(case, Role.DESK, without=barred(case))
    return on_site + and_the_post_above(case, seat, barred(case))

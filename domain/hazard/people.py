"""Who: small named predicates. An empty post is skipped upward; a second pair of eyes is found by going up."""

from domain.cases.called import called, name_of
from domain.cases.case import Case, People, Seat
from domain.cases.seats import and_the_post_above, climb_from, seat_of
from domain.hazard.worked_on import barred
from domain.words import Line, Listing, Role

NOBODY: frozenset[int] = frozenset()


def either(*groups: People) -> People:
    """Anyone of these."""

    def anyone(case: Case) -> tuple[int, ...]:
        return tuple(dict.fromkeys(p for group in groups for p in group(case)))

    anyone.__name__ = "_or_".join(group.__name__ for group in groups)
    return called("、".join(name_of(group) for group in groups))(anyone)


@called("本单位人员")
def anyone_at_the_unit(case: Case) -> tuple[int, ...]:
    """Everybody at home in the unit."""
    return tuple(case.directory.people_of(case.hazard.unit_id))


@called("卫健委检查人员、专家")
def inspectors(case: Case) -> tuple[int, ...]:
    """Whoever may find hazards for the commission."""
    return tuple(p for r in (Role.DESK, Role.LEADER, Role.HEAD, Role.EXPERT) for p in case.post(r))


@called("卫健委检查人员，或直报的本单位人员")
def inspectors_or_staff_writing_up(case: Case) -> tuple[int, ...]:
    """The same, and of a direct report (直报) the unit's people."""
    return inspectors(case) + (anyone_at_the_unit(case) if case.hazard.addressed_up else ())


@called("上报人")
def the_reporter(case: Case) -> tuple[int, ...]:
    """Who reported it."""
    return (case.hazard.reporter_id,) if case.hazard.reporter_id else ()


@called("整改责任人")
def the_fixer(case: Case) -> tuple[int, ...]:
    """The named 责任人."""
    fixer = case.hazard.fixer_id
    return (fixer,) if fixer and case.directory.people[fixer].active else ()


@called("协办人")
def helpers(case: Case) -> tuple[int, ...]:
    """The named 协办人."""
    return tuple(case.hazard.helpers)


@called("科室负责人")
def department_head(case: Case) -> tuple[int, ...]:
    """The head of the department, by post."""
    return case.post(Role.DEPARTMENT_HEAD)


@called("安全管理员")
def officer(case: Case) -> tuple[int, ...]:
    """安管, else who stands above."""
    return and_the_post_above(case, climb_from(case, Role.OFFICER))


@called("安全管理员（本科室的由分管负责人）")
def officer_of_another_department(case: Case) -> tuple[int, ...]:
    """Officer of another department."""
    seat = climb_from(case, Role.OFFICER)
    of_others = tuple(p for p in seat.people if case.directory.people[p].unit_id != case.hazard.department_id)
    return and_the_post_above(case, Seat(seat.role, of_others)) if of_others else deputy(case)


@called("分管负责人")
def deputy(case: Case) -> tuple[int, ...]:
    """分管, else who stands above."""
    return and_the_post_above(case, climb_from(case, Role.DEPUTY))


@called("主要负责人")
def chief(case: Case) -> tuple[int, ...]:
    """主要, else who stands above."""
    return climb_from(case, Role.CHIEF).people


@called("卫健委经办人")
def desk(case: Case) -> tuple[int, ...]:
    """经办, else who stands above."""
    return and_the_post_above(case, climb_from(case, Role.DESK))


@called("卫健委分管负责人")
def leader(case: Case) -> tuple[int, ...]:
    """委分管, else who stands above."""
    return and_the_post_above(case, climb_from(case, Role.LEADER))


@called("卫健委主要负责人")
def head(case: Case) -> tuple[int, ...]:
    """委主要."""
    return climb_from(case, Role.HEAD).people


@called("交办人")
def who_assigned(case: Case) -> tuple[int, ...]:
    """Who assigned it."""
    return (case.hazard.assigner_id,) if case.hazard.assigner_id else ()


@called("报请人")
def who_submitted(case: Case) -> tuple[int, ...]:
    """Who submitted the fix."""
    return (case.hazard.submitted_by,) if case.hazard.submitted_by else ()


@called("交办的接收人")
def the_receivers(case: Case) -> tuple[int, ...]:
    """Who must sign for the assignment."""
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


@called("验收人")
def the_verifier(case: Case) -> tuple[int, ...]:
    """The verifier."""
    return and_the_post_above(case, verifier_seat(case), barred(case))


@called("验收组")
def the_group(case: Case) -> tuple[int, ...]:
    """Everybody named to the acceptance group."""
    return tuple(p for p in case.hazard.panel if p not in barred(case))


@called("验收组组长")
def the_group_leader(case: Case) -> tuple[int, ...]:
    """Who leads the acceptance group."""
    return the_officials(case)[:1]


@called("验收组中的卫健委人员")
def the_officials(case: Case) -> tuple[int, ...]:
    """The commission's people in the acceptance group."""
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
            return seat_of(case, thin) or Seat(Role.OFFICER, thin)
        return climb_from(case, Role.DEPUTY, without=not_again)
    if case.line is Line.MAJOR and listed_above_the_commission(case):
        return climb_from(case, Role.DESK, without=not_again)
    by_leader = case.line is Line.MAJOR or bool(set(case.post(Role.DESK)) & set(hazard.passed_by))
    return climb_from(case, Role.LEADER if by_leader else Role.DESK, without=not_again)


@called("销号人")
def the_closer(case: Case) -> tuple[int, ...]:
    """The closer."""
    return and_the_post_above(case, closer_seat(case), barred(case) | frozenset(case.hazard.passed_by))


def listed_above_the_commission(case: Case) -> bool:
    """Whether a city or province listed it: 经办 then records that body's papers."""
    return bool((case.hazard.listed or {}).get("level", "county") != "county")


def listing_body_seat(case: Case) -> Seat:
    """The body that listed: 委主要, 委分管 if authorised; for a higher body 经办 records. Unlisted: 委主要."""
    if case.hazard.listing not in (Listing.LISTED, Listing.LIFTING):
        return climb_from(case, Role.HEAD)
    if listed_above_the_commission(case):
        return climb_from(case, Role.DESK)
    return climb_from(case, Role((case.hazard.listed or {}).get("by_role") or Role.HEAD))


def decider_seat(case: Case) -> Seat:
    """Who decides an extension: 分管 / 委分管, a further one 主要 / 委主要; 重大: who listed it. Never a fixer."""
    if case.line is Line.MAJOR:
        start = listing_body_seat(case).role or Role.HEAD
    elif case.line is Line.UNIT:
        start = Role.CHIEF if case.hazard.extensions else Role.DEPUTY
    else:
        start = Role.HEAD if case.hazard.extensions else Role.LEADER
    return climb_from(case, start, without=barred(case))


@called("延期审批人")
def the_decider(case: Case) -> tuple[int, ...]:
    """The decider."""
    return and_the_post_above(case, decider_seat(case), barred(case))


def not_on_the_spot(case: Case) -> frozenset[int]:
    """Rule 5, settled point 24: beside whoever worked on it, who reported 已当场整改 does not close it on the spot."""
    return barred(case) | (frozenset(the_reporter(case)) if case.hazard.fixed_on_spot else NOBODY)


@called("核实销号人（上报“已当场整改”的人除外；监管级含到场的检查人员）")
def the_on_spot_closer(case: Case) -> tuple[int, ...]:
    """The on spot closer."""
    out = not_on_the_spot(case)
    if case.line is Line.UNIT:
        return and_the_post_above(case, climb_from(case, Role.OFFICER, without=out), out)
    on_site = tuple(p for p in the_reporter(case) if p in inspectors(case) and p not in out)
    return on_site + and_the_post_above(case, climb_from(case, Role.DESK, without=out), out)

"""More named predicates of the table: who stands above, who must hear, who answers for a paper or a listing."""

from domain.rules.case import Case
from domain.rules.holders import holder, signer_seat
from domain.rules.people import (
    ABOVE,
    chief,
    climb_from,
    department_head,
    desk,
    head,
    leader,
    listing_body_seat,
    officer,
    the_receivers,
    verifier_seat,
)
from domain.words import Line, PaperState, Role


def the_holder(case: Case) -> tuple[int, ...]:
    """现办理人"""
    seat = holder(case)
    return seat.people if seat else ()


def above_the_holder(case: Case) -> tuple[int, ...]:
    """现办理人的上级"""
    seat = holder(case)
    if seat is None:
        return ()
    start = ABOVE.index(seat.role) + 1 if seat.role in ABOVE else 0
    people = [p for role in ABOVE[start:] for p in case.post(role)]
    return tuple(p for p in dict.fromkeys(people) if p not in seat.people)


def the_commission_above_the_holder(case: Case) -> tuple[int, ...]:
    """现办理人之上的卫健委经办人、负责人"""
    commission = (*desk(case), *leader(case))
    return tuple(p for p in above_the_holder(case) if p in commission)


def deputy_in_post(case: Case) -> tuple[int, ...]:
    """分管负责人"""
    return climb_from(case, Role.DEPUTY).people


def officer_in_post(case: Case) -> tuple[int, ...]:
    """安全管理员"""
    return climb_from(case, Role.OFFICER).people


def desk_in_post(case: Case) -> tuple[int, ...]:
    """卫健委经办人"""
    return climb_from(case, Role.DESK).people


def verifier_in_post(case: Case) -> tuple[int, ...]:
    """验收人"""
    return verifier_seat(case).people


def leader_in_post(case: Case) -> tuple[int, ...]:
    """卫健委分管负责人"""
    return climb_from(case, Role.LEADER).people


def who_must_hear_of_a_report(case: Case) -> tuple[int, ...]:
    """疑似重大：分管、主要、经办；直报：经办、委分管"""
    if case.hazard.addressed_up:
        return desk_in_post(case) + leader_in_post(case)
    return deputy_in_post(case) + chief(case) + desk_in_post(case) if case.hazard.suspected else ()


def who_must_hear_of_an_assignment(case: Case) -> tuple[int, ...]:
    """科室负责人 / 主要负责人 / 安全管理员、卫健委主要负责人"""
    if case.line is Line.UNIT:
        return department_head(case)
    return chief(case) if case.line is Line.AUTHORITY else officer_in_post(case) + head(case)


def the_officer_or_new_fixer(case: Case) -> tuple[int, ...]:
    """安全管理员（转办后为新责任人）"""
    return the_new_fixer(case) or officer(case)


def the_new_fixer(case: Case) -> tuple[int, ...]:
    """单位内部转办的新责任人"""
    return the_receivers(case) if case.hazard.receiver_id else ()


def the_plan_reviewer(case: Case) -> tuple[int, ...]:
    """方案审查人"""
    return {Line.UNIT: deputy_in_post, Line.AUTHORITY: desk_in_post, Line.MAJOR: leader_in_post}[case.line](
        case
    )


def who_filed_the_plan(case: Case) -> tuple[int, ...]:
    """方案报送人"""
    by = (case.hazard.plan or {}).get("by")
    return (by,) if by else ()


def who_asked(case: Case) -> tuple[int, ...]:
    """延期申请人"""
    by = (case.hazard.extension or {}).get("by")
    return (by,) if by else ()


def who_closed(case: Case) -> tuple[int, ...]:
    """原销号人"""
    return (case.hazard.closed_by,) if case.hazard.closed_by else ()


def leaders_of_a_major(case: Case) -> tuple[int, ...]:
    """重大：主要负责人、卫健委主要负责人"""
    return chief(case) + head(case) if case.line is Line.MAJOR else ()


def the_listing_body(case: Case) -> tuple[int, ...]:
    """挂牌机关"""
    role = listing_body_seat(case).role
    return {Role.DESK: desk, Role.LEADER: leader}.get(role or Role.HEAD, head)(case)


def signers_of_the_new_paper(case: Case) -> tuple[int, ...]:
    """签发人"""
    found = [p for p in case.papers if p.state == PaperState.PROPOSED]
    return tuple(dict.fromkeys(p for paper in found for p in signer_seat(case, paper.kind).people))

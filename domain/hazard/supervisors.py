"""More named predicates of the table: who stands above, who must hear, who answers for a paper or a listing."""

from domain.cases.called import called
from domain.cases.case import Case
from domain.cases.seats import climb_from
from domain.hazard.holders import holder
from domain.hazard.people import (
    chief,
    department_head,
    desk,
    head,
    leader,
    listing_body_seat,
    officer,
    the_closer,
    the_receivers,
    verifier_seat,
)
from domain.roles import LINE
from domain.words import Line, Role, State


@called("现办理人")
def the_holder(case: Case) -> tuple[int, ...]:
    """Everybody on whom it waits now."""
    seat = holder(case)
    return seat.people if seat else ()


@called("现办理人的上级")
def above_the_holder(case: Case) -> tuple[int, ...]:
    """Every post above the one that holds it."""
    seat = holder(case)
    if seat is None:
        return ()
    start = LINE.index(seat.role) + 1 if seat.role in LINE else 0
    people = [p for role in LINE[start:] for p in case.post(role)]
    return tuple(p for p in dict.fromkeys(people) if p not in seat.people)


@called("现办理人之上的卫健委经办人、负责人")
def the_commission_above_the_holder(case: Case) -> tuple[int, ...]:
    """The posts of the commission above the one that holds it."""
    commission = (*desk(case), *leader(case))
    return tuple(p for p in above_the_holder(case) if p in commission)


@called("分管负责人")
def deputy_in_post(case: Case) -> tuple[int, ...]:
    """分管 by post, skipping nobody upward."""
    return climb_from(case, Role.DEPUTY).people


@called("安全管理员")
def officer_in_post(case: Case) -> tuple[int, ...]:
    """安管 by post, skipping nobody upward."""
    return climb_from(case, Role.OFFICER).people


@called("卫健委经办人")
def desk_in_post(case: Case) -> tuple[int, ...]:
    """经办 by post."""
    return climb_from(case, Role.DESK).people


@called("验收人")
def verifier_in_post(case: Case) -> tuple[int, ...]:
    """Whoever may verify it now."""
    return verifier_seat(case).people


@called("卫健委分管负责人")
def leader_in_post(case: Case) -> tuple[int, ...]:
    """委分管 by post."""
    return climb_from(case, Role.LEADER).people


@called("疑似重大：分管、主要、经办；直报：经办、委分管")
def who_must_hear_of_a_report(case: Case) -> tuple[int, ...]:
    """Who must hear of a report."""
    if case.hazard.addressed_up:
        return desk_in_post(case) + leader_in_post(case)
    return deputy_in_post(case) + chief(case) + desk_in_post(case) if case.hazard.suspected else ()


@called("监管级疑似重大：分管、主要")
def who_first_learns_of_a_suspicion(case: Case) -> tuple[int, ...]:
    """The unit's leaders, who see what the commission found or was told from its registration on (settled 15)."""
    theirs = case.line is Line.AUTHORITY and not case.hazard.taken_over
    return deputy_in_post(case) + chief(case) if theirs and case.hazard.suspected else ()


@called("科室负责人 / 主要负责人 / 安全管理员、卫健委主要负责人")
def who_must_hear_of_an_assignment(case: Case) -> tuple[int, ...]:
    """Who must hear of an assignment."""
    if case.line is Line.UNIT:
        return department_head(case)
    return chief(case) if case.line is Line.AUTHORITY else officer_in_post(case) + head(case)


@called("安全管理员（转办后为新责任人）")
def the_officer_or_new_fixer(case: Case) -> tuple[int, ...]:
    """The officer or new fixer."""
    return the_new_fixer(case) or officer(case)


@called("单位内部转办的新责任人")
def the_new_fixer(case: Case) -> tuple[int, ...]:
    """The new fixer."""
    return the_receivers(case) if case.hazard.receiver_id else ()


@called("方案审查人")
def the_plan_reviewer(case: Case) -> tuple[int, ...]:
    """Who reviews a filed plan."""
    return {Line.UNIT: deputy_in_post, Line.AUTHORITY: desk_in_post, Line.MAJOR: leader_in_post}[case.line](
        case
    )


@called("方案报送人")
def who_filed_the_plan(case: Case) -> tuple[int, ...]:
    """Who filed the plan."""
    by = (case.hazard.plan or {}).get("by")
    return (by,) if by else ()


@called("延期申请人")
def who_asked(case: Case) -> tuple[int, ...]:
    """Who asked for more time."""
    by = (case.hazard.extension or {}).get("by")
    return (by,) if by else ()


@called("原销号人")
def who_closed(case: Case) -> tuple[int, ...]:
    """Who closed it."""
    return (case.hazard.closed_by,) if case.hazard.closed_by else ()


@called("恢复使用的申请人")
def who_asked_for_use(case: Case) -> tuple[int, ...]:
    """Who asked to use it again."""
    return tuple((case.hazard.suspended or {}).get("asked_by", ()))


@called("待销号的：销号人")
def closer_if_it_waits(case: Case) -> tuple[int, ...]:
    """Whoever may close it from now on."""
    return the_closer(case) if case.hazard.state == State.VERIFIED else ()


@called("重大：主要负责人、卫健委主要负责人")
def leaders_of_a_major(case: Case) -> tuple[int, ...]:
    """Leaders of a major."""
    return chief(case) + head(case) if case.line is Line.MAJOR else ()


@called("挂牌机关")
def the_listing_body(case: Case) -> tuple[int, ...]:
    """The listing body."""
    role = listing_body_seat(case).role
    return {Role.DESK: desk, Role.LEADER: leader}.get(role or Role.HEAD, head)(case)


@called("挂牌机关（上级挂牌的由卫健委经办人登记其文书），未参加验收的")
def who_may_refuse_lifting(case: Case) -> tuple[int, ...]:
    """Who may refuse lifting."""
    closers = the_closer(case)
    return tuple(p for p in the_listing_body(case) if p in closers) or closers

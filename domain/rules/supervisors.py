"""More named predicates of the table: who stands above, who must hear, who answers for a paper or a listing."""

from domain.errors import NotReady
from domain.rules.case import Case
from domain.rules.holders import holder, signer_seat
from domain.rules.people import (
    ABOVE,
    chief,
    department_head,
    deputy,
    desk,
    head,
    leader,
    officer,
    the_receivers,
)
from domain.rules.steps import Act
from domain.words import OPEN_STATES, Line, PaperState, Role, State


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


def who_must_hear_of_a_report(case: Case) -> tuple[int, ...]:
    """疑似重大：分管、主要、经办；直报：经办、委分管"""
    if case.hazard.addressed_up:
        return desk(case) + leader(case)
    return deputy(case) + chief(case) + desk(case) if case.hazard.suspected else ()


def who_must_hear_of_an_assignment(case: Case) -> tuple[int, ...]:
    """科室负责人 / 主要负责人 / 安全管理员、卫健委主要负责人"""
    if case.line is Line.UNIT:
        return department_head(case)
    return chief(case) if case.line is Line.AUTHORITY else officer(case) + head(case)


def the_officer_or_new_fixer(case: Case) -> tuple[int, ...]:
    """安全管理员（转办后为新责任人）"""
    return the_receivers(case) if case.hazard.receiver_id else officer(case)


def the_plan_reviewer(case: Case) -> tuple[int, ...]:
    """方案审查人"""
    return {Line.UNIT: deputy, Line.AUTHORITY: desk, Line.MAJOR: leader}[case.line](case)


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
    return tuple(case.hazard.passed_by)


def leaders_of_a_major(case: Case) -> tuple[int, ...]:
    """重大：主要负责人、卫健委主要负责人"""
    return chief(case) + head(case) if case.line is Line.MAJOR else ()


def the_listing_body(case: Case) -> tuple[int, ...]:
    """挂牌机关"""
    listed = case.hazard.listed or {}
    if listed.get("level", "county") != "county":
        return desk(case)
    return leader(case) if listed.get("by_role") == Role.LEADER else head(case)


def signers_of_the_new_paper(case: Case) -> tuple[int, ...]:
    """签发人"""
    found = [p for p in case.papers if p.state == PaperState.PROPOSED]
    return tuple(dict.fromkeys(p for paper in found for p in signer_seat(case, paper.kind).people))


def is_verified(case: Case, _act: Act) -> None:
    """摘牌 follows the acceptance."""
    if case.hazard.state != State.VERIFIED:
        raise NotReady("验收通过后才能办理摘牌。")


def is_still_open(case: Case, _act: Act) -> None:
    """Papers hang on open hazards."""
    if case.hazard.state not in OPEN_STATES:
        raise NotReady("隐患已办结，不能再拟发文书。")

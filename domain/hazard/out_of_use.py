"""Who takes a place out of use, who asks to use it again, and who decides on that (settled point 36)."""

from domain.cases.called import called
from domain.cases.case import Case, Seat
from domain.cases.seats import and_the_post_above, climb_from
from domain.cases.visibility import kept_by_the_commission
from domain.hazard.people import chief, leader
from domain.hazard.worked_on import barred
from domain.roles import LINE
from domain.tables import Hazard
from domain.use import OUT_OF_USE, Use
from domain.words import Line, Role


def is_under_control(hazard: Hazard) -> bool:
    """Whether something keeps people safe meanwhile: 临时管控, or the place is out of use."""
    return bool(hazard.interim) or Use(hazard.use) in OUT_OF_USE


@called("主要负责人（依职权也可由卫健委分管负责人）")
def who_orders(case: Case) -> tuple[int, ...]:
    """主要; where the policy gives the commission the power (安全生产法 65(三)), 委分管 too."""
    by_power = leader(case) if case.policy.suspension.commission_orders else ()
    return tuple(dict.fromkeys((*chief(case), *by_power)))


def asker_seat(case: Case) -> Seat:
    """Who asks to use it again: 安管, of a 重大 主要; of what the commission keeps to itself its 经办."""
    if kept_by_the_commission(case.hazard):
        return climb_from(case, Role.DESK)
    return climb_from(case, Role.CHIEF if case.line is Line.MAJOR else Role.OFFICER)


@called("安全管理员（重大：主要负责人）")
def who_asks(case: Case) -> tuple[int, ...]:
    """Whoever asks to use it again."""
    return asker_seat(case).people


def who_asked(case: Case) -> frozenset[int]:
    """Whoever asked for what is to be decided, and who stands in for them or they for: none consents to it."""
    asked = frozenset((case.hazard.suspended or {}).get("asked_by", ()))
    directory = case.directory
    return (
        asked | directory.delegates_of(asked, case.at) | directory.principals_of_any(asked, case.at)
        if asked
        else asked
    )


def post_that_orders(case: Case, person: int) -> Role:
    """The highest post, from 分管 upward, in which this person orders it; 主要 for whoever has none."""
    posts = reversed(LINE[LINE.index(Role.DEPUTY) :])
    return next((role for role in posts if person in case.post(role)), Role.CHIEF)


def the_higher(one: Role, other: Role) -> Role:
    """The one further up the line."""
    return max(one, other, key=LINE.index)


def decider_seat_of_use(case: Case) -> Seat:
    """Settled point 36: the post that ordered, 主要 at least, above whoever worked on it or asked."""
    ordered = Role((case.hazard.suspended or {}).get("by_role") or Role.CHIEF)
    least = Role.DESK if kept_by_the_commission(case.hazard) else Role.CHIEF
    return climb_from(case, the_higher(ordered, least), without=barred(case) | who_asked(case))


@called("决定停用的负责人（至少为主要负责人；参与整改、提出申请的回避，由上一级办理）")
def who_decides_on_use(case: Case) -> tuple[int, ...]:
    """Whoever consents or refuses."""
    return and_the_post_above(case, decider_seat_of_use(case), barred(case) | who_asked(case))

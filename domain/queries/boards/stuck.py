"""What is stuck worst: where, who holds it, for how many days, and why, as far as anybody said."""

from dataclasses import dataclass

from domain.calendar import day_of, last_day
from domain.cases.case import Case
from domain.hazard.holders import holder
from domain.queries.hazard_filter import HazardFilter, Order
from domain.queries.ledger import page
from domain.queries.reader import Reader
from domain.use import Use
from domain.words import Blocker, State

LATE_FIRST = HazardFilter(overdue=True, order=Order.DUE)
FIVE = 5


@dataclass(frozen=True)
class Stuck:
    """One overdue hazard; `days` calendar days past its date."""

    case: Case
    holder: str
    days: int
    why: str


def stuck(reader: Reader, most: int = FIVE) -> list[Stuck]:
    """The longest overdue, as the list `LATE_FIRST` begins."""
    found = page(reader, LATE_FIRST.model_copy(update={"limit": most}))
    return [_stuck(case) for case in found.cases]


def _stuck(case: Case) -> Stuck:
    seat, due = holder(case), case.hazard.rectify_by
    days = (day_of(case.at) - last_day(due)).days if due else 0
    return Stuck(case, seat.label(case.directory) if seat else "", days, why(case))


def why(case: Case) -> str:
    """The reason on record: 卡点, a request that waits, returns, or the state it waits in."""
    hazard = case.hazard
    told = [
        f"卡点：{Blocker(hazard.blocker).label}" if hazard.blocker else "",
        "停用，待复核恢复" if hazard.use == Use.RESUMING else "停用中" if hazard.use == Use.SUSPENDED else "",
        "延期待批" if hazard.extension else "",
        f"第 {hazard.send_backs} 次退回" if hazard.send_backs else "",
        "未签收" if hazard.state == State.ASSIGNED else "",
        "逾期报请，待验收" if hazard.state in (State.VERIFYING, State.VERIFIED) else "",
    ]
    return "，".join(part for part in told if part) or "未说明原因"

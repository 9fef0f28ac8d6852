"""What people read: how a date stands, what a clock is called, which source a unit is shown."""

from datetime import datetime

from domain.actions import Action
from domain.calendar import day_of, last_day
from domain.rules.case import Case
from domain.rules.clocks import Clock
from domain.rules.escalation import WORKING
from domain.tables import Hazard
from domain.words import Source, State

CLOCK_LABELS = {
    "remind": "整改到期提醒",
    "ask_extension": "申请延期提醒",
    "overdue": "整改超期",
    "paper": "整改超期，提请签发",
    "returned": "多次退回",
    "returned_paper": "多次退回，提请签发",
    "delays": "多次延期",
    "delays_paper": "多次延期，提请签发",
    "register": "登记",
    "assign": "交办",
    "accept": "签收",
    "verify": "验收",
    "close": "销号",
    "receipt": "移交回执",
    "answer": "移交答复",
    "answer_late": "移交答复",
    "plan": "报送治理方案",
    "plan_review": "审查治理方案",
    "progress": "报送进展",
    "extension": "审批延期",
    "interim": "临时管控",
    "grade": "等级认定",
    "listing": "提请挂牌督办",
    "look_listing": "再次研究挂牌",
    "listed": "挂牌期限",
    "listed_paper": "挂牌期限已过，提请移交",
    "sign_listing": "签发挂牌",
    "lift": "审批摘牌",
    "sign": "签发文书",
    "serve": "送达文书",
    "reply": "书面反馈",
    "look_again": "再次研究文书",
}
"""A clock's kind in words; for a wait, what is waited for."""
ACTS = {Action.REMIND: "系统提醒", Action.URGE: "系统催办"}
HIDDEN_SOURCES = {Source.COMPLAINT_CHECK: Source.INSPECTION}
"""What a unit is shown instead: nobody there shall learn that somebody complained."""


def what_happens(clock: Clock) -> str:
    """The clock's next act in words, such as 系统催办：签收."""
    act = ACTS.get(clock.action, clock.action.timeline)
    paper = f"（{clock.paper.label}）" if clock.paper else ""
    return f"{act}{paper}：{CLOCK_LABELS[clock.kind]}"


def is_overdue(hazard: Hazard, at: datetime) -> bool:
    """Whether its rectification is late; what was submitted in time waits for others and is not."""
    if hazard.rectify_by is None or hazard.rectify_by > at:
        return False
    waits = hazard.state in (State.VERIFYING, State.VERIFIED)
    late = hazard.submitted_at is not None and hazard.submitted_at > hazard.rectify_by
    return hazard.state in WORKING or (waits and late)


def time_left(due_at: datetime | None, at: datetime) -> str | None:
    """还剩 3 天, 今天到期, 今天已超时 (a moment of today passed), 已超期 2 天: calendar days in Asia/Shanghai."""
    if due_at is None:
        return None
    days = (last_day(due_at) - day_of(at)).days
    if days > 0:
        return f"还剩 {days} 天"
    if days == 0:
        return "今天到期" if at < due_at else "今天已超时"
    return f"已超期 {-days} 天"


def source_shown(case: Case, *, to_the_authority: bool) -> Source:
    """The source as this reader may know it."""
    source = Source(case.hazard.source)
    return source if to_the_authority else HIDDEN_SOURCES.get(source, source)

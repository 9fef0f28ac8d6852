"""What people read: how a date stands, what a clock is called, which source a unit is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actions import Action
from domain.calendar import day_of, last_day
from domain.cases.case import Case
from domain.cases.clocks import Clock
from domain.hazard.escalation import WORKING
from domain.hazard.holders import holder
from domain.roles import INSTITUTION_ROLES
from domain.rungs import rung_label
from domain.tables import Hazard
from domain.words import AUTHORITY_SOURCES, Level, Line, Listing, Role, Source, State, state_label

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
    "publish": "登记公示",
    "lift": "审批摘牌",
    "ask_resume": "申请恢复使用",
    "resume": "复核恢复使用",
    "out_of_use": "研究恢复使用或永久停用",
    "sign": "签发文书",
    "serve": "送达文书",
    "record": "登记约谈记录",
    "asked": "办理所提请的事项",
    "reply": "书面反馈",
    "look_again": "再次研究文书",
    "task_due": "当日任务",
    "task_missed": "逾期未办的任务",
}
"""A clock's kind in words; for a wait, what is waited for."""
OF_THE_POST: dict[tuple[Line, State], tuple[str, frozenset[Role]]] = {
    (Line.AUTHORITY, State.ASSIGNED): ("待单位签收", INSTITUTION_ROLES),
    (Line.AUTHORITY, State.VERIFYING): ("待单位自验", INSTITUTION_ROLES),
    (Line.MAJOR, State.ASSIGNED): ("待主要负责人签收", frozenset({Role.CHIEF})),
}
"""States that are called after the post that usually holds them."""
ACTS = {Action.REMIND: "系统提醒", Action.URGE: "系统催办"}
SOON_DAYS = 3
HIDDEN_SOURCES = {Source.COMPLAINT_CHECK: Source.INSPECTION}
"""What a unit is shown instead: nobody there shall learn that somebody complained."""


def state_shown(case: Case) -> str:
    """The present state in words; a post (or the unit) is named only while it holds the hazard."""
    state, line = State(case.hazard.state), case.line
    label, posts = OF_THE_POST.get((line, state), ("", frozenset[Role]()))
    seat = holder(case) if label else None
    if seat is None:
        return state_label(state, line)
    own = line is Line.AUTHORITY and set(seat.people) <= case.directory.people_of(case.hazard.unit_id)
    return label if seat.people and (own or seat.role in posts) else state_label(state, line)


def rung_shown(hazard: Hazard) -> str:
    """How far it has climbed, in words; nothing of what has not."""
    return rung_label(hazard.rung, Level(hazard.level), listed=is_listed(hazard)) if hazard.rung else ""


def is_listed(hazard: Hazard) -> bool:
    """Whether its listing (挂牌督办) is in force."""
    return hazard.listing in (Listing.LISTED, Listing.LIFTING)


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


class Look(StrEnum):
    """How a page shows how something stands; its words say it too."""

    PLAIN = "plain"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Standing:
    """How a date stands, in words, and how they are shown."""

    words: str
    look: Look = Look.PLAIN


def words_of(standing: Standing | None) -> str | None:
    """The words alone."""
    return standing.words if standing else None


def time_left(due_at: datetime | None, at: datetime) -> Standing | None:
    """还剩 3 天, 今天到期, 今天已超时 (a moment of today passed), 已超期 2 天: calendar days in Asia/Shanghai."""
    if due_at is None:
        return None
    days = (last_day(due_at) - day_of(at)).days
    if days > 0:
        return Standing(f"还剩 {days} 天", Look.SOON if days <= SOON_DAYS else Look.PLAIN)
    if days == 0:
        return Standing("今天到期", Look.SOON) if at < due_at else Standing("今天已超时", Look.LATE)
    return Standing(f"已超期 {-days} 天", Look.LATE)


def source_shown(case: Case, *, to_the_authority: bool) -> Source:
    """The source as this reader may know it."""
    source, hazard = Source(case.hazard.source), case.hazard
    if to_the_authority:
        return source
    went_up = hazard.addressed_up or "written_up" in hazard.terms
    if went_up and case.line is not Line.UNIT:  # 直报: to the unit it was found by inspection
        return Source.INSPECTION
    return HIDDEN_SOURCES.get(source, source)


def reported_at_shown(case: Case, *, to_the_authority: bool) -> datetime:
    """When it was reported as this reader may know it: to a unit, of what the commission found, when it was found."""
    hazard = case.hazard
    hidden = not to_the_authority and source_shown(case, to_the_authority=False) in AUTHORITY_SOURCES
    return hazard.found_at if hidden else hazard.reported_at


IN_TIME = Standing("待验收（未超期）")
RECTIFYING_IS_OVER = frozenset({State.TRANSFERRED, State.CLOSED, State.DISMISSED, State.VOIDED})


def date_stands(hazard: Hazard, at: datetime) -> Standing | None:
    """How the date of an open rectification stands; never 已超期 of what `is_overdue` calls in time.

    Submitted in time it waits for others; transferred it has no date here any more.
    """
    if hazard.rectify_by is None or hazard.state in RECTIFYING_IS_OVER:
        return None
    if hazard.rectify_by <= at and not is_overdue(hazard, at):
        return IN_TIME if hazard.state in (State.VERIFYING, State.VERIFIED) else None
    return time_left(hazard.rectify_by, at)

"""The dates of the work itself: how long, until when, and the last day to ask for more."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.actions import Action
from domain.calendar import Sum, Term, due, end_of, last_day
from domain.cases.case import Case
from domain.commands import Recalculate
from domain.hazard.people import deputy, leader
from domain.words import OPEN_STATES, Line


def is_longer_than(case: Case, days: int) -> bool:
    """Whether the term from 交办 to the date in force exceeds so many days; rolling over rest days adds nothing."""
    term, ends = case.hazard.terms.get("assigned"), case.hazard.rectify_by
    return term is not None and exceeds(case, datetime.fromisoformat(term[1]), ends, days)


def exceeds(case: Case, begun: datetime, ends: datetime | None, days: int) -> bool:
    """Whether a term is longer than so many days would be, rolled to a working day as the policy's own terms are."""
    return ends is not None and ends > due(Term(days, "days"), begun, case.calendar).due_at


def rectify_sum(case: Case, kind: str | None, last: date | None) -> Sum:
    """The rectification date: the day given, or the policy's days for the kind of work or the category."""
    rectify = case.policy.rectify
    if last is not None:
        days = (last - last_day(case.at + timedelta(microseconds=1))).days
        return Sum(
            end_of(last),
            f"交办时定为 {last}（{days} 天）",
            provisional=case.calendar.is_provisional(last.year),
        )
    if case.line is Line.MAJOR:
        return due(Term(rectify.major_cap_days, "days"), case.at, case.calendar)
    chosen = kind or rectify.kind_for(case.hazard.category)
    return due(rectify.term(chosen), case.at, case.calendar, rolls=chosen != "immediate")  # type: ignore[arg-type] # a kind


def rectify_anew(case: Case, act: Any, begun: datetime, why: str) -> Recalculate | None:  # noqa: ANN401 - a line
    """Moves the date to where the act that began its term would set it today; None when it named a day itself."""
    was = case.hazard.rectify_by
    if (
        was is None
        or case.hazard.state not in OPEN_STATES
        or act.action != Action.ASSIGN
        or act.data.get("due")
    ):
        return None
    found = rectify_sum(replace(case, at=begun), act.data.get("term"), None)
    if found.due_at == was:
        return None
    return Recalculate(why=why, was=was, rectify_by=found.due_at, because=found.because)


def known_here_since(case: Case) -> datetime:
    """When it was reported, or imported: from then on the policy's longest term counts."""
    imported = case.hazard.terms.get("imported")
    return datetime.fromisoformat(imported[1]) if imported else case.hazard.reported_at


def cap(case: Case, begun: datetime) -> date:
    """The last day the policy allows for this level, however often extended."""
    rectify = case.policy.rectify
    return last_day(begun) + timedelta(days=rectify.absolute_cap_days)


def extensions_allowed(case: Case) -> int:
    """How often the date may move: the policy's times; a 重大 once."""
    return 1 if case.line is Line.MAJOR else case.policy.extension.times


def extension_terms(case: Case) -> tuple[Term, Term]:
    """(how early to ask, how fast to decide) for a term of this length."""
    rule = case.policy.extension
    if case.line is Line.MAJOR:
        longer = is_longer_than(case, rule.major_long_days)
        return rule.major_ask_before[longer], rule.major_decide_in[longer]
    longer = is_longer_than(case, rule.short_days)
    return rule.ask_before[longer], rule.decide_in[longer]


def extension_deadline(case: Case) -> Sum:
    """The end of the last day on which an extension may still be asked for."""
    ask, _ = extension_terms(case)
    assert case.hazard.rectify_by is not None  # noqa: S101 - a running term has its date
    last = case.calendar.add_working_days(last_day(case.hazard.rectify_by), -ask.amount)
    return Sum(end_of(last), f"到期前 {ask.label()} = {last}", provisional=False)


def decision_sum(case: Case, asked_at: datetime) -> Sum:
    """When an extension must be decided: n working days, yet never after the last working day before expiry."""
    _, decide = extension_terms(case)
    counted = due(decide, asked_at, case.calendar)
    assert case.hazard.rectify_by is not None  # noqa: S101 - only a running term is asked
    before = case.calendar.last_working_day_before(last_day(case.hazard.rectify_by))
    if end_of(before) >= counted.due_at:
        return counted
    if end_of(before) <= asked_at:
        return Sum(case.hazard.rectify_by, f"到期当日 {last_day(case.hazard.rectify_by)}", provisional=False)
    return Sum(end_of(before), f"到期前最后一个工作日 = {before}", provisional=False)


def again_sum(case: Case, redo_by: date | None) -> Sum:
    """再整改期限: the day given, else T if later, else the policy's days (calendar)."""
    if redo_by is not None:
        return Sum(end_of(redo_by), f"再整改期限 {redo_by}", provisional=False)
    rule = case.policy.again
    days = rule.major_days if case.line is Line.MAJOR else rule.days
    counted = due(Term(days, "days"), case.at, case.calendar)
    in_force = case.hazard.rectify_by
    if in_force and in_force > counted.due_at:
        return Sum(in_force, f"原期限 {last_day(in_force)} 仍在后", provisional=False)
    return counted


def latest_day(case: Case, person: int) -> date:
    """The last day that this person may give: the cap for a 重大 and for 分管 / 委分管, else the longest days."""
    allowed = deputy(case) if case.line is Line.UNIT else leader(case)
    last = cap(case, case.at)
    if case.line is Line.MAJOR or person in allowed:
        return last
    longest = Term(case.policy.rectify.longest_days, "days")
    return min(last, last_day(due(longest, case.at, case.calendar).due_at))

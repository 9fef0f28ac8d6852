"""What a form starts with: the dates that the policy suggests, each with its sum; what is already on record."""

from collections.abc import Callable
from datetime import date
from typing import get_args

from api.pages.acting.choices import LITERALS, Options
from domain.calendar import day_of, due, last_day
from domain.cases.case import Case
from domain.cases.visibility import is_unregistered_direct_report
from domain.clock import SITE_ZONE
from domain.hazard.deadlines import again_sum, cap, extension_deadline, known_here_since, rectify_sum
from domain.hazard.effects.intake import default_fixer
from domain.hazard.labels import source_shown
from domain.policy.model import Kind
from domain.use import Scope, Use
from domain.words import Line

OWN = "用卫健委自己的话写，单位会看到；上报人的原话只留卫健委"
Suggestion = tuple[str | list[str] | None, str]
"""(what to fill in, the hint that explains it)."""


def redo(case: Case) -> Suggestion:
    """再整改期限 by the policy; when a person may not name that day themselves, leaving it empty gives it."""
    total = again_sum(case, None)
    day, longest = last_day(total.due_at), _in_days(case, case.policy.again.major_days)
    if case.line is Line.MAJOR and day > longest:
        return None, f"不填即：{total.because}；另定的不超过 {longest}"
    return day.isoformat(), f"建议：{total.because}"


def rectification(case: Case) -> Suggestion:
    """The last day for a 重大: the policy's default cap; otherwise the kinds of work are offered."""
    if case.line is not Line.MAJOR:
        return None, "不按上面的类型时，另定日期"
    total = rectify_sum(case, None, None)
    return last_day(total.due_at).isoformat(), f"建议：{total.because}"


def of_a_major(case: Case) -> Suggestion:
    """认定并交办: the default cap for a 重大."""
    day = case.calendar.next_working_day(_in_days(case, case.policy.rectify.major_cap_days))
    return day.isoformat(), f"建议：{case.policy.rectify.major_cap_days} 天 = {day}；方案审定后以方案日期为准"


def _in_days(case: Case, days: int) -> date:
    return date.fromordinal(day_of(case.at).toordinal() + days)


def asked_for(case: Case) -> Suggestion:
    """同意延期: the day that was asked for."""
    asked = case.hazard.extension or {}
    return asked.get("until"), "可以批准得更早，不能更晚"


def later(case: Case) -> Suggestion:
    """申请延期: between the date in force and the cap."""
    in_force = case.hazard.rectify_by
    now = f"现定 {last_day(in_force)}；" if in_force else ""
    ask = f"；须在 {last_day(extension_deadline(case).due_at)} 前申请" if in_force else ""
    return None, f"{now}最晚 {cap(case, known_here_since(case))}{ask}"


def planned(case: Case) -> Suggestion:
    """The plan's day."""
    return None, f"最晚 {cap(case, known_here_since(case))}"


def listed_until(case: Case) -> Suggestion:
    """挂牌期限."""
    in_force = case.hazard.rectify_by
    ahead = in_force is not None and in_force > case.at
    first = (
        last_day(in_force).isoformat()
        if in_force and ahead and last_day(in_force) > day_of(case.at)
        else None
    )
    return first, f"明天至 {cap(case, case.at)}"


def reply(case: Case) -> Suggestion:
    """移交: the day by which the other department shall answer."""
    total = due(case.policy.waits.transfer_answer, case.at, case.calendar)
    return last_day(total.due_at).isoformat(), f"建议：{total.because}"


def look_again(case: Case) -> Suggestion:
    """Declined: a working week later."""
    day = case.calendar.add_working_days(day_of(case.at), 5)
    return day.isoformat(), "到这一天系统再次提请"


def today(case: Case) -> Suggestion:
    """Most such things happen today."""
    return day_of(case.at).isoformat(), ""


def as_recorded(name: str) -> Callable[[Case], Suggestion]:
    """What the hazard has on record."""

    def suggest(case: Case) -> Suggestion:
        kept = getattr(case.hazard, name)
        return (None if kept is None else str(kept)), ""

    return suggest


def control_in_force(case: Case) -> Suggestion:
    """报进展: the interim control as it stands is shown, not typed again."""
    return None, f"现为：{case.hazard.interim}" if case.hazard.interim else "有变化时填写"


def control_of_its_own(case: Case) -> Suggestion:
    """认定重大: the interim control on record; of a direct report the commission writes its own."""
    if is_unregistered_direct_report(case.hazard):
        return None, OWN
    return as_recorded("interim")(case)


def own_words(_case: Case) -> Suggestion:
    """What the commission writes itself."""
    return None, OWN


def own_time(case: Case) -> Suggestion:
    """When the commission saw it: now, unless it says otherwise."""
    return case.at.astimezone(SITE_ZONE).strftime("%Y-%m-%dT%H:%M"), "卫健委核查发现的时间，不用上报人的时间"


def place_to_show(case: Case) -> Suggestion:
    """The place as it was reported, to be looked over: the unit reads it."""
    return case.hazard.place, "单位会看到；请去掉能看出上报人的字眼"


def usual_kind(case: Case) -> Suggestion:
    """The kind of work that this category starts from."""
    return case.policy.rectify.kind_for(case.hazard.category), ""


def kinds(case: Case) -> Options:
    """Each kind of work with the day it ends."""
    ends = {kind: rectify_sum(case, kind, None) for kind in get_args(Kind)}
    return [(kind, f"{LITERALS[kind]} · {_short(last_day(total.due_at))}") for kind, total in ends.items()]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def by_rule(case: Case) -> Suggestion:
    """Whom the policy's rule means when nobody is chosen."""
    person = default_fixer(case)
    if person is None:
        return None, "没有填科室，或该岗位空缺：请选一位（安全管理员不默认为责任人）"
    return None, f"不选则按派单规则交给{case.directory.name_of(person)}"


def known_source(case: Case) -> Suggestion:
    """How it was found, as the unit may know it."""
    return str(source_shown(case, to_the_authority=case.line is not Line.UNIT)), ""


def as_ordered(name: str) -> Callable[[Case], Suggestion]:
    """停用 once more: what the order in force says; the place itself the first time."""

    def suggest(case: Case) -> Suggestion:
        kept = (case.hazard.suspended or {}) if case.hazard.use == Use.SUSPENDED else {}
        return kept.get(name, case.hazard.place if name == "what" else str(Scope.PART)), ""

    return suggest


SUGGESTIONS: dict[str, Callable[[Case], Suggestion]] = {
    "register.category": as_recorded("category"),
    "register.subcategory": as_recorded("subcategory"),
    "register.source": known_source,
    "assign.to": by_rule,
    "assign.term": usual_kind,
    "assign.due": rectification,
    "assign.interim": as_recorded("interim"),
    "upgrade.interim": control_of_its_own,
    **{
        f"{action}.{name}": suggest
        for action in ("register", "give_back", "upgrade", "reopen")
        for name, suggest in (("description", own_words), ("found_at", own_time), ("place", place_to_show))
    },
    "register.interim": own_words,
    "give_back.interim": own_words,
    "reopen.interim": own_words,
    "upgrade.due": of_a_major,
    "send_back.redo_by": redo,
    "refuse_closure.redo_by": redo,
    "refuse_lifting.redo_by": redo,
    "grant_extension.until": asked_for,
    "request_extension.until": later,
    "file_plan.due": planned,
    "report_progress.interim": control_in_force,
    "list.until": listed_until,
    "decline_listing.look_again": look_again,
    "decline_measure.look_again": look_again,
    "suspend_use.scope": as_ordered("scope"),
    "suspend_use.what": as_ordered("what"),
    "transfer.reply_by": reply,
    "acknowledge_transfer.received_on": today,
    "serve_measure.received_on": today,
}
"""action.field -> what to start with and why."""

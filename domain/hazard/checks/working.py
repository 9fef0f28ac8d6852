"""What plans, extensions, submissions, verifications and papers must say (rows 15-36)."""

from datetime import date
from typing import Any

from domain.calendar import day_of, end_of
from domain.cases.case import Case
from domain.cases.steps import Act
from domain.commands import (
    FilePlan,
    GrantExtension,
    Lift,
    List,
    NameGroup,
    Pass,
    RefuseLifting,
    ReportProgress,
    RequestExtension,
    SendBack,
    Submit,
)
from domain.errors import NotAllowed, WrongInput
from domain.hazard.acceptance import enough_officials, outstanding
from domain.hazard.causes import why_the_cause_is_asked
from domain.hazard.checks.bounds import between, in_a_year, today
from domain.hazard.deadlines import cap, known_here_since
from domain.hazard.numbers import is_the_same_number
from domain.hazard.people import desk, head, leader, listed_above_the_commission, the_group_leader
from domain.hazard.worked_on import barred
from domain.roles import COMMISSION
from domain.root_causes import RootCause
from domain.words import (
    Line,
)


def plan_date_is_within_cap(case: Case, command: FilePlan, _act: Act) -> None:
    """T is what the plan says, never past the cap."""
    if command.due is None:
        return
    last = cap(case, known_here_since(case))
    if not day_of(case.at) <= command.due <= last:
        raise WrongInput(f"方案期限应在今天与 {last} 之间。", field="due")


def says_something(_case: Case, command: ReportProgress, _act: Act) -> None:
    """A photo or a line."""
    if not (command.note or command.photos or command.blocker or command.interim):
        raise WrongInput("请写一句进展、拍一张照片，或点选卡点。", field="note")


def asks_for_a_later_day(case: Case, command: RequestExtension, _act: Act) -> None:
    """Later than now in force, within the cap."""
    in_force = case.hazard.rectify_by
    last = cap(case, known_here_since(case))
    if in_force and end_of(command.until) <= in_force:
        raise WrongInput("申请的新期限应晚于现定期限。", field="until")
    if command.until > last:
        raise WrongInput(f"延期后不得超过 {last}（政策上限）。", field="until")


def grants_within_the_request(case: Case, command: GrantExtension, _act: Act) -> None:
    """An earlier day than asked may be given, never a later one, and it must lie after now and the date in force."""
    asked = date.fromisoformat((case.hazard.extension or {})["until"])
    until = command.until or asked
    if until > asked:
        raise WrongInput(f"批准的期限不得晚于申请的 {asked}。", field="until")
    if end_of(until) <= case.at:
        raise WrongInput("批准的期限已过，请另定日期，或不同意延期。", field="until")
    if case.hazard.rectify_by and end_of(until) <= case.hazard.rectify_by:
        raise WrongInput("批准的期限应晚于现定期限；不延期请选“不同意延期”。", field="until")


def group_has_two_officials(case: Case, command: NameGroup, _act: Act) -> None:
    """Settled point 10: two officials of the commission, the 组长 one of them; no fixer."""
    people = {case.directory.find_person(p, field="members") for p in (command.leader, *command.members)}
    officials = {p for role in COMMISSION for p in case.post(role)}
    if case.directory.find_person(command.leader, field="leader") not in officials:
        raise WrongInput("验收组组长应为卫健委人员。", field="leader")
    if len(people & officials) < 2:  # noqa: PLR2004 - 浙江条例 25: two officials
        raise WrongInput("验收组须有两名以上卫健委人员。", field="members")
    if people & barred(case):
        raise WrongInput("验收组不得包含整改责任人、协办人或其受托人。", field="members")
    if not set(leader(case)) - people - barred(case):
        raise WrongInput("验收组须留出一名卫健委负责人批准销号（验收与销号分开）。", field="members")


def keeps_those_who_signed(case: Case, command: NameGroup, _act: Act) -> None:
    """Named anew, the group keeps whoever has passed it; only who left us or has become a fixer falls out."""
    named = {case.directory.find_person(p, field="members") for p in (command.leader, *command.members)}
    dropped = set(case.hazard.passed_by) - named - barred(case)
    gone = [person for person in sorted(dropped) if case.directory.people[person].active]
    if gone:
        who = "、".join(case.directory.name_of(person) for person in gone)
        raise WrongInput(
            f"{who}已在本轮签署验收通过，不能移出验收组；请保留，或由组长退回整改后另行指定。",
            field="members",
        )


def major_tells_its_staff(case: Case, command: Submit, _act: Act) -> None:
    """安全生产法 41(2): staff told, on a date since it was found; and the self-check."""
    found = (day_of(case.hazard.found_at), "发现之日")
    between(command.staff_told_on, found, today(case), field="staff_told_on", called="向职工通报的日期")
    if case.line is not Line.MAJOR:
        return
    if not command.self_check:
        raise WrongInput("重大隐患报请验收须写明单位自查结论。", field="self_check")
    if command.staff_told_on is None:
        raise WrongInput("请填写向职工（代表大会）通报的日期。", field="staff_told_on")


def cause_is_named(case: Case, command: Submit, _act: Act) -> None:
    """Settled 33: of a 重大, after a second return and of what came back, why it came to be and what is changed."""
    if (why := why_the_cause_is_asked(case)) is not None:
        if command.cause is None:
            raise WrongInput(f"{why}，请选择产生原因。", field="cause")
        if not command.lasting_measure:
            raise WrongInput(
                f"{why}，请写明防止再次发生的制度措施（改了什么制度、明确谁、多久查一次）。",
                field="lasting_measure",
            )
    if command.cause is RootCause.OTHER and not command.cause_note:
        raise WrongInput("产生原因选“其他”的，请写明是什么原因。", field="cause_note")


def redo_date_is_sound(case: Case, command: SendBack, _act: Act) -> None:
    """再整改期限: from today within a year, for a 重大 at most the policy's days."""
    if command.redo_by is None:
        return
    days = (command.redo_by - day_of(case.at)).days
    rule = case.policy.again
    if days < 0:
        raise WrongInput("再整改期限不能早于今天。", field="redo_by")
    between(command.redo_by, None, in_a_year(case.at), field="redo_by", called="再整改期限")
    if case.line is Line.MAJOR and days > rule.major_days:
        raise WrongInput(f"再整改期限不超过 {rule.major_days} 天。", field="redo_by")


def major_is_verified_on_site(case: Case, command: Pass, _act: Act) -> None:
    """重大 on site only."""
    if case.line is Line.MAJOR and command.way != "on_site":
        raise WrongInput("重大隐患须现场验收。", field="way")


def looks_again_later(case: Case, command: Any, _act: Act) -> None:
    """Declining needs a date to look again, after today and within a year."""
    if command.look_again <= day_of(case.at):
        raise WrongInput("再次研究日期应在今天之后。", field="look_again")
    between(command.look_again, None, in_a_year(case.at), field="look_again", called="再次研究日期")


def ends_in_the_future(case: Case, command: List, _act: Act) -> None:
    """挂牌期限 lies ahead, within a year."""
    if not day_of(case.at) < command.until <= cap(case, case.at):
        raise WrongInput(f"挂牌期限应在明天与 {cap(case, case.at)} 之间。", field="until")
    if command.level != "county" and not command.number:
        raise WrongInput("上级机关挂牌的，请登记其文号。", field="number")


def the_right_body_lists(case: Case, command: List, act: Act) -> None:
    """县级: 委主要 signs; a body above the commission lists by its own paper, which 经办 records."""
    county = command.level == "county"
    if act.person not in (head(case) if county else desk(case)):
        who = "卫健委主要负责人签发" if county else "卫健委经办人登记上级机关的文书"
        raise NotAllowed(f"{'县级' if county else '上级'}挂牌由{who}。")
    if county and command.number:
        raise WrongInput("本级的决定由系统编号成文，文号请留空，只登记上级机关的。", field="number")


def higher_body_is_quoted(case: Case, command: Lift | RefuseLifting, _act: Act) -> None:
    """Settled point 26: what a body above the commission decided on its listing is recorded with its paper."""
    if listed_above_the_commission(case) and not command.number:
        raise WrongInput("上级机关挂牌的，请登记其摘牌批复（或不同意摘牌）的文号。", field="number")
    if command.number and not listed_above_the_commission(case):
        raise WrongInput("本级的决定由系统编号成文，文号请留空，只登记上级机关的。", field="number")
    listed = case.hazard.listed or {}
    for name, called in (("number", "挂牌文书"), ("lifting_number", "此前不同意摘牌的文书")):
        if command.number and listed.get(name) and is_the_same_number(command.number, listed[name]):
            raise WrongInput(
                f"“{command.number}”是{called}的文号；这次的决定是另一份文书，请登记它自己的文号。",
                field="number",
            )
    found = (day_of(case.hazard.found_at), "发现之日")
    between(command.dated, found, today(case), field="dated", called="上级文件的日期")


def says_without_whom(case: Case, command: Pass, act: Act) -> None:
    """Only the 组长 ends a round without members who have not signed, in words, once two officials have."""
    again = act.people & set(case.hazard.passed_by)
    if command.without_because is None:
        if again:
            missing = "、".join(case.directory.name_of(p) for p in outstanding(case, case.hazard.passed_by))
            raise WrongInput(
                f"尚未签署：{missing or '无'}。不再等待的，请写明原因，即结束本次验收。",
                field="without_because",
            )
        return
    ending = case.line is Line.MAJOR and act.person in the_group_leader(case)
    if not ending or not enough_officials(case, [*case.hazard.passed_by, *act.people]):
        raise WrongInput(
            "重大隐患两名卫健委人员签署后，才可由验收组组长说明原因、不再等待其余成员。",
            field="without_because",
        )

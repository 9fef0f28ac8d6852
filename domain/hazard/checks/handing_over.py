"""What a report, a registration, a grade and an assignment must say (rows 1-14)."""

from datetime import datetime

from domain.calendar import day_of, end_of
from domain.cases.case import Case
from domain.cases.steps import Act
from domain.cases.visibility import is_unregistered_direct_report
from domain.commands import (
    Accept,
    AcceptFor,
    Assign,
    Dismiss,
    Downgrade,
    Reassign,
    Register,
    Report,
    Upgrade,
)
from domain.criteria import cited, names_a_clause
from domain.errors import WrongInput
from domain.hazard.checks.bounds import CLOCK_SKEW, between, now, ten_years_ago
from domain.hazard.deadlines import cap, latest_day, rectify_sum
from domain.hazard.effects.intake import fixer_meant, receiver_named, unit_named
from domain.hazard.people import chief, department_head, deputy, desk, leader, officer
from domain.words import (
    AUTHORITY_SOURCES,
    DismissReason,
    Level,
    Line,
    Role,
    State,
    UnitKind,
)

PANEL = 3


def report_is_complete(case: Case, _command: Report, _act: Act) -> None:
    """Found before now and not years ago; at a unit."""
    between(case.hazard.found_at, ten_years_ago(case), now(case), field="found_at", called="发现时间")
    if case.directory.units[case.hazard.unit_id].kind != UnitKind.INSTITUTION:
        raise WrongInput("请填写隐患所在的单位或其科室。", field="unit")


def subcategory_belongs(_case: Case, command: Report | Register, _act: Act) -> None:
    """小类 is one of the category's; when registering names it alone, it brings its category along."""
    finer = command.subcategory
    if finer and command.category and finer.category != command.category:
        raise WrongInput(
            f"小类“{finer.label}”属于“{finer.category.label}”，请改选类别或另选小类。", field="subcategory"
        )


def level_is_general(_case: Case, command: Register, _act: Act) -> None:
    """重大 only with row 6."""
    if command.level == Level.MAJOR:
        raise WrongInput("登记时不能直接定为重大：请先上报为疑似重大，由卫健委“认定重大”。", field="level")


def source_keeps_the_line(case: Case, command: Register, _act: Act) -> None:
    """Registering may name the source more exactly, never move the hazard to another line."""
    hazard, outside = case.hazard, command.source in AUTHORITY_SOURCES
    if command.source is None or hazard.addressed_up or hazard.taken_over:
        return
    if outside != (case.line is not Line.UNIT):
        raise WrongInput(
            "发现方式与办理层级不符：单位级用自查类，监管级用检查类；改层级请用提级办理。", field="source"
        )


def duplicate_is_named(case: Case, command: Dismiss, _act: Act) -> None:
    """重复 names the main hazard: another one of the same unit that was not itself dismissed or voided."""
    main, is_one = case.main, command.reason is DismissReason.DUPLICATE
    if is_one and not command.duplicate_of:
        raise WrongInput("以“重复”为由不予登记，请填写主隐患的编号。", field="duplicate_of")
    if not is_one and command.duplicate_of:
        raise WrongInput("填写了主隐患编号：请把理由选为“重复”，或清空编号。", field="duplicate_of")
    if not is_one:
        return
    if main is None or main.unit_id != case.hazard.unit_id:
        raise WrongInput(
            f"本单位没有编号为“{command.duplicate_of}”的隐患，请从“可能重复”中选取或核对编号。",
            field="duplicate_of",
        )
    if main.id == case.hazard.id:
        raise WrongInput("不能与自己重复，请填写另一条隐患的编号。", field="duplicate_of")
    if main.state in (State.DISMISSED, State.VOIDED):
        raise WrongInput(
            f"“{command.duplicate_of}”本身{State(main.state).label}，请填写仍有效的隐患的编号。",
            field="duplicate_of",
        )


def criterion_is_named(case: Case, command: Upgrade, _act: Act) -> None:
    """Rule 10: an item of the list by its code, or a standard and its clause; a few letters name neither."""
    basis = cited(command.criterion, day_of(case.hazard.found_at))
    if not names_a_clause(basis):
        raise WrongInput(
            "判定依据须能对上条款：请填判定清单的条目代码（如 YL-1），或写明所依据标准的名称和条款，"
            "例如“GB 45067-2024 第4.1条”。",
            field="criterion",
        )


def panel_is_enough(case: Case, command: Upgrade | Downgrade, act: Act) -> None:
    """A panel of three, or the officer and the leader."""
    panel = {case.directory.find_person(person, field="panel") for person in command.panel}
    if len(panel | {act.person}) >= PANEL or panel & set(case.post(Role.DESK)):
        return
    raise WrongInput("等级认定须三人以上，或经办人与分管负责人共同认定，请补填认定人员。", field="panel")


def panel_if_major(case: Case, command: Downgrade, act: Act) -> None:
    """重大 is taken down by a panel; on 单位级 the officer's opinion is recorded."""
    if case.line is Line.MAJOR:
        panel_is_enough(case, command, act)
    elif case.line is Line.UNIT and not command.officer_opinion:
        raise WrongInput("单位排除疑似重大，须记录安全管理员的意见。", field="officer_opinion")


def interim_control_is_on_record(case: Case, command: Upgrade, _act: Act) -> None:
    """Rule 6: control first, grade second."""
    on_record = None if is_unregistered_direct_report(case.hazard) else case.hazard.interim
    if not (command.interim or on_record):
        raise WrongInput("请先写明已落实的临时管控措施和责任人，再认定等级。", field="interim")


def receiver_is_right(case: Case, command: Assign, _act: Act) -> None:
    """单位级: a person of the unit; 监管级: the unit itself; 重大: its 主要负责人."""
    receiver = receiver_named(case, command)
    own = case.directory.people_of(case.hazard.unit_id)
    if case.line is Line.UNIT:
        if receiver is None:
            post = case.policy.assign.post_for(case.hazard.category).label
            raise WrongInput(
                f"按派单规则由{post}整改，而这条隐患没有填科室，或该岗位空缺（安全管理员不默认为责任人）："
                "请指定本单位的整改责任人。",
                field="to",
            )
        if receiver not in own:
            raise WrongInput("整改责任人应为本单位人员；属于其他单位的请申请转办或移交。", field="to")
        return
    if command.to is None:
        return
    named_person = receiver_of_unit(case, command.to)
    if named_person is not None and named_person not in own:
        raise WrongInput("监管级和重大隐患交办给隐患所在单位，请填写该单位。", field="to")


def receiver_of_unit(case: Case, to: str) -> int | None:
    """The person that `to` names, or None when it names the hazard's own unit."""
    own = case.directory.units[case.hazard.unit_id].code
    return None if to == own else case.directory.find_person(to, field="to")


def date_is_within_policy(case: Case, command: Assign, act: Act) -> None:
    """Never in the past, never beyond the cap; beyond the longest days only by 分管 / 委分管."""
    found = rectify_sum(case, command.term, command.due)
    if found.due_at <= case.at:
        raise WrongInput("整改期限已过，请填写今天或以后的日期。", field="due")
    if found.due_at > end_of(cap(case, case.at)):
        longest = case.policy.rectify.absolute_cap_days
        raise WrongInput(f"整改期限最长 {longest} 天，请缩短。", field="due")
    if found.due_at > end_of(latest_day(case, act.person)):
        who = "分管负责人" if case.line is Line.UNIT else "卫健委分管负责人"
        longest = case.policy.rectify.longest_days
        raise WrongInput(f"期限超过 {longest} 天须由{who}交办，并报送治理方案。", field="due")


def fixer_is_named(case: Case, command: Accept | AcceptFor, _act: Act) -> None:
    """监管级 and 重大: whoever signs names the 责任人, one of the unit's own people; on 单位级 the 责任人 signs."""
    own = case.directory.people_of(case.hazard.unit_id)
    named = command.fixer and case.directory.find_person(command.fixer, field="fixer")
    if named and named not in own:
        raise WrongInput("整改责任人应为本单位人员。", field="fixer")
    if named and case.line is Line.UNIT and isinstance(command, Accept) and named != case.hazard.fixer_id:
        raise WrongInput("单位级隐患由责任人本人签收；换人请用“转办”。", field="fixer")
    if not named and case.hazard.fixer_id is None and isinstance(command, Accept):
        raise WrongInput("签收时请落实整改责任人。", field="fixer")


def told_since_it_was_handed_over(case: Case, command: AcceptFor, _act: Act) -> None:
    """Whoever is said to have been told was told of this assignment, and by now."""
    handed_over = datetime.fromisoformat(case.hazard.terms["state"][1])
    first = (handed_over - CLOCK_SKEW, "交办之时")
    between(command.told_at, first, now(case), field="told_at", called="告知时间")


def helpers_are_right(case: Case, command: Assign | Accept | AcceptFor, _act: Act) -> None:
    """协办人 are the unit's own people beside the 责任人; on 单位级 whoever hands it over names them."""
    if not command.helpers:
        return
    if case.line is Line.UNIT and isinstance(command, Accept):
        raise WrongInput("单位级隐患的协办人由交办人指定，需要增加时请找交办人。", field="helpers")
    own = case.directory.people_of(case.hazard.unit_id)
    fixer = fixer_meant(case, command)
    for name in command.helpers:
        helper = case.directory.find_person(name, field="helpers")
        if helper not in own:
            raise WrongInput(f"协办人“{name}”不是本单位人员，请从本单位人员中选。", field="helpers")
        if helper == fixer:
            raise WrongInput(f"“{name}”已是整改责任人，不必再列为协办人。", field="helpers")


def goes_to_another(case: Case, command: Reassign, act: Act) -> None:
    """Inside: the unit's superiors, to one of its people; across units: only the commission, to another unit."""
    directory = case.directory
    unit = unit_named(case, command.to)
    if unit is None:
        person = directory.find_person(command.to, field="to")
        if person not in directory.people_of(case.hazard.unit_id):
            raise WrongInput("单位内部转办的对象应为本单位人员。", field="to")
        if person == case.hazard.fixer_id:
            raise WrongInput("此人已是整改责任人，请另选一人。", field="to")
        if act.person not in _inside(case):
            raise WrongInput("单位内部由谁整改由本单位决定；跨单位转办请填写接办单位。", field="to")
        return
    across = {Line.AUTHORITY: desk, Line.MAJOR: leader}.get(case.line)
    if across is None or act.person not in across(case):
        raise WrongInput("跨单位转办由卫健委办理；请填写本单位人员，或提请移交。", field="to")
    if unit == case.hazard.unit_id:
        raise WrongInput("隐患已在该单位，请填写另一单位。", field="to")


def _inside(case: Case) -> tuple[int, ...]:
    """Who passes it on inside the unit."""
    if case.line is Line.MAJOR:
        return chief(case)
    inside = officer(case) + deputy(case)
    return inside + department_head(case) if case.line is Line.UNIT else inside

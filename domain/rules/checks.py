"""Given: conditions on what the actor supplied. Each names the field, the rule and the way out."""

from datetime import timedelta
from typing import Any

from domain.calendar import day_of, end_of
from domain.commands import (
    Accept,
    AcceptFor,
    Assign,
    Dismiss,
    Downgrade,
    FilePlan,
    GrantExtension,
    List,
    NameGroup,
    Pass,
    ProposeMeasure,
    Reassign,
    Register,
    Report,
    ReportProgress,
    RequestExtension,
    SendBack,
    Submit,
    Upgrade,
)
from domain.errors import NotAllowed, NotReady, WrongInput
from domain.rules.case import Case
from domain.rules.deadlines import cap, rectify_sum
from domain.rules.effects.intake import receiver_named
from domain.rules.holders import signer_seat
from domain.rules.papers import paper_meant
from domain.rules.people import barred, deputy, leader
from domain.rules.steps import Act
from domain.words import (
    AUTHORITY_SOURCES,
    DismissReason,
    Level,
    Line,
    PaperKind,
    Role,
    UnitKind,
)

PANEL = 3
CLOCK_SKEW = timedelta(minutes=5)
OFFICIALS = frozenset({Role.DESK, Role.LEADER, Role.HEAD})


def report_is_complete(case: Case, command: Report, _act: Act) -> None:
    """A photo or a reason for none; found before now; fixed on the spot is never a suspected 重大."""
    if not command.photos and not command.no_photo_because:
        raise WrongInput("请至少拍一张照片；不便拍照时请写明原因（no_photo_because）。", field="photos")
    if case.hazard.found_at > case.at + CLOCK_SKEW:
        raise WrongInput("发现时间不能晚于现在，请更正。", field="found_at")
    if case.directory.units[case.hazard.unit_id].kind != UnitKind.INSTITUTION:
        raise WrongInput("请填写隐患所在的单位或其科室。", field="unit")


def source_suits_the_reporter(case: Case, command: Report, act: Act) -> None:
    """What a unit's own people find is never 监督检查."""
    if command.source not in AUTHORITY_SOURCES:
        return
    if not case.directory.belongs_to_authority(act.person, case.at):
        raise WrongInput("单位人员上报的发现方式应为自查、员工上报等，监督检查由卫健委登记。", field="source")


def level_is_general(_case: Case, command: Register, _act: Act) -> None:
    """重大 only with row 6."""
    if command.level == Level.MAJOR:
        raise WrongInput("登记时不能直接定为重大：请先上报为疑似重大，由卫健委“认定重大”。", field="level")


def source_keeps_the_line(case: Case, command: Register, _act: Act) -> None:
    """Registering may name the source more exactly, never move the hazard to another line."""
    if command.source is None:
        return
    outside = command.source in AUTHORITY_SOURCES
    if outside != (case.line is not Line.UNIT):
        raise WrongInput(
            "发现方式与办理层级不符：单位级用自查类，监管级用检查类；改层级请用提级办理。", field="source"
        )


def duplicate_is_named(_case: Case, command: Dismiss, _act: Act) -> None:
    """重复 names the main hazard."""
    if command.reason is DismissReason.DUPLICATE and not command.duplicate_of:
        raise WrongInput("以“重复”为由不予登记，请填写主隐患的编号。", field="duplicate_of")


def panel_is_enough(case: Case, command: Upgrade | Downgrade, act: Act) -> None:
    """A panel of three, or the officer and the leader."""
    panel = {case.directory.find_person(person, field="panel") for person in command.panel}
    desk = set(case.post(Role.DESK))
    if len(panel | {act.person}) >= PANEL or panel & desk:
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
    if not (command.interim or case.hazard.interim):
        raise WrongInput("请先写明已落实的临时管控措施和责任人，再认定等级。", field="interim")


def receiver_is_right(case: Case, command: Assign, _act: Act) -> None:
    """单位级: a person of the unit; 监管级: the unit itself; 重大: its 主要负责人."""
    receiver = receiver_named(case, command)
    own = case.directory.people_of(case.hazard.unit_id)
    if case.line is Line.UNIT:
        if receiver is None:
            raise WrongInput("请指定本单位的整改责任人。", field="to")
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
    unit = case.directory.units[case.hazard.unit_id]
    return (
        None if to in (unit.code, unit.name, unit.short_name) else case.directory.find_person(to, field="to")
    )


def date_is_within_policy(case: Case, command: Assign, act: Act) -> None:
    """Never in the past, never beyond the cap; beyond the longest days only by 分管 / 委分管."""
    found = rectify_sum(case, command.term, command.due)
    if found.due_at <= case.at:
        raise WrongInput("整改期限已过，请填写今天或以后的日期。", field="due")
    days = (found.due_at - case.at).days
    longest = case.policy.rectify.longest_days
    last = end_of(cap(case, case.at))
    if found.due_at > last:
        raise WrongInput(f"整改期限最长 {case.policy.rectify.absolute_cap_days} 天，请缩短。", field="due")
    allowed = deputy(case) if case.line is Line.UNIT else leader(case)
    if case.line is not Line.MAJOR and days > longest and act.person not in allowed:
        who = "分管负责人" if case.line is Line.UNIT else "卫健委分管负责人"
        raise WrongInput(f"期限超过 {longest} 天须由{who}交办，并报送治理方案。", field="due")


def fixer_is_named(case: Case, command: Accept | AcceptFor, _act: Act) -> None:
    """监管级 and 重大: whoever signs names the 责任人, one of the unit's own people."""
    own = case.directory.people_of(case.hazard.unit_id)
    named = command.fixer and case.directory.find_person(command.fixer, field="fixer")
    if named and named not in own:
        raise WrongInput("整改责任人应为本单位人员。", field="fixer")
    if not named and case.hazard.fixer_id is None and isinstance(command, Accept):
        raise WrongInput("签收时请落实整改责任人（填写其代号）。", field="fixer")


def goes_to_another(case: Case, command: Reassign, act: Act) -> None:
    """Inside: one of the unit's people; across units: only by the commission."""
    directory = case.directory
    if case.directory.belongs_to_authority(act.person, case.at):
        if directory.find_unit(command.to, field="to").kind != UnitKind.INSTITUTION:
            raise WrongInput("请填写接办的单位。", field="to")
        return
    person = directory.find_person(command.to, field="to")
    if person not in directory.people_of(case.hazard.unit_id):
        raise WrongInput("单位内部转办的对象应为本单位人员。", field="to")
    if person == case.hazard.fixer_id:
        raise WrongInput("此人已是整改责任人，请另选一人。", field="to")


def plan_date_is_within_cap(case: Case, command: FilePlan, _act: Act) -> None:
    """T is what the plan says, never past the cap."""
    if command.due is None:
        return
    last = cap(case, case.hazard.reported_at)
    if not day_of(case.at) <= command.due <= last:
        raise WrongInput(f"方案期限应在今天与 {last} 之间。", field="due")


def says_something(_case: Case, command: ReportProgress, _act: Act) -> None:
    """A photo or a line."""
    if not (command.note or command.photos or command.blocker or command.interim):
        raise WrongInput("请写一句进展、拍一张照片，或点选卡点。", field="note")


def asks_for_a_later_day(case: Case, command: RequestExtension, _act: Act) -> None:
    """Later than now in force, within the cap."""
    in_force = case.hazard.rectify_by
    last = cap(case, case.hazard.reported_at)
    if in_force and end_of(command.until) <= in_force:
        raise WrongInput("申请的新期限应晚于现定期限。", field="until")
    if command.until > last:
        raise WrongInput(f"延期后不得超过 {last}（政策上限）。", field="until")


def grants_within_the_request(case: Case, command: GrantExtension, _act: Act) -> None:
    """An earlier day than asked may be given, never a later one, never one already past."""
    asked = (case.hazard.extension or {})["until"]
    until = command.until.isoformat() if command.until else asked
    if until > asked:
        raise WrongInput(f"批准的期限不得晚于申请的 {asked}。", field="until")
    if case.hazard.rectify_by and end_of(command.until or day_of(case.at)) <= case.at and command.until:
        raise WrongInput("批准的期限已过，请另定日期。", field="until")


def group_has_two_officials(case: Case, command: NameGroup, _act: Act) -> None:
    """Settled point 10: two officials of the commission, the 组长 one of them; no fixer."""
    people = {case.directory.find_person(p, field="members") for p in (command.leader, *command.members)}
    officials = {p for role in OFFICIALS for p in case.post(role)}
    if case.directory.find_person(command.leader, field="leader") not in officials:
        raise WrongInput("验收组组长应为卫健委人员。", field="leader")
    if len(people & officials) < 2:  # noqa: PLR2004 - 浙江条例 25: two officials
        raise WrongInput("验收组须有两名以上卫健委人员。", field="members")
    if people & barred(case):
        raise WrongInput("验收组不得包含整改责任人、协办人或其受托人。", field="members")


def after_photos_are_new(case: Case, command: Submit, _act: Act) -> None:
    """An after-photo, and not the one taken before."""
    if not command.photos and not (case.hazard.state and case.hazard.after_photos):
        raise WrongInput("请上传整改后的照片。", field="photos")
    if set(command.photos) & set(case.hazard.before_photos):
        raise WrongInput("整改后照片与整改前照片相同，请重新拍摄。", field="photos")


def major_tells_its_staff(case: Case, command: Submit, _act: Act) -> None:
    """安全生产法 41(2): staff told, on a date; and the self-check."""
    if case.line is not Line.MAJOR:
        return
    if not command.self_check:
        raise WrongInput("重大隐患报请验收须写明单位自查结论。", field="self_check")
    if command.staff_told_on is None:
        raise WrongInput("请填写向职工（代表大会）通报的日期。", field="staff_told_on")


def redo_date_is_sound(case: Case, command: SendBack, _act: Act) -> None:
    """再整改期限: from today, for a 重大 at most the policy's days."""
    if command.redo_by is None:
        return
    days = (command.redo_by - day_of(case.at)).days
    rule = case.policy.again
    if days < 0:
        raise WrongInput("再整改期限不能早于今天。", field="redo_by")
    if case.line is Line.MAJOR and days > rule.major_days:
        raise WrongInput(f"再整改期限不超过 {rule.major_days} 天。", field="redo_by")


def major_is_verified_on_site(case: Case, command: Pass, _act: Act) -> None:
    """重大 on site only."""
    if case.line is Line.MAJOR and command.way != "on_site":
        raise WrongInput("重大隐患须现场验收。", field="way")


def kind_suits_the_proposer(case: Case, command: ProposeMeasure, act: Act) -> None:
    """A unit proposes its own 督办单, or asks for a grade, for 提级 or for 移交."""
    if case.directory.belongs_to_authority(act.person, case.at):
        return
    own = {
        PaperKind.INTERNAL_ORDER,
        PaperKind.GRADING_REQUEST,
        PaperKind.TAKE_OVER_LETTER,
        PaperKind.TRANSFER_REQUEST,
    }
    if command.kind not in own:
        raise WrongInput("单位可拟发督办单，或提请认定、提级、移交；其他文书由卫健委拟发。", field="kind")


def no_open_paper_of_the_kind(case: Case, command: ProposeMeasure, _act: Act) -> None:
    """One open per kind and hazard."""
    if any(p.kind == command.kind and p.state == "proposed" for p in case.papers):
        raise NotReady(f"已有一份{command.kind.label}待签发。")


def signs_this_paper(case: Case, command: Any, act: Act) -> None:
    """The union of signers is not enough: it must be this paper's signer, or the leader above him."""
    seat = signer_seat(case, paper_meant(case, command).kind)
    higher = {Role.LEADER: Role.HEAD, Role.DEPUTY: Role.CHIEF}.get(seat.role or Role.STAFF)
    if act.person not in (*seat.people, *(case.post(higher) if higher else ())):
        raise NotAllowed(f"这份文书由{seat.label(case.directory)}签发。")


def looks_again_later(case: Case, command: Any, _act: Act) -> None:
    """Declining needs a date to look again, after today."""
    if command.look_again <= day_of(case.at):
        raise WrongInput("再次研究日期应在今天之后。", field="look_again")


def ends_in_the_future(case: Case, command: List, _act: Act) -> None:
    """挂牌期限 lies ahead, within a year."""
    if not day_of(case.at) < command.until <= cap(case, case.at):
        raise WrongInput(f"挂牌期限应在明天与 {cap(case, case.at)} 之间。", field="until")
    if command.level != "county" and not command.number:
        raise WrongInput("上级机关挂牌的，请登记其文号。", field="number")

"""What plans, extensions, submissions, verifications and papers must say (rows 15-36)."""

from datetime import date
from typing import Any

from domain.calendar import day_of, end_of
from domain.commands import (
    FilePlan,
    GrantExtension,
    List,
    NameGroup,
    Pass,
    ProposeMeasure,
    Reopen,
    ReportProgress,
    RequestExtension,
    SendBack,
    Submit,
)
from domain.errors import NotAllowed, NotReady, WrongInput
from domain.rules.case import Case
from domain.rules.deadlines import cap
from domain.rules.holders import signer_seat
from domain.rules.papers import paper_meant
from domain.rules.people import barred, desk, head, leader
from domain.rules.steps import Act
from domain.words import (
    Line,
    PaperKind,
    Role,
)

OFFICIALS = frozenset({Role.DESK, Role.LEADER, Role.HEAD})


def plan_date_is_within_cap(case: Case, command: FilePlan, _act: Act) -> None:
    """T is what the plan says, never past the cap."""
    if command.due is None:
        return
    last = cap(case, case.hazard.reported_at)
    if not day_of(case.at) <= command.due <= last:
        raise WrongInput(f"方案期限应在今天与 {last} 之间。", field="due")


def shows_that_it_came_back(_case: Case, command: Reopen, _act: Act) -> None:
    """重新整改 rests on evidence: a photo, or a reason why there is none."""
    if not command.photos and not command.no_photo_because:
        raise WrongInput("请拍下再次出现的情况；不便拍照时请写明原因（no_photo_because）。", field="photos")


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
    officials = {p for role in OFFICIALS for p in case.post(role)}
    if case.directory.find_person(command.leader, field="leader") not in officials:
        raise WrongInput("验收组组长应为卫健委人员。", field="leader")
    if len(people & officials) < 2:  # noqa: PLR2004 - 浙江条例 25: two officials
        raise WrongInput("验收组须有两名以上卫健委人员。", field="members")
    if people & barred(case):
        raise WrongInput("验收组不得包含整改责任人、协办人或其受托人。", field="members")
    if not set(leader(case)) - people - barred(case):
        raise WrongInput("验收组须留出一名卫健委负责人批准销号（验收与销号分开）。", field="members")


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
    """A unit asks for 移交; on 单位级 it also proposes its own 督办单 or asks for a grade or for 提级."""
    if case.directory.belongs_to_authority(act.person, case.at):
        return
    own = {PaperKind.INTERNAL_ORDER, PaperKind.GRADING_REQUEST, PaperKind.TAKE_OVER_LETTER}
    if command.kind is PaperKind.TRANSFER_REQUEST or (case.line is Line.UNIT and command.kind in own):
        return
    raise WrongInput(
        "单位可提请移交；单位级隐患还可拟发督办单、提请认定或提级；其他文书由卫健委拟发。", field="kind"
    )


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


def the_right_body_lists(case: Case, command: List, act: Act) -> None:
    """县级: 委主要 signs; a body above the commission lists by its own paper, which 经办 records."""
    county = command.level == "county"
    if act.person not in (head(case) if county else desk(case)):
        who = "卫健委主要负责人签发" if county else "卫健委经办人登记上级机关的文书"
        raise NotAllowed(f"{'县级' if county else '上级'}挂牌由{who}。")

"""What is asked of somebody who takes a place out of use, asks to have it back, or decides on that (rows 39 and 40)."""

from domain.cases.case import Case
from domain.cases.steps import Act
from domain.cases.visibility import kept_by_the_commission
from domain.commands import RefuseResume, RequestResume, ResumeUse, SuspendUse
from domain.errors import NotAllowed, NotReady, WrongInput
from domain.hazard.checks.bounds import between, now
from domain.hazard.checks.photos import no_picture_twice, refuse_papers_alone
from domain.hazard.out_of_use import who_asked
from domain.use import STOPPED, Scope, Use
from domain.words import OPEN_STATES, Line, State

REMOVED = frozenset({State.VERIFIED, State.TRANSFERRED, State.CLOSED})
"""Where a 重大 is removed as far as it is ours to say."""


def is_open_to_be_suspended(case: Case, _act: Act) -> None:
    """What is done with is not suspended."""
    if case.hazard.state not in OPEN_STATES:
        raise NotReady("隐患已办结，不能再办理停用；隐患再次出现的，请重新整改或另行上报。")


def is_known_to_its_unit(case: Case, _act: Act) -> None:
    """The unit hears of an order, so what the commission found or was told is registered there first."""
    if kept_by_the_commission(case.hazard):
        raise NotReady("卫健委检查发现或者直报的隐患，须先由卫健委登记，再办理停用。")


def is_not_stopped(case: Case, _act: Act) -> None:
    """Settled point 37: nothing ends while its place is out of use and not given up for good."""
    if Use(case.hazard.use) not in STOPPED:
        return
    if case.hazard.use == Use.RESUMING:
        raise NotReady("恢复使用正在复核，请先同意或不同意恢复使用，再办结隐患。")
    raise NotReady(
        "该处仍在停用，不能办结：请先“申请恢复使用”，经同意后再办；不再使用的，由决定停用的负责人改为永久停用。"
    )


def is_removed_if_major(case: Case, _act: Act) -> None:
    """安全生产法 65(三): a 重大 is removed before anybody may consent to use."""
    if case.line is Line.MAJOR and case.hazard.state not in REMOVED:
        raise NotReady("重大事故隐患排除后才能恢复使用（安全生产法第六十五条）：请先整改并通过现场验收。")


def did_not_ask_for_it(case: Case, act: Act) -> None:
    """Settled point 36: nobody consents to what they asked for."""
    if act.people & who_asked(case):
        raise NotAllowed("提出恢复使用申请的人及其委托人、受托人不得批准，请由上一级人员办理。")


def stops_by_now(case: Case, command: SuspendUse, _act: Act) -> None:
    """Out of use since a moment that has come; people are out first."""
    found = (case.hazard.found_at, "发现时间")
    between(command.since, found, now(case), field="since", called="停用开始的时间")


def goes_further(case: Case, command: SuspendUse, _act: Act) -> None:
    """While suspended a further order only widens it, or gives it up for good."""
    if case.hazard.use != Use.SUSPENDED:
        return
    whole = (case.hazard.suspended or {}).get("scope") == Scope.WHOLE
    if whole and command.scope is Scope.PART:
        raise WrongInput("现为全部停用，范围不能缩小；要部分恢复的，请申请恢复使用。", field="scope")
    if not command.for_good and (whole or command.scope is Scope.PART):
        raise WrongInput("该处已经停用；再次办理只用于扩大为全部停用，或改为永久停用。", field="for_good")


def is_reviewed_on_site_if_major(case: Case, command: ResumeUse, _act: Act) -> None:
    """重大 on site only."""
    if case.line is Line.MAJOR and command.way != "on_site":
        raise WrongInput("重大隐患恢复使用须现场复核。", field="way")


def shows_how_it_is_now(
    case: Case, command: SuspendUse | RequestResume | ResumeUse | RefuseResume, _act: Act
) -> None:
    """A photo of its own at each step, of the place, not shown before."""
    if case.shown_by(command.photos) & case.shown_by(case.shown_before):
        raise WrongInput("这张照片以前已经用过，请拍现在的现场。", field="photos")
    no_picture_twice(case, command.photos, "photos")
    refuse_papers_alone(case, command.photos, "请拍一张现在的现场照片。")

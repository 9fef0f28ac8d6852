"""Provided: conditions on the hazard and on who acts. Each says in Chinese what is missing and the way out."""

from datetime import datetime, timedelta

from domain.calendar import day_of
from domain.cases.case import Case
from domain.cases.clocks import has_fired
from domain.cases.steps import Act
from domain.errors import NotAllowed, NotReady
from domain.hazard.acceptance import look_back_name, may_end_the_round
from domain.hazard.deadlines import extension_deadline, extensions_allowed
from domain.hazard.letters.editing import meets_at
from domain.hazard.papers import recorded_name
from domain.hazard.people import closer_seat
from domain.hazard.worked_on import barred
from domain.words import OPEN_STATES, Level, Line, Listing, PaperKind, PaperState, State


def is_not_the_fixer(case: Case, act: Act) -> None:
    """Rule 3: whoever fixed it, or stands in for them, neither verifies nor closes."""
    if act.people & barred(case):
        raise NotAllowed(
            "参与过整改的人（历任责任人、协办人、报进展人、报请人）及其委托人、受托人不得验收或销号"
            "（谁整改谁回避），请由上一级人员办理。"
        )


def was_fixed_the_same_day(case: Case, _act: Act) -> None:
    """立查立改 is for what was put right on the day it was found."""
    hazard = case.hazard
    fixed_at = hazard.submitted_at or hazard.reported_at
    if not hazard.fixed_on_spot and hazard.state == State.REPORTED:
        raise NotReady("上报时没有注明“已当场整改”，请先登记、交办。")
    if day_of(fixed_at) != day_of(hazard.found_at):
        raise NotReady("不是发现当天整改完的，不能按立查立改销号，请登记、交办后按正常程序验收。")


def has_before_and_after_photos(case: Case, _act: Act) -> None:
    """Both photos must be there."""
    hazard = case.hazard
    before, after = set(hazard.before_photos), set(hazard.after_photos)
    if not (before - case.documents and after - before - case.documents):
        raise NotReady("立查立改须有整改前、整改后照片各至少一张，请登记、交办后补拍。")


def is_general_and_not_suspected(case: Case, _act: Act) -> None:
    """立查立改 is never for 重大 or 疑似重大."""
    if case.hazard.level == Level.MAJOR or case.hazard.suspected:
        raise NotReady("重大或疑似重大隐患不能立查立改销号，请先由卫健委认定等级。")


def did_not_come_back(case: Case, _act: Act) -> None:
    """The same place and category closed on the spot before is a management defect."""
    if case.on_spot_before:
        days = case.policy.on_spot.not_again_within_days
        raise NotReady(f"{days} 天内同一部位同类隐患已立查立改过，属管理缺陷，请登记、交办，按正常程序整改。")


def is_suspected(case: Case, _act: Act) -> None:
    """Only a suspicion is ruled out this way."""
    if case.line is not Line.MAJOR and not case.hazard.suspected:
        raise NotReady("这条隐患没有“疑似重大”标记，无需认定为一般。")


def is_not_acknowledged_yet(case: Case, _act: Act) -> None:
    """A paper is acknowledged once."""
    paper = case.paper
    if paper is not None and paper.acknowledged_at is not None:
        raise NotReady(f"这份文书已于 {day_of(paper.acknowledged_at)} 签收，无需重复签收。")


def meeting_is_not_on_record(case: Case, _act: Act) -> None:
    """A 约谈 is recorded once."""
    if case.paper is not None and recorded_name(case.paper) in case.hazard.terms:
        raise NotReady("这次约谈已有约谈记录，无需重复登记；再次约谈请另发约谈通知书。")


def could_be_served_now(case: Case, _act: Act) -> None:
    """What was not served is served by signing for it: of an open hazard, and of a 约谈 while its hour lies ahead."""
    paper = case.paper
    if paper is None or paper.state != PaperState.ISSUED:
        return
    if case.hazard.state not in OPEN_STATES:
        raise NotReady("隐患已办结，这份文书没有送达，不用再签收。")
    calls = meets_at(paper)
    if paper.kind == PaperKind.SUMMONS and (calls is None or calls <= case.at):
        raise NotReady("约谈的时间没有确定或已过，须由发文单位定下时间后送达。")


def is_suspected_dismissed_or_waiting(case: Case, _act: Act) -> None:
    """Row 5: suspected, dismissed, or waited past its time; settled 1: of the commission's only what is suspected."""
    hazard = case.hazard
    if case.line is Line.AUTHORITY and not hazard.suspected:
        raise NotReady("这条隐患已由卫健委办理；只有疑似重大的可以再次直报。")
    waited = has_fired(case, "register", "assign")
    if not (hazard.suspected or hazard.state == State.DISMISSED or waited):
        raise NotReady("直报适用于疑似重大、不予登记或超时未办的隐患；单位仍在时限内办理，请稍候。")


def is_not_listed(case: Case, _act: Act) -> None:
    """A listed hazard is lifted first."""
    if case.hazard.listing in (Listing.LISTED, Listing.LIFTING):
        raise NotReady("正在挂牌督办，请先办理摘牌。")


def needs_a_plan(case: Case, _act: Act) -> None:
    """Plans are for 重大 and for what was handed over for more than the policy's longest days."""
    if "plan" not in case.hazard.terms and not case.hazard.plan:
        raise NotReady(f"整改期限不超过 {case.policy.rectify.longest_days} 天的一般隐患无需报送治理方案。")


def plan_was_not_approved(case: Case, _act: Act) -> None:
    """A plan waits for review at most once; an approved one stands."""
    if (case.hazard.plan or {}).get("state") == "approved":
        raise NotReady("治理方案已审查通过，无需重复报送。")


def has_a_filed_plan(case: Case, _act: Act) -> None:
    """Only a filed plan is reviewed."""
    if (case.hazard.plan or {}).get("state") != "filed":
        raise NotReady("没有待审查的治理方案。")


def has_no_pending_extension(case: Case, _act: Act) -> None:
    """One at a time."""
    if case.hazard.extension:
        raise NotReady("已有一次延期申请待审批，请等待结果。")


def has_a_pending_extension(case: Case, _act: Act) -> None:
    """There must be something to decide."""
    if not case.hazard.extension:
        raise NotReady("没有待审批的延期申请。")


def may_still_be_extended(case: Case, _act: Act) -> None:
    """Policy limits how often."""
    times = extensions_allowed(case)
    if case.hazard.extensions >= times:
        raise NotReady(
            f"本隐患已延期 {case.hazard.extensions} 次，政策允许 {times} 次；请抓紧整改或报告卡点。"
        )


def asks_early_enough(case: Case, _act: Act) -> None:
    """Section 5: asked before so many working days from the end of the term."""
    latest = extension_deadline(case)
    if case.at > latest.due_at:
        raise NotReady(
            f"延期须在 {day_of(latest.due_at - timedelta(seconds=1))} 前申请（{latest.because}），现已过时。"
        )


def plan_is_approved_if_major(case: Case, _act: Act) -> None:
    """A 重大 is submitted only under an approved plan."""
    if case.line is Line.MAJOR and (case.hazard.plan or {}).get("state") != "approved":
        raise NotReady("重大隐患须治理方案审查通过后才能报请验收，请先报送治理方案。")


def nobody_has_verified(case: Case, _act: Act) -> None:
    """Withdrawn only before the verifier acted."""
    if case.hazard.passed_by:
        raise NotReady("已有验收人签署意见，不能撤回；请等待验收结论。")


def has_not_passed_it_yet(case: Case, act: Act) -> None:
    """Each member signs once; the 组长 presses again to end the round without whoever has not signed."""
    if act.people & set(case.hazard.passed_by) and not (act.people & set(may_end_the_round(case))):
        raise NotReady("您已签署过验收意见，等待验收组其他成员签署。")


def did_not_verify_it(case: Case, act: Act) -> None:
    """The closer is a further pair of eyes, except in a unit too small to have one."""
    verified = set(case.hazard.passed_by)
    if act.people & verified and not verified & set(closer_seat(case).people):
        raise NotAllowed("验收人不得再批准销号，请由另一人办理。")


def is_signed_within_its_time(case: Case, _act: Act) -> None:
    """退签 within the signing time; it ends the assignment, so there is one at most."""
    if has_fired(case, "accept"):
        raise NotReady("签收时限已过，不能退签；请签收，再申请转办或延期。")


def was_not_urged_today(case: Case, _act: Act) -> None:
    """By hand once a day."""
    term = case.hazard.terms.get("urged_by_hand")
    if term and day_of(datetime.fromisoformat(term[1])) == day_of(case.at):
        raise NotReady("今天已催办过这条隐患，明天再催；系统也会按时限自动催办。")


def signs_by_own_account(case: Case, act: Act) -> None:
    """重大: each member of the acceptance group signs by their own account, no delegate and no 代录."""
    if case.line is Line.MAJOR and act.for_id is not None:
        raise NotAllowed("重大隐患验收组成员须用本人账户签署，不能由他人代签。")


def may_be_listed_now(case: Case, _act: Act) -> None:
    """Whatever the policy proposes and when: a person may always list an open 重大 earlier. Not while 已移交."""
    if case.hazard.state not in OPEN_STATES - {State.TRANSFERRED}:
        raise NotReady("隐患已移交或已办结，不能挂牌。")


def is_verified(case: Case, _act: Act) -> None:
    """摘牌 follows the acceptance."""
    if case.hazard.state != State.VERIFIED:
        raise NotReady("验收通过后才能办理摘牌。")


def is_still_open(case: Case, _act: Act) -> None:
    """Papers hang on open hazards."""
    if case.hazard.state not in OPEN_STATES:
        raise NotReady("隐患已办结，不能再拟发文书。")


def had_no_result(case: Case, _act: Act) -> None:
    """作废 is for what was entered by mistake: what was once decided, accepted or sent back was none."""
    if case.hazard.round > 1 or "result" in case.hazard.terms:
        raise NotReady(
            "这条隐患已有过处理结果（验收、退回、销号、不予登记或外部门答复），不是误录，不能作废；"
            "请继续办理，或不予登记并写明理由。"
        )


def is_due_to_be_looked_at(case: Case, act: Act) -> None:
    """回头看 (settled point 27): 一般 from the day after closing, within the policy's days; 重大 by its days."""
    rule, closed = case.policy.look_back, day_of(case.hazard.closed_at or case.hazard.acted_at)
    since = (day_of(case.at) - closed).days
    first = rule.major_days[0] if case.line is Line.MAJOR else 1
    if since < first:
        day = closed + timedelta(days=first)
        raise NotReady(f"还没到回头看的时候：{closed} 销号，自 {day} 起可以办理。")
    if case.line is not Line.MAJOR and since > rule.general_within_days:
        raise NotReady(f"一般隐患的回头看在销号后 {rule.general_within_days} 天内办理，现已过时。")
    if any(look_back_name(case, person) in case.hazard.terms for person in act.people):
        raise NotReady("您已签署过本次回头看，每人一次；重大隐患由两名卫健委人员各自签署。")

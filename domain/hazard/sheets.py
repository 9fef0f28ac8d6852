"""The sheets of states: everything a state means to whoever holds it, one row a state.

Holder, clock, 待办, filter, message and notice are read from here. None: a state in which nothing is waited for.
"""

from collections.abc import Mapping

from domain.actions import Action
from domain.calendar import Term
from domain.cases.case import Case, Seat
from domain.cases.seats import climb_from, seat_of
from domain.cases.sheet import PaperWait, Wait
from domain.hazard.out_of_use import asker_seat, decider_seat_of_use
from domain.hazard.people import (
    closer_seat,
    listing_body_seat,
    not_on_the_spot,
    the_fixer,
    the_group_leader,
    the_receivers,
    verifier_seat,
)
from domain.policy.model import for_line
from domain.use import Use
from domain.words import TO_OTHERS, Line, Listing, NoticeKind, PaperKind, PaperState, Role, State

HEAVY = frozenset({PaperKind.SUMMONS, PaperKind.CIRCULAR, PaperKind.ADVICE})
SUPERVISOR = {Line.UNIT: Role.DEPUTY, Line.AUTHORITY: Role.DESK, Line.MAJOR: Role.LEADER}


def _registrar(case: Case) -> Seat:
    start = Role.OFFICER if case.line is Line.UNIT else Role.DESK
    return climb_from(case, start, without=not_on_the_spot(case) if case.hazard.fixed_on_spot else ())


def _assigner(case: Case) -> Seat:
    start = {Line.UNIT: Role.OFFICER, Line.AUTHORITY: Role.DESK, Line.MAJOR: Role.LEADER}
    return climb_from(case, start[case.line])


def receiver_seat(case: Case) -> Seat:
    """Who must sign the assignment."""
    if case.hazard.receiver_id:
        return Seat(None, the_receivers(case))
    return climb_from(case, Role.CHIEF if case.line is Line.MAJOR else Role.OFFICER)


def _worker(case: Case) -> Seat:
    return climb_from(case, Role.CHIEF) if case.line is Line.MAJOR else Seat(None, the_fixer(case))


def _verifier(case: Case) -> Seat:
    if case.line is not Line.MAJOR:
        return verifier_seat(case)
    return seat_of(case, the_group_leader(case)) or climb_from(case, Role.LEADER)


def _asker_of_others(case: Case) -> Seat:
    return climb_from(case, Role.DESK)


def _to_register(case: Case) -> Term | None:
    return for_line(case.policy.waits.register_, Line.MAJOR if case.hazard.suspected else case.line)


def _to_assign(case: Case) -> Term | None:
    return for_line(case.policy.waits.assign, case.line)


def _to_accept(case: Case) -> Term | None:
    waits = case.policy.waits
    return waits.accept_immediate if case.hazard.immediate else for_line(waits.accept, case.line)


def _to_verify(case: Case) -> Term | None:
    waits = case.policy.waits
    at_once = case.hazard.fixed_on_spot and case.line is not Line.MAJOR
    return waits.verify_on_spot if at_once else for_line(waits.verify, case.line)


def _to_close(case: Case) -> Term | None:
    return for_line(case.policy.waits.close, case.line)


RECTIFICATION_SHEET: Mapping[State, Wait | None] = {
    State.REPORTED: Wait(
        step="登记",
        seat=_registrar,
        asks=(Action.CLOSE_ON_SPOT, Action.REGISTER),
        clock="register",
        limit=_to_register,
    ),
    State.REGISTERED: Wait(
        step="交办", seat=_assigner, asks=(Action.ASSIGN,), clock="assign", limit=_to_assign
    ),
    State.ASSIGNED: Wait(
        step="签收",
        seat=receiver_seat,
        asks=(Action.ACCEPT, Action.ACCEPT_FOR),
        clock="accept",
        limit=_to_accept,
        notice=NoticeKind.NEW_TASK,
    ),
    State.RECTIFYING: Wait(
        step="改完并拍照", seat=_worker, asks=(Action.SUBMIT, Action.FILE_PLAN, Action.REPORT_PROGRESS)
    ),
    State.VERIFYING: Wait(
        step="验收",
        seat=_verifier,
        asks=(Action.PASS, Action.CLOSE_ON_SPOT, Action.NAME_GROUP),
        clock="verify",
        limit=_to_verify,
        notice=NoticeKind.VERIFY,
    ),
    State.VERIFIED: Wait(
        step="审定销号", seat=closer_seat, asks=(Action.APPROVE_CLOSURE,), clock="close", limit=_to_close
    ),
    State.TRANSFERRED: Wait(
        step="跟进移交答复",
        seat=_asker_of_others,
        asks=(Action.CONCLUDE_TRANSFER, Action.ACKNOWLEDGE_TRANSFER),
        clock="answer",
    ),
    State.CLOSED: None,
    State.DISMISSED: None,
    State.VOIDED: None,
}
LISTING_SHEET: Mapping[Listing, Wait | None] = {
    Listing.NONE: None,
    Listing.PROPOSED: Wait(
        step="签发挂牌",
        seat=lambda case: climb_from(case, Role.HEAD),
        asks=(Action.LIST,),
        clock="sign_listing",
        notice=NoticeKind.PROPOSE_LISTING,
    ),
    Listing.LISTED: Wait(step="按挂牌要求治理", seat=lambda case: climb_from(case, Role.CHIEF)),
    Listing.LIFTING: Wait(step="批准摘牌", seat=listing_body_seat, asks=(Action.LIFT,), clock="lift"),
    Listing.LIFTED: None,
}


USE_SHEET: Mapping[Use, Wait | None] = {
    Use.IN_USE: None,
    Use.SUSPENDED: Wait(
        step="申请恢复使用", seat=asker_seat, asks=(Action.REQUEST_RESUME,), clock="ask_resume"
    ),
    Use.RESUMING: Wait(
        step="复核恢复使用", seat=decider_seat_of_use, asks=(Action.RESUME_USE,), clock="resume"
    ),
    Use.RETIRED: None,
}


def step_of(state: State) -> str:
    """What is to be done about a hazard in this state, as messages say it; nothing at rest."""
    wait = RECTIFICATION_SHEET[state]
    return wait.step if wait else ""


def signer_seat(case: Case, kind: str) -> Seat:
    """Who signs a paper of this kind (row 34)."""
    if kind == PaperKind.INTERNAL_ORDER:
        return climb_from(case, Role.DEPUTY)
    to_head = kind in HEAVY and case.line is Line.MAJOR
    return climb_from(case, Role.HEAD if to_head else Role.LEADER)


def _server(case: Case, kind: str) -> Seat:
    return climb_from(case, Role.OFFICER if kind == PaperKind.INTERNAL_ORDER else Role.DESK)


def _asked(case: Case, kind: str) -> Seat:
    """Who does what a request asks for: its signer; on 单位级 经办 takes a hazard over before it can be transferred."""
    first = kind == PaperKind.TRANSFER_REQUEST and case.line is Line.UNIT
    return climb_from(case, Role.DESK) if first else signer_seat(case, kind)


def _answerer(case: Case, kind: str) -> Seat:
    if kind in TO_OTHERS:
        return climb_from(case, Role.DESK)
    unit = Role.CHIEF if case.line is Line.MAJOR else Role.OFFICER
    return climb_from(case, Role.DEPARTMENT_HEAD if kind == PaperKind.INTERNAL_ORDER else unit)


MEASURE_SHEET: Mapping[PaperState, PaperWait | None] = {
    PaperState.PROPOSED: PaperWait(
        step="签发", seat=signer_seat, asks=(Action.SIGN_MEASURE,), clock="sign", notice=NoticeKind.SIGN
    ),
    PaperState.ISSUED: PaperWait(step="送达", seat=_server, asks=(Action.SERVE_MEASURE,), clock="serve"),
    PaperState.AGREED: PaperWait(step="办理", seat=_asked, asks=(Action.ANSWER_MEASURE,), clock="asked"),
    PaperState.SERVED: PaperWait(
        step="书面反馈",
        seat=_answerer,
        asks=(Action.ANSWER_MEASURE,),
        clock="reply",
        notice=NoticeKind.SUPERVISE,
    ),
    PaperState.ANSWERED: None,
    PaperState.DECLINED: None,
    PaperState.FILED: None,
}

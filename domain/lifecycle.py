"""THE TABLE: everything that may happen to a hazard. What is not here is denied.

A hazard that is FROM may be ACTION-ed by WHO on its line (单位级, 监管级, 重大), provided GUARDS and CHECKS hold;
EFFECT happens, it becomes TO, and TOLD hear of it besides the new holder.
"""

from domain.actions import Action as A
from domain.rules import guards as g, papers, supervisors
from domain.rules.bpmn import Track
from domain.rules.case import Case
from domain.rules.checks import handing_over as h, working as w
from domain.rules.effects import handing_on, intake, supervision, work
from domain.rules.people import (
    anyone_at_the_unit as staff,
    chief,
    department_head,
    deputy,
    desk,
    either,
    head,
    helpers,
    inspectors_or_staff_writing_up,
    leader,
    officer,
    officer_of_another_department,
    the_clock,
    the_closer,
    the_decider,
    the_fixer,
    the_group,
    the_group_leader,
    the_officials,
    the_on_spot_closer,
    the_receivers,
    the_reporter,
    the_verifier,
    who_assigned,
    who_submitted,
)
from domain.rules.steps import Lifecycle, Step, any_of
from domain.words import OPEN_STATES, Listing, PaperState, State as S

OPEN = any_of(OPEN_STATES)
ANY = any_of(S)
WORKING = any_of([S.ASSIGNED, S.RECTIFYING])
CLOCK = (the_clock, the_clock, the_clock)
no = None


def _state(case: Case, _action: str, _command: object) -> str:
    return case.hazard.state


def _listing(case: Case, _action: str, _command: object) -> str:
    return case.hazard.listing


# One row a line; `no` means: not on this line.
# fmt: off
RECTIFICATION = Lifecycle("整改", _state, S,
    Step(A.REPORT, any_of([S.REPORTED]), S.REPORTED, (staff, inspectors_or_staff_writing_up, no), (), (h.report_is_complete, h.subcategory_belongs), intake.open_the_case, (supervisors.who_must_hear_of_a_report,)),
    Step(A.CLOSE_ON_SPOT, any_of([S.REPORTED, S.VERIFYING]), S.CLOSED, (the_on_spot_closer, the_on_spot_closer, no), (g.is_general_and_not_suspected, g.was_fixed_the_same_day, g.has_before_and_after_photos, g.did_not_come_back, g.is_not_the_fixer), (), work.close_it_on_the_spot, (the_reporter, the_fixer, supervisors.officer_in_post)),
    Step(A.REGISTER, any_of([S.REPORTED]), S.REGISTERED, (officer, desk, desk), (), (h.level_is_general, h.subcategory_belongs, h.source_keeps_the_line), intake.give_its_number, (the_reporter,)),
    Step(A.DISMISS, any_of([S.REPORTED, S.REGISTERED]), S.DISMISSED, (officer_of_another_department, desk, leader), (g.is_not_listed,), (h.duplicate_is_named,), intake.dismiss_it, (the_reporter,)),
    Step(A.REPORT_UP, any_of([S.DISMISSED, S.REPORTED, S.REGISTERED]), S.REPORTED, (either(the_reporter, officer),) * 3, (g.is_suspected_dismissed_or_waiting,), (), intake.send_it_up, (supervisors.desk_in_post, supervisors.leader_in_post)),
    Step(A.UPGRADE, any_of([S.REPORTED, S.REGISTERED, S.ASSIGNED, S.RECTIFYING, S.VERIFYING, S.VERIFIED]), S.REGISTERED, (leader, leader, no), (), (h.panel_is_enough, h.interim_control_is_on_record), intake.make_it_major, (chief, supervisors.officer_in_post, head)),
    Step(A.DOWNGRADE, OPEN, no, (deputy, leader, leader), (g.is_suspected, g.is_not_listed), (h.panel_if_major,), intake.make_it_general, (chief, supervisors.officer_in_post)),
    Step(A.TAKE_OVER, OPEN, no, (desk, no, no), (), (), intake.take_it_over, (chief, deputy, supervisors.officer_in_post)),
    Step(A.ASSIGN, any_of([S.REGISTERED]), S.ASSIGNED, (either(officer, deputy), either(desk, leader), leader), (), (h.receiver_is_right, h.helpers_are_right, h.date_is_within_policy), intake.hand_it_over, (helpers, supervisors.who_must_hear_of_an_assignment)),
    Step(A.TAKE_BACK, any_of([S.ASSIGNED, S.TRANSFERRED]), S.REGISTERED, (who_assigned, desk, leader), (g.answer_is_on_file,), (), intake.take_it_back, (the_receivers,)),
    Step(A.ACCEPT, any_of([S.ASSIGNED]), S.RECTIFYING, (the_receivers, the_receivers, the_receivers), (), (h.fixer_is_named, h.helpers_are_right), intake.sign_for_it, (helpers, who_assigned)),
    Step(A.ACCEPT_FOR, any_of([S.ASSIGNED]), S.RECTIFYING, (officer, desk, desk), (), (h.fixer_is_named, h.helpers_are_right), intake.sign_for_him, (helpers, the_receivers, chief)),
    Step(A.DECLINE, any_of([S.ASSIGNED]), S.REGISTERED, (the_receivers, supervisors.the_officer_or_new_fixer, supervisors.the_new_fixer), (g.is_signed_within_its_time,), (), intake.decline_it, (who_assigned,)),
    Step(A.REASSIGN, WORKING, S.ASSIGNED, (either(department_head, officer, deputy), either(officer, deputy, desk), either(chief, leader)), (), (h.goes_to_another,), intake.pass_it_on, (the_fixer, department_head)),
    Step(A.FILE_PLAN, WORKING, no, (the_fixer, officer, chief), (g.needs_a_plan, g.plan_was_not_approved), (w.plan_date_is_within_cap,), work.file_the_plan, (supervisors.the_plan_reviewer,)),
    Step(A.APPROVE_PLAN, WORKING, no, (deputy, desk, leader), (g.has_a_filed_plan,), (), work.approve_the_plan, (supervisors.who_filed_the_plan,)),
    Step(A.RETURN_PLAN, WORKING, no, (deputy, desk, leader), (g.has_a_filed_plan,), (), work.return_the_plan, (supervisors.who_filed_the_plan,)),
    Step(A.REPORT_PROGRESS, WORKING, no, (either(the_fixer, helpers), either(the_fixer, helpers, officer), either(the_fixer, helpers, officer, chief)), (), (w.says_something,), work.note_progress, (who_assigned,)),
    Step(A.REQUEST_EXTENSION, WORKING, no, (the_fixer, either(officer, deputy), chief), (g.has_no_pending_extension, g.may_still_be_extended, g.asks_early_enough), (w.asks_for_a_later_day,), work.ask_for_time, (the_decider,)),
    Step(A.GRANT_EXTENSION, WORKING, no, (the_decider, the_decider, the_decider), (g.has_a_pending_extension, g.is_not_the_fixer), (w.grants_within_the_request,), work.give_time, (the_fixer, supervisors.officer_in_post, supervisors.who_asked)),
    Step(A.REFUSE_EXTENSION, WORKING, no, (the_decider, the_decider, the_decider), (g.has_a_pending_extension, g.is_not_the_fixer), (), work.refuse_time, (the_fixer, supervisors.officer_in_post, supervisors.who_asked)),
    Step(A.NAME_GROUP, any_of([S.ASSIGNED, S.RECTIFYING, S.VERIFYING]), no, (no, no, leader), (), (w.group_has_two_officials,), work.name_the_group, (the_group,)),
    Step(A.SUBMIT, WORKING, S.VERIFYING, (the_fixer, the_fixer, chief), (g.plan_is_approved_if_major,), (w.after_photos_are_new, w.major_tells_its_staff), work.submit_the_fix, ()),
    Step(A.WITHDRAW, any_of([S.VERIFYING]), S.RECTIFYING, (who_submitted, who_submitted, chief), (g.nobody_has_verified,), (), work.withdraw_it, (supervisors.verifier_in_post,)),
    Step(A.SEND_BACK, any_of([S.VERIFYING]), S.RECTIFYING, (the_verifier, the_verifier, the_group_leader), (g.is_not_the_fixer,), (w.redo_date_is_sound,), work.begin_a_new_round, (the_fixer, department_head)),
    Step(A.PASS, any_of([S.VERIFYING]), S.VERIFIED, (the_verifier, the_verifier, the_group), (g.is_not_the_fixer, g.has_not_passed_it_yet, g.signs_by_own_account), (w.major_is_verified_on_site,), work.sign_the_verification, ()),
    Step(A.APPROVE_CLOSURE, any_of([S.VERIFIED]), S.CLOSED, (the_closer, the_closer, the_closer), (g.is_not_listed, g.is_not_the_fixer, g.did_not_verify_it), (), work.close_it, (the_reporter, the_fixer, supervisors.officer_in_post, supervisors.leaders_of_a_major)),
    Step(A.REFUSE_CLOSURE, any_of([S.VERIFIED]), S.RECTIFYING, (the_closer, the_closer, the_closer), (g.is_not_the_fixer,), (w.redo_date_is_sound,), work.begin_a_new_round, (the_fixer, supervisors.verifier_in_post, chief)),
    Step(A.TRANSFER, any_of([S.REGISTERED, S.ASSIGNED, S.RECTIFYING]), S.TRANSFERRED, (no, leader, leader), (g.is_not_listed,), (), work.hand_it_to_others, (supervisors.officer_in_post, chief)),
    Step(A.ACKNOWLEDGE_TRANSFER, any_of([S.TRANSFERRED]), no, (no, desk, desk), (), (), work.note_the_receipt, ()),
    Step(A.CONCLUDE_TRANSFER, any_of([S.TRANSFERRED]), S.CLOSED, (no, desk, leader), (), (), work.conclude_it, (supervisors.officer_in_post, the_reporter)),
    Step(A.REOPEN, any_of([S.CLOSED, S.DISMISSED]), S.REGISTERED, (either(officer, deputy, desk), desk, leader), (), (w.shows_that_it_came_back,), work.reopen_it, (the_fixer, chief, supervisors.who_closed)),
    Step(A.LOOK_BACK_OK, any_of([S.CLOSED]), no, (the_verifier, desk, the_officials), (g.is_not_the_fixer,), (), intake.nothing, ()),
    Step(A.VOID, any_of([S.REPORTED, S.REGISTERED, S.ASSIGNED]), S.VOIDED, (deputy, leader, no), (), (), intake.void_it, (the_reporter, the_receivers)),
    Step(A.URGE, OPEN, no, (supervisors.above_the_holder, supervisors.the_commission_above_the_holder, supervisors.the_commission_above_the_holder), (g.was_not_urged_today,), (), supervision.note_the_call, (supervisors.the_holder,)),
    Step(A.REMIND, ANY, no, CLOCK, (), (), supervision.reach_the_rung),
    Step(A.URGE, ANY, no, CLOCK, (), (), supervision.reach_the_rung),
    Step(A.FOLLOW, ANY, no, CLOCK, (), (), intake.nothing, (the_reporter,)),
    Step(A.HAND_OVER, ANY, no, CLOCK, (), (), handing_on.hand_his_roles_on, (the_fixer, helpers, the_group)),
    Step(A.RECALCULATE, ANY, no, CLOCK, (), (), supervision.move_the_date),
)

LISTING = Lifecycle("挂牌", _listing, Listing,
    Step(A.PROPOSE_LISTING, any_of(Listing), Listing.PROPOSED, CLOCK, (), (), supervision.propose_the_listing),
    Step(A.LIST, any_of([Listing.NONE, Listing.PROPOSED, Listing.LIFTED]), Listing.LISTED, (no, no, either(head, desk)), (g.may_be_listed_now,), (w.ends_in_the_future, w.the_right_body_lists), supervision.list_it, (chief, supervisors.leader_in_post, supervisors.officer_in_post)),
    Step(A.DECLINE_LISTING, any_of([Listing.PROPOSED]), Listing.NONE, (no, no, head), (), (w.looks_again_later,), supervision.look_again_later, (supervisors.desk_in_post,)),
    Step(A.LIFT, any_of([Listing.LIFTING]), Listing.LIFTED, (no, no, supervisors.the_listing_body), (g.is_verified,), (), supervision.lift_it, (chief, supervisors.desk_in_post)),
    Step(A.REFUSE_LIFTING, any_of([Listing.LIFTING]), Listing.LISTED, (no, no, supervisors.the_listing_body), (g.is_verified,), (), intake.nothing, (chief, supervisors.desk_in_post)),
)

MEASURE = Lifecycle("督办措施", papers.paper_state, PaperState,
    Step(A.PROPOSE_MEASURE, any_of([]) | {None}, PaperState.PROPOSED, (officer, either(desk, officer), either(desk, officer)), (g.is_still_open,), (w.kind_suits_the_proposer, w.no_open_paper_of_the_kind), supervision.propose_a_paper, (supervisors.signers_of_the_new_paper,)),
    Step(A.PROPOSE_MEASURE, any_of([]) | {None}, PaperState.PROPOSED, CLOCK, (), (), supervision.propose_a_paper),
    Step(A.SIGN_MEASURE, any_of([PaperState.PROPOSED]), PaperState.ISSUED, (papers.the_signers,) * 3, (), (w.signs_this_paper,), supervision.sign_the_paper, (supervisors.officer_in_post, chief)),
    Step(A.DECLINE_MEASURE, any_of([PaperState.PROPOSED]), PaperState.DECLINED, (papers.the_signers,) * 3, (), (w.signs_this_paper, w.looks_again_later), supervision.decline_the_paper, (supervisors.desk_in_post,)),
    Step(A.SERVE_MEASURE, any_of([PaperState.ISSUED]), PaperState.SERVED, (papers.the_servers,) * 3, (), (), supervision.serve_the_paper, (papers.the_answerers,)),
    Step(A.ANSWER_MEASURE, any_of([PaperState.SERVED]), PaperState.ANSWERED, (papers.the_answerers,) * 3, (), (), supervision.answer_the_paper, (supervisors.desk_in_post,)),
)
# fmt: on

TABLES = (RECTIFICATION, LISTING, MEASURE)
TRACKS = (
    Track("rectification", RECTIFICATION, frozenset(set(S) - OPEN_STATES)),
    Track("listing", LISTING, frozenset({Listing.LIFTED})),
    Track("measure", MEASURE, frozenset({PaperState.ANSWERED, PaperState.DECLINED})),
)
"""The tables as they are drawn."""
TABLE_OF = {step.action: table for table in TABLES for step in table.steps}

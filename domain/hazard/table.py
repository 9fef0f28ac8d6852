"""THE TABLE: everything that may happen to a hazard. What is not here is denied.

A hazard that is FROM may be ACTION-ed by WHO on its line (单位级, 监管级, 重大), provided GUARDS and CHECKS hold;
EFFECT happens, it becomes TO, and TOLD hear of it besides the new holder.
"""

from domain.actions import Action as A
from domain.cases.case import Case
from domain.cases.steps import Lifecycle, Step, any_of, by, on_every_line, the_clock
from domain.cases.tracks import Track
from domain.hazard import direct, guards as g, importing as i, supervisors
from domain.hazard.checks import handing_over as h, outside as o, photos as p, use as u, working as w
from domain.hazard.effects import handing_on, intake, listing as listed, supervision, work
from domain.hazard.paper_table import MEASURE
from domain.hazard.people import (
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
from domain.hazard.sheets import LISTING_SHEET, MEASURE_SHEET, RECTIFICATION_SHEET, USE_SHEET
from domain.hazard.use_table import USE
from domain.words import OPEN_STATES, Listing, State as S

OPEN = any_of(*OPEN_STATES)
ANY = any_of(*S)
IMPORTED = any_of(S.REGISTERED, S.ASSIGNED, S.RECTIFYING, S.VERIFYING, S.CLOSED)
WORKING = any_of(S.ASSIGNED, S.RECTIFYING)
NO_PAPER_YET = any_of(None)
CLOCK = on_every_line(the_clock)
same = None
"""The state that it had."""


def _state(case: Case) -> str:
    return case.hazard.state


def _listing(case: Case) -> str:
    return case.hazard.listing


# One row an act; a line that `by` does not name has none.
# fmt: off
RECTIFICATION = Lifecycle("整改", _state, S,
    Step(A.REPORT, any_of(S.REPORTED) >> S.REPORTED,
         by(unit=staff, authority=inspectors_or_staff_writing_up),
         checks=(p.report_has_photos, h.report_is_complete, h.subcategory_belongs),
         effect=intake.open_the_case, told=(supervisors.who_must_hear_of_a_report,)),
    Step(A.IMPORT, IMPORTED >> same, by(unit=either(officer, desk), authority=desk, major=desk),
         guards=(i.begins_here,), effect=i.take_it_in),
    Step(A.UNDO_IMPORT, IMPORTED >> S.VOIDED, by(unit=either(officer, desk), authority=desk, major=desk),
         guards=(i.is_as_imported,), effect=i.take_it_out),
    Step(A.CLOSE_ON_SPOT, any_of(S.REPORTED, S.VERIFYING) >> S.CLOSED,
         by(unit=the_on_spot_closer, authority=the_on_spot_closer),
         guards=(g.is_general_and_not_suspected, direct.is_written_up, g.was_fixed_the_same_day,
                 g.has_before_and_after_photos, g.did_not_come_back, g.is_not_the_fixer, u.is_not_stopped),
         effect=work.close_it_on_the_spot, told=(the_reporter, the_fixer, supervisors.officer_in_post)),
    Step(A.REGISTER, any_of(S.REPORTED) >> S.REGISTERED, by(unit=officer, authority=desk, major=desk),
         checks=(h.level_is_general, h.subcategory_belongs, h.source_keeps_the_line,
                 direct.says_it_in_own_words),
         effect=intake.give_its_number, told=(the_reporter, supervisors.who_first_learns_of_a_suspicion)),
    Step(A.GIVE_BACK, any_of(S.REPORTED, S.REGISTERED) >> same, by(authority=desk),
         guards=(direct.went_past_its_unit, direct.is_not_suspected), checks=(direct.says_it_in_own_words,),
         effect=direct.give_it_back, told=(supervisors.officer_in_post, the_reporter)),
    Step(A.DISMISS, any_of(S.REPORTED, S.REGISTERED) >> S.DISMISSED,
         by(unit=officer_of_another_department, authority=desk, major=leader),
         guards=(g.is_not_listed, u.is_not_stopped),
         checks=(h.duplicate_is_named,), effect=intake.dismiss_it, told=(the_reporter,)),
    Step(A.REPORT_UP, any_of(S.DISMISSED, S.REPORTED, S.REGISTERED) >> S.REPORTED,
         on_every_line(either(the_reporter, officer)),
         guards=(direct.is_not_with_the_commission_yet, g.is_suspected_dismissed_or_waiting),
         effect=intake.send_it_up, told=(supervisors.desk_in_post, supervisors.leader_in_post)),
    Step(A.UPGRADE,
         any_of(S.REPORTED, S.REGISTERED, S.ASSIGNED, S.RECTIFYING, S.VERIFYING, S.VERIFIED) >> S.REGISTERED,
         by(unit=leader, authority=leader),
         checks=(h.criterion_is_named, h.panel_is_enough, h.interim_control_is_on_record,
                 direct.says_it_in_own_words),
         effect=intake.make_it_major, told=(chief, supervisors.officer_in_post, head)),
    Step(A.DOWNGRADE, OPEN >> same, by(unit=deputy, authority=leader, major=leader),
         guards=(g.is_suspected, g.is_not_listed), checks=(h.panel_if_major,), effect=intake.make_it_general,
         told=(chief, supervisors.officer_in_post)),
    Step(A.TAKE_OVER, OPEN >> same, by(unit=desk),
         effect=intake.take_it_over, told=(chief, deputy, supervisors.officer_in_post)),
    Step(A.ASSIGN, any_of(S.REGISTERED) >> S.ASSIGNED,
         by(unit=either(officer, deputy), authority=either(desk, leader), major=leader),
         checks=(h.receiver_is_right, h.helpers_are_right, h.date_is_within_policy),
         effect=intake.hand_it_over, told=(helpers, supervisors.who_must_hear_of_an_assignment)),
    Step(A.TAKE_BACK, any_of(S.ASSIGNED, S.TRANSFERRED) >> S.REGISTERED,
         by(unit=who_assigned, authority=desk, major=leader), checks=(o.answer_is_on_file,),
         effect=intake.take_it_back, told=(the_receivers,)),
    Step(A.ACCEPT, any_of(S.ASSIGNED) >> S.RECTIFYING, on_every_line(the_receivers),
         checks=(h.fixer_is_named, h.helpers_are_right), effect=intake.sign_for_it,
         told=(helpers, who_assigned)),
    Step(A.ACCEPT_FOR, any_of(S.ASSIGNED) >> S.RECTIFYING, by(unit=officer, authority=desk, major=desk),
         checks=(h.told_since_it_was_handed_over, h.fixer_is_named, h.helpers_are_right),
         effect=intake.sign_for_the_receiver, told=(helpers, the_receivers, chief)),
    Step(A.DECLINE, any_of(S.ASSIGNED) >> S.REGISTERED,
         by(unit=the_receivers, authority=supervisors.the_officer_or_new_fixer,
            major=supervisors.the_new_fixer),
         guards=(g.is_signed_within_its_time,), effect=intake.decline_it, told=(who_assigned,)),
    Step(A.REASSIGN, WORKING >> S.ASSIGNED,
         by(unit=either(department_head, officer, deputy), authority=either(officer, deputy, desk),
            major=either(chief, leader)),
         checks=(h.goes_to_another,), effect=intake.pass_it_on, told=(the_fixer, department_head)),
    Step(A.FILE_PLAN, WORKING >> same, by(unit=the_fixer, authority=officer, major=chief),
         guards=(g.needs_a_plan, g.plan_was_not_approved), checks=(w.plan_date_is_within_cap,),
         effect=work.file_the_plan, told=(supervisors.the_plan_reviewer,)),
    Step(A.APPROVE_PLAN, WORKING >> same, by(unit=deputy, authority=desk, major=leader),
         guards=(g.has_a_filed_plan,), effect=work.approve_the_plan, told=(supervisors.who_filed_the_plan,)),
    Step(A.RETURN_PLAN, WORKING >> same, by(unit=deputy, authority=desk, major=leader),
         guards=(g.has_a_filed_plan,), effect=work.return_the_plan, told=(supervisors.who_filed_the_plan,)),
    Step(A.REPORT_PROGRESS, WORKING >> same,
         by(unit=either(the_fixer, helpers), authority=either(the_fixer, helpers, officer),
            major=either(the_fixer, helpers, officer, chief)),
         checks=(w.says_something,), effect=work.note_progress, told=(who_assigned,)),
    Step(A.REQUEST_EXTENSION, WORKING >> same,
         by(unit=the_fixer, authority=either(officer, deputy), major=chief),
         guards=(g.has_no_pending_extension, g.may_still_be_extended, g.asks_early_enough),
         checks=(w.asks_for_a_later_day,), effect=work.ask_for_time, told=(the_decider,)),
    Step(A.GRANT_EXTENSION, WORKING >> same, on_every_line(the_decider),
         guards=(g.has_a_pending_extension, g.is_not_the_fixer), checks=(w.grants_within_the_request,),
         effect=work.give_time, told=(the_fixer, supervisors.officer_in_post, supervisors.who_asked)),
    Step(A.REFUSE_EXTENSION, WORKING >> same, on_every_line(the_decider),
         guards=(g.has_a_pending_extension, g.is_not_the_fixer), effect=work.refuse_time,
         told=(the_fixer, supervisors.officer_in_post, supervisors.who_asked)),
    Step(A.NAME_GROUP, any_of(S.ASSIGNED, S.RECTIFYING, S.VERIFYING) >> same, by(major=leader),
         checks=(w.group_has_two_officials, w.keeps_those_who_signed), effect=work.name_the_group,
         told=(the_group,)),
    Step(A.SUBMIT, WORKING >> S.VERIFYING, by(unit=the_fixer, authority=the_fixer, major=chief),
         guards=(g.plan_is_approved_if_major,), checks=(p.after_photos_are_new, w.major_tells_its_staff, w.cause_is_named),
         effect=work.submit_the_fix),
    Step(A.WITHDRAW, any_of(S.VERIFYING) >> S.RECTIFYING,
         by(unit=who_submitted, authority=who_submitted, major=chief), guards=(g.nobody_has_verified,),
         effect=work.withdraw_it, told=(supervisors.verifier_in_post,)),
    Step(A.SEND_BACK, any_of(S.VERIFYING) >> S.RECTIFYING,
         by(unit=the_verifier, authority=the_verifier, major=the_group_leader), guards=(g.is_not_the_fixer,),
         checks=(w.redo_date_is_sound,), effect=work.begin_a_new_round, told=(the_fixer, department_head)),
    Step(A.PASS, any_of(S.VERIFYING) >> S.VERIFIED,
         by(unit=the_verifier, authority=the_verifier, major=the_group),
         guards=(g.is_not_the_fixer, g.has_not_passed_it_yet, g.signs_by_own_account),
         checks=(w.major_is_verified_on_site, w.says_without_whom), effect=work.sign_the_verification),
    Step(A.APPROVE_CLOSURE, any_of(S.VERIFIED) >> S.CLOSED, on_every_line(the_closer),
         guards=(g.is_not_listed, u.is_not_stopped, g.is_not_the_fixer, g.did_not_verify_it), effect=work.close_it,
         told=(the_reporter, the_fixer, supervisors.officer_in_post, supervisors.leaders_of_a_major)),
    Step(A.REFUSE_CLOSURE, any_of(S.VERIFIED) >> S.RECTIFYING, on_every_line(the_closer),
         guards=(g.is_not_the_fixer, g.did_not_verify_it), checks=(w.redo_date_is_sound,),
         effect=work.begin_a_new_round, told=(the_fixer, supervisors.verifier_in_post, chief)),
    Step(A.TRANSFER, any_of(S.REGISTERED, S.ASSIGNED, S.RECTIFYING) >> S.TRANSFERRED,
         by(authority=leader, major=leader), guards=(g.is_not_listed,), checks=(o.letter_is_sound,),
         effect=work.hand_it_to_others, told=(supervisors.officer_in_post, chief)),
    Step(A.ACKNOWLEDGE_TRANSFER, any_of(S.TRANSFERRED) >> same, by(authority=desk, major=desk),
         checks=(o.received_before_now,), effect=work.note_the_receipt),
    Step(A.CONCLUDE_TRANSFER, any_of(S.TRANSFERRED) >> S.CLOSED, by(authority=desk, major=leader),
         guards=(u.is_not_stopped,), checks=(o.answer_is_on_file,), effect=work.conclude_it,
         told=(supervisors.officer_in_post, the_reporter)),
    Step(A.REOPEN, any_of(S.CLOSED, S.DISMISSED) >> S.REGISTERED,
         by(unit=either(officer, deputy, desk), authority=desk, major=leader),
         checks=(p.shows_that_it_came_back, p.photos_are_new, direct.says_it_in_own_words),
         effect=work.reopen_it, told=(the_fixer, chief, supervisors.who_closed)),
    Step(A.LOOK_BACK_OK, any_of(S.CLOSED) >> same,
         by(unit=the_verifier, authority=desk, major=the_officials),
         guards=(g.is_not_the_fixer, g.is_due_to_be_looked_at), checks=(p.photos_are_of_today,),
         effect=supervision.look_back),
    Step(A.VOID, any_of(S.REPORTED, S.REGISTERED, S.ASSIGNED) >> S.VOIDED,
         by(unit=deputy, authority=leader), guards=(g.had_no_result, u.is_not_stopped), effect=intake.void_it,
         told=(the_reporter, the_receivers)),
    Step(A.URGE, OPEN >> same,
         by(unit=supervisors.above_the_holder, authority=supervisors.the_commission_above_the_holder,
            major=supervisors.the_commission_above_the_holder),
         guards=(g.was_not_urged_today,), effect=supervision.note_the_call, told=(supervisors.the_holder,)),
    Step(A.REMIND, ANY >> same, CLOCK,
         effect=supervision.reach_the_rung),
    Step(A.URGE, ANY >> same, CLOCK,
         effect=supervision.reach_the_rung),
    Step(A.FOLLOW, ANY >> same, CLOCK,
         effect=intake.nothing, told=(the_reporter,)),
    Step(A.HAND_OVER, ANY >> same, CLOCK,
         effect=handing_on.hand_roles_on, told=(the_fixer, helpers, the_group)),
    Step(A.TAKE_ON, ANY >> same, CLOCK,
         effect=intake.nothing),
    Step(A.RECALCULATE, ANY >> same, CLOCK,
         effect=supervision.move_the_date),
)

LISTING = Lifecycle("挂牌", _listing, Listing,
    Step(A.PROPOSE_LISTING, any_of(*Listing) >> Listing.PROPOSED, CLOCK,
         effect=listed.propose_the_listing),
    Step(A.LIST, any_of(Listing.NONE, Listing.PROPOSED, Listing.LIFTED) >> Listing.LISTED,
         by(major=either(head, desk)), guards=(direct.is_written_up, g.may_be_listed_now),
         checks=(w.ends_in_the_future, w.the_right_body_lists), effect=listed.list_it,
         told=(chief, supervisors.leader_in_post, supervisors.officer_in_post)),
    Step(A.DECLINE_LISTING, any_of(Listing.PROPOSED) >> Listing.NONE, by(major=head),
         checks=(w.looks_again_later,), effect=listed.look_again_later,
         told=(supervisors.desk_in_post,)),
    Step(A.PUBLISH, any_of(Listing.LISTED, Listing.LIFTING, Listing.LIFTED) >> same, by(major=desk),
         checks=(o.publication_is_sound,), effect=listed.publish_it,
         told=(supervisors.officer_in_post, chief)),
    Step(A.LIFT, any_of(Listing.LIFTING) >> Listing.LIFTED, by(major=supervisors.the_listing_body),
         guards=(g.is_verified,), checks=(w.higher_body_is_quoted,), effect=listed.lift_it,
         told=(chief, supervisors.desk_in_post)),
    Step(A.REFUSE_LIFTING, any_of(Listing.LIFTING) >> Listing.LISTED,
         by(major=supervisors.who_may_refuse_lifting),
         guards=(g.is_verified, g.is_not_the_fixer, g.did_not_verify_it), checks=(w.higher_body_is_quoted,),
         effect=listed.refuse_to_lift, told=(chief, supervisors.desk_in_post)),
)
# fmt: on

TRACKS = (
    Track("rectification", RECTIFICATION, "state", RECTIFICATION_SHEET),
    Track("listing", LISTING, "listing", LISTING_SHEET),
    Track("use", USE, "use", USE_SHEET),
    Track("measure", MEASURE, None, MEASURE_SHEET),
)
"""Everything that runs beside each other on a hazard."""
TABLES = tuple(track.table for track in TRACKS)
TRACK_OF = {step.action: track for track in TRACKS for step in track.table.steps}
TABLE_OF = {action: track.table for action, track in TRACK_OF.items()}

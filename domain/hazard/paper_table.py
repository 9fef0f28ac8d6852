"""THE TABLE of papers (督办措施): everything that may happen to one, from its proposal to its answer."""

from domain.actions import Action as A
from domain.cases.steps import Lifecycle, Step, any_of, by, on_every_line, the_clock
from domain.hazard import direct, guards as g, papers, supervisors
from domain.hazard.checks import papers as c, photos as p, working as w
from domain.hazard.effects import supervision
from domain.hazard.people import chief, desk, either, officer
from domain.words import PaperState

NO_PAPER_YET = any_of(None)
same = None
"""The state that it had."""

# fmt: off
MEASURE = Lifecycle("督办措施", papers.paper_state, PaperState,
    Step(A.PROPOSE_MEASURE, NO_PAPER_YET >> PaperState.PROPOSED,
         by(unit=officer, authority=either(desk, officer), major=either(desk, officer)),
         guards=(g.is_still_open, direct.is_written_up),
         checks=(c.kind_suits_the_proposer, c.no_open_paper_of_the_kind), effect=supervision.propose_a_paper,
         told=(papers.the_signer,)),
    Step(A.PROPOSE_MEASURE, NO_PAPER_YET >> PaperState.PROPOSED, on_every_line(the_clock),
         effect=supervision.propose_a_paper),
    Step(A.SIGN_MEASURE, any_of(PaperState.PROPOSED) >> PaperState.ISSUED, on_every_line(papers.the_signer),
         checks=(c.is_the_draft_that_was_read, c.its_meeting_lies_ahead), effect=supervision.sign_the_paper,
         told=(supervisors.officer_in_post, chief)),
    Step(A.EDIT_MEASURE, any_of(PaperState.PROPOSED) >> same, on_every_line(papers.the_drafter),
         checks=(c.meeting_is_of_a_summons, c.has_room_for_its_asks), effect=supervision.edit_the_paper),
    Step(A.DECLINE_MEASURE, any_of(PaperState.PROPOSED) >> PaperState.DECLINED,
         on_every_line(papers.the_signer), checks=(w.looks_again_later,),
         effect=supervision.decline_the_paper, told=(supervisors.desk_in_post,)),
    Step(A.SERVE_MEASURE, any_of(PaperState.ISSUED) >> PaperState.SERVED, on_every_line(papers.the_server),
         checks=(c.is_served_between_signing_and_now, c.meeting_is_of_a_summons,
                 c.its_meeting_lies_ahead, p.receipt_shows_a_receipt),
         effect=supervision.serve_the_paper, told=(papers.the_answerer,)),
    Step(A.ACKNOWLEDGE_MEASURE, any_of(PaperState.ISSUED, PaperState.SERVED) >> PaperState.SERVED,
         on_every_line(papers.the_receiver), guards=(g.is_not_acknowledged_yet, g.could_be_served_now),
         effect=supervision.acknowledge_the_paper, told=(papers.the_server,)),
    Step(A.ANSWER_MEASURE, any_of(PaperState.SERVED, PaperState.AGREED) >> PaperState.ANSWERED,
         on_every_line(papers.the_answerer), effect=supervision.answer_the_paper,
         told=(supervisors.desk_in_post,)),
    Step(A.RECORD_MEETING, any_of(PaperState.SERVED, PaperState.ANSWERED) >> same, on_every_line(desk),
         guards=(g.meeting_is_not_on_record,), checks=(c.meeting_was_held,),
         effect=supervision.record_the_meeting, told=(chief,)),
    parts=papers.papers_meant,
)
# fmt: on

"""What every act leaves in a hazard's row besides its own changes: numbers, whom it concerns, who worked on it."""

from domain.actions import Action
from domain.cases.case import Case, line_of
from domain.cases.kind import Finish
from domain.cases.on_behalf import stands_in_at_the_unit
from domain.hazard.holders import everybody_holding
from domain.hazard.numbers import hazard_number
from domain.hazard.worked_on import those_who_worked
from domain.tables import Hazard


def finish(hazard: Hazard, act: Finish) -> None:
    """Who stood in for the unit, or was let in by somebody, worked on it; numbers are given once."""
    case, by, changes = act.case, act.act, act.changes
    entered = act.command.on_behalf_of is not None
    if stands_in_at_the_unit(case, by.actor, by.for_id, entered=entered):
        hazard.fixers = sorted({*hazard.fixers, by.actor.person_id or 0})
    if by.actor.is_given and act.command.action is not Action.REPORT:
        hazard.fixers = sorted({*hazard.fixers, *by.actor.givers})  # it may have been one of them
    if changes.get("give_number") and hazard.number is None:
        hazard.number = hazard_number(case, act.next_serial)
    if changes.get("give_listing_number"):
        notice = next(paper for paper in act.papers if paper.seq == by.seq)
        hazard.listed = {**(hazard.listed or {}), "number": notice.number}
    if changes.get("give_suspension_number"):
        order = next(paper for paper in act.papers if paper.seq == by.seq)
        hazard.suspended = {**(hazard.suspended or {}), "number": order.number}


def derive(case: Case) -> None:
    """The columns that follow from the others, whom it concerns among them."""
    hazard = case.hazard
    hazard.line = line_of(hazard)
    hazard.fixers = those_who_worked(hazard)
    named = (hazard.reporter_id, hazard.fixer_id, hazard.receiver_id, hazard.assigner_id, hazard.submitted_by)
    lists = (
        *hazard.involved,
        *everybody_holding(case),
        *hazard.fixers,
        *hazard.helpers,
        *hazard.panel,
        *hazard.passed_by,
    )
    hazard.involved = sorted({*lists, *(p for p in named if p)})

"""Which forms there are, of which hazards each may be printed, and who prints it."""

from domain.cases.case import Case
from domain.cases.visibility import is_unregistered_direct_report
from domain.hazard.labels import source_shown
from domain.roles import LINE
from domain.word import Word
from domain.words import Level, Source, State

INSPECTED = frozenset(
    {
        Source.INSPECTION,
        Source.UNANNOUNCED,
        Source.CROSS_CHECK,
        Source.JOINT_INSPECTION,
        Source.HIGHER_SUPERVISION,
        Source.LOOK_BACK,
    }
)
"""What was found on site by those who inspect, as the unit is told."""


class FormKind(Word):
    """Forms that are printed, filled in and signed by hand."""

    MAJOR_REPORT = "major_report", "重大事故隐患报告单"
    TREATMENT_PLAN = "treatment_plan", "治理方案"
    INSPECTION_RECORD = "inspection_record", "现场检查记录"


def forms_of(case: Case) -> tuple[FormKind, ...]:
    """The forms that may be printed of it now: none while it speaks in the words of whoever reported it directly."""
    hazard = case.hazard
    if is_unregistered_direct_report(hazard) or hazard.state in (State.DISMISSED, State.VOIDED):
        return ()
    major = hazard.level == Level.MAJOR
    found = {
        FormKind.MAJOR_REPORT: major,
        FormKind.TREATMENT_PLAN: major or hazard.plan is not None,
        FormKind.INSPECTION_RECORD: source_shown(case, to_the_authority=False) in INSPECTED,
    }
    return tuple(kind for kind, may in found.items() if may)


def printed_by(case: Case) -> frozenset[int]:
    """Whom it concerns at the unit: its line from 科室负责人 to 主要负责人, and who works on it."""
    hazard = case.hazard
    posts = {person for role in LINE for person in case.post(role)}
    workers = {hazard.fixer_id, hazard.receiver_id, *hazard.helpers} - {None}
    return frozenset({*posts, *(int(person) for person in workers if person)})

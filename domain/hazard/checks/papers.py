"""What is asked of somebody who proposes, edits, signs, serves or answers a paper (rows 33-35)."""

from domain.calendar import day_of, end_of
from domain.cases.case import Case
from domain.cases.steps import Act
from domain.commands import (
    EditMeasure,
    ProposeMeasure,
    RecordMeeting,
    ServeMeasure,
    SignMeasure,
)
from domain.errors import NotReady, WrongInput
from domain.hazard.checks.bounds import between, in_a_year, now
from domain.hazard.letters.drafting import draft_of
from domain.hazard.letters.editing import meets_at
from domain.hazard.papers import the_paper
from domain.words import (
    RECORDS,
    REQUESTS,
    Line,
    PaperKind,
)

MOST_ASKS = 20
MOST_LINES = 99


def kind_suits_the_proposer(case: Case, command: ProposeMeasure, act: Act) -> None:
    """A unit asks for 移交 or a grade on every line; on 单位级 it also proposes its own 督办单 or asks for 提级."""
    if command.kind in RECORDS:
        raise WrongInput(f"{command.kind.label}随有关决定自动成文，不用拟发。", field="kind")
    if case.directory.belongs_to_authority(act.person, case.at):
        return
    own = {PaperKind.INTERNAL_ORDER, PaperKind.TAKE_OVER_LETTER}
    if command.kind in REQUESTS or (case.line is Line.UNIT and command.kind in own):
        return
    raise WrongInput(
        "单位可提请移交、提请等级认定；单位级隐患还可拟发督办单或提级；其他文书由卫健委拟发。", field="kind"
    )


def no_open_paper_of_the_kind(case: Case, command: ProposeMeasure, _act: Act) -> None:
    """One open per kind and hazard."""
    if any(p.kind == command.kind and p.state == "proposed" for p in case.papers):
        raise NotReady(f"已有一份{command.kind.label}待签发。")


def is_served_between_signing_and_now(case: Case, command: ServeMeasure, _act: Act) -> None:
    """A paper is received on or after the day it was signed, and not tomorrow."""
    paper, day = the_paper(case), command.received_on
    if day and day > day_of(case.at):
        raise WrongInput("送达日期不能晚于今天，请更正。", field="received_on")
    if day and paper.signed_at and day < day_of(paper.signed_at):
        raise WrongInput(f"送达日期不能早于签发日期 {day_of(paper.signed_at)}，请更正。", field="received_on")


def meeting_is_of_a_summons(case: Case, command: EditMeasure | ServeMeasure, _act: Act) -> None:
    """Only a 约谈 has a time, a place and people; called for a moment within a year."""
    fields = ("meet_at", "meet_place", "attendees")
    given = next((name for name in fields if getattr(command, name, None) is not None), None)
    if given is None:
        return
    kind = PaperKind(the_paper(case).kind)
    if kind is not PaperKind.SUMMONS:
        raise WrongInput(f"只有约谈才填时间、地点和人员，“{kind.label}”请留空。", field=given)
    if command.meet_at and command.meet_at <= case.at:
        raise WrongInput("约谈时间应在现在之后，请更正。", field="meet_at")
    latest = (end_of(in_a_year(case.at)[0]), "一年后")
    between(command.meet_at, None, latest, field="meet_at", called="约谈时间")


def meeting_was_held(case: Case, command: RecordMeeting, _act: Act) -> None:
    """A 约谈 was held by now, and not before the day on which it was called; what it demands is for later."""
    between(command.held_at, None, now(case), field="held_at", called="约谈时间")
    served, held = the_paper(case).served_on, day_of(command.held_at)
    called = (served, "约谈通知书的送达日期") if served else None
    between(held, called, None, field="held_at", called="约谈时间")
    bounds = (held, "约谈当天"), in_a_year(case.at)
    between(command.demands_by, *bounds, field="demands_by", called="要求完成日期")
    for field, text in (("minutes", command.minutes), ("demands", command.demands)):
        if len([line for line in text.splitlines() if line.strip()]) > MOST_LINES:
            raise WrongInput(f"最多写 {MOST_LINES} 行，请合并。", field=field)


def is_the_draft_that_was_read(case: Case, command: SignMeasure, _act: Act) -> None:
    """What is signed is what was read: a text that changed since (a day passed, a date moved) is read again first."""
    if command.draft and command.draft != draft_of(case, the_paper(case)).hash().hex():
        raise WrongInput(
            "正文在您打开之后有变动（如过了一天、改了期限），请核对现在的正文后再签发。", field="draft"
        )


def its_meeting_lies_ahead(case: Case, command: SignMeasure | ServeMeasure, _act: Act) -> None:
    """A 约谈 is neither signed nor served for an hour that has passed; serving may name another."""
    calls = meets_at(the_paper(case))
    if calls is None or calls > case.at:
        return
    if isinstance(command, SignMeasure):
        raise NotReady("文稿所定的约谈时间已过，请先改稿，另定时间。")
    if command.meet_at is None:
        raise WrongInput("文书所定的约谈时间已过，请填写新的约谈时间。", field="meet_at")


def has_room_for_its_asks(_case: Case, command: EditMeasure, _act: Act) -> None:
    """A paper asks for so many things that they can be read and answered."""
    if len([line for line in (command.asks or "").splitlines() if line.strip()]) > MOST_ASKS:
        raise WrongInput(f"要求事项最多 {MOST_ASKS} 项（每行一项），请合并。", field="asks")

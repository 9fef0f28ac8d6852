"""Every clock of a hazard: the wait of its state, the ladder, plans, extensions, grading, listing, papers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from domain.actions import Action
from domain.calendar import Sum, at_time, day_of, due, end_of, last_day, shift_days
from domain.cases.case import Case, Seat
from domain.cases.clocks import (
    Clock,
    in_order,
    is_open,
    is_unfired,
    late,
    people_of,
    repeating,
    term_of,
    waiting,
)
from domain.cases.seats import above, climb_from
from domain.hazard import people as p
from domain.hazard.deadlines import decision_sum, is_longer_than
from domain.hazard.escalation import WORKING, listing_clocks, recipients_at, rectification_clocks
from domain.hazard.holders import holder, listing_holder, paper_holder
from domain.hazard.out_of_use import is_under_control
from domain.hazard.papers import called_name
from domain.hazard.sheets import HEAVY, RECTIFICATION_SHEET, SUPERVISOR, signer_seat
from domain.hazard.use_clocks import clocks_of_use
from domain.policy.model import days_for_line, for_line
from domain.tables import Paper
from domain.use import STOPPED
from domain.words import OPEN_STATES, Line, Listing, PaperKind, PaperState, Role, State

PLAN_FILERS = {Line.UNIT: p.the_fixer, Line.AUTHORITY: p.officer, Line.MAJOR: p.chief}
"""Who files the plan (row 15) and so hears first that it is late."""


def clocks(case: Case) -> list[Clock]:
    """Every clock of the hazard, fired or not, in the order in which they fire."""
    return in_order(every_clock(case))


def unfired(case: Case) -> list[Clock]:
    """The clocks that have not fired, whether their moment lies ahead or has passed."""
    return in_order(c for c in every_clock(case) if is_unfired(case, c))


def every_clock(case: Case) -> Iterator[Clock]:
    """The clocks of `clocks`, unordered."""
    if is_open(case):
        yield from _state_wait(case)
        yield from rectification_clocks(case)
        yield from _plans_and_progress(case)
        yield from _extension_decision(case)
        yield from _suspected_major(case)
        yield from _publication(case)
        yield from _meetings(case)
    if is_open(case) or case.hazard.listing in (Listing.PROPOSED, Listing.LIFTING, Listing.LISTED):
        yield from listing_clocks(case)
        yield from _listing_signatures(case)
    yield from clocks_of_use(case)
    yield from _unsigned_papers(case)
    for paper in case.papers:
        yield from _paper_after_signing(case, paper)


def _state_wait(case: Case) -> Iterator[Clock]:
    """The time limit of the present state for its holder; none where the sheet of states sets none."""
    term, seat = term_of(case, "state"), holder(case)
    if not (term and seat):
        return
    wait = RECTIFICATION_SHEET[State(case.hazard.state)]
    if case.hazard.state == State.TRANSFERRED:
        yield from _transfer_answer(case, *term, seat)
    elif case.hazard.state == State.VERIFIED and case.hazard.use in STOPPED:
        return  # the closer waits for use to be resumed, whose own clock runs
    elif wait and wait.limit and (limit := wait.limit(case)) is not None:
        yield from waiting(case, wait.clock, *term, limit, seat)


def _transfer_answer(case: Case, since: int, begun: datetime, seat: Seat) -> Iterator[Clock]:
    """已移交: the other department's receipt, its answer, and requests for the answer until it comes."""
    waits, sent = case.policy.waits, case.hazard.transfer or {}
    if not sent.get("received_by"):
        yield from waiting(case, "receipt", since, begun, waits.transfer_receipt, seat)
    if sent.get("reply_by"):
        day = datetime.fromisoformat(sent["reply_by"]).date()
        total = Sum(end_of(day), f"函告答复日期 {day}", provisional=False)
    else:
        total = due(waits.transfer_answer, begun, case.calendar)
    yield Clock("answer", since, 1, total.due_at, total.because, Action.URGE, told=seat.people, waiting=True)
    for n, days in enumerate(waits.steps_after, start=1):
        yield late(case, "answer_late", (since, n), total, days, above(case, seat, n))
    again = repeating(case, "answer", since, 1)
    every = waits.transfer_again_every.amount * (again - 1)
    day = case.calendar.add_working_days(last_day(total.due_at), every)
    words = f"{total.because}，逾期 {every} 个工作日再催"
    moment = at_time(day, case.policy.ladder.at)
    yield Clock("answer", since, again, moment, words, Action.URGE, told=seat.people, waiting=True)


def _plans_and_progress(case: Case) -> Iterator[Clock]:
    hazard = case.hazard
    if hazard.state not in WORKING:
        return
    plan_state = (hazard.plan or {}).get("state")
    filed_late = term_of(case, "plan")
    if filed_late and plan_state in (None, "returned"):
        total = due(for_line(case.policy.waits.plan, case.line), filed_late[1], case.calendar)
        words, filers = f"治理方案 {total.because}", PLAN_FILERS[case.line](case)
        yield from _ladder_until(case, "plan", filed_late[0], total.due_at, words, filers)
    review = term_of(case, "plan_review")
    if review and plan_state == "filed":
        limit = for_line(case.policy.waits.plan_review, case.line)
        yield from waiting(case, "plan_review", *review, limit, climb_from(case, SUPERVISOR[case.line]))
    rhythm = term_of(case, "progress")
    if rhythm and (case.line is Line.MAJOR or is_longer_than(case, case.policy.progress.over_days)):
        every = days_for_line(case.policy.progress.every_days, case.line)
        ends = end_of(last_day(rhythm[1] + timedelta(microseconds=1)) + timedelta(days=every))
        yield from _ladder_until(case, "progress", rhythm[0], ends, f"每 {every} 天报一次进展")


def _ladder_until(
    case: Case, kind: str, since: int, ends: datetime, words: str, doers: tuple[int, ...] | None = None
) -> Iterator[Clock]:
    """Rungs 0-3 for a date that is not the rectification date; messages only, the last one repeated.

    `doers`: who owes what is late; without them the 责任人. The ladder of a paper's answer ends at rung 3.
    """
    ladder = case.policy.ladder
    steps = (0, ladder.urge, ladder.supervise, ladder.climb)
    for n, days in enumerate(steps, start=1):
        action = Action.URGE if days else Action.REMIND
        moment = shift_days(ends, days, ladder.at)
        text = f"{words}，至 {last_day(ends)}" + (f"，超期 {days} 天" if days else "")
        told = recipients_at(case, n - 1, doers)
        yield Clock(kind, since, n, moment, text, action, 0, told, waiting=True)
    if kind == "reply":
        return
    again = repeating(case, kind, since, len(steps))
    days = ladder.climb + ladder.repeat_every * (again - len(steps))
    moment = shift_days(ends, days, ladder.at)
    yield Clock(
        kind,
        since,
        again,
        moment,
        f"{words}，超期 {days} 天",
        Action.URGE,
        0,
        recipients_at(case, 3),
        waiting=True,
    )


def _extension_decision(case: Case) -> Iterator[Clock]:
    term = term_of(case, "extension")
    if term and case.hazard.extension and case.hazard.state in WORKING:
        yield from waiting(case, "extension", *term, decision_sum(case, term[1]), p.decider_seat(case))


def _suspected_major(case: Case) -> Iterator[Clock]:
    """疑似重大: interim control by the same evening, then every morning; on 监管级 the grade in time."""
    hazard, ladder = case.hazard, case.policy.ladder
    term = term_of(case, "suspected") or term_of(case, "major")
    if term and not is_under_control(hazard) and (hazard.suspected or case.line is Line.MAJOR):
        since, begun = term
        evening = max(begun, at_time(day_of(begun), ladder.interim_evening))
        words = "疑似或已认定重大隐患尚无临时管控"
        told = people_of(case, p.chief, p.desk)
        yield Clock(
            "interim", since, 1, evening, f"{words}，当日 {ladder.interim_evening}", Action.URGE, told=told
        )
        again = repeating(case, "interim", since, 1)
        morning = at_time(day_of(begun) + timedelta(days=again - 1), ladder.interim_morning)
        told = climb_from(case, Role.LEADER).people
        yield Clock("interim", since, again, morning, f"{words}，第 {again} 次", Action.URGE, told=told)
    if term and hazard.suspected and case.line is Line.AUTHORITY:
        seat = climb_from(case, Role.DESK)
        yield from waiting(case, "grade", *term, case.policy.waits.grade, seat)


def _listing_signatures(case: Case) -> Iterator[Clock]:
    term, seat = term_of(case, "listing"), listing_holder(case)
    if not (term and seat):
        return
    if case.hazard.listing == Listing.PROPOSED:
        yield from waiting(case, "sign_listing", *term, case.policy.waits.list_, seat)
    verified = term_of(case, "state")
    if case.hazard.listing == Listing.LIFTING and case.hazard.state == State.VERIFIED and verified:
        yield from waiting(case, "lift", *verified, case.policy.waits.lift, seat)


def _publication(case: Case) -> Iterator[Clock]:
    """The time limit for 经办 to record the 公示 of a listing or of its lifting."""
    if term := term_of(case, "publish"):
        yield from waiting(case, "publish", *term, case.policy.waits.publish, climb_from(case, Role.DESK))


def _meetings(case: Case) -> Iterator[Clock]:
    """The time limit for 经办 to record a 约谈, from its hour on; where none was fixed, from its serving on."""
    for paper in case.papers:
        if term := term_of(case, called_name(paper)):
            hour = (paper.meeting or {}).get("at")
            begun = datetime.fromisoformat(hour) if hour else term[1]
            seat = climb_from(case, Role.DESK)
            yield from waiting(case, "record", term[0], begun, case.policy.waits.record, seat, ends=True)


def _unsigned_papers(case: Case) -> Iterator[Clock]:
    """The time limit for signing papers: one clock for each signer, that of the paper proposed first."""
    of_one: dict[tuple[int, ...], list[tuple[Sum, Paper, Seat]]] = {}
    for paper in case.papers:
        if paper.state == PaperState.PROPOSED and (seat := paper_holder(case, paper.kind, paper.state)):
            waits = case.policy.waits
            limit = waits.sign_heavy if paper.kind in HEAVY else for_line(waits.sign, case.line)
            total = due(limit, paper.since_at, case.calendar)
            of_one.setdefault(seat.people, []).append((total, paper, seat))
    for papers in of_one.values():
        total, paper, seat = min(papers, key=lambda one: one[1].since)
        more = f"（共 {len(papers)} 份待签发）" if len(papers) > 1 else ""
        total = replace(total, because=total.because + more)
        yield from waiting(case, "sign", paper.since, paper.since_at, total, seat, ends=True)


def _paper_after_signing(case: Case, paper: Paper) -> Iterator[Clock]:
    """The time limits for serving, answering and carrying out a signed paper; of a declined one its day of review."""
    if paper.state == PaperState.DECLINED:
        if paper.look_again and case.hazard.state in OPEN_STATES:
            moment = at_time(paper.look_again, case.policy.ladder.at)
            kind, signers = PaperKind(paper.kind), signer_seat(case, paper.kind).people
            words = f"{kind.label}曾不予签发，到再次研究日期"
            yield Clock("look_again", paper.since, 1, moment, words, Action.PROPOSE_MEASURE, 0, signers, kind)
        return
    seat, waits = paper_holder(case, paper.kind, paper.state), case.policy.waits
    if seat is None:
        return
    if paper.state == PaperState.SERVED:
        total = due(for_line(waits.answer, case.line), paper.since_at, case.calendar)
        words = f"{PaperKind(paper.kind).label}反馈 {total.because}"
        yield from _ladder_until(case, "reply", paper.since, total.due_at, words, seat.people)
    elif paper.state == PaperState.AGREED:
        grading = paper.kind == PaperKind.GRADING_REQUEST
        limit = waits.grade if grading else for_line(waits.sign, case.line)
        yield from waiting(case, "asked", paper.since, paper.since_at, limit, seat, ends=True)
    elif paper.state == PaperState.ISSUED:
        yield from waiting(case, "serve", paper.since, paper.since_at, waits.serve, seat, ends=True)

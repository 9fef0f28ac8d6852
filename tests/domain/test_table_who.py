"""Who may press which button in which state on which line: expected by hand from the process, never from the code."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actions import Action as A  # noqa: N817 - a row a line
from domain.directory.organisation import Actor
from domain.errors import NotAllowed, NotPossible, Refusal
from domain.hazard.table import LISTING, RECTIFICATION, TABLE_OF
from domain.words import (
    OPEN_STATES,
    Line,
    Listing,
    PaperKind,
    Source,
    State as S,  # noqa: N817 - a row a line
)
from tests import scenes
from tests.scenes import fixed_on_the_spot, scene
from tests.stage import IDS, Stage, directory, on

NOON = "2026-11-02 12:00"
U, M, X = Line.UNIT, Line.AUTHORITY, Line.MAJOR
"""单位级, 监管级, 重大."""

UNIT_STAFF = "nurse1 fixer1 dept1 officer1 deputy1 chief1"
DESK, LEADERS = "office office2", "leader head"
MANAGERS = "deputy1 chief1"  # settled 8: 主要 may do whatever 分管 may
LETTER, ORDER, SUMMONS = PaperKind.SUPERVISION_LETTER, PaperKind.INTERNAL_ORDER, PaperKind.SUMMONS


def closed_long_ago(line: Line) -> Stage:
    """Closed 38 days before: a look back is due on every line."""
    return scene(line, S.CLOSED).changed(closed_at=on("2026-09-25 10:00"))


# (action, line, the scene, everybody who may): section 3 of the process, row by row.
ROWS: list[tuple[A, Line, Callable[[], Stage], str]] = [
    (A.CLOSE_ON_SPOT, U, lambda: fixed_on_the_spot("nurse1"), "officer1"),
    (A.CLOSE_ON_SPOT, M, lambda: fixed_on_the_spot("expert"), DESK),
    (A.CLOSE_ON_SPOT, U, lambda: scene(U, S.VERIFYING), "officer1"),
    (A.REGISTER, U, lambda: scene(U, S.REPORTED), "officer1"),
    (A.REGISTER, M, lambda: scene(M, S.REPORTED), DESK),
    (A.REGISTER, X, lambda: scene(X, S.REPORTED), DESK),
    (A.GIVE_BACK, M, lambda: scene(M, S.REPORTED).changed(addressed_up=True), DESK),
    (A.GIVE_BACK, M, lambda: scene(M, S.REGISTERED).changed(addressed_up=True), DESK),
    (A.DISMISS, U, lambda: scene(U, S.REPORTED), "officer1"),
    (A.DISMISS, M, lambda: scene(M, S.REGISTERED), DESK),
    (A.DISMISS, X, lambda: scene(X, S.REGISTERED), LEADERS),
    (A.REPORT_UP, U, lambda: scene(U, S.DISMISSED), "nurse1 officer1"),
    (A.REPORT_UP, M, lambda: scene(M, S.DISMISSED).changed(suspected=True), "office officer1"),  # settled 1
    (A.REPORT_UP, X, lambda: scene(X, S.DISMISSED), "office officer1"),
    (A.UPGRADE, U, lambda: scene(U, S.REPORTED), LEADERS),
    (A.UPGRADE, U, lambda: scene(U, S.VERIFIED), LEADERS),
    (A.UPGRADE, M, lambda: scene(M, S.RECTIFYING), LEADERS),
    (A.DOWNGRADE, U, lambda: scene(U, S.REPORTED).changed(suspected=True), MANAGERS),
    (A.DOWNGRADE, M, lambda: scene(M, S.REPORTED).changed(suspected=True), LEADERS),
    (A.DOWNGRADE, X, lambda: scene(X, S.RECTIFYING), LEADERS),
    (A.TAKE_OVER, U, lambda: scene(U, S.RECTIFYING), DESK),
    (A.ASSIGN, U, lambda: scene(U, S.REGISTERED), f"officer1 {MANAGERS}"),
    (A.ASSIGN, M, lambda: scene(M, S.REGISTERED), f"{DESK} {LEADERS}"),
    (A.ASSIGN, X, lambda: scene(X, S.REGISTERED), LEADERS),
    (A.TAKE_BACK, U, lambda: scene(U, S.ASSIGNED), "deputy1"),
    (A.TAKE_BACK, M, lambda: scene(M, S.ASSIGNED), DESK),
    (A.TAKE_BACK, X, lambda: scene(X, S.ASSIGNED), LEADERS),
    (A.ACCEPT, U, lambda: scene(U, S.ASSIGNED), "fixer1"),
    (A.ACCEPT, M, lambda: scene(M, S.ASSIGNED), f"officer1 {MANAGERS}"),
    (A.ACCEPT, X, lambda: scene(X, S.ASSIGNED), "chief1"),
    (A.ACCEPT_FOR, U, lambda: scene(U, S.ASSIGNED), "officer1"),
    (A.ACCEPT_FOR, M, lambda: scene(M, S.ASSIGNED), DESK),
    (A.ACCEPT_FOR, X, lambda: scene(X, S.ASSIGNED), DESK),
    (A.DECLINE, U, lambda: scene(U, S.ASSIGNED), "fixer1"),
    (A.DECLINE, M, lambda: scene(M, S.ASSIGNED), "officer1"),
    (A.DECLINE, X, lambda: scene(X, S.ASSIGNED), ""),
    (A.REASSIGN, U, lambda: scene(U, S.RECTIFYING), f"dept1 officer1 {MANAGERS}"),
    (A.REASSIGN, M, lambda: scene(M, S.ASSIGNED), f"officer1 {MANAGERS} {DESK}"),
    (A.REASSIGN, X, lambda: scene(X, S.RECTIFYING), f"chief1 {LEADERS}"),
    (A.FILE_PLAN, U, lambda: scenes.long_term(U), "fixer1"),
    (A.FILE_PLAN, M, lambda: scenes.long_term(M), "officer1"),
    (A.FILE_PLAN, X, lambda: scene(X, S.ASSIGNED), "chief1"),
    (A.APPROVE_PLAN, U, lambda: scenes.with_a_filed_plan(U), MANAGERS),
    (A.APPROVE_PLAN, M, lambda: scenes.with_a_filed_plan(M), DESK),
    (A.RETURN_PLAN, X, lambda: scenes.with_a_filed_plan(X), LEADERS),
    (A.REPORT_PROGRESS, U, lambda: scene(U, S.RECTIFYING), "fixer1 nurse1"),
    (A.REPORT_PROGRESS, M, lambda: scene(M, S.RECTIFYING), "fixer1 nurse1 officer1"),
    (A.REPORT_PROGRESS, X, lambda: scene(X, S.RECTIFYING), "fixer1 nurse1 officer1 chief1"),
    (A.REQUEST_EXTENSION, U, lambda: scene(U, S.RECTIFYING), "fixer1"),
    (A.REQUEST_EXTENSION, M, lambda: scene(M, S.RECTIFYING), f"officer1 {MANAGERS}"),
    (A.REQUEST_EXTENSION, X, lambda: scene(X, S.RECTIFYING), "chief1"),
    (A.GRANT_EXTENSION, U, lambda: scenes.with_a_request(U), MANAGERS),
    (A.REFUSE_EXTENSION, M, lambda: scenes.with_a_request(M), LEADERS),
    (A.GRANT_EXTENSION, X, lambda: scenes.with_a_request(X), "head"),
    (A.NAME_GROUP, X, lambda: scene(X, S.RECTIFYING), LEADERS),
    (A.SUBMIT, U, lambda: scene(U, S.ASSIGNED), "fixer1"),
    (A.SUBMIT, M, lambda: scene(M, S.RECTIFYING), "fixer1"),
    (A.SUBMIT, X, lambda: scene(X, S.RECTIFYING).changed(plan={"state": "approved"}), "chief1"),
    (A.WITHDRAW, U, lambda: scene(U, S.VERIFYING), "fixer1"),
    (A.WITHDRAW, M, lambda: scene(M, S.VERIFYING), "fixer1"),
    (A.WITHDRAW, X, lambda: scene(X, S.VERIFYING), "chief1"),
    (A.SEND_BACK, U, lambda: scene(U, S.VERIFYING), "officer1"),
    (A.SEND_BACK, M, lambda: scene(M, S.VERIFYING), "officer1"),
    (A.SEND_BACK, X, lambda: scene(X, S.VERIFYING), "office"),
    (A.PASS, U, lambda: scene(U, S.VERIFYING), "officer1"),
    (A.PASS, M, lambda: scene(M, S.VERIFYING), "officer1"),
    (A.PASS, X, lambda: scene(X, S.VERIFYING), f"{DESK} expert"),
    (A.APPROVE_CLOSURE, U, lambda: scene(U, S.VERIFIED), MANAGERS),
    (A.APPROVE_CLOSURE, M, lambda: scene(M, S.VERIFIED), DESK),
    (A.APPROVE_CLOSURE, X, lambda: scene(X, S.VERIFIED), LEADERS),
    (A.REFUSE_CLOSURE, U, lambda: scene(U, S.VERIFIED), MANAGERS),
    (A.REFUSE_CLOSURE, M, lambda: scene(M, S.VERIFIED), DESK),
    (A.REFUSE_CLOSURE, X, lambda: scene(X, S.VERIFIED), LEADERS),
    (A.TRANSFER, M, lambda: scene(M, S.RECTIFYING), LEADERS),
    (A.TRANSFER, X, lambda: scene(X, S.REGISTERED), LEADERS),
    (A.ACKNOWLEDGE_TRANSFER, M, lambda: scene(M, S.TRANSFERRED), DESK),
    (A.ACKNOWLEDGE_TRANSFER, X, lambda: scene(X, S.TRANSFERRED), DESK),
    (A.CONCLUDE_TRANSFER, M, lambda: scene(M, S.TRANSFERRED), DESK),
    (A.CONCLUDE_TRANSFER, X, lambda: scene(X, S.TRANSFERRED), LEADERS),
    (A.REOPEN, U, lambda: scene(U, S.CLOSED), f"officer1 {MANAGERS} {DESK}"),
    (A.REOPEN, M, lambda: scene(M, S.DISMISSED), DESK),
    (A.REOPEN, X, lambda: scene(X, S.CLOSED), LEADERS),
    (A.LOOK_BACK_OK, U, lambda: closed_long_ago(U), "officer1"),
    (A.LOOK_BACK_OK, M, lambda: closed_long_ago(M), DESK),
    (A.LOOK_BACK_OK, X, lambda: closed_long_ago(X), DESK),
    (A.VOID, U, lambda: scene(U, S.ASSIGNED), MANAGERS),
    (A.VOID, M, lambda: scene(M, S.REPORTED), LEADERS),
    (A.UNDO_IMPORT, U, lambda: scenes.imported(U), f"officer1 {DESK}"),
    (A.UNDO_IMPORT, M, lambda: scenes.imported(M), DESK),
    (A.UNDO_IMPORT, X, lambda: scenes.imported(X), DESK),
    (A.URGE, U, lambda: scene(U, S.RECTIFYING), f"dept1 officer1 {MANAGERS} {DESK} {LEADERS}"),
    (A.URGE, U, lambda: scene(U, S.REPORTED), f"{MANAGERS} {DESK} {LEADERS}"),
    (A.URGE, M, lambda: scene(M, S.RECTIFYING), f"{DESK} {LEADERS}"),
    (A.URGE, M, lambda: scene(M, S.REPORTED), LEADERS),
    (A.URGE, X, lambda: scene(X, S.ASSIGNED), f"{DESK} {LEADERS}"),
    (A.URGE, X, lambda: scene(X, S.REGISTERED), "head"),
    (A.PROPOSE_MEASURE, U, lambda: scene(U, S.RECTIFYING), "officer1"),
    (A.PROPOSE_MEASURE, M, lambda: scene(M, S.RECTIFYING), f"officer1 {DESK}"),
    (A.PROPOSE_MEASURE, X, lambda: scene(X, S.VERIFIED), f"officer1 {DESK}"),
    (A.SIGN_MEASURE, U, lambda: scenes.with_a_paper(U, ORDER), MANAGERS),
    (A.SIGN_MEASURE, M, lambda: scenes.with_a_paper(M, LETTER), LEADERS),
    (A.SIGN_MEASURE, X, lambda: scenes.with_a_paper(X, LETTER), LEADERS),
    (A.EDIT_MEASURE, U, lambda: scenes.with_a_paper(U, ORDER), f"officer1 {MANAGERS}"),
    (A.EDIT_MEASURE, M, lambda: scenes.with_a_paper(M, LETTER), f"{DESK} {LEADERS}"),
    (A.EDIT_MEASURE, X, lambda: scenes.with_a_paper(X, SUMMONS), f"{DESK} head"),
    (A.DECLINE_MEASURE, X, lambda: scenes.with_a_paper(X, SUMMONS), "head"),
    (A.SERVE_MEASURE, U, lambda: scenes.with_a_paper(U, ORDER, 1), "officer1"),
    (A.SERVE_MEASURE, M, lambda: scenes.with_a_paper(M, LETTER, 1), DESK),
    (A.SERVE_MEASURE, X, lambda: scenes.with_a_paper(X, LETTER, 1), DESK),
    (A.ACKNOWLEDGE_MEASURE, U, lambda: scenes.with_a_paper(U, ORDER, 1), "dept1"),
    (A.ACKNOWLEDGE_MEASURE, M, lambda: scenes.with_a_paper(M, LETTER, 1), "officer1 chief1"),
    (A.ACKNOWLEDGE_MEASURE, X, lambda: scenes.with_a_paper(X, LETTER, 2), "chief1"),
    (A.ANSWER_MEASURE, U, lambda: scenes.with_a_paper(U, ORDER, 2), "dept1"),
    (A.ANSWER_MEASURE, M, lambda: scenes.with_a_paper(M, LETTER, 2), "officer1 chief1"),
    (A.ANSWER_MEASURE, X, lambda: scenes.with_a_paper(X, LETTER, 2), "chief1"),
    (
        A.RECORD_MEETING,
        U,
        lambda: scenes.with_a_paper(M, SUMMONS, 2).changed(source=Source.STAFF_REPORT),
        DESK,
    ),
    (A.RECORD_MEETING, M, lambda: scenes.with_a_paper(M, SUMMONS, 2), DESK),
    (A.RECORD_MEETING, X, lambda: scenes.with_a_paper(X, SUMMONS, 2), DESK),
    (A.LIST, X, scenes.proposed_for_listing, f"head {DESK}"),  # 经办 only records a higher body's paper
    (A.DECLINE_LISTING, X, scenes.proposed_for_listing, "head"),
    (A.PUBLISH, X, scenes.listed, DESK),
    (A.LIFT, X, scenes.lifting, "head"),
    (A.REFUSE_LIFTING, X, scenes.lifting, "head"),
    (A.SUSPEND_USE, U, lambda: scene(U, S.RECTIFYING), MANAGERS),
    (A.SUSPEND_USE, M, lambda: scene(M, S.ASSIGNED), "chief1"),
    (A.SUSPEND_USE, X, lambda: scene(X, S.REGISTERED), "chief1"),
    (A.REQUEST_RESUME, U, lambda: scenes.suspended(U), "officer1"),
    (A.REQUEST_RESUME, M, lambda: scenes.suspended(M), "officer1"),
    (A.REQUEST_RESUME, X, lambda: scenes.suspended(X), "chief1"),
    (A.RESUME_USE, U, lambda: scenes.asked_for_use(U), "chief1"),
    (A.REFUSE_RESUME, U, lambda: scenes.asked_for_use(U), "chief1"),
    (A.RESUME_USE, M, lambda: scenes.asked_for_use(M), "chief1"),
    (A.REFUSE_RESUME, M, lambda: scenes.asked_for_use(M), "chief1"),
    (A.RESUME_USE, X, lambda: scenes.asked_for_use(X), DESK),  # settled 33: the head asked, so 经办 decides
    (A.REFUSE_RESUME, X, lambda: scenes.asked_for_use(X), DESK),
]


def moment_of(stage: Stage) -> str:
    assert stage.case is not None
    late = stage.case.hazard.acted_at + timedelta(hours=1)
    return max(late, on(NOON)).isoformat()


@pytest.mark.parametrize(
    ("action", "line", "build", "may"),
    ROWS,
    ids=[f"{a}-{line}-{n}" for n, (a, line, _, _) in enumerate(ROWS)],
)
def test_exactly_these_people_may(action: A, line: Line, build: Callable[[], Stage], may: str) -> None:
    stage = build()
    case = stage.at(on(moment_of(stage)[:16].replace("T", " ")))
    assert case.line is line
    answers: dict[str, Refusal | None] = {
        who: TABLE_OF[action].why_not(case, action, Actor(person)) for who, person in IDS.items()
    }
    assert {who for who, refusal in answers.items() if refusal is None} == set(may.split())
    refused = [refusal for refusal in answers.values() if refusal is not None]
    assert all(isinstance(refusal, NotAllowed) for refusal in refused)


def test_every_row_of_every_line_is_in_the_truth_table() -> None:
    asked = {(action, line) for action, line, _, _ in ROWS}
    possible = {
        (action, line)
        for action, table in TABLE_OF.items()
        for step in table.rows(action, by_clock=False)
        for line in Line
        if step.people(line) is not None
    }
    as_its_twin = {  # decided by the same people in the same breath as the row that stands above
        (A.RETURN_PLAN, U),
        (A.RETURN_PLAN, M),
        (A.APPROVE_PLAN, X),
        (A.REFUSE_EXTENSION, U),
        (A.GRANT_EXTENSION, M),
        (A.REFUSE_EXTENSION, X),
        (A.DECLINE_MEASURE, U),
        (A.DECLINE_MEASURE, M),
    }
    assert (
        possible - asked == {(A.REPORT, U), (A.REPORT, M), *((A.IMPORT, line) for line in Line)} | as_its_twin
    )


# From which states: section 3, column "from → to", by hand.
OPEN = set(OPEN_STATES)
FROM: dict[A, tuple[set[S], set[S], set[S]]] = {
    A.CLOSE_ON_SPOT: ({S.REPORTED, S.VERIFYING}, {S.REPORTED, S.VERIFYING}, set()),
    A.REGISTER: ({S.REPORTED}, {S.REPORTED}, {S.REPORTED}),
    A.GIVE_BACK: (set(), {S.REPORTED, S.REGISTERED}, set()),
    A.DISMISS: ({S.REPORTED, S.REGISTERED},) * 3,
    A.REPORT_UP: ({S.DISMISSED, S.REPORTED, S.REGISTERED},) * 3,
    A.UPGRADE: (OPEN - {S.TRANSFERRED}, OPEN - {S.TRANSFERRED}, set()),
    A.DOWNGRADE: (OPEN, OPEN, OPEN),
    A.TAKE_OVER: (OPEN, set(), set()),
    A.ASSIGN: ({S.REGISTERED},) * 3,
    A.TAKE_BACK: ({S.ASSIGNED, S.TRANSFERRED},) * 3,
    A.ACCEPT: ({S.ASSIGNED},) * 3,
    A.ACCEPT_FOR: ({S.ASSIGNED},) * 3,
    A.DECLINE: ({S.ASSIGNED},) * 3,
    A.REASSIGN: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.FILE_PLAN: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.APPROVE_PLAN: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.RETURN_PLAN: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.REPORT_PROGRESS: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.REQUEST_EXTENSION: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.GRANT_EXTENSION: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.REFUSE_EXTENSION: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.NAME_GROUP: (set(), set(), {S.ASSIGNED, S.RECTIFYING, S.VERIFYING}),
    A.SUBMIT: ({S.ASSIGNED, S.RECTIFYING},) * 3,
    A.WITHDRAW: ({S.VERIFYING},) * 3,
    A.SEND_BACK: ({S.VERIFYING},) * 3,
    A.PASS: ({S.VERIFYING},) * 3,
    A.APPROVE_CLOSURE: ({S.VERIFIED},) * 3,
    A.REFUSE_CLOSURE: ({S.VERIFIED},) * 3,
    A.TRANSFER: (set(), {S.REGISTERED, S.ASSIGNED, S.RECTIFYING}, {S.REGISTERED, S.ASSIGNED, S.RECTIFYING}),
    A.ACKNOWLEDGE_TRANSFER: (set(), {S.TRANSFERRED}, {S.TRANSFERRED}),
    A.CONCLUDE_TRANSFER: (set(), {S.TRANSFERRED}, {S.TRANSFERRED}),
    A.REOPEN: ({S.CLOSED, S.DISMISSED},) * 3,
    A.LOOK_BACK_OK: ({S.CLOSED},) * 3,
    A.VOID: ({S.REPORTED, S.REGISTERED, S.ASSIGNED}, {S.REPORTED, S.REGISTERED, S.ASSIGNED}, set()),
    A.UNDO_IMPORT: ((OPEN | {S.CLOSED}) - {S.REPORTED, S.VERIFIED, S.TRANSFERRED},) * 3,
    A.URGE: (OPEN, OPEN, OPEN),
}  # fmt: skip


@pytest.mark.parametrize(("line", "state"), list(scenes.SCENES))
def test_exactly_these_actions_are_possible_from_a_state(line: Line, state: S) -> None:
    case = scene(line, state).now(NOON)
    possible = {
        action
        for action in FROM
        if not all(
            isinstance(RECTIFICATION.why_not(case, action, Actor(person)), NotPossible)
            for person in IDS.values()
        )
    }
    assert possible == {action for action, lines in FROM.items() if state in lines[list(Line).index(line)]}


@pytest.mark.parametrize("line", [U, M])
def test_only_a_major_hazard_is_listed(line: Line) -> None:
    case = scene(line, S.RECTIFYING).now(NOON)
    for action in (A.LIST, A.DECLINE_LISTING, A.LIFT, A.REFUSE_LIFTING):
        assert isinstance(LISTING.why_not(case, action, Actor(IDS["head"])), NotPossible)
    assert case.hazard.listing == Listing.NONE


@pytest.mark.parametrize("who", UNIT_STAFF.split())
def test_anyone_of_the_unit_reports_at_their_own_unit(who: str) -> None:
    assert Stage().report(who, "2026-11-02 09:00").now(NOON).line is U


@pytest.mark.parametrize("who", [*DESK.split(), *LEADERS.split(), "expert"])
def test_whoever_inspects_for_the_commission_reports_on_its_line(who: str) -> None:
    assert Stage().report(who, "2026-11-02 09:00").now(NOON).line is M


MAY_IMPORT = {U: f"officer1 {DESK}", M: DESK, X: DESK}


@pytest.mark.parametrize("line", list(Line))
@pytest.mark.parametrize("who", list(IDS))
def test_exactly_these_people_import_a_ledger(who: str, line: Line) -> None:
    source, level = "weekly_check" if line is U else "inspection", "major" if line is X else "general"
    try:
        stage = Stage().take_in(who, "2026-11-02 09:00", source=source, level=level)
    except NotAllowed:
        assert who not in MAY_IMPORT[line].split()
    else:
        assert who in MAY_IMPORT[line].split()
        assert stage.now(NOON).line is line


@pytest.mark.parametrize("who", ["officer2", "fixer2", "chief2", "clinic1", "auditor", "admin"])
def test_nobody_else_reports_at_a_unit_that_is_not_theirs(who: str) -> None:
    with pytest.raises(NotAllowed):
        Stage().report(who, "2026-11-02 09:00")


@pytest.mark.parametrize(
    ("action", "line", "build", "may"),
    [row for row in ROWS if len(row[3].split()) == 1],
    ids=[f"{a}-{line}-{n}" for n, (a, line, _, may) in enumerate(ROWS) if len(may.split()) == 1],
)
def test_a_dated_delegate_may_what_the_principal_may(
    action: A, line: Line, build: Callable[[], Stage], may: str
) -> None:
    stage = build()
    case = stage.at(on(moment_of(stage)[:16].replace("T", " ")))
    delegated = replace(case, directory=directory(delegates=((may, "admin"),)))
    admin = Actor(IDS["admin"])
    assert TABLE_OF[action].why_not(case, action, admin) is not None
    for_whom = TABLE_OF[action].principal(delegated, action, admin)
    assert for_whom == IDS[may]
    assert TABLE_OF[action].why_not(delegated, action, admin) is None
    assert delegated.line is line

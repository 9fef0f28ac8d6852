"""The table is complete: nothing is left without a way, a word, a holder, a clock or an explanation."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from types import ModuleType

import pytest

from domain.actions import BUTTONS_BY_LINE, Action, button
from domain.cases.acting import act_on
from domain.cases.called import name_of
from domain.cases.case import Case
from domain.cases.clocks import term_of
from domain.cases.steps import Act, Lifecycle, Step
from domain.commands import (
    PRESSED_BY_PEOPLE,
    PRESSED_ON_LEDGERS,
    ClockCommand,
    Command,
    FollowMain,
    HandOver,
    Recalculate,
    TakeOn,
)
from domain.directory.organisation import THE_CLOCK, Actor
from domain.errors import NotPossible
from domain.hazard import guards
from domain.hazard.checks import handing_over, outside, papers, photos, use, working
from domain.hazard.holders import holder
from domain.hazard.paper_table import MEASURE
from domain.hazard.table import LISTING, RECTIFICATION, TABLE_OF, TABLES
from domain.hazard.use_table import USE
from domain.hazard.waits import clocks, unfired
from domain.kinds import HAZARD, KINDS
from domain.rungs import RUNG_NAMES
from domain.tables import Hazard
from domain.task.commands import PRESSED_ON_TASKS
from domain.use import Use
from domain.word import Word
from domain.words import OPEN_STATES, Line, Listing, PaperState, Role, State, state_label
from tests import scenes
from tests.scenes import SCENES
from tests.stage import Stage, on

NOON = "2026-11-02 12:00"
# Section 2 of the process, by hand: "–" means that the line has no such state.
STATES = {
    Line.UNIT: set(State) - {State.TRANSFERRED},
    Line.AUTHORITY: set(State),
    Line.MAJOR: set(State),  # voided only where its import is taken back
}
DIRECTIONS = {
    "begin", "end", "terms", "state", "give_number", "give_listing_number", "paper", "listing_row", "close_papers",
    "rectify_because", "give_suspension_number", "suspension_row",
}  # fmt: skip
STEPS = [
    pytest.param(table, step, id=f"{table.name}-{step.action}") for table in TABLES for step in table.steps
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def people_rows(line: Line) -> Iterator[Step]:
    return (step for step in RECTIFICATION.steps if not step.by_clock and step.people(line) is not None)


@pytest.mark.parametrize("line", list(Line))
def test_every_state_of_a_line_is_reached_from_a_report(line: Line) -> None:
    reached = {State.REPORTED}
    while True:
        more = {
            step.to for step in people_rows(line) if step.from_ & reached and isinstance(step.to, State)
        } - reached
        if not more:
            break
        reached |= more
    assert reached == STATES[line]


def test_every_state_of_use_is_reached() -> None:
    assert {step.to for step in USE.steps} | {Use.RETIRED} == set(
        Use
    )  # given up for good by the order itself


def test_every_state_of_a_listing_and_of_a_paper_is_reached() -> None:
    by_effect = {Listing.LIFTING, Listing.NONE}  # submitting, declining and withdrawing move the listing
    assert {step.to for step in LISTING.steps if step.to} | by_effect == set(Listing)
    requested = {PaperState.AGREED, PaperState.FILED}  # agreed to inside the house; written by a decision
    assert {step.to for step in MEASURE.steps if step.to} | requested == set(PaperState)


@pytest.mark.parametrize(("line", "state"), [key for key in SCENES if key[1] in OPEN_STATES])
def test_an_open_hazard_has_a_holder_a_next_moment_and_a_way_out(line: Line, state: State) -> None:
    case = SCENES[line, state]().now(NOON)
    seat = holder(case)
    assert seat is not None
    assert seat.people
    ahead = unfired(case)
    assert ahead
    assert ahead[0].due_at > case.at
    ways = [
        step.action
        for step in people_rows(line)
        for person in seat.people
        if state in step.from_
        and step.to not in (None, state)
        and RECTIFICATION.why_not(case, step.action, Actor(person)) is None
    ]
    # A 重大 under treatment leaves its state only when the plan is approved: its holder files it.
    if (line, state) == (Line.MAJOR, State.RECTIFYING):
        assert RECTIFICATION.why_not(case, Action.FILE_PLAN, Actor(seat.people[0])) is None
    elif (line, state) == (Line.MAJOR, State.VERIFYING):
        assert RECTIFICATION.why_not(case, Action.PASS, Actor(seat.people[0])) is None
    elif (line, state) == (Line.AUTHORITY, State.TRANSFERRED):
        assert Action.CONCLUDE_TRANSFER in ways
    elif (line, state) == (Line.MAJOR, State.TRANSFERRED):
        assert RECTIFICATION.why_not(case, Action.ACKNOWLEDGE_TRANSFER, Actor(seat.people[0])) is None
    else:
        assert ways


@pytest.mark.parametrize(("line", "state"), [key for key in SCENES if key[1] not in OPEN_STATES])
def test_what_rests_has_no_holder_and_no_moment(line: Line, state: State) -> None:
    case = SCENES[line, state]().now(NOON)
    assert holder(case) is None
    assert unfired(case) == []


def test_the_clock_has_a_row_that_nothing_refuses_for_every_state_and_clock() -> None:
    by_clock = [(table, step) for table in TABLES for step in table.steps if step.by_clock]
    assert {step.action for _, step in by_clock} == {
        Action.REMIND, Action.URGE, Action.RECALCULATE, Action.HAND_OVER, Action.FOLLOW, Action.TAKE_ON,
        Action.PROPOSE_LISTING, Action.PROPOSE_MEASURE,
    }  # fmt: skip
    for table, step in by_clock:
        assert (step.guards, step.checks) == ((), ())
        everywhere: set[Word | None] = {None} if table is MEASURE else set(table.states)
        assert set(step.from_) == everywhere
        assert all(step.people(line) is not None for line in Line)


@pytest.mark.parametrize(("line", "state"), list(SCENES))
def test_whatever_the_clock_owes_in_a_year_it_can_do(line: Line, state: State) -> None:
    stage = SCENES[line, state]()
    for clock in clocks(stage.now(NOON)):
        moment = max(clock.due_at, on(NOON))
        after, written = act_on(
            replace(stage.now(NOON), at=moment),
            HAZARD.clock_command(clock, moment),
            THE_CLOCK,
            lambda _: 1,
            clock,
        )
        assert written.entry["clock"] == clock.kind
        assert clock.rung <= after.hazard.fired[clock.term]
    stage.sweep("2027-11-02 12:00")
    assert bool(unfired(stage.now("2027-11-02 12:00"))) == (state in OPEN_STATES)


def subclasses(of: type[Command]) -> Iterator[type[Command]]:
    for child in of.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_action_has_one_command_for_people_or_the_clock() -> None:
    with_action = [c for c in subclasses(Command) if "action" in vars(c)]
    by_system = (ClockCommand, Recalculate, HandOver, FollowMain, TakeOn)
    of_clock = {c.action for c in with_action if issubclass(c, by_system)}
    of_people = [c.action for c in with_action if not issubclass(c, by_system)]
    assert len(of_people) == len(set(of_people))
    assert set(of_people) | of_clock == set(Action)
    pressed = PRESSED_BY_PEOPLE | PRESSED_ON_TASKS | PRESSED_ON_LEDGERS
    assert {str(action): pressed[action].action for action in of_people} == {
        str(action): action for action in of_people
    }
    assert set(pressed) == {str(action) for action in of_people}
    tables = [track.table for kind in KINDS.values() for track in kind.tracks]
    by_people = {step.action for table in tables for step in table.steps if not step.by_clock}
    assert by_people == set(of_people)
    assert {action for kind in KINDS.values() for action in kind.track_of} == set(Action)


def test_every_word_has_a_chinese_label_of_its_own() -> None:
    for kind in Word.__subclasses__():
        labels = [word.label for word in kind]
        assert all(CHINESE.search(label) for label in labels), kind
        # 待签发 of a listing and of a paper are two enumerations; within one no two words read alike.
        assert len(set(labels)) == len(labels), kind


def test_buttons_and_timeline_are_named_and_no_two_buttons_of_a_line_read_alike() -> None:
    for action in Action:
        assert CHINESE.search(action.button)
        assert CHINESE.search(action.timeline)
    for line in Line:
        buttons = [button(action, line) for action in Action]
        assert len(set(buttons)) == len(buttons)
    assert {(a, line): b for (a, line), b in BUTTONS_BY_LINE.items()} == {
        (Action.SUBMIT, Line.MAJOR): "报请验收",
        (Action.PASS, Line.AUTHORITY): "自验通过",
        (Action.APPROVE_CLOSURE, Line.AUTHORITY): "复查销号",
    }


# By hand, whoever holds it; what a post is named in stands in test_labels.
LABELS = {
    State.REPORTED: ("待登记", "待登记", "待登记"),
    State.REGISTERED: ("待交办", "待交办", "待交办"),
    State.ASSIGNED: ("待签收", "待签收", "待签收"),
    State.RECTIFYING: ("整改中", "整改中", "治理中"),
    State.VERIFYING: ("待复核", "待复核", "待现场验收"),
    State.VERIFIED: ("待销号", "待复查销号", "待销号审批"),
    State.CLOSED: ("已销号", "已销号", "已销号"),
    State.TRANSFERRED: ("已移交", "已移交（待答复）", "已移交（待答复）"),
    State.DISMISSED: ("不予登记", "不予登记", "不予登记"),
    State.VOIDED: ("已作废", "已作废", "已作废"),
}


def test_states_are_called_as_the_people_of_each_line_call_them() -> None:
    assert {state: tuple(state_label(state, line) for line in Line) for state in State} == LABELS
    assert RUNG_NAMES == ("提醒", "催办", "督办", "提级", "挂牌督办", "移交问责")


def test_nobody_may_do_what_no_row_allows() -> None:
    for (line, state), build in SCENES.items():
        case = build().now(NOON)
        for action in Action:
            if TABLE_OF.get(action) is not RECTIFICATION:
                continue
            rows = [s for s in people_rows(line) if s.action is action and state in s.from_]
            refusals = [RECTIFICATION.why_not(case, action, Actor(p)) for p in case.directory.people]
            assert rows or all(isinstance(refusal, NotPossible) for refusal in refusals), (
                line,
                state,
                action,
            )


def test_a_stranger_without_a_post_may_do_nothing_but_what_every_colleague_may() -> None:
    for build in SCENES.values():
        case = build().now(NOON)
        stranger = next(card.id for card in case.directory.people.values() if card.key == "fixer2")
        admin = next(card.id for card in case.directory.people.values() if card.key == "admin")
        for table, action in ((table, action) for action, table in TABLE_OF.items()):
            for nobody in (stranger, admin):
                assert table.why_not(case, action, Actor(nobody)) is not None, action


ALL_SCENES: list[Callable[[], Stage]] = [
    *SCENES.values(),
    scenes.lifting,
    *(lambda line=line: scenes.with_a_request(line) for line in Line),
    *(lambda line=line: scenes.asked_for_use(line) for line in Line),
    *(lambda line=line: scenes.with_a_filed_plan(line) for line in Line),
]


def test_an_effect_returns_only_columns_of_the_hazard_and_known_directions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: set[str] = set()
    decide = Lifecycle.decide

    def watched(self: Lifecycle, case: Case, command: Command, act: Act) -> Step:
        step = decide(self, case, command, act)
        seen.update(step.effect(case, command, act))
        return step

    monkeypatch.setattr(Lifecycle, "decide", watched)
    for build in ALL_SCENES:
        build().sweep("2027-03-01 12:00")
    assert seen - set(Hazard.model_fields) - DIRECTIONS == set()
    assert {"give_number", "paper", "close_papers", "begin", "end"} <= seen


@pytest.mark.parametrize(("table", "step"), STEPS)
def test_a_row_is_explained_in_words(table: Lifecycle, step: Step) -> None:
    assert (step.effect.__doc__ or "").strip(), step.effect
    for condition in (*step.guards, *step.checks):
        assert (condition.__doc__ or "").strip(), condition
    whos = [who for line in Line if (who := step.people(line)) is not None]
    assert whos, f"{table.name}: a row that no line has"
    for who in (*whos, *step.told):
        assert CHINESE.search(name_of(who)), who


@pytest.mark.parametrize("module", [guards, handing_over, outside, papers, photos, use, working])
def test_a_refusal_says_in_chinese_what_is_missing_and_wrong_input_names_its_field(
    module: ModuleType,
) -> None:
    raised = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Raise)]
    assert raised
    for node in raised:
        call = node.exc
        assert isinstance(call, ast.Call)
        words = "".join(
            part.value
            for part in ast.walk(call)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        assert CHINESE.search(words), ast.unparse(node)
        assert "。" in words, ast.unparse(node)
        if isinstance(call.func, ast.Name) and call.func.id == "WrongInput":
            assert [keyword.arg for keyword in call.keywords] == ["field"], ast.unparse(node)


@pytest.mark.parametrize("module", [guards, handing_over, outside, papers, photos, use, working])
def test_no_condition_is_written_and_forgotten(module: ModuleType) -> None:
    used = set(chain.from_iterable((*s.guards, *s.checks) for table in TABLES for s in table.steps))
    own = {
        function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    }
    helpers = {"receiver_of_unit", "refuse_papers_alone", "no_picture_twice"}
    assert {function.__name__ for function in own - used} <= helpers


def test_a_term_that_does_not_run_is_none() -> None:
    assert term_of(SCENES[Line.UNIT, State.REPORTED]().now(NOON), "rectify") is None


def test_every_role_is_a_post_somebody_holds_in_the_county_or_needs_none() -> None:
    stage = SCENES[Line.UNIT, State.RECTIFYING]()
    acting = set(Role) - {Role.STAFF, Role.AUDITOR, Role.ADMIN}
    assert all(stage.now(NOON).post(role) for role in acting)

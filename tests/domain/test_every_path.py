"""Whatever people press, in whatever order and however late, nothing is left without a holder and a next moment.

A walk over the table on all three lines, in memory, by the very rules that `perform()` uses. It is the same walk
every time; with BIHUAN_LONG it goes further, and elsewhere each time.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.actions import Action
from domain.cases.acting import recompute
from domain.cases.case import Case
from domain.cases.steps import Step
from domain.clock import SITE_ZONE
from domain.commands import PRESSED_BY_PEOPLE
from domain.directory.organisation import Actor, Directory
from domain.errors import Refusal
from domain.hazard.table import RECTIFICATION, TABLE_OF, TABLES
from domain.hazard.waits import unfired
from domain.hazard.worked_on import barred
from domain.policy import load_policy, policy_from_body
from domain.tables import Hazard
from domain.words import Line
from tests import scenes, truths
from tests.any_act import ANY
from tests.stage import IDS, KEYS, Stage, directory
from tests.world import AFTER

LONG = bool(os.environ.get("BIHUAN_LONG"))
MODES = ("on_identification", "on_overdue", "by_decision")
# Any of these may be empty; of the two leaders of the commission at least one is there.
IN_THE_UNIT = ("officer1.officer", "deputy1.deputy", "chief1.chief", "dept1.department_head")
IN_THE_COMMISSION = ("leader.leader", "head.head", "expert.expert")
DELEGATED = (("chief1", "deputy1"), ("head", "leader"), ("fixer1", "officer1"), ("officer1", "dept1"))
MINUTES = (0, 0, 0, 0, 1, 90, 90, 600, 1440, 1440, 3 * 1440, 8 * 1440, 8 * 1440, 40 * 1440)
NOT_BY_THE_FIXER = frozenset(
    {
        "pass",
        "send_back",
        "approve_closure",
        "refuse_closure",
        "close_on_spot",
        "grant_extension",
        "refuse_extension",
    }
)
# Always at hand, and after most of them little is left to do.
LEADING_AWAY = frozenset(
    {
        "dismiss",
        "void",
        "transfer",
        "conclude_transfer",
        "upgrade",
        "take_over",
        "downgrade",
        "propose_measure",
        "urge",
    }
)
PRESSED: Counter[tuple[str, str, str]] = Counter()
MANY = 25  # of 43 actions, or the walk did not go anywhere
REPORTS: list[dict[str, Any]] = [
    {"department": "001-01"},
    {"suspected_major": True},
    {"suspected_major": True, "interim": "专人看守", "addressed_to": "authority"},
    {"fixed": {"photos": [AFTER], "fixer": "fixer1"}},
]
BEGINNINGS = [
    *(lambda said=said: Stage().report("nurse1", "2026-11-02 09:00", **said) for said in REPORTS),
    *(lambda said=said: Stage().report("office", "2026-11-02 09:00", **said) for said in REPORTS),
    *scenes.SCENES.values(),
    scenes.listed,
    scenes.lifting,
    *(lambda line=line: scenes.with_a_request(line) for line in Line),
    *(lambda line=line: scenes.with_a_filed_plan(line) for line in Line),
]
some_people = st.builds(
    lambda unit, commission, delegates: directory(empty=(*unit, commission), delegates=tuple(delegates)),
    st.lists(st.sampled_from(IN_THE_UNIT), max_size=4, unique=True),
    st.sampled_from(IN_THE_COMMISSION),
    st.lists(st.sampled_from(DELEGATED), max_size=2, unique=True),
)


def some_policy(mode: str, region: str) -> Any:
    return policy_from_body(load_policy(region).body() | {"listing_mode": mode})


class EveryPath(RuleBasedStateMachine):
    """One hazard, the people of a county, and time."""

    stage: Stage

    @initialize(
        begin=st.sampled_from(BEGINNINGS),
        mode=st.sampled_from(MODES),
        region=st.sampled_from(["default", "lincheng"]),
    )
    def begins(self, begin: Any, mode: str, region: str) -> None:
        self.stage = begin()
        self.stage.policy = some_policy(mode, region)
        self.stage.case = replace(self.case, policy=self.stage.policy)
        self.as_they_now_stand()

    # One rule, not three: Hypothesis would leave some of several out of a walk, and walks without acts lead nowhere.
    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        if data.draw(st.integers(0, 15)) == 0:
            self.posts_change_hands(data.draw(some_people))
        self.time_passes_and_the_clock_goes_first(data.draw(st.sampled_from(MINUTES)))
        self.somebody_presses_a_button(data)

    def posts_change_hands(self, people: Directory) -> None:
        self.stage.people = people
        self.stage.case = replace(self.case, directory=people)
        self.as_they_now_stand()

    def time_passes_and_the_clock_goes_first(self, minutes: int) -> None:
        moment = self.case.at + timedelta(minutes=minutes)
        self.stage.sweep(text_of(moment))
        self.stage.case = replace(self.case, at=moment)
        assert all(clock.due_at > moment for clock in unfired(self.case))

    def somebody_presses_a_button(self, data: st.DataObject) -> None:
        case = self.case
        step = data.draw(st.sampled_from(rows_from_here(case)), label="row")
        command = ANY[PRESSED_BY_PEOPLE[str(step.action)]](data.draw, case)
        who = data.draw(st.sampled_from(those_who_may(case, step)), label="who")
        tried, before = self.stage.copy(), len(self.stage.lines)
        try:
            tried.press(KEYS[who], text_of(case.at), command)
        except Refusal as refusal:
            explained(refusal)
            return
        self.stage = tried
        PRESSED[str(case.line), case.hazard.state, str(step.action)] += 1
        the_act_is_of_the_table(case, step, tried.lines[before].entry)

    @property
    def case(self) -> Case:
        assert self.stage.case is not None
        return self.stage.case

    @invariant()
    def every_truth_holds(self) -> None:
        truths.all_hold(self.stage)

    def as_they_now_stand(self) -> None:
        """What the auditor does when the world changed: the indexes are recomputed, nothing else."""
        hazard = cast("Hazard", SimpleNamespace(**vars(self.case.hazard)))
        self.stage.case = replace(self.case, row=hazard)
        recompute(self.case)


def text_of(moment: Any) -> str:
    return str(moment.astimezone(SITE_ZONE).strftime("%Y-%m-%d %H:%M"))


def rows_from_here(case: Case) -> list[Step]:
    """The rows that begin where this hazard stands: mostly those that nothing refuses and that lead on."""
    rows = [
        step
        for table in TABLES
        for step in table.steps
        if not step.by_clock and step.action != "report" and step.people(case.line) is not None
        if any(table.where(part) in step.from_ for part in table.parts(case, step.action))
    ]
    ready = [step for step in rows if any(is_ready(case, step, who) for who in people_of(case, step)[:1])]
    leading_on = [step for step in ready if step.action not in LEADING_AWAY]
    return [*(() if leading_on else rows), *ready, *3 * leading_on] or [
        *RECTIFICATION.rows(Action.VOID, by_clock=False)
    ]


def explained(refusal: Refusal) -> None:
    assert refusal.detail.endswith("。"), refusal


def is_ready(case: Case, step: Step, who: int) -> bool:
    return TABLE_OF[step.action].why_not(case, step.action, Actor(who)) is None


def people_of(case: Case, step: Step) -> tuple[int, ...]:
    who = step.people(case.line)
    parts = TABLE_OF[step.action].parts(case, step.action)
    return tuple(person for part in parts for person in who(part)) if who else ()


def those_who_may(case: Case, step: Step) -> list[int]:
    """Mostly those in the right post; sometimes a delegate, a fixer or a stranger."""
    return [*8 * people_of(case, step), *case.directory.delegates, IDS["fixer1"], IDS["fixer2"]]


def the_act_is_of_the_table(case: Case, step: Step, entry: dict[str, Any]) -> None:
    """It led where its row says, was done by somebody of its row, and never by a fixer where rule 3 bars them."""
    assert (entry["action"], entry["from_state"]) == (step.action, case.hazard.state)
    if (
        TABLE_OF[step.action] is TABLES[0] and step.action != "pass"
    ):  # of several officials only the last moves it
        assert entry["to_state"] == (step.to or case.hazard.state)
    assert (entry["for_id"] or entry["actor_id"]) in people_of(case, step)
    if step.action in NOT_BY_THE_FIXER:
        assert not {entry["actor_id"], entry["for_id"]} & barred(case)


def test_no_path_leaves_an_open_track_without_a_holder_and_a_next_moment_on_any_line() -> None:
    PRESSED.clear()
    run_state_machine_as_test(
        EveryPath,
        settings=settings(
            max_examples=600 if LONG else 40,
            stateful_step_count=60 if LONG else 20,
            derandomize=not LONG,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {line for line, _, _ in PRESSED} == set(Line)
    assert len({action for _, _, action in PRESSED}) > MANY

"""What a refusal says: the same whoever reported, and no name beyond what its reader may know."""

from itertools import product

import pytest

from domain.cases.steps import Act
from domain.commands import PRESSED_BY_PEOPLE, Register
from domain.directory.organisation import Actor, Directory
from domain.errors import NotAllowed, Refusal
from domain.hazard.table import RECTIFICATION, TABLE_OF
from domain.words import Line, State
from tests import scenes
from tests.stage import IDS, Stage, directory
from tests.world import PEOPLE

READERS = ("nurse1", "dept1", "fixer1", "officer1", "deputy1", "chief1", "office", "leader")
REPORTERS = ("nurse1", "dept1", "officer1", "deputy1", "chief1")
NOON = "2026-11-02 12:00"
UP = {"suspected_major": True, "addressed_to": "authority"}


def refusals(stage: Stage, who: str) -> dict[str, str]:
    """What each button would say to somebody now."""
    case = stage.now(NOON)
    found = {}
    for action, command in PRESSED_BY_PEOPLE.items():
        refusal = TABLE_OF[command.action].why_not(case, command.action, Actor(IDS[who]))
        found[action] = refusal.detail if isinstance(refusal, Refusal) else ""
    return found


@pytest.mark.parametrize("more", [{}, {"suspected_major": True}, UP], ids=["plain", "suspected", "direct"])
def test_a_refusal_is_the_same_whoever_reported(more: dict[str, object]) -> None:
    told = [Stage().report(reporter, "2026-11-02 09:00", **more) for reporter in REPORTERS]
    if not more.get("addressed_to"):
        told += [stage.copy().press("officer1", "2026-11-02 10:00", Register()) for stage in told]
    for who in PEOPLE:
        said: dict[str, set[str]] = {}
        for stage in told:
            assert stage.case is not None
            if stage.case.hazard.reporter_id == IDS[who]:
                continue
            for action, words in refusals(stage, who).items():
                said.setdefault(f"{action}@{stage.case.hazard.state}", set()).add(words)
        assert {button: words for button, words in said.items() if len(words) > 1} == {}, who


def test_a_refusal_names_those_alone_whom_its_reader_knows() -> None:
    stage = Stage().report("nurse1", "2026-11-02 09:00")
    for who, action in product(PEOPLE, PRESSED_BY_PEOPLE):
        words = refusals(stage, who)[action]
        home = PEOPLE[who][0][:3]
        strangers = [key for key, (unit, _) in PEOPLE.items() if unit[:3] != home]
        if not {"desk", "leader", "head", "auditor", "admin"} & set(PEOPLE[who][1]):
            named = words.partition("（现为")[2]
            assert [key for key in strangers if key in named.rstrip("）。").split("、")] == [], (who, words)
    assert "（现为officer1）" in refusals(stage, "nurse1")["register"]


def test_whoever_reports_elsewhere_hears_no_name() -> None:
    with pytest.raises(NotAllowed) as refused:
        Stage().report("clinic2", "2026-11-02 09:00")
    assert "现为" not in refused.value.detail


STANDING_IN = directory(delegates=(("nurse1", "dept1"), ("officer1", "deputy1"), ("deputy1", "fixer1")))


def named_in(words: str) -> set[str]:
    return set(words.partition("（现为")[2].partition("）")[0].split("、")) - {""}


@pytest.mark.parametrize("people", [directory(), STANDING_IN], ids=["", "delegates"])
@pytest.mark.parametrize(("line", "state"), scenes.SCENES)
def test_nobody_is_sent_to_themselves_and_no_name_tells_who_reported(
    line: Line, state: State, people: Directory
) -> None:
    told: dict[tuple[str, str], set[str]] = {}
    scene = scenes.scene(line, state).under(directory=people)
    for reporter, who in product(("nurse1", "officer1", "deputy1"), READERS):
        for action, words in refusals(scene.changed(reporter_id=IDS[reporter]), who).items():
            assert who not in named_in(words), (who, reporter, action, words)
            if who != reporter:
                told.setdefault((who, action), set()).add(words)
    assert {key: said for key, said in told.items() if len(said) > 1} == {}


def test_whoever_records_for_another_what_is_theirs_is_told_so() -> None:
    stage = scenes.scene(Line.AUTHORITY, State.REPORTED)
    for who in ("office", "office2"):
        act = Act(Actor(IDS[who]), IDS["clinic2"], 1)
        with pytest.raises(NotAllowed, match=r"经办人办理，您可以本人名义办理。$"):
            RECTIFICATION.decide(stage.now(NOON), Register(), act)

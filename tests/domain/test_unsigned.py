"""Papers that nobody signs: one line a holder, climbing to the top and ending there."""

from domain.commands import ProposeMeasure, SignMeasure
from domain.hazard.waits import unfired
from domain.queries import reading, tasks
from domain.words import Line, PaperKind, State
from tests.scenes import DAY, scene
from tests.stage import IDS, KEYS, Stage, on
from tests.world import World

LETTERS = (PaperKind.SUPERVISION_LETTER, PaperKind.CIRCULAR, PaperKind.COPY_OUT)


def unsigned(*kinds: PaperKind) -> Stage:
    """Proposed one after the other, left alone since; what is due of the work itself lies far ahead."""
    stage = scene(Line.AUTHORITY, State.VERIFYING)
    for n, kind in enumerate(kinds):
        stage.press("office", f"{DAY} 11:0{n}", ProposeMeasure(kind=kind, because="久拖"))
    return stage


def nagged(stage: Stage, *kinds: str) -> list[tuple[int, set[str]]]:
    """(rung, who was told) of the lines that the clock wrote about papers."""
    return [
        (line.entry["rung"], {KEYS[owed.person_id] for owed in line.owed})
        for line in stage.lines
        if line.entry["clock"] in kinds
    ]


def test_three_unsigned_papers_of_one_holder_are_one_line_that_ends_at_the_top() -> None:
    stage = unsigned(*LETTERS)
    stage.sweep("2027-08-20 12:00")  # 290 days later
    assert nagged(stage, "sign") == [(1, {"leader"}), (2, {"head"}), (3, {"head"})]
    assert IDS["leader"] in stage.now("2027-08-20 12:00").hazard.late_holders  # still on the leader's page


def test_a_unit_s_own_order_climbs_to_the_head_of_the_commission_and_ends() -> None:
    stage = scene(Line.UNIT, State.VERIFYING)
    stage.press("officer1", f"{DAY} 11:00", ProposeMeasure(kind=PaperKind.INTERNAL_ORDER, because="久拖"))
    stage.sweep("2027-08-20 12:00")
    told = [people for _, people in nagged(stage, "sign")]
    assert told == [{"deputy1"}, {"chief1"}, {"office", "office2"}, {"leader"}, {"head"}]


def test_once_the_first_is_signed_the_next_has_its_own_line() -> None:
    stage = unsigned(*LETTERS[:2])
    for paper in (each for each in stage.now(f"{DAY} 12:00").papers if each.kind in LETTERS):
        ahead = unfired(stage.now(f"{DAY} 12:00"))
        assert {clock.since for clock in ahead if clock.kind == "sign"} == {paper.since}
        stage.press("leader", f"{DAY} 12:00", SignMeasure(paper=paper.seq))
    assert "sign" not in {clock.kind for clock in unfired(stage.now(f"{DAY} 12:00"))}


def test_every_paper_in_the_list_of_tasks_has_its_day(world: World) -> None:
    ref = world.report("office", f"{DAY} 09:00")
    for kind in LETTERS[:2]:
        world.press(ref, "office", f"{DAY} 11:00", ProposeMeasure(kind=kind, because="久拖"))
    with reading(world.store, world.actor("leader"), on(f"{DAY} 12:00")) as reader:
        found = [task for task in tasks(reader) if task.paper]
    assert len(found) == 2
    assert all(task.due_at for task in found)


def test_a_paper_nobody_answers_is_not_asked_for_for_ever() -> None:
    stage = unsigned(PaperKind.SUPERVISION_LETTER)
    stage.press("leader", f"{DAY} 12:00", SignMeasure()).sweep("2027-08-20 12:00")
    assert [rung for rung, _ in nagged(stage, "serve")] == [1, 2, 3]

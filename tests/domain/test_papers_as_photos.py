"""A PDF shows no place: where a photo is asked for it may stand beside one, never instead; receipts may be papers."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from domain.commands import (
    Accept,
    AcknowledgeTransfer,
    Assign,
    CloseOnSpot,
    Command,
    LookBackOk,
    Register,
    Reopen,
    ReportProgress,
    RequestExtension,
    Submit,
)
from domain.errors import NotReady, WrongInput
from domain.evidence.files import keep
from domain.words import Line, State
from tests import scenes
from tests.api.papers import paper
from tests.stage import AFTER, BEFORE, Stage, on
from tests.world import OTHER, World

DAY, LATER = "2026-11-02", "2026-11-10 09:00"
NOON = f"{DAY} 12:00"
PDF = "d" * 64
OWN = {"description": "夜间巡查见安全出口上锁", "found_at": on(f"{DAY} 10:00")}
ASKS_FOR_TIME = RequestExtension.model_validate({"until": "2026-12-04", "reason": "等配件", "photos": [PDF]})


def knowing(stage: Stage) -> Stage:
    return stage.under(documents=frozenset({PDF}))


def working() -> Stage:
    return knowing(scenes.scene(Line.UNIT, State.RECTIFYING))


def closed() -> Stage:
    return knowing(scenes.scene(Line.UNIT, State.CLOSED))


def went_up() -> Stage:
    return knowing(Stage().report("nurse1", f"{DAY} 09:00", addressed_to="authority"))


def once_withdrawn_with_a_paper() -> Stage:
    """Submitted with a paper alone under an earlier release, and withdrawn."""
    return working().changed(after_photos=[PDF])


def submit(*photos: str) -> Submit:
    return Submit(result="已清理", photos=list(photos))


REFUSED: list[tuple[Callable[[], Stage], str, str, Command]] = [
    (working, "fixer1", NOON, submit(PDF)),
    (once_withdrawn_with_a_paper, "fixer1", NOON, submit()),
    (closed, "officer1", LATER, LookBackOk(photos=[PDF])),
    (closed, "officer1", LATER, Reopen(reason="又来", photos=[PDF])),
    (went_up, "office", NOON, Register.model_validate({**OWN, "photos": [PDF]})),
]
TAKEN: list[tuple[Callable[[], Stage], str, str, Command]] = [
    (working, "fixer1", NOON, submit(PDF, AFTER)),
    (once_withdrawn_with_a_paper, "fixer1", NOON, submit(AFTER)),
    (lambda: working().changed(after_photos=[AFTER]), "fixer1", NOON, submit(PDF)),
    (closed, "officer1", LATER, LookBackOk(photos=[PDF, OTHER])),
    (closed, "officer1", LATER, Reopen(reason="又来", photos=[PDF, OTHER])),
    (closed, "officer1", LATER, Reopen(reason="又来", photos=[PDF], no_photo_because="夜间")),
    (went_up, "office", NOON, Register.model_validate({**OWN, "photos": [PDF, OTHER]})),
    (went_up, "office", NOON, Register.model_validate({**OWN, "photos": [PDF], "no_photo_because": "夜间"})),
    (working, "fixer1", NOON, ReportProgress(photos=[PDF])),
    (working, "fixer1", NOON, ASKS_FOR_TIME),
]  # fmt: skip


@pytest.mark.parametrize(("scene", "who", "at", "command"), REFUSED)
def test_a_paper_alone_is_no_photo(scene: Callable[[], Stage], who: str, at: str, command: Command) -> None:
    with pytest.raises(WrongInput, match=r"只有 PDF，看不到现场：请.*PDF 可以一并附上") as refused:
        scene().press(who, at, command)
    assert refused.value.field == "photos"


@pytest.mark.parametrize(("scene", "who", "at", "command"), TAKEN)
def test_a_paper_beside_a_photo_or_where_none_is_asked_for_is_taken(
    scene: Callable[[], Stage], who: str, at: str, command: Command
) -> None:
    scene().press(who, at, command)


def sent_up(world: World, who: str) -> str:
    return keep(world.store, BytesIO(paper()), by=world.actor(who), at=on(f"{DAY} 09:00")).hash


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"photos": ["{pdf}"]}, "photos"),
        ({"photos": [BEFORE], "fixed": {"photos": ["{pdf}"], "fixer": "fixer1"}}, "fixed.photos"),
    ],
)
def test_a_report_shows_the_place_by_a_photo(world: World, more: dict[str, Any], field: str) -> None:
    pdf = sent_up(world, "nurse1")
    said = {name: _with(pdf, value) for name, value in more.items()}
    with pytest.raises(WrongInput, match="只有 PDF") as refused:
        world.report("nurse1", f"{DAY} 09:00", **said)
    assert refused.value.field == field


def _with(pdf: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with(pdf, each) for name, each in value.items()}
    return [pdf if each == "{pdf}" else each for each in value] if isinstance(value, list) else value


def test_a_paper_before_does_not_let_it_be_closed_on_the_spot(world: World) -> None:
    pdf = sent_up(world, "nurse1")
    on_spot = {"photos": [AFTER], "fixer": "fixer1"}
    ref = world.report("nurse1", f"{DAY} 09:00", photos=[pdf], no_photo_because="夜间", fixed=on_spot)
    with pytest.raises(NotReady, match="整改前、整改后照片"):
        world.press(ref, "officer1", f"{DAY} 09:30", CloseOnSpot())


def test_what_was_sent_up_as_a_paper_is_known_as_one(world: World) -> None:
    ref = world.report("nurse1", f"{DAY} 09:00")
    world.press(ref, "officer1", f"{DAY} 09:10", Register(assign=Assign(to="fixer1", measures="清理")))
    pdf = sent_up(world, "fixer1")
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept())
    with pytest.raises(WrongInput, match="只有 PDF"):
        world.press(ref, "fixer1", f"{DAY} 09:20", submit(pdf))
    world.press(ref, "fixer1", f"{DAY} 09:20", submit(pdf, AFTER))


def test_a_receipt_may_be_a_paper() -> None:
    received = AcknowledgeTransfer.model_validate(
        {"received_by": "收发室", "received_on": DAY, "photos": [PDF]}
    )
    knowing(scenes.scene(Line.AUTHORITY, State.TRANSFERRED)).press("office", NOON, received)

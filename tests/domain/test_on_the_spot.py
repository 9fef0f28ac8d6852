"""立查立改: what was fixed the day it was found takes two people and two presses."""

from collections.abc import Callable

import pytest

from domain.commands import CloseOnSpot
from domain.errors import NotAllowed, NotReady
from tests.stage import AFTER, Stage
from tests.world import World

NOON = "2026-11-02 12:00"


def fixed(fixer: str = "fixer1", **more: object) -> Stage:
    on_spot = {"photos": [AFTER], "fixer": fixer}
    return Stage().report("nurse1", "2026-11-02 09:00", fixed=on_spot, **more)


def test_what_was_fixed_on_the_spot_takes_two_people_and_two_presses(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00", fixed={"photos": [AFTER], "fixer": "fixer1"})
    world.press(ref, "officer1", "2026-11-02 09:30", CloseOnSpot())
    hazard = world.hazard(ref)
    assert (hazard.state, hazard.number, hazard.closing_kind) == (
        "closed",
        "500999-001-2026-00001",
        "on_spot",
    )
    assert [(line.action, line.from_state, line.to_state) for line in world.journal(ref)] == [
        ("report", None, "reported"),
        ("close_on_spot", "reported", "closed"),
    ]


def test_the_fixer_does_not_close_what_they_fixed_on_the_spot() -> None:
    with pytest.raises(NotAllowed):
        fixed("officer1").press("officer1", NOON, CloseOnSpot())
    fixed("officer1").press("deputy1", NOON, CloseOnSpot())


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (lambda: fixed(suspected_major=True), "疑似重大"),
        (lambda: fixed(found_at="2026-11-01T20:00:00+08:00"), "不是发现当天"),
        (lambda: fixed(photos=[], no_photo_because="夜间"), "整改前、整改后照片"),
        (lambda: Stage().report("nurse1", "2026-11-02 09:00"), "没有注明"),
    ],
)
def test_what_may_not_be_closed_on_the_spot_says_why(stage: Callable[[], Stage], words: str) -> None:
    with pytest.raises(NotReady, match=words):
        stage().press("officer1", NOON, CloseOnSpot())


def test_the_same_place_and_category_twice_in_ninety_days_goes_the_normal_way(world: World) -> None:
    at_once = {"photos": [AFTER], "fixer": "fixer1"}
    first = world.report("nurse1", "2026-11-02 09:00", fixed=at_once)
    world.press(first, "officer1", "2026-11-02 09:30", CloseOnSpot())
    again = world.report("nurse1", "2026-12-01 09:00", fixed=at_once)
    with pytest.raises(NotReady, match="管理缺陷"):
        world.press(again, "officer1", "2026-12-01 09:30", CloseOnSpot())
    elsewhere = world.report("nurse1", "2026-12-01 09:00", fixed=at_once, place="门诊3楼")
    world.press(elsewhere, "officer1", "2026-12-01 09:30", CloseOnSpot())
    later = world.report("nurse1", "2027-03-10 09:00", fixed=at_once)
    world.press(later, "officer1", "2027-03-10 09:30", CloseOnSpot())

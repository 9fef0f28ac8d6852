"""A photo is known again by what it shows: other bytes behind it, or other tags, make no new photo of it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from domain.commands import (
    Accept,
    Assign,
    Command,
    LookBackOk,
    Register,
    Reopen,
    ReportProgress,
    SendBack,
    Submit,
)
from domain.errors import WrongInput
from domain.evidence.files import keep
from domain.tables.core import EVIDENCE
from domain.words import Line, State
from tests import scenes
from tests.stage import AFTER, BEFORE, Stage, on
from tests.world import OTHER, World

AGAIN, BEFORE_AGAIN, FRESH = "a" * 64, "b" * 64, "c" * 64
SHOWN = {
    AFTER: "after",
    AGAIN: "after",
    BEFORE: "before",
    BEFORE_AGAIN: "before",
    FRESH: "fresh",
    OTHER: "other",
}
DAY, LATER = "2026-11-02", "2026-11-10 09:00"


def working(**known: object) -> Stage:
    return scenes.scene(Line.UNIT, State.RECTIFYING).under(pictures=SHOWN, **known)


def in_the_second_round() -> Stage:
    return working(shown_before=frozenset({AFTER}))


def after_a_photo_of_progress() -> Stage:
    return working().press("fixer1", f"{DAY} 11:00", ReportProgress(photos=[BEFORE_AGAIN]))


def closed() -> Stage:
    return scenes.scene(Line.UNIT, State.CLOSED).under(pictures=SHOWN, shown_before=frozenset({AFTER}))


def submit(*photos: str) -> Submit:
    return Submit(result="已清理", photos=list(photos))


REFUSED: list[tuple[Callable[[], Stage], str, str, Command]] = [
    (working, "fixer1", f"{DAY} 12:00", submit(BEFORE_AGAIN)),
    (working, "fixer1", f"{DAY} 12:00", submit(AFTER, AGAIN)),
    (after_a_photo_of_progress, "fixer1", f"{DAY} 12:00", submit()),
    (in_the_second_round, "fixer1", f"{DAY} 12:00", submit(AGAIN)),
    (closed, "officer1", LATER, LookBackOk(photos=[AGAIN])),
    (closed, "officer1", LATER, LookBackOk(photos=[BEFORE_AGAIN])),
    (closed, "officer1", LATER, Reopen(reason="又来", photos=[AGAIN])),
]


@pytest.mark.parametrize(("scene", "who", "at", "command"), REFUSED)
def test_the_same_picture_in_other_bytes_is_no_new_photo(
    scene: Callable[[], Stage], who: str, at: str, command: Command
) -> None:
    with pytest.raises(WrongInput) as refused:
        scene().press(who, at, command)
    assert refused.value.field == "photos"


def test_the_reporters_picture_in_other_bytes_does_not_go_to_the_unit() -> None:
    went_up = Stage().report("nurse1", f"{DAY} 09:00", addressed_to="authority").under(pictures=SHOWN)
    own = {"description": "夜间巡查见安全出口上锁", "found_at": on(f"{DAY} 10:00"), "photos": [BEFORE_AGAIN]}
    with pytest.raises(WrongInput) as refused:
        went_up.press("office", f"{DAY} 12:00", Register.model_validate(own))
    assert refused.value.field == "photos"


def test_another_picture_is_taken_and_one_of_an_earlier_release_goes_by_its_bytes() -> None:
    in_the_second_round().press("fixer1", f"{DAY} 12:00", submit(FRESH, "d" * 64))


def test_the_same_bytes_twice_count_once() -> None:
    assert submit(FRESH, FRESH, AFTER).photos == [FRESH, AFTER]


def a_photo(colour: str, behind: bytes = b"") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return BytesIO(out.getvalue() + behind)


def test_bytes_appended_to_a_photo_do_not_carry_it_into_the_next_round(world: World) -> None:
    def sent_up(colour: str, behind: bytes = b"") -> str:
        return keep(
            world.store, a_photo(colour, behind), by=world.actor("fixer1"), at=on(f"{DAY} 09:00")
        ).hash

    green, longer, blue = sent_up("green"), sent_up("green", b"abc"), sent_up("blue")
    with world.store.engine.connect() as connection:
        shown = dict(connection.execute(select(EVIDENCE.c.hash, EVIDENCE.c.picture)).tuples().all())
    assert green != longer
    assert shown[green] == shown[longer] != shown[blue]
    ref = world.report("nurse1", f"{DAY} 09:00")
    world.press(ref, "officer1", f"{DAY} 09:10", Register(assign=Assign(to="fixer1", measures="清理")))
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept(), submit(green))
    world.press(ref, "officer1", f"{DAY} 09:30", SendBack(reason="不清楚"))
    with pytest.raises(WrongInput, match="以前各轮"):
        world.press(ref, "fixer1", f"{DAY} 09:40", submit(longer))
    world.press(ref, "fixer1", f"{DAY} 09:40", submit(blue))


def test_a_report_shows_before_and_after_by_two_pictures(world: World) -> None:
    def sent_up(behind: bytes) -> str:
        return keep(world.store, a_photo("red", behind), by=world.actor("nurse1"), at=on(f"{DAY} 09:00")).hash

    one, other = sent_up(b""), sent_up(b"abc")
    for more in (
        {"photos": [one], "fixed": {"photos": [other], "fixer": "fixer1"}},
        {"photos": [one, other]},
    ):
        with pytest.raises(WrongInput, match=r"相同|同一张"):
            world.report("nurse1", f"{DAY} 09:00", **more)

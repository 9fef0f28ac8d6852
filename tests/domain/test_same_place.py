"""A place is the same however it is spelt: in width, case, blanks and punctuation; other numbers are other places."""

from typing import Any

import pytest
from sqlalchemy import literal, select

from domain.commands import CloseOnSpot
from domain.errors import NotReady, WrongInput
from domain.points.writing import NewPoints, RenamedPoint, add_points, rename_point, set_active
from domain.queries import reading
from domain.queries.likely import Described, _folded, likely
from domain.typed_text import folded
from tests.stage import AFTER, on
from tests.world import World

PLACE = "住院楼5层B区"
SPELT = [
    "住院楼 5 层 B 区",
    "住院楼５层Ｂ区",
    "住院楼5层b区",
    "住院楼·5层（B区）",
    "住院楼，5层、B区。",
    "“住院楼”5层-B区",
    "住院楼\u30005层\u200bB区",
    "【住院楼】⑤层|B区",
]
OTHERS = ["住院楼6层B区", "住院楼5层", "住院楼5-1层B区", "门诊楼5层B区", "住院楼51层B区"]
FIXED = {"photos": [AFTER], "fixer": "fixer1"}


@pytest.mark.parametrize("spelt", SPELT)
def test_spelling_makes_no_other_place(spelt: str, world: World) -> None:
    assert folded(spelt) == folded(PLACE)
    assert in_the_database(spelt, world) == folded(PLACE)


@pytest.mark.parametrize("other", OTHERS)
def test_other_words_and_numbers_are_other_places(other: str) -> None:
    assert folded(other) != folded(PLACE)


@pytest.mark.parametrize("text", ["3-1室", "3－1室", "3~1室", "3 — 1室", "№ 7", "Ⅳ区", "——", "A&B ★"])
def test_python_and_the_database_fold_alike(text: str, world: World) -> None:
    assert in_the_database(text, world) in (folded(text), "")
    assert (folded("3-1室") == folded(text)) == text.endswith("1室")
    assert folded("31室") != folded(text)


def in_the_database(text: str, world: World) -> str:
    place = select(literal(text).label("place")).subquery()
    with world.store.engine.connect() as connection:
        return str(connection.execute(select(_folded(place.c.place))).scalar_one())


@pytest.mark.parametrize("spelt", ["住院楼 5 层 B 区", "住院楼５层Ｂ区", "住院楼5层（b区）"])
def test_spelling_closes_nothing_on_the_spot_a_second_time(spelt: str, world: World) -> None:
    first = world.report("nurse1", "2026-11-02 09:00", fixed=FIXED, place=PLACE)
    world.press(first, "officer1", "2026-11-02 09:30", CloseOnSpot())
    again = world.report("nurse1", "2026-12-01 09:00", fixed=FIXED, place=spelt)
    at = on("2026-12-01 09:20")
    with reading(world.store, world.actor("officer1"), at) as reader:
        assert reader.one(again).on_spot_before
    with pytest.raises(NotReady, match="管理缺陷"):
        world.press(again, "officer1", "2026-12-01 09:30", CloseOnSpot())
    elsewhere = world.report("nurse1", "2026-12-01 09:00", fixed=FIXED, place="住院楼5-1层B区")
    world.press(elsewhere, "officer1", "2026-12-01 09:30", CloseOnSpot())


def test_a_likely_duplicate_is_found_however_its_place_is_spelt(world: World) -> None:
    world.report("nurse1", "2026-11-02 09:00", place=PLACE)
    with reading(world.store, world.actor("nurse1"), on("2026-11-02 10:00")) as reader:
        (one,) = likely(reader, Described(unit="001", place="住院楼，５ 层 ( ｂ 区 )"))
    assert one.sentence.startswith("同一部位")


def test_a_place_has_one_point_and_finds_its_department_however_it_is_spelt(world: World) -> None:
    terms: dict[str, Any] = {"by": world.actor("officer1"), "at": on("2026-11-02 09:00")}
    (code,) = add_points(world.store, NewPoints(unit="001-01", places=[PLACE]), **terms)
    for places in ([SPELT[0]], ["配电间", "配电间。"]):
        with pytest.raises(WrongInput, match="已有点位"):
            add_points(world.store, NewPoints(unit="001-01", places=places), **terms)
    (other,) = add_points(world.store, NewPoints(unit="001-01", places=["药房"]), **terms)
    with pytest.raises(WrongInput, match="已有点位"):
        rename_point(world.store, other, RenamedPoint(place=SPELT[1]), **terms)
    rename_point(world.store, code, RenamedPoint(place=SPELT[1]), **terms)
    set_active(world.store, code, active=False, **terms)
    rename_point(world.store, other, RenamedPoint(place=PLACE), **terms)
    with pytest.raises(WrongInput, match="已有点位"):
        set_active(world.store, code, active=True, **terms)
    ref = world.report("nurse1", "2026-11-02 10:00", place="住院楼 5 层，B 区")
    department = world.hazard(ref).department_id
    assert department == world.units["001-01"]

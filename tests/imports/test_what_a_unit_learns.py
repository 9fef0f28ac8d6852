"""A ledger is compared with what is known: of what the commission keeps a unit learns nothing by it."""

from io import BytesIO

import pytest

from domain.commands import Register
from domain.imports.keeping import keep_ledger
from domain.imports.seeing import import_seen, lines_seen
from domain.intake.row import Ruling
from domain.words import Category, Source
from tests.world import World, on

NOW = on("2026-11-03 10:00")
HEAD = "检查日期,部位,类别,级别,隐患描述,整改状态,整改期限,发现方式,单位"
ROW = "2026.11.2,{place},{category},一般,{words},整改中,2026.11.30,单位自查,{unit}"


def told(world: World, who: str, ref: str) -> tuple[Ruling, str]:
    """The verdict on a ledger that says what a hazard says, with every word beside it."""
    hazard = world.hazard(ref)
    said = {
        "unit": next(code for code, id_ in world.units.items() if id_ == hazard.unit_id),
        "category": Category(hazard.category).label,
        "place": hazard.place,
        "words": hazard.description,
    }
    body = BytesIO(f"{HEAD}\n{ROW.format(**said)}".encode())
    kept = keep_ledger(world.store, body, "台账.csv", by=world.actor(who), at=NOW)
    lines, _ = lines_seen(world.store, import_seen(world.store, kept, world.actor(who), NOW), None)
    last = lines[-1]
    return last.ruling, "".join(one.text for one in (*last.remarks, *last.questions))


@pytest.mark.parametrize(
    ("by", "more"),
    [
        ("nurse1", {"addressed_to": "authority"}),
        ("office", {"source": Source.INSPECTION, "unit": "001"}),
    ],
    ids=["reported to the commission", "found by the commission"],
)
def test_a_unit_is_asked_about_nothing_that_the_commission_keeps(
    world: World, by: str, more: dict[str, object]
) -> None:
    ref = world.report(by, "2026-11-02 09:00", **more)
    assert "疑似" in told(world, "office", ref)[1], "the commission is asked"
    ruling, words = told(world, "officer1", ref)
    assert ruling is Ruling.READY, words
    assert ref not in words


def test_once_it_is_registered_the_unit_is_asked_too(world: World) -> None:
    ref = world.report("office", "2026-11-02 09:00", source=Source.INSPECTION, unit="001")
    world.press(ref, "office", "2026-11-02 10:00", Register())
    ruling, words = told(world, "officer1", ref)
    assert (ruling, str(world.hazard(ref).number) in words) == (Ruling.ASKED, True), words

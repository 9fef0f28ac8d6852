"""Numbers of papers: the shortest name of the body that no other unit has, so that no two papers share a number."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from domain.directory.organisation import Directory
from domain.hazard.numbers import as_compared, paper_number
from domain.hazard.store.precedents import PLAIN
from domain.words import Line, PaperKind, State
from tests.scenes import scene
from tests.stage import UNIT_IDS


def named(whole: Directory, **units: tuple[str, str, bool]) -> Directory:
    """The county with other names: code (`u001`) -> name, short name, in use."""
    changed = dict(whole.units)
    for code, (name, short, active) in units.items():
        unit = UNIT_IDS[code.removeprefix("u")]
        changed[unit] = replace(changed[unit], name=name, short_name=short, active=active)
    return replace(whole, units=changed)


OLD, NEW, SHORT = "旧城中心卫生院", "新城中心卫生院", "中心卫生院"


@pytest.mark.parametrize(
    ("units", "sign"),
    [
        ({}, "县人民医院"),
        ({"u001": (OLD, SHORT, True), "u002": (NEW, SHORT, True)}, OLD),
        ({"u001": (OLD, SHORT, True), "u002": (NEW, SHORT, False)}, OLD),
        ({"u001": (SHORT, "", True), "u002": (NEW, SHORT, True)}, f"{SHORT}001"),
        ({"u001": (SHORT, SHORT, True), "u002": (SHORT, SHORT, True)}, f"{SHORT}001"),
    ],
)
def test_no_two_bodies_give_one_number(units: dict[str, tuple[str, str, bool]], sign: str) -> None:
    case = scene(Line.UNIT, State.RECTIFYING).now("2026-11-02 12:00")
    case = replace(case, directory=named(case.directory, **units))
    assert paper_number(case, PaperKind.INTERNAL_ORDER, lambda _series: 7) == f"{sign}督〔2026〕7号"


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        ("临卫移〔2026〕1号", "临卫移 2026 1"),
        ("临卫移（２０２６）第００１號", "临卫移 2026 1"),
        (" 临卫移 [2026] 01 号", "临卫移 2026 1"),
        ("临卫移2026-1号", "临卫移 2026 1"),
        ("临卫移〔2026〕10号", "临卫移 2026 10"),
        ("2026－0001", " 2026 1"),
    ],
)
def test_a_number_is_compared_alike_here_and_in_the_database(engine: Engine, number: str, plain: str) -> None:
    assert as_compared(number) == plain
    with engine.connect() as connection:
        asked = text(f"SELECT {PLAIN.format('CAST(:number AS text)')}")
        assert connection.execute(asked, {"number": number}).scalar_one() == plain

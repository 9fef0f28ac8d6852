"""Many papers signed at one instant: no number twice, no gap in the series, whoever comes second is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from domain.audit.files import damaged_papers
from domain.commands import ProposeMeasure, Register, SignMeasure
from domain.errors import Refusal
from domain.words import PaperKind
from tests.world import World

MANY = [12, pytest.param(100, marks=pytest.mark.exhaustive)]


@pytest.mark.parametrize("many", MANY)
def test_papers_signed_at_one_instant_by_several_people_have_numbers_without_gap(
    world: World, many: int
) -> None:
    refs = []
    for n in range(many):
        ref = world.report("office", "2026-11-02 09:00", unit="001", place=f"住院楼{n}层")
        world.press(ref, "office", "2026-11-02 09:10", Register())
        letter = ProposeMeasure(kind=PaperKind.SUPERVISION_LETTER, because="进展慢")
        world.press(ref, "office", "2026-11-02 09:20", letter)
        refs.append(ref)
    start = Barrier(4)

    def sign(turn: int) -> list[str]:
        start.wait()
        refused = []
        for ref in refs[turn % 2 :: 2]:
            try:
                world.press(ref, ("leader", "head")[turn // 2], "2026-11-02 10:00", SignMeasure())
            except Refusal:
                refused.append(ref)
        return refused

    with ThreadPoolExecutor(4) as pool:
        refused = [ref for one in pool.map(sign, range(4)) for ref in one]
    assert sorted(refused) == sorted(refs), "two people sign each paper, one of them comes second"
    numbers = sorted(world.papers(ref)[0].number or "" for ref in refs)
    assert numbers == sorted(f"临卫督〔2026〕{n}号" for n in range(1, many + 1))
    assert list(damaged_papers(world.store)) == []

"""Lists read page by page while people act: each hazard that was there all the time comes exactly once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from domain.calendar import day_of
from domain.evidence.orphans import clear_orphans
from domain.queries import HazardFilter, Order, page
from domain.queries.ledger import every_page
from domain.queries.reader import reading
from domain.tables.core import HAZARD, HAZARD_MOVED
from tests.world import World, on

NOW = on("2026-11-20 09:00")
HAZARDS = 12


@pytest.fixture
def town(world: World) -> tuple[World, list[int]]:
    """Twelve hazards: nine open with a date each, three closed."""
    refs = [world.report("nurse1", "2026-11-02 09:00") for _ in range(HAZARDS)]
    ids = [int(world.hazard(ref).id or 0) for ref in refs]
    for n, one in enumerate(ids):
        number = f"500999-001-2026-{n:05d}" if n % 2 else None
        move(world, one, rectify_by=NOW + timedelta(days=n), number=number, rung=n % 4)
        if n >= 9:
            move(world, one, state="dismissed", closed_at=NOW)
    return world, ids


def move(world: World, hazard: int, **columns: object) -> None:
    with world.store.engine.begin() as connection:
        connection.execute(update(HAZARD).where(HAZARD.c.id == hazard).values(**columns))


def pages(world: World, order: Order) -> Iterator[list[int]]:
    with reading(world.store, world.actor("office"), NOW) as reader:
        cursor = None
        while True:
            found = page(reader, HazardFilter(order=order, limit=3, cursor=cursor))
            yield [int(case.hazard.id or 0) for case in found.cases]
            cursor = found.next_cursor
            if cursor is None:
                return


@pytest.mark.parametrize("order", Order)
def test_what_moves_between_two_pages_comes_once(town: tuple[World, list[int]], order: Order) -> None:
    world, ids = town
    quiet = [one for some in pages(world, order) for one in some]
    seen: list[int] = []
    numbered: set[int] = set()
    for n, some in enumerate(pages(world, order)):
        seen += some
        # The first of the page goes last, one that is still to come goes first; one closes, one opens again.
        move(
            world,
            some[0],
            rectify_by=NOW + timedelta(days=90 + n),
            rung=0,
        )
        ahead = [one for one in ids if one not in seen]
        without = [one for one in ids[::2] if one in ahead and one not in numbered]
        if without:
            numbered.add(without[0])
            move(world, without[0], number=f"000-{n}")
        if ahead:
            move(world, ahead[-1], rectify_by=NOW - timedelta(days=90 + n), rung=5)
            move(world, ahead[0], state="dismissed", closed_at=NOW)
            move(world, ahead[-1], state="rectifying", closed_at=None)
    assert seen == quiet
    assert sorted(seen) == ids


def test_an_export_that_takes_long_has_each_once(town: tuple[World, list[int]]) -> None:
    world, ids = town
    seen: list[int] = []
    with reading(world.store, world.actor("office"), NOW) as reader:
        for some in every_page(reader, HazardFilter(order=Order.DUE)):
            seen += [int(case.hazard.id or 0) for case in some]
            move(world, ids[0], rectify_by=NOW + timedelta(days=400))
    assert sorted(seen) == ids


def test_notes_of_what_moved_go_after_a_day(town: tuple[World, list[int]]) -> None:
    world, _ = town

    def left() -> int:
        with world.store.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(HAZARD_MOVED)).scalar_one())

    noted = left()
    assert noted >= HAZARDS
    clear_orphans(world.store)
    assert left() == noted
    with world.store.engine.begin() as connection:
        connection.execute(update(HAZARD_MOVED).values(recorded_at=func.now() - timedelta(hours=25)))
    clear_orphans(world.store)
    assert left() == 0


def test_a_list_of_old_findings_leaves_none_out(town: tuple[World, list[int]]) -> None:
    """Whatever day it ends on, though what was found early was reported late, and whether closed or open."""
    world, ids = town
    days = {one: NOW - timedelta(days=7 * n % 5) for n, one in enumerate(ids)}
    for one, found_at in days.items():
        move(world, one, found_at=found_at)
    for back in range(7):
        last = day_of(NOW) - timedelta(days=back)
        old = [one for one in reversed(ids) if day_of(days[one]) <= last]
        for order in (Order.NEWEST, Order.DUE):
            with reading(world.store, world.actor("office"), NOW) as reader:
                wanted = HazardFilter(found_to=last, order=order)
                listed = [int(case.hazard.id or 0) for some in every_page(reader, wanted) for case in some]
            assert sorted(listed, reverse=True) == old
            assert order != Order.NEWEST or listed == old

"""Two supervisors at one instant: one wins, the other is told who did; two hundred rounds on a real database."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest
from sqlalchemy import text

from domain.cases.perform import Done
from domain.commands import Accept, ApproveClosure, Assign, Command, Pass, RefuseClosure, Register, Submit
from domain.errors import NotPossible, Refusal, Stale
from domain.tables.core import HAZARD, JOURNAL
from tests.world import AFTER, World

ROUNDS = 200
NOW = "2026-11-02 12:00"


def verified(world: World) -> str:
    """Found by the commission and accepted by the unit: two desk officers may close it."""
    ref = world.report("office", "2026-11-02 09:00")
    to_unit = Assign(to="001", measures="清理", due=date(2026, 11, 20))
    world.press(ref, "office", "2026-11-02 09:10", Register(assign=to_unit))
    world.press(ref, "officer1", "2026-11-02 09:20", Accept(fixer="fixer1"))
    world.press(ref, "fixer1", "2026-11-02 09:30", Submit(result="已清理", photos=[AFTER]))
    world.press(ref, "officer1", "2026-11-02 09:40", Pass(opinion="合格"))
    return ref


def copies(world: World, ref: str, number: int) -> list[str]:
    """So many more that stand where this one stands: rows and journals copied, since only the last act is asked."""
    columns = ", ".join(c.name for c in HAZARD.c if c.name not in ("id", "ref", "number"))
    lines = ", ".join(c.name for c in JOURNAL.c if c.name not in ("id", "case_id"))
    hazards = text(
        f"INSERT INTO hazard (ref, number, {columns}) SELECT 'hcopy' || n, 'copy-' || n, {columns} "
        "FROM hazard, generate_series(1, :n) AS n WHERE ref = :ref RETURNING ref"
    )
    journals = text(
        f"INSERT INTO journal (case_id, {lines}) SELECT copy.id, {', '.join(f'line.{n}' for n in lines.split(', '))} "
        "FROM journal AS line JOIN hazard AS first ON first.id = line.case_id AND first.ref = :ref, hazard AS copy "
        "WHERE copy.ref LIKE 'hcopy%' ORDER BY copy.id, line.seq"
    )
    with world.store.engine.begin() as connection:
        made = [str(row.ref) for row in connection.execute(hazards, {"n": number, "ref": ref})]
        connection.execute(journals, {"ref": ref})
    return made


def at_one_instant(pool: ThreadPoolExecutor, *presses: Callable[[], Done]) -> list[Done | Refusal]:
    """Each in a thread, begun together."""
    barrier = threading.Barrier(len(presses))

    def wait_and(press: Callable[[], Done]) -> Done | Refusal:
        barrier.wait()
        try:
            return press()
        except Refusal as refusal:
            return refusal

    return list(pool.map(wait_and, presses))


def new_lines(world: World, ref: str, since: int) -> tuple[int, int]:
    """How many lines its journal has beyond `since`, and how many notices of the next one somebody is owed twice."""
    lines = world.journal(ref)[since:]
    told = Counter(who for who, _ in world.told(ref, lines[0].action))
    return len(lines), sum(n - 1 for n in told.values())


@pytest.mark.parametrize("shown", [True, False], ids=["looking at one page", "without a version"])
def test_of_two_closers_at_one_instant_one_wins_and_the_other_is_told_who(world: World, shown: bool) -> None:  # noqa: FBT001 - a row
    """One closes, the other closes or refuses; in the half without a version the table itself refuses the second."""
    first = verified(world)
    version = world.hazard(first).version
    wins: Counter[str] = Counter()
    with ThreadPoolExecutor(2) as pool:
        for n, ref in enumerate(copies(world, first, ROUNDS // 2)):
            terms = {"version": version} if shown else {}
            against: Command = ApproveClosure() if n % 2 else RefuseClosure(reason="照片不清")
            one, two = at_one_instant(
                pool,
                partial(world.press, ref, "office", NOW, ApproveClosure(), **terms),
                partial(world.press, ref, "office2", NOW, against, **terms),
            )
            winner, lost = ("office", two) if isinstance(one, Done) else ("office2", one)
            hazard = world.hazard(ref)
            assert (hazard.version, *new_lines(world, ref, version)) == (version + 1, 1, 0)
            assert isinstance(lost, Stale if shown else NotPossible)
            if isinstance(lost, Stale):
                assert (lost.won_by, lost.version, lost.state) == (winner, version + 1, hazard.state)
            wins[winner] += 1
    assert wins.total() == ROUNDS // 2

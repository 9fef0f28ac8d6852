"""Which files of ours a real press passes, on a real database: distinct files in which a function is entered.

Counted from the call of `perform()` or `advance()` to the moment at which the line or the paper goes to the database
(`rows.write_journal`, `rows.write_papers`), with `sys.setprofile`, in a process that has done the same once before:
what is loaded once (directory, policy, calendar) is loaded. The web and the flows around it are not counted, nor what
runs while a module is imported, nor what Python runs itself (dataclasses, enums) or another library of its own.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from inspect import getsourcelines
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from domain import commands as c
from domain.cases.perform import advance, perform
from domain.store.engine import make_engine
from tests import databases
from tests.test_the_house import PACKAGES, ROOT
from tests.world import World, build, on

OURS = tuple(f"{ROOT}/{package}/" for package in PACKAGES)
ROWS = f"{ROOT}/domain/cases/store/rows.py"
MOST_CLOCKS = 20


@dataclass(frozen=True)
class Passed:
    """Files passed, each with the functions entered in it; `stack`: the files that wait for the write."""

    files: dict[str, set[CodeType]]
    hand_on: frozenset[str]
    stack: tuple[str, ...]

    @property
    def functions(self) -> int:
        """How many functions were entered."""
        return sum(map(len, self.files.values()))

    @property
    def lines(self) -> int:
        """The lines of these functions: what somebody reads who follows the press."""
        return sum(len(getsourcelines(code)[0]) for codes in self.files.values() for code in codes)


def passed(work: Callable[[], object], until: str) -> Passed | None:
    """Trace `work` until it enters `until` in the module of rows; None when it never does."""
    files, hand_on, stack = defaultdict[str, set[CodeType]](set), set[str](), list[str]()

    def enter(frame: FrameType, event: str, _more: Any) -> None:
        if event != "call" or stack or not frame.f_code.co_filename.startswith(OURS):
            return
        here = frame.f_code.co_filename
        if not frame.f_code.co_name.startswith("<"):  # a comprehension is no function of its own
            files[here].add(frame.f_code)
        callers = _files_above(frame)
        if callers and callers[0] != here:
            hand_on.add(callers[0])
        if here == ROWS and frame.f_code.co_name == until:
            stack.extend(dict.fromkeys([*reversed(callers), here]))

    sys.setprofile(enter)
    try:
        work()
    finally:
        sys.setprofile(None)
    return Passed(dict(files), frozenset(hand_on), tuple(stack)) if stack else None


def _files_above(frame: FrameType) -> list[str]:
    above, found = frame.f_back, []
    while above is not None:
        if above.f_code.co_filename.startswith(OURS):
            found.append(above.f_code.co_filename)
        above = above.f_back
    return found


def from_a_report_to_its_line(world: World) -> Passed:
    """A report of a nurse (随手拍) with one photo."""
    world.report("nurse1", "2026-11-02 09:00")
    report = c.Report(
        unit="001", place="住院楼6层", category="01", description="走道堆放病床3张", photos=[f"{1:064x}"]
    )
    world.uploads("nurse1", report)
    by, at = world.actor("nurse1"), on("2026-11-02 10:00")
    return _found(passed(lambda: perform(world.store, None, report, by=by, at=at), "write_journal"))


def from_an_overdue_hazard_to_its_paper(world: World) -> Passed:
    """A hazard whose date has passed, until the clock proposes its first paper (督办单)."""
    ref = world.report("nurse1", "2026-11-02 09:00", place="住院楼7层")
    register = c.Register(level="general", category="01", source="staff_report")
    assign = c.Assign(to="fixer1", due="2026-11-04", measures="清走")
    world.press(ref, "officer1", "2026-11-02 10:00", register, assign)
    world.press(ref, "fixer1", "2026-11-02 11:00", c.Accept())
    for _ in range(MOST_CLOCKS):
        hazard = world.hazard(ref)
        assert hazard.id is not None
        assert hazard.next_action_at is not None
        sweep = partial(advance, world.store, hazard.id, at=hazard.next_action_at)
        found = passed(sweep, "write_papers")
        if found is not None and world.papers(ref):
            return found
    raise AssertionError("no paper was proposed")


def _found(found: Passed | None) -> Passed:
    assert found is not None
    return found


def measure() -> dict[str, Passed]:
    """Both, on a database of their own."""
    databases.open_session()
    try:
        engine = make_engine(databases.clone("figures"))
        with tempfile.TemporaryDirectory() as folder:
            world = build(engine, Path(folder))
            found = {
                "report to its journal line": from_a_report_to_its_line(world),
                "overdue hazard to its paper": from_an_overdue_hazard_to_its_paper(world),
            }
        engine.dispose()
        return found
    finally:
        databases.close_session()

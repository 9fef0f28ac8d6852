"""`python -m tests.proof.figures [-v]`: the figures of the house, each with what it should be; `-v` names the files.

How the files passed are counted: `tests/proof/files_passed.py`; rooms, cycles and sizes: `tests/proof/house.py`.
"""

import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests.proof import files_passed, house
from tests.test_the_house import MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FLOW, MOST_LINES_OF_A_FUNCTION, ROOT

MOST_PASSED = {"report to its journal line": 18, "overdue hazard to its paper": 16}
MOST_NAMING_A_HAZARD = 25
MEDIAN_FILE, MEDIAN_FUNCTION = 70, 7
"""About so many lines: an aim, not a bound."""
SANCTIONED = {("domain.cases", "domain.kinds")}
"""The one list that the engine walks: pyproject.toml names it where the layers of domain stand."""


class Figure(NamedTuple):
    """A figure, the most that it should be (`about`: or a little more), and what it is made of."""

    name: str
    value: float
    most: float
    of: list[str]
    about: bool = False

    @property
    def line(self) -> str:
        """The figure as it is printed."""
        over = self.value - self.most
        verdict = f"missed by {over:g}" if over > 0 else "met"
        return f"{self.name:58}{self.value:>8g}   {'about' if self.about else 'at most'} {self.most:<5g}{verdict}"


def of_the_source() -> Iterator[Figure]:
    """What the source says without being run."""
    graph, pairs = house.imports(), house.pairs_of_rooms(house.imports())
    beyond = [" <-> ".join(pair) for pair in sorted(pairs - SANCTIONED)]
    naming, unexplained = house.names_a_hazard(), house.unexplained()
    circles = [" ".join(group) for group in house.cycles(graph)]
    files, functions, flows = house.lines_of_files(), house.lines_of_functions(), house.lines_of_flows()
    yield Figure(
        "files that name Hazard outside its room and pages", len(naming), MOST_NAMING_A_HAZARD, naming
    )
    yield Figure("import cycles between modules", len(circles), 0, circles)
    yield Figure(
        f"two-way pairs of rooms, beside {len(SANCTIONED)} that is sanctioned", len(beyond), 0, beyond
    )
    yield Figure("lines of a file, median", statistics.median(files), MEDIAN_FILE, [], about=True)
    yield Figure("lines of a file, the longest", files[-1], MOST_LINES_OF_A_FILE, [])
    yield Figure("lines of a function, median", statistics.median(functions), MEDIAN_FUNCTION, [], about=True)
    yield Figure("lines of a function, the longest", functions[-1], MOST_LINES_OF_A_FUNCTION, [])
    yield Figure("lines of a file with a flow, the longest", flows[-1], MOST_LINES_OF_A_FLOW, [])
    yield Figure("imports inside functions", house.inner_imports(), 0, [])
    yield Figure("exemptions from ruff or mypy without a reason", len(unexplained), 0, unexplained)


def of_a_run() -> Iterator[Figure]:
    """What a real run passes, room by room; and which files wait on the stack for the write."""
    for name, found in files_passed.measure().items():
        short = {file: file.removeprefix(f"{ROOT}/") for file in found.files}
        rooms = Counter("/".join(file.split("/")[:2]) for file in short.values())
        stack = ", ".join(short[file] for file in found.stack)
        made_of = [
            "by room: " + ", ".join(f"{room} {n}" for room, n in rooms.most_common()),
            f"of them call on into another file of ours: {len(found.hand_on)}",
            f"functions entered: {found.functions}, of {found.lines} lines together",
            f"on the stack at the write: {stack}",
            *(f"{short[file]} ({len(found.files[file])})" for file in sorted(found.files)),
        ]
        yield Figure(f"files passed, {name}", len(found.files), MOST_PASSED[name], made_of)


def main(*words: str) -> int:
    """Print every figure; 1 when one is missed."""
    every = [*of_a_run(), *of_the_source()]
    for figure in every:
        sys.stdout.write(f"{figure.line}\n")
        for part in figure.of if "-v" in words else ():
            sys.stdout.write(f"    {part}\n")
    return int(any(figure.value > figure.most for figure in every))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))

"""The record folds what the clock wrote in a row, and nothing that a person did."""

from types import SimpleNamespace
from typing import Any

import pytest

from api.pages.hazard.story import Line, stretches


def line(clock: str | None) -> Line:
    entry: Any = SimpleNamespace(clock=clock)
    return Line(entry)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("", []),
        ("PP", [(2, 0)]),
        ("CC", [(2, 0)]),
        ("CCC", [(1, 2)]),
        ("PCCCCP", [(1, 0), (1, 3), (1, 0)]),
        ("CCPCCC", [(2, 0), (1, 0), (1, 2)]),
    ],
)
def test_a_long_run_of_the_clock_stands_behind_its_first_line(
    record: str, expected: list[tuple[int, int]]
) -> None:
    lines = [line("rectify" if who == "C" else None) for who in record]
    parts = list(stretches(lines))
    assert [(len(part.shown), len(part.folded)) for part in parts] == expected
    assert [each for part in parts for each in (*part.shown, *part.folded)] == lines

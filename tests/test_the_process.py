"""What docstrings and comments cite of the process stands in docs/process.md, by the number they give."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROCESS = (ROOT / "docs" / "process.md").read_text(encoding="utf-8")
ROOMS = ("domain", "notifications", "flows", "api", "deploy")
SECTIONS = {
    int(n): text for n, text in re.findall(r"^## (\d+)\. (.*?)(?=^## |\Z)", PROCESS, re.MULTILINE | re.DOTALL)
}
NUMBERS = r"(\d+(?:[-–]\d+)?(?:(?:, | and |、)\d+(?:[-–]\d+)?)*)"
CITED = {
    "row": re.compile(rf"\b[Rr]ows? {NUMBERS}"),
    "rule": re.compile(rf"\b[Rr]ule {NUMBERS}"),
    "settled": re.compile(rf"\b[Ss]ettled(?: points?)? {NUMBERS}|\b9\.(\d+)\b"),
    "section": re.compile(rf"\b[Ss]ections? {NUMBERS} of the process"),
}
KNOWN = {
    "row": {int(n) for n in re.findall(r"^\| (\d+) \|", SECTIONS[3], re.MULTILINE)},
    "rule": {int(n) for n in re.findall(r"^(\d+)\. ", SECTIONS[0], re.MULTILINE)},
    "settled": {int(n) for n in re.findall(r"^(\d+)\. ", SECTIONS[9], re.MULTILINE)},
    "section": set(SECTIONS),
}


def spread(numbers: str) -> Iterator[int]:
    """`1, 3-5` -> 1, 3, 4, 5."""
    for part in re.split(r", | and |、", numbers):
        first, _, last = part.replace("–", "-").partition("-")
        yield from range(int(first), int(last or first) + 1)


@pytest.mark.parametrize("kind", CITED)
def test_every_number_cited_of_the_process_stands_there(kind: str) -> None:
    wrong, found = [], 0
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for cited in CITED[kind].finditer(path.read_text(encoding="utf-8")):
            numbers = next(group for group in cited.groups() if group)
            found += 1
            wrong += [f"{path.name}: {cited[0]}" for n in spread(numbers) if n not in KNOWN[kind]]
    assert wrong == []
    assert found or kind == "section"


def test_the_process_has_its_rows_ten_rules_and_its_settled_points() -> None:
    assert KNOWN["row"] == set(range(1, 43))
    assert KNOWN["rule"] == set(range(1, 11))
    assert set(range(1, 28)) <= KNOWN["settled"]

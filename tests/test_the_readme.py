"""The front door tells the truth: its diagrams, tables, tree, settings, commands and paths are those of the code."""

import re
from pathlib import Path

import pytest

from deploy.cli import COMMANDS
from deploy.front_door import DOCUMENTS, README, ROOT, SETTINGS, current

TEXT = README.read_text(encoding="utf-8")
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ROOMS = ("domain", "notifications", "flows", "api", "deploy", "tests")
CODE = [p for folder in ROOMS for p in (ROOT / folder).rglob("*.py")]
MOST_LINES = 200
EVERY_DOCUMENT = pytest.mark.parametrize(
    "document", [*DOCUMENTS, CONTRIBUTING, ROOT / "README.zh-CN.md"], ids=lambda path: path.name
)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def anchor(heading: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_front_door_is_read_at_once() -> None:
    assert len(TEXT.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_generated_parts_are_current(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert current(text) == text, "run: .venv/bin/python -m deploy.front_door"


def test_every_setting_that_the_code_reads_is_in_the_table() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    read = set(re.findall(r"\"(BIHUAN_[A-Z_]+)\"", source))
    internal = {"BIHUAN_ROOT", "BIHUAN_TEST_HOME", "BIHUAN_TEST_PREFIX", "BIHUAN_LONG"}
    assert read - internal - {"BIHUAN_DEMO"} <= set(SETTINGS)
    assert all(f"| `{name}` |" in OPERATING for name in SETTINGS)


def test_every_command_is_in_the_table_of_commands() -> None:
    assert all(f"| `./bihuan {name}" in OPERATING for name in COMMANDS)


@EVERY_DOCUMENT
def test_every_command_that_is_told_exists(document: Path) -> None:
    told = set(re.findall(r"\./bihuan ([a-z][\w-]*)", document.read_text(encoding="utf-8")))
    assert told <= set(COMMANDS)


def test_every_folder_of_the_tree_exists() -> None:
    tree = TEXT.split("## The house")[1].split("```")[1]
    folders = re.findall(r"^(\w+)/ ", tree, flags=re.MULTILINE)
    assert folders == list(ROOMS)
    inside = re.findall(r"^  ([\w.]+)/? ", tree, flags=re.MULTILINE)
    assert all((ROOT / "domain" / name).exists() for name in inside)
    rooms = {path.parent.name for path in (ROOT / "domain").glob("*/__init__.py")}
    assert {room for room in rooms if f"{room}/" not in tree} == set()


def test_every_place_to_look_exists() -> None:
    table = TEXT.split("## To do this, look there")[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 12
    for row in rows:
        places = re.findall(r"`([^`]+)`", row)
        assert places, row
        assert [place for place in places if not (ROOT / place).exists()] == []


def test_every_place_that_a_change_leads_to_exists() -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    places = re.findall(r"`((?:domain|notifications|flows|api|deploy|tests|docs)/[\w./]+)`", text)
    assert len(places) > 20
    assert [place for place in places if not (ROOT / place).exists()] == []


@EVERY_DOCUMENT
def test_every_module_that_is_told_can_be_run(document: Path) -> None:
    for module in re.findall(r"python -m ([\w.]+)", document.read_text(encoding="utf-8")):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module


@EVERY_DOCUMENT
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    for link, _, part in re.findall(
        r"\]\(((?!http)[^)#]*)(#([^)]*))?\)", document.read_text(encoding="utf-8")
    ):
        there = document.parent / link if link else document
        assert there.exists(), link
        if part:
            headings = HEADING.findall(there.read_text(encoding="utf-8"))
            assert part in map(anchor, headings), f"{link}#{part}"

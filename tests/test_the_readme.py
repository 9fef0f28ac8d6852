"""The front door tells the truth: its diagram, tables, tree, settings and commands are those of the code."""

import re

from deploy.cli import COMMANDS
from deploy.front_door import README, SETTINGS, current

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
CODE = [
    p
    for folder in ("domain", "notifications", "flows", "api", "deploy", "tests")
    for p in (ROOT / folder).rglob("*.py")
]


def test_the_generated_parts_are_current() -> None:
    assert current(TEXT) == TEXT, "run: .venv/bin/python -m deploy.front_door"


def test_every_setting_that_the_code_reads_is_in_the_table() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    read = set(re.findall(r"\"(BIHUAN_[A-Z_]+)\"", source))
    internal = {"BIHUAN_ROOT", "BIHUAN_TEST_HOME", "BIHUAN_TEST_PREFIX", "BIHUAN_LONG"}
    assert read - internal - {"BIHUAN_DEMO"} <= set(SETTINGS)


def test_every_command_is_in_the_table_of_commands() -> None:
    assert all(f"`./bihuan {name}" in TEXT for name in COMMANDS)


def test_every_folder_of_the_tree_exists() -> None:
    tree = TEXT.split("## The house")[1].split("```")[1]
    folders = re.findall(r"^(\w+)/ ", tree, flags=re.MULTILINE)
    assert folders == ["domain", "notifications", "flows", "api", "deploy", "tests"]
    inside = re.findall(r"^  ([\w.]+)/? ", tree, flags=re.MULTILINE)
    assert all((ROOT / "domain" / name).exists() for name in inside if name != "words")


def test_links_inside_the_repository_lead_somewhere() -> None:
    for link in re.findall(r"\]\(((?!http)[^)#]+)\)", TEXT):
        assert (ROOT / link).exists(), link

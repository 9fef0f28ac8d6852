"""`check` stops at the first gate that does not hold; `test` hands on what pytest is told and answers."""

import argparse
from pathlib import Path

import pytest

from deploy import gates, testing
from domain.store.settings import Settings

Gate = tuple[str, list[str]]


def gate(name: str, marks: Path, code: int = 0) -> Gate:
    """A gate that leaves a mark and answers with this code."""
    program = f"import pathlib, sys; pathlib.Path({str(marks / name)!r}).touch(); sys.exit({code})"
    return name, ["python", "-c", program]


def check(gates_: list[Gate], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(gates, "steps", lambda: gates_)
    return gates.main(Settings(), argparse.Namespace(rest=[]))


def test_when_every_gate_holds_the_answer_is_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([gate("one", tmp_path), gate("two", tmp_path)], monkeypatch) == 0
    assert (tmp_path / "two").exists()
    assert "check passed" in capsys.readouterr().out


def test_the_first_gate_that_does_not_hold_is_named_and_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [gate("one", tmp_path), gate("two", tmp_path, code=3), gate("three", tmp_path)]
    assert check(rows, monkeypatch) == 1
    assert not (tmp_path / "three").exists()
    assert "未通过：two" in capsys.readouterr().out


def test_the_quick_gates_come_first_and_the_tests_are_counted_last() -> None:
    names = [command[0] for _, command in gates.steps()]
    assert names == ["ruff", "ruff", "mypy", "lint-imports", "pytest"]
    assert f"--cov-fail-under={gates.LEAST_COVERAGE}" in gates.steps()[-1][1]


def test_what_pytest_is_told_reaches_it_and_its_answer_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    assert testing.main(Settings(), argparse.Namespace(rest=["--version"])) == 0
    assert testing.main(Settings(), argparse.Namespace(rest=["--no-such-option"])) == 4
    assert testing.workers()[0] == "-n"

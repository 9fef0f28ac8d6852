"""`./bihuan check`: every gate in turn, the quick ones first; the first failure ends it."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from deploy.terminal import say
from deploy.testing import ROOT, workers
from domain.store.settings import Settings

LEAST_COVERAGE = 95
ONCE_MORE = ["--reruns", "1"]
"""A test that waited too short on a busy machine is tried again and told of; more than a few fail (tests/conftest)."""


def steps() -> list[tuple[str, list[str]]]:
    """Give each gate's name and the program it runs, with its arguments."""
    coverage = ["--cov", "--cov-report=term-missing:skip-covered", f"--cov-fail-under={LEAST_COVERAGE}"]
    return [
        ("格式 (format)", ["ruff", "format", "--check", "--quiet", "."]),
        ("静态检查 (lint)", ["ruff", "check", "."]),
        ("类型 (types)", ["mypy"]),
        ("引用约定 (import contracts)", ["lint-imports"]),
        ("测试 (tests)", ["pytest", *workers(), *ONCE_MORE, *coverage]),
    ]


def main(_settings: Settings, _options: argparse.Namespace) -> int:
    """Run the gates; 0 when all passed, 1 at the first that did not."""
    began = time.monotonic()
    for name, command in steps():
        start = time.monotonic()
        say(f"== {name}")
        program = Path(sys.executable).with_name(command[0])
        done = subprocess.run([str(program), *command[1:]], cwd=ROOT, check=False)
        spent = f"{time.monotonic() - start:.1f} s"
        if done.returncode != 0:
            say(f"== 未通过：{name}，{spent} (check failed)")
            return 1
        say(f"== {name}：{spent}")
    say(f"== 全部通过，共 {time.monotonic() - began:.0f} s (check passed)")
    return 0

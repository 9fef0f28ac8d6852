"""`./bihuan test`: every test, with whatever else pytest is told."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from domain.store.settings import Settings

ROOT = Path(__file__).parents[1]
MOST_WORKERS = 4


def workers() -> list[str]:
    """Say how many pytest workers this machine bears: one more than cores, because many tests wait."""
    return ["-n", str(min(MOST_WORKERS, (os.cpu_count() or 1) + 1)), "--dist", "loadgroup"]


def main(_settings: Settings, options: argparse.Namespace) -> int:
    """Run pytest in the source tree and give its exit code."""
    chosen = options.rest or workers()
    return subprocess.run([sys.executable, "-m", "pytest", *chosen], cwd=ROOT, check=False).returncode

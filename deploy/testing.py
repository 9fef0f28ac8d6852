"""`./bihuan test`: every test, with whatever else pytest is told."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from domain.store.settings import Settings

ROOT = Path(__file__).parents[1]
MOST_WORKERS = 4


def workers() -> str:
    """Say how many pytest workers this machine bears."""
    return str(min(MOST_WORKERS, os.cpu_count() or 1))


def main(_settings: Settings, options: argparse.Namespace) -> int:
    """Run pytest in the source tree and give its exit code."""
    chosen = options.rest or ["-n", workers()]
    return subprocess.run([sys.executable, "-m", "pytest", *chosen], cwd=ROOT, check=False).returncode

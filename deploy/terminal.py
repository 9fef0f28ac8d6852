"""Short lines for the person at the terminal. A closed terminal never stops the service."""

import contextlib
import sys


def say(line: str) -> None:
    """Print one line at once."""
    with contextlib.suppress(OSError, ValueError):
        print(line, flush=True)


def complain(line: str) -> None:
    """Print one line where errors go."""
    with contextlib.suppress(OSError, ValueError):
        print(f"bihuan: {line}", file=sys.stderr, flush=True)

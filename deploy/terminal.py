"""Short lines for the person at the terminal. A closed terminal never stops the service."""

import contextlib
import sys
from typing import TextIO


def say(line: str) -> None:
    """Print one line at once."""
    _print(line, sys.stdout)


def complain(line: str) -> None:
    """Print one line where errors go."""
    _print(f"bihuan: {line}", sys.stderr)


def _print(line: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    # A terminal without Chinese still shows the English half of each line.
    shown = line.encode(encoding, "replace").decode(encoding)
    with contextlib.suppress(OSError, ValueError):
        print(shown, file=stream, flush=True)

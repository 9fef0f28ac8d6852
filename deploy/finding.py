"""One line of the doctor's report."""

from dataclasses import dataclass

GOOD, WARNING, WRONG = "✓", "!", "✗"


@dataclass(frozen=True)
class Finding:
    """WRONG makes the exit code 1; a warning does not."""

    mark: str
    text: str

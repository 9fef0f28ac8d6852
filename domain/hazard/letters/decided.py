"""What an act decides, as the paper that it leaves tells it: the case after it, and the words of its command."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from domain.cases.case import Case
from domain.cases.kind import Finish
from domain.hazard.letters.sentences import plain
from domain.tables.cases import CaseRow

Said = tuple[str, list[str], str]
"""Title, paragraphs and closing of a paper."""


def as_decided(done: Finish) -> Case:
    """The case with what the act decides written into it."""
    row = SimpleNamespace(**{**vars(done.case.row), **done.changes})
    return replace(done.case, row=cast("CaseRow", row))


def of_command(command: Any, name: str) -> str:  # noqa: ANN401 - a command of any act that leaves a paper
    """A text of the command inside a sentence of ours; empty where it says nothing."""
    return plain(getattr(command, name, ""))
